"""What the parts of the service share, made once and passed down."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from newsmill.config import Config
from newsmill.service.jobs.cleaning import CleaningDesk
from newsmill.service.jobs.fetching import FetchingDesk
from newsmill.service.jobs.taking import Taking
from newsmill.service.metrics import Metrics
from newsmill.service.security.access import Gate
from newsmill.service.security.forms import Forms
from storage.memory import Memory
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The open store and the configuration, who may do what, and the work beside the API.

    `taking` cleans and stores what is sent in, `gate` knows the tokens, `forms` signs forms; `wake` tells the jobs beside
    it that there is work.
    """

    store: Store
    config: Config
    gate: Gate
    taking: Taking
    metrics: Metrics
    forms: Forms = field(default_factory=Forms)
    wake: Callable[[], None] = lambda: None


@contextmanager
def wired(
    store: Store, config: Config, *, local: bool, processes: int = 1, wake: Callable[[], None] = lambda: None
) -> Iterator[Service]:
    """The service over an open store, with the processes that clean and fetch; they end with the context.

    `local` says that it listens on loopback only, `processes` is how many clean.
    """
    memory = Memory(store.database)
    with CleaningDesk(config, processes=processes) as cleaning, FetchingDesk(config, memory) as fetching:
        yield Service(
            store=store,
            config=config,
            gate=Gate(store.database, local=local),
            metrics=Metrics(store.database),
            taking=Taking(store=store, config=config, cleaning=cleaning, fetching=fetching),
            wake=wake,
        )


async def service_of(request: Request) -> Service:
    """The service that a request came to; a dependency."""
    found: Service = request.app.state.service
    return found


Wired = Annotated[Service, Depends(service_of)]

"""What the parts of the service share, made once and passed down."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from newsmill.config import Config
from newsmill.service.security.access import Gate
from newsmill.service.security.forms import Forms
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The open store and the configuration, who may do what, and the work beside the API.

    `gate` knows the tokens, `forms` signs forms.
    """

    store: Store
    config: Config
    gate: Gate
    forms: Forms = field(default_factory=Forms)


async def service_of(request: Request) -> Service:
    """The service that a request came to; a dependency."""
    found: Service = request.app.state.service
    return found


Wired = Annotated[Service, Depends(service_of)]

"""Between the event loop and the sink: one worker thread for all sources, one desk for each."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import ParamSpec, Self, TypeVar

from crawler.events import Event, EventKind
from crawler.report import Tally
from crawler.sink import Arrival, Sink, Validators
from crawler.troubles import Trouble, explain, status_of
from storage import StoreError
from storage.outcomes import Outcome, Refused
from storage.places import Look, Place
from storage.targets import Target

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


class SinkThread:
    """The one thread in which a sink is called. `broken` holds the error with which its store gave up.

    `queue` bounds the pages of all sources that the sink has and has not done with; others wait with their source, whose
    fetching then pauses.
    """

    def __init__(self, on_broken: Callable[[], object], queue: int = 64) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="newsmill-sink")
        self._on_broken = on_broken
        self._room = asyncio.Semaphore(queue)
        self.broken: StoreError | None = None
        self.under_way = self.most_under_way = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._pool.shutdown()

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the function in the thread, after all that was asked before. Raises what it raises."""
        if self.broken is not None:
            raise self.broken
        with self._watched():
            return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: function(*args, **kwargs))

    async def ingest(self, sink: Sink, arrival: Arrival) -> Outcome:
        """Give a page to the sink once there is room, and wait for its fate. Raises what the sink raises."""
        async with self._room:
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            try:
                outcome = await self.call(sink.ingest, arrival.page, arrival.evidence)
                if isinstance(outcome, Future):
                    with self._watched():
                        return await asyncio.wrap_future(outcome)
                return outcome
            finally:
                self.under_way -= 1

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            if self.broken is None:
                self.broken = error
                self._on_broken()
            raise


class Desk:
    """Hands one source's pages and failures to the sink, counts them and tells of them."""

    def __init__(self, source: str, sink: Sink, thread: SinkThread, tell: Callable[[Event], None]) -> None:
        self.tally = Tally(source)
        self._source, self._sink, self._thread, self._tell = source, sink, thread, tell

    def say(self, kind: EventKind) -> None:
        """Tell of the source as a whole."""
        self._tell(Event(kind=kind, source=self._source))

    def found(self, url: str) -> None:
        """Discovery gave an address that will be asked for."""
        self.tally.counts["found"] += 1
        self._tell(Event(kind=EventKind.FOUND, source=self._source, url=url))

    async def validators(self, url: str) -> Validators | None:
        """What the sink knows of an address."""
        return await self._thread.call(self._sink.validators, url)

    async def place(self, url: str) -> Place | None:
        """What the sink knows of a feed, a sitemap or a section page."""
        return await self._thread.call(self._sink.place, url)

    async def looked(self, look: Look | None, targets: Sequence[Target]) -> list[Target]:
        """Such a place was looked at, if one was, and lists these; what of it is to be fetched now."""
        return await self._thread.call(self._sink.looked, self._source, look, targets)

    async def due(self, before: datetime, limit: int) -> list[Target]:
        """What crawls before a moment left to be fetched."""
        return await self._thread.call(self._sink.due, self._source, before, limit)

    async def asked(self, host: str) -> int:
        """How many requests a host got today, before this run."""
        return await self._thread.call(self._sink.asked, host)

    async def note_asked(self, host: str, number: int) -> None:
        """A host got more requests."""
        await self._thread.call(self._sink.note_asked, host, number)

    async def ingest(self, arrival: Arrival, *, uncounted: Container[str] = ()) -> Outcome | None:
        """Give a page to the sink; returns its fate. A refusal for one of the reasons `uncounted` is not the last word.

        A bug met on the way is this page's failure, with its traceback in the report; None then.
        """
        page = arrival.page
        try:
            outcome = await self._thread.ingest(self._sink, arrival)
        except StoreError:
            raise
        except Exception as bug:
            logger.exception("%s: a bug was met", page.url)
            self.crashed(bug)
            await self.failed(page.url, Trouble.BUG, f"{type(bug).__name__}: {bug}", page.requested_url or page.url)
        else:
            if not (isinstance(outcome, Refused) and outcome.why in uncounted):
                self.tally.outcome(outcome)
                self._tell(Event(kind=EventKind.OUTCOME, source=self._source, url=page.url, outcome=outcome))
            return outcome
        return None

    async def not_modified(self, url: str, asked: str) -> None:
        """The server answered 304; `asked` is the address that was asked for first."""
        await self._thread.call(self._sink.not_modified, self._source, tuple(dict.fromkeys((asked, url))))
        self.tally.counts["not_modified"] += 1
        self._tell(Event(kind=EventKind.NOT_MODIFIED, source=self._source, url=url))

    async def broke(self, url: str, error: BaseException, asked: str = "") -> None:
        """A download ended with an exception; `asked` as in `failed`."""
        trouble, detail = explain(error)
        if trouble is Trouble.BUG:
            self.crashed(error)
        await self.failed(url, trouble, detail, asked, status_of(error))

    def crashed(self, bug: BaseException) -> None:
        """Keep a bug's traceback for the report."""
        self.tally.crashes.append("".join(traceback.format_exception(bug)))

    async def failed(self, url: str, trouble: Trouble, detail: str, asked: str = "", status: int = 0) -> None:
        """An address could not be had; `asked` is the target that was asked for, where it was one."""
        await self._thread.call(self._sink.failed, url, trouble.value, detail)
        if asked and trouble is not Trouble.BUSY:
            await self._thread.call(self._sink.missed, asked, trouble.value, status)
        self.tally.failure(url, trouble.value, detail)
        self._tell(Event(kind=EventKind.FAILED, source=self._source, url=url, why=trouble.value, detail=detail))

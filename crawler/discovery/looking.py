"""One look at a feed, a sitemap or a section page: fetched if it changed, read, remembered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Generic, Protocol, TypeVar

from crawler.discovery.addresses import full
from crawler.discovery.candidates import Candidate
from crawler.discovery.fetching import Fetched, Fetcher
from crawler.discovery.hints import feed_hints
from crawler.sources import Source
from crawler.troubles import FetchError, Trouble
from storage.places import Look, Place
from storage.targets import Target

OTHERWISE = {"feed": Trouble.NOT_A_FEED, "sitemap": Trouble.NOT_A_SITEMAP, "section": Trouble.NOTHING_FOUND}
"""What is wrong with a place that cannot be read as what it should be."""

logger = logging.getLogger(__name__)
T = TypeVar("T")
Report = Callable[[str, Trouble, str], Awaitable[None]]


class PlaceMemory(Protocol):
    """Remembers feeds, sitemaps and section pages, and what they listed, from run to run."""

    async def place(self, url: str) -> Place | None: ...

    async def looked(self, look: Look | None, targets: Sequence[Target]) -> list[Target]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[T]):
    """What a look brought: a list, or that it is the one that is `known` (then `found` is None)."""

    url: str
    kind: str
    found: T | None
    known: Place | None
    fetched: Fetched | None = None


class Looker:
    """Looks at an outlet's places. What cannot be had or read is told to `report`; `troubles` counts it.

    Without a memory, or where the look is `whole`, a place is fetched whether it changed or not. With `only_due` one
    that is not due is left alone, and `rested` says that there was one.
    """

    def __init__(
        self,
        source: Source,
        fetcher: Fetcher,
        report: Report,
        memory: PlaceMemory | None,
        *,
        only_due: bool = False,
        whole: bool = False,
    ) -> None:
        self._source, self._fetcher, self._report = source, fetcher, report
        self._memory, self._only_due, self._whole = memory, only_due, whole
        self._fetched: dict[str, Fetched] = {}
        self._scope = sha256(repr((source.url, source.allow, source.deny)).encode()).hexdigest()
        self.troubles = 0
        self.rested = False

    async def read(self, url: str, kind: str, read: Callable[[bytes, str], T | None], room: int) -> Reading[T] | None:
        """Fetch a place and read it in a thread, since a parser must not hold up the event loop.

        None where it rests, or where there was trouble. `room` is for how many addresses the crawl has room: one that
        listed more than there was room for the last time is fetched whole where there is more now.
        """
        known = await self._memory.place(url) if self._memory else None
        if self._only_due and known is not None and not known.is_due(datetime.now(UTC)):
            self.rested = True
            return None
        fetched, found, trouble, detail = await self._attempt(url, read, known if self._holds(known, room) else None)
        if fetched is not None and fetched.unchanged:
            return Reading(url=url, kind=kind, found=None, known=known, fetched=fetched)
        if found is None and trouble is None:
            trouble, detail = OTHERWISE[kind], "what is there cannot be read as one; check the source file"
        if trouble is None:
            return Reading(url=url, kind=kind, found=found, known=known, fetched=fetched)
        await self.note(self._look(url, kind, trouble), ())
        await self.tell(url, trouble, detail)
        return None

    def _holds(self, known: Place | None, room: int) -> bool:
        """Whether all that a place would list to this crawl was taken from it the last time."""
        if known is None or self._whole or known.taken is None or known.scope != self._scope:
            return False
        return not known.cut or known.taken >= room

    def look(
        self, reading: Reading[T], *, links: int = 0, taken: int = 0, cut: bool = False, children: object = None
    ) -> Look:
        """What is to be remembered of a reading."""
        fetched = reading.fetched
        base = self._look(reading.url, reading.kind)
        if fetched is None or fetched.unchanged:
            return replace(base, unchanged=True)
        return replace(
            base,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            body_sha256=sha256(repr(reading.found).encode("utf-8", "surrogatepass")).hexdigest(),
            links=links,
            taken=taken,
            cut=cut,
            scope=self._scope,
            children=children,  # type: ignore[arg-type]  # JSON
            hints=feed_hints(fetched.body) if reading.kind == "feed" else None,
        )

    def _look(self, url: str, kind: str, trouble: Trouble | None = None) -> Look:
        return Look(url=url, source=self._source.host, kind=kind, trouble=trouble, interval=self._source.interval)

    async def note(self, look: Look | None, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Remember a look and what it listed, at once; return what of it is to be fetched now."""
        if self._memory is None:
            return list(candidates)
        kept = None if self._whole else look
        targets = [Target(url=one.url, found=one.as_json()) for one in candidates]
        return [Candidate.of(one.url, one.found) for one in await self._memory.looked(kept, targets)]

    async def _attempt(
        self, url: str, read: Callable[[bytes, str], T | None], known: Place | None
    ) -> tuple[Fetched | None, T | None, Trouble | None, str]:
        try:
            fetched = await self.get(url, known)
        except FetchError as error:
            return None, None, error.trouble, error.detail
        if fetched.unchanged:
            return fetched, None, None, ""
        try:
            return fetched, await asyncio.to_thread(read, fetched.body, fetched.url), None, ""
        except Exception as bug:  # a parser's bug must not lose the other places
            logger.exception("%s: a bug was met", url)
            return fetched, None, Trouble.BUG, f"{type(bug).__name__}: {bug}"

    async def get(self, url: str, known: Place | None = None) -> Fetched:
        """Fetch an address, once a run. Raises `FetchError`."""
        if full(url, self._source.url) is None:
            raise FetchError(Trouble.DOWNLOAD, "this is no http or https address; correct it in the source file")
        if url not in self._fetched:
            self._fetched[url] = await self._fetcher.get(url, known)
        return self._fetched[url]

    async def tell(self, url: str, trouble: Trouble, detail: str) -> None:
        """Report a trouble."""
        self.troubles += 1
        await self._report(url, trouble, detail)

"""Where to look for an outlet's articles, in what order, and when to stop."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from crawler.discovery.candidates import Candidate
from crawler.discovery.feeds import feed_links, read_feed
from crawler.discovery.fetching import Fetched, Fetcher
from crawler.discovery.looking import Looker, PlaceMemory, Reading, Report
from crawler.discovery.pages import article_links, feed_addresses
from crawler.discovery.sitemaps import Entry, Sitemap, read_sitemap
from crawler.discovery.span import Span
from crawler.sources import Source
from crawler.troubles import FetchError, Trouble
from storage.addresses import normalised

COMMON_FEEDS = ("/feed", "/rss.xml", "/rss", "/feed.xml", "/atom.xml", "/index.xml", "/feeds", "/feed.json")
COMMON_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml", "/sitemap_index.xml")
MAX_SITEMAPS = 30
MOST_SITEMAPS_OF_A_SPAN = 1000
MOST_ARCHIVE_PAGES = 1000
MAX_DEPTH = 3
"""An index may list indexes, though the protocol says it may not; three floors are enough."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Full addresses of what lists articles."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


class Window:
    """The addresses that one crawl of an outlet looks at: the newest `limit` that discovery finds.

    Spellings of one address (fragments, tracking parameters, AMP and mobile variants) count once.
    """

    def __init__(self, source: Source, span: Span, limit: int) -> None:
        self._source, self._span = source, span
        self._seen: set[str] = set()
        self.room = limit

    def take(self, found: Iterable[Candidate]) -> tuple[list[Candidate], bool]:
        """Those that are wanted and for which there is room, and whether there was none for others."""
        taken: list[Candidate] = []
        for one in found:
            key = normalised(one.url, front_page=True) or one.url
            if key in self._seen or not self._source.wants(one.url) or not self._span.holds(one):
                continue
            if not self.room:
                return taken, True
            self._seen.add(key)
            taken.append(one)
            self.room -= 1
        return taken, False

    def skip(self, number: int) -> None:
        """Give the room away that a place took which lists today what it listed before."""
        self.room = max(self.room - number, 0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found yet."""
        return not self._seen


class Discovery:
    """One search for one source's articles. What cannot be had or read is told to `report`, and the search goes on."""

    def __init__(
        self,
        source: Source,
        fetcher: Fetcher,
        report: Report,
        *,
        every_place: bool = False,
        span: Span | None = None,
        memory: PlaceMemory | None = None,
        only_due: bool = False,
    ) -> None:
        self._source, self._fetcher = source, fetcher
        self._every_place = every_place
        self._span = span or Span()
        # What lies outside a span of days was not taken, so nothing is to be remembered of such a look.
        self._looker = Looker(source, fetcher, report, memory, only_due=only_due, whole=self._span.is_set)
        self._window = Window(source, self._span, 0)
        self._unchanged = False

    async def candidates(self, limit: int) -> AsyncIterator[Candidate]:
        """Addresses that may be articles and are to be fetched now: feeds first, newest first.

        At most `limit` are looked at; with a memory, those are left out that it knows and that are not due again.
        """
        self._window = Window(self._source, self._span, limit)
        async for batch in self._all():
            for one in batch:
                yield one
            if not self._window.room and not self._every_place:
                return
        quiet = self._looker.troubles or self._span.is_set or self._looker.rested or self._unchanged
        if self._window.is_empty and not quiet:
            line = "no feed, sitemap or link to an article was found; name them in a source file"
            await self._looker.tell(self._source.url, Trouble.NOTHING_FOUND, line)

    async def _all(self) -> AsyncIterator[list[Candidate]]:
        places = await self._named_or_found()
        given, _ = self._window.take(Candidate(url=url, how="given") for url in places.pages)
        yield await self._looker.note(None, given)
        if self._span.is_set:  # feeds and front pages know the last days only
            async for batch in self._from_sitemaps(await self._all_sitemaps(places)):
                yield batch
            async for batch in self._from_archives():
                yield batch
            return
        for url in places.feeds:
            yield await self._listed(await self._looker.read(url, "feed", read_feed, self._window.room))
        async for batch in self._from_sitemaps(places.sitemaps):
            yield batch
        for url in places.sections:
            yield await self._listed(await self._looker.read(url, "section", _section, self._window.room))

    async def _from_archives(self) -> AsyncIterator[list[Candidate]]:
        """The archive pages of a span's days, where the outlet's file says where they are."""
        asked: set[str] = set()
        for day in self._span.days(datetime.now(UTC).date()):
            for pattern in self._source.absolute(self._source.archives):
                parts = {"{year}": f"{day:%Y}", "{month}": f"{day:%m}", "{day}": f"{day:%d}"}
                url = re.sub(r"\{\w+\}", lambda match: parts[match[0]], pattern)  # noqa: B023 - called at once
                if url in asked or len(asked) == MOST_ARCHIVE_PAGES:
                    continue
                asked.add(url)
                stated = day.isoformat() if "{day}" in pattern else ""
                reading = await self._looker.read(url, "section", _section, self._window.room)
                if reading is not None and reading.found is not None:
                    found = [replace(one, how="archive", date=stated) for one in reading.found]
                    yield await self._listed(replace(reading, found=found))

    async def _listed(self, reading: Reading[list[Candidate]] | None) -> list[Candidate]:
        """What a feed or a section page lists and is to be fetched now."""
        if reading is None:
            return []
        if reading.found is None:
            return await self._as_before(reading)
        taken, cut = self._window.take(reading.found)
        look = self._looker.look(reading, links=len(reading.found), taken=len(taken), cut=cut)
        return await self._looker.note(look, taken)

    async def _as_before(self, reading: Reading[T]) -> list[Candidate]:
        """A place that lists what it listed before: all of it is in the frontier."""
        self._unchanged = True
        self._window.skip((reading.known.taken or 0) if reading.known else 0)
        return await self._looker.note(self._looker.look(reading), ())

    async def _all_sitemaps(self, places: Places) -> tuple[str, ...]:
        """For a span of time, those of robots.txt too, since a source file may name the news sitemap only."""
        found = (*places.sitemaps, *self._fetcher.robots_sitemaps)
        return found or await self._first_of(COMMON_SITEMAPS, read_sitemap)

    async def _from_sitemaps(self, addresses: Iterable[str]) -> AsyncIterator[list[Candidate]]:
        news_first = sorted(dict.fromkeys(addresses), key=lambda url: "news" not in url)
        waiting = [(url, 1) for url in news_first]
        asked: set[str] = set()
        most = MOST_SITEMAPS_OF_A_SPAN if self._span.is_set else MAX_SITEMAPS
        while waiting and len(asked) < most:
            url, depth = waiting.pop(0)
            if url in asked:
                continue
            asked.add(url)
            reading = await self._looker.read(url, "sitemap", read_sitemap, self._window.room)
            if reading is None:
                continue
            yield await self._from_sitemap(reading)
            if depth < MAX_DEPTH and self._window.room:
                children = [entry for entry in _children(reading) if self._span.may_hold(entry)]
                waiting[:0] = [(entry.url, depth + 1) for entry in children]

    async def _from_sitemap(self, reading: Reading[Sitemap]) -> list[Candidate]:
        if reading.found is None:
            return await self._as_before(reading)
        pages, sitemaps = reading.found.pages, reading.found.sitemaps
        found = (page.candidate(reading.url) for page in pages)
        taken, cut = self._window.take(found)
        children = [[entry.url, entry.date] for entry in sitemaps[:MAX_SITEMAPS]] or None
        links = len(pages) + len(sitemaps)
        look = self._looker.look(reading, links=links, taken=len(taken), cut=cut, children=children)
        return await self._looker.note(look, taken)

    async def _named_or_found(self) -> Places:
        source = self._source
        if source.feeds or source.sitemaps or source.sections:
            named = (tuple(source.absolute(part)) for part in (source.feeds, source.sitemaps, source.sections))
            return Places(**dict(zip(("feeds", "sitemaps", "sections"), named, strict=True)))
        try:
            home = await self._looker.get(source.url)
        except FetchError as error:
            await self._looker.tell(source.url, error.trouble, error.detail)
            return Places()
        return await asyncio.to_thread(_itself, home) or await self._linked(home)

    async def _linked(self, home: Fetched) -> Places:
        feeds = tuple(await asyncio.to_thread(feed_addresses, home.body, home.url))
        sitemaps = tuple(self._fetcher.robots_sitemaps)
        if not feeds and not sitemaps:
            feeds = await self._first_of(COMMON_FEEDS, feed_links)
            sitemaps = await self._first_of(COMMON_SITEMAPS, read_sitemap)
        is_front_page = urlsplit(self._source.url).path in {"", "/"}
        return Places(
            feeds=feeds,
            sitemaps=sitemaps,
            sections=() if feeds or sitemaps else (home.url,),
            pages=() if is_front_page else (home.url,),
        )

    async def _first_of(self, paths: Iterable[str], read: Callable[[bytes, str], object]) -> tuple[str, ...]:
        """The first common path that holds what is looked for. That the others are missing is no failure."""
        for path in paths:
            url = urljoin(self._source.url, path)
            try:
                fetched = await self._looker.get(url)
            except FetchError:
                continue
            if await asyncio.to_thread(read, fetched.body, fetched.url) is not None:
                return (url,)
        return ()


def _section(body: bytes, url: str) -> list[Candidate]:
    return [Candidate(url=link, how="section", place=url) for link in article_links(body, url)]


def _children(reading: Reading[Sitemap]) -> list[Entry]:
    """The sitemaps of an index, those that it listed before where it did not change."""
    if reading.found is not None:
        return list(reading.found.sitemaps)
    known = reading.known.children if reading.known else None
    return [Entry(url=url, date=date) for url, date in known or ()]


def _itself(home: Fetched) -> Places | None:
    """The places when the source's address is a feed or a sitemap rather than a page."""
    start = home.body[:1024].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return None
    if feed_links(home.body, home.url) is not None:
        return Places(feeds=(home.url,))
    return Places(sitemaps=(home.url,)) if read_sitemap(home.body, home.url) else None

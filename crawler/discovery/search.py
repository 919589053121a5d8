"""Where to look for an outlet's articles, in what order, and when to stop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol, TypeVar
from urllib.parse import urljoin, urlsplit

from crawler.discovery.addresses import full
from crawler.discovery.candidates import Candidate
from crawler.discovery.feeds import feed_links, read_feed
from crawler.discovery.fetching import Fetched, Fetcher
from crawler.discovery.pages import article_links, feed_addresses
from crawler.discovery.sitemaps import Sitemap, read_sitemap
from crawler.discovery.span import Span
from crawler.sources import Source
from crawler.troubles import FetchError, Trouble
from storage.addresses import normalised
from storage.places import Look, Place

COMMON_FEEDS = ("/feed", "/rss.xml", "/rss", "/feed.xml", "/atom.xml", "/index.xml", "/feeds", "/feed.json")
COMMON_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml", "/sitemap_index.xml")
MAX_SITEMAPS = 30
MOST_SITEMAPS_OF_A_SPAN = 1000
MAX_DEPTH = 3
"""An index may list indexes, though the protocol says it may not; three floors are enough."""

KINDS = {Trouble.NOT_A_FEED: "feed", Trouble.NOT_A_SITEMAP: "sitemap", Trouble.NOTHING_FOUND: "section"}

logger = logging.getLogger(__name__)
T = TypeVar("T")
Report = Callable[[str, Trouble, str], Awaitable[None]]


class PlaceMemory(Protocol):
    """Remembers feeds, sitemaps and section pages from run to run."""

    async def place(self, url: str) -> Place | None: ...

    async def looked(self, look: Look) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Full addresses of what lists articles."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


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
        self._source, self._fetcher, self._report = source, fetcher, report
        self._every_place, self._is_enough = every_place, False
        self._span = span or Span()
        self._memory, self._only_due = memory, only_due
        self._fetched: dict[str, Fetched] = {}
        self._troubles = 0
        self._rested = False

    async def candidates(self, limit: int) -> AsyncIterator[Candidate]:
        """At most `limit` addresses that may be articles: feeds first, newest first.

        Spellings of one address (fragments, tracking parameters, AMP and mobile variants) count once.
        """
        seen: set[str] = set()
        async for one in self._all():
            key = normalised(one.url, front_page=True) or one.url
            if self._is_enough or key in seen or not self._source.wants(one.url) or not self._span.holds(one):
                continue
            seen.add(key)
            yield one
            self._is_enough = len(seen) >= limit
            if self._is_enough and not self._every_place:
                return
        if not seen and not self._troubles and not self._span.is_set and not self._rested:
            line = "no feed, sitemap or link to an article was found; name them in a source file"
            await self._trouble(self._source.url, Trouble.NOTHING_FOUND, line)

    async def _all(self) -> AsyncIterator[Candidate]:
        places = await self._named_or_found()
        for url in places.pages:
            yield Candidate(url=url, how="given")
        if self._span.is_set:  # feeds and front pages know the last days only
            async for one in self._from_sitemaps(await self._all_sitemaps(places)):
                yield one
            return
        for url in places.feeds:
            for one in await self._read(url, read_feed, Trouble.NOT_A_FEED) or ():
                yield one
        async for one in self._from_sitemaps(places.sitemaps):
            yield one
        for url in places.sections:
            for link in await self._read(url, article_links, Trouble.NOTHING_FOUND) or ():
                yield Candidate(url=link, how="section", place=url)

    async def _all_sitemaps(self, places: Places) -> tuple[str, ...]:
        """For a span of time, those of robots.txt too, since a source file may name the news sitemap only."""
        found = (*places.sitemaps, *self._fetcher.robots_sitemaps)
        return found or await self._first_of(COMMON_SITEMAPS, read_sitemap)

    async def _from_sitemaps(self, addresses: Iterable[str]) -> AsyncIterator[Candidate]:
        news_first = sorted(dict.fromkeys(addresses), key=lambda url: "news" not in url)
        waiting = [(url, 1) for url in news_first]
        asked: set[str] = set()
        most = MOST_SITEMAPS_OF_A_SPAN if self._span.is_set else MAX_SITEMAPS
        while waiting and len(asked) < most:
            url, depth = waiting.pop(0)
            if url in asked:
                continue
            asked.add(url)
            sitemap = await self._read(url, read_sitemap, Trouble.NOT_A_SITEMAP)
            if sitemap is None:
                continue
            for page in sitemap.pages:
                yield Candidate(url=page.url, how="sitemap", place=url, date=page.date, title=page.title)
            if depth < MAX_DEPTH and not self._is_enough:
                waiting[:0] = [(entry.url, depth + 1) for entry in sitemap.sitemaps if self._span.may_hold(entry)]

    async def _named_or_found(self) -> Places:
        source = self._source
        if source.feeds or source.sitemaps or source.sections:
            named = (tuple(source.absolute(part)) for part in (source.feeds, source.sitemaps, source.sections))
            return Places(**dict(zip(("feeds", "sitemaps", "sections"), named, strict=True)))
        try:
            home = await self._get(source.url)
        except FetchError as error:
            await self._trouble(source.url, error.trouble, error.detail)
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
                fetched = await self._get(url)
            except FetchError:
                continue
            if await asyncio.to_thread(read, fetched.body, fetched.url) is not None:
                return (url,)
        return ()

    async def _read(self, url: str, read: Callable[[bytes, str], T | None], otherwise: Trouble) -> T | None:
        """Fetch a place and read it in a thread, since a parser must not hold up the event loop."""
        if self._only_due and self._memory is not None:
            known = await self._memory.place(url)
            if known is not None and not known.is_due(datetime.now(UTC)):
                self._rested = True
                return None
        found, trouble, detail = await self._attempt(url, read)
        if found is None and trouble is None:
            trouble, detail = otherwise, "what is there cannot be read as one; check the source file"
        if self._memory is not None:
            kind = KINDS[otherwise]
            digest = sha256(repr(found).encode()).hexdigest() if trouble is None else None
            look = Look(
                url=url, source=self._source.host, kind=kind, body_sha256=digest, links=_size(found), trouble=trouble
            )
            await self._memory.looked(look)
        if trouble is not None:
            await self._trouble(url, trouble, detail)
        return found

    async def _attempt(self, url: str, read: Callable[[bytes, str], T | None]) -> tuple[T | None, Trouble | None, str]:
        try:
            fetched = await self._get(url)
        except FetchError as error:
            return None, error.trouble, error.detail
        try:
            return await asyncio.to_thread(read, fetched.body, fetched.url), None, ""
        except Exception as bug:  # a parser's bug must not lose the other places
            logger.exception("%s: a bug was met", url)
            return None, Trouble.BUG, f"{type(bug).__name__}: {bug}"

    async def _get(self, url: str) -> Fetched:
        if full(url, self._source.url) is None:
            raise FetchError(Trouble.DOWNLOAD, "this is no http or https address; correct it in the source file")
        if url not in self._fetched:
            self._fetched[url] = await self._fetcher.get(url)
        return self._fetched[url]

    async def _trouble(self, url: str, trouble: Trouble, detail: str) -> None:
        self._troubles += 1
        await self._report(url, trouble, detail)


def _size(found: object) -> int:
    if isinstance(found, Sitemap):
        return len(found.pages) + len(found.sitemaps)
    return len(found) if isinstance(found, list) else 0


def _itself(home: Fetched) -> Places | None:
    """The places when the source's address is a feed or a sitemap rather than a page."""
    start = home.body[:1024].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return None
    if feed_links(home.body, home.url) is not None:
        return Places(feeds=(home.url,))
    return Places(sitemaps=(home.url,)) if read_sitemap(home.body, home.url) else None

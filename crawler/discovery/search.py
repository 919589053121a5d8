"""Where to look for an outlet's articles, in what order, and when to stop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from crawler.discovery.addresses import full
from crawler.discovery.feeds import feed_links
from crawler.discovery.fetching import Fetched, Fetcher
from crawler.discovery.pages import article_links, feed_addresses
from crawler.discovery.sitemaps import read_sitemap
from crawler.sources import Source
from crawler.troubles import FetchError, Trouble

COMMON_FEEDS = ("/feed", "/rss.xml", "/rss", "/feed.xml", "/atom.xml", "/index.xml")
COMMON_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/sitemap-news.xml")
MAX_SITEMAPS = 30
MAX_DEPTH = 3
"""An index may list indexes, though the protocol says it may not; three floors are enough."""

logger = logging.getLogger(__name__)
T = TypeVar("T")
Report = Callable[[str, Trouble, str], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Full addresses of what lists articles."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


class Discovery:
    """One search for one source's articles. What cannot be had or read is told to `report`, and the search goes on."""

    def __init__(self, source: Source, fetcher: Fetcher, report: Report) -> None:
        self._source, self._fetcher, self._report = source, fetcher, report
        self._fetched: dict[str, Fetched] = {}
        self._troubles = 0

    async def urls(self, limit: int) -> AsyncIterator[str]:
        """At most `limit` addresses that may be articles, each once, without fragments: feeds first, newest first."""
        seen: set[str] = set()
        async for url in self._all():
            if url in seen or not self._source.wants(url):
                continue
            seen.add(url)
            yield url
            if len(seen) >= limit:
                return
        if not seen and not self._troubles:
            line = "no feed, sitemap or link to an article was found; name them in a source file"
            await self._trouble(self._source.url, Trouble.NOTHING_FOUND, line)

    async def _all(self) -> AsyncIterator[str]:
        places = await self._named_or_found()
        for url in places.pages:
            yield url
        for url in places.feeds:
            for link in await self._read(url, feed_links, Trouble.NOT_A_FEED) or ():
                yield link
        async for link in self._from_sitemaps(places.sitemaps):
            yield link
        for url in places.sections:
            for link in await self._read(url, article_links, Trouble.NOTHING_FOUND) or ():
                yield link

    async def _from_sitemaps(self, addresses: Iterable[str]) -> AsyncIterator[str]:
        news_first = sorted(dict.fromkeys(addresses), key=lambda url: "news" not in url)
        waiting = [(url, 1) for url in news_first]
        asked: set[str] = set()
        while waiting and len(asked) < MAX_SITEMAPS:
            url, depth = waiting.pop(0)
            if url in asked:
                continue
            asked.add(url)
            sitemap = await self._read(url, read_sitemap, Trouble.NOT_A_SITEMAP)
            if sitemap is None:
                continue
            for page in sitemap.pages:
                yield page.url
            if depth < MAX_DEPTH:
                waiting[:0] = [(entry.url, depth + 1) for entry in sitemap.sitemaps]

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
        try:
            fetched = await self._get(url)
        except FetchError as error:
            await self._trouble(url, error.trouble, error.detail)
            return None
        try:
            found = await asyncio.to_thread(read, fetched.body, fetched.url)
        except Exception as bug:  # a parser's bug must not lose the other places
            logger.exception("%s: a bug was met", url)
            await self._trouble(url, Trouble.BUG, f"{type(bug).__name__}: {bug}")
            return None
        if found is None:
            await self._trouble(url, otherwise, "what is there cannot be read as one; check the source file")
        return found

    async def _get(self, url: str) -> Fetched:
        if full(url, self._source.url) is None:
            raise FetchError(Trouble.DOWNLOAD, "this is no http or https address; correct it in the source file")
        if url not in self._fetched:
            self._fetched[url] = await self._fetcher.get(url)
        return self._fetched[url]

    async def _trouble(self, url: str, trouble: Trouble, detail: str) -> None:
        self._troubles += 1
        await self._report(url, trouble, detail)


def _itself(home: Fetched) -> Places | None:
    """The places when the source's address is a feed or a sitemap rather than a page."""
    start = home.body[:1024].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return None
    if feed_links(home.body, home.url) is not None:
        return Places(feeds=(home.url,))
    return Places(sitemaps=(home.url,)) if read_sitemap(home.body, home.url) else None

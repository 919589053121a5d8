"""Looks at an outlet once: which feeds, sitemaps and section pages it has, and what they list."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from scrapy import Request

from cleaners.types import Page
from crawler.discovery.feeds import feed_links
from crawler.discovery.fetching import Fetched, Fetcher
from crawler.discovery.pages import PageFacts, article_links, feed_addresses, page_facts, section_addresses
from crawler.discovery.search import COMMON_FEEDS, COMMON_SITEMAPS
from crawler.discovery.sitemaps import read_sitemap
from crawler.sink import Evidence
from crawler.sources import Source
from crawler.spiders.outlet import OutletSpider
from crawler.troubles import FetchError
from storage.outcomes import Outcome, Refused
from storage.places import Look
from storage.targets import Target

MOST_TRIED = 12
"""Addresses tried of each kind."""
LEAST_LINKS = 5
"""A section page lists at least so many articles; fewer may be chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A feed, a sitemap or a section page that answered, and how many addresses it lists."""

    kind: str
    url: str
    links: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What an outlet has. `trouble` is a line where its start could not be had; then there is nothing else."""

    name: str = ""
    language: str = ""
    places: tuple[FoundPlace, ...] = ()
    trouble: str = ""

    def of(self, kind: str) -> tuple[str, ...]:
        """The addresses of the places of a kind."""
        return tuple(place.url for place in self.places if place.kind == kind)


class Surveyor:
    """Tries what an outlet links and what is common, through a polite fetcher."""

    def __init__(self, source: Source, fetcher: Fetcher) -> None:
        self._source, self._fetcher = source, fetcher

    async def look(self) -> Survey:
        """Never raises for what the outlet answers."""
        try:
            home = await self._fetcher.get(self._source.url)
        except FetchError as error:
            return Survey(trouble=f"{self._source.url}: {error.trouble.value}: {error.detail}")
        facts = await asyncio.to_thread(page_facts, home.body)
        linked = await asyncio.to_thread(feed_addresses, home.body, home.url)
        places = await self._feeds(linked)
        places += await self._sitemaps()
        if not any(place.kind == "feed" for place in places):
            places += await self._sections(home)
        return self._survey(facts, places)

    def _survey(self, facts: PageFacts, places: list[FoundPlace]) -> Survey:
        return Survey(name=facts.name or self._source.host, language=facts.language, places=tuple(places))

    async def _feeds(self, linked: list[str]) -> list[FoundPlace]:
        common = [urljoin(self._source.url, path) for path in COMMON_FEEDS]
        found = [place async for place in self._tried("feed", linked)]
        return found or [place async for place in self._tried("feed", common)][:1]

    async def _sitemaps(self) -> list[FoundPlace]:
        stated = list(self._fetcher.robots_sitemaps)
        common = [urljoin(self._source.url, path) for path in COMMON_SITEMAPS]
        found = [place async for place in self._tried("sitemap", stated or common)]
        news = [place for place in found if "news" in urlsplit(place.url).path.lower()]
        return news or found  # a news sitemap holds the last two days, which is what a crawl is after

    async def _sections(self, home: Fetched) -> list[FoundPlace]:
        sections = await asyncio.to_thread(section_addresses, home.body, home.url)
        own = [url for url in sections if self._source.owns(url)]
        found = [place async for place in self._tried("section", [home.url, *own])]
        return [place for place in found if place.links >= LEAST_LINKS]

    async def _tried(self, kind: str, urls: Iterable[str]) -> AsyncIterator[FoundPlace]:
        for url in list(dict.fromkeys(urls))[:MOST_TRIED]:
            try:
                fetched = await self._fetcher.get(url)
            except FetchError:
                continue
            links = await asyncio.to_thread(_listed, kind, fetched)
            if links:
                yield FoundPlace(kind=kind, url=url, links=links)


def _listed(kind: str, fetched: Fetched) -> int:
    if kind == "feed":
        return len(feed_links(fetched.body, fetched.url) or ())
    if kind == "section":
        return len(article_links(fetched.body, fetched.url))
    sitemap = read_sitemap(fetched.body, fetched.url)
    return len(sitemap.pages) + len(sitemap.sitemaps) if sitemap else 0


class NoSink:
    """A survey stores nothing."""

    def validators(self, url: str) -> None:
        """Nothing is known."""

    def place(self, url: str) -> None:
        """Nothing is known."""

    def ingest(self, page: Page, evidence: Evidence) -> Outcome:
        """No page is asked for, so none arrives."""
        return Refused(url=page.url, why="survey")

    def looked(self, source: str, look: Look | None, targets: Sequence[Target]) -> list[Target]:
        """Not kept; all is to be fetched."""
        return list(targets)

    def due(self, source: str, before: datetime, limit: int) -> list[Target]:
        """Nothing was left."""
        return []

    def asked(self, host: str) -> int:
        """A survey has a day's requests to itself."""
        return 0

    def note_asked(self, host: str, number: int) -> None:
        """Not kept."""

    def not_modified(self, source: str, urls: Sequence[str]) -> None:
        """Not kept."""

    def missed(self, url: str, why: str, status: int) -> None:
        """Not kept."""

    def failed(self, url: str, why: str, detail: str) -> None:
        """Not kept."""


class SurveySpider(OutletSpider):
    """Looks at an outlet, and asks for none of its articles."""

    survey: Survey

    async def start(self) -> AsyncIterator[Request]:
        """Look; nothing is left to ask for."""
        self.survey = await Surveyor(self.source, self.fetcher).look()
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

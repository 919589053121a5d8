"""What discovery remembers of feeds and sitemaps: one that did not change costs nothing and loses nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.discovery import Discovery
from crawler.discovery.fetching import Fetched, Validated
from crawler.discovery.hints import feed_hints
from crawler.sources import Source
from crawler.troubles import FetchError, Trouble
from storage.places import Look, Place
from storage.targets import Target
from tests.crawler.test_discovery import HOME, index, rss, sitemap


class Web:
    """A fetcher on a dictionary from path to body; the body itself is the validator. `sent` is what was sent whole."""

    robots_sitemaps: list[str] = []  # noqa: RUF012

    def __init__(self, **pages: bytes) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.sent: list[str] = []

    async def get(self, url: str, known: Validated | None = None) -> Fetched:
        path = url.removeprefix(HOME)
        self.asked.append(path)
        if path not in self.pages:
            raise FetchError(Trouble.HTTP_STATUS, "404 Not Found")
        etag = repr(self.pages[path])
        if known is not None and known.etag == etag:
            return Fetched(url=url, body=b"", unchanged=True)
        self.sent.append(path)
        return Fetched(url=url, body=self.pages[path], etag=etag)


class Memory:
    """Remembers places, and which addresses it was told of; those are never due again."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.targets: list[str] = []

    async def place(self, url: str) -> Place | None:
        return self.places.get(url)

    async def looked(self, look: Look | None, targets: Sequence[Target]) -> list[Target]:
        if look is not None and look.unchanged:
            self.places[look.url] = replace(self.places[look.url], checked_at=datetime.now(UTC))
        elif look is not None:
            values = {name: getattr(look, name) for name in Look.__slots__ if name not in ("unchanged", "interval")}
            self.places[look.url] = Place(**values, checked_at=datetime.now(UTC), wait=timedelta(hours=1))
        new = [one for one in targets if one.url not in self.targets]
        self.targets += [one.url for one in new]
        return new


def search(web: Web, memory: Memory, limit: int = 100, *, only_due: bool = False, **keys: object) -> list[str]:
    """The paths that are to be fetched; what `web` was asked before is forgotten first."""
    web.asked.clear()
    web.sent.clear()
    troubles: list[str] = []

    async def report(url: str, trouble: Trouble, detail: str) -> None:
        troubles.append(f"{url} {trouble}")

    async def run() -> list[str]:
        source = Source.model_validate({"name": "E", "url": HOME} | keys)
        found = Discovery(source, web, report, memory=memory, only_due=only_due).candidates(limit)
        return [one.url.removeprefix(HOME) async for one in found]

    result = asyncio.run(run())
    assert troubles == []
    return result


def test_what_did_not_change_is_not_sent() -> None:
    """The second search asks with what the server said, gets nothing, and complains of nothing."""
    web, memory = Web(f=rss("/1", "/2"), s=sitemap("<loc>/3</loc>")), Memory()
    assert search(web, memory, feeds=["/f"], sitemaps=["/s"]) == ["1", "2", "3"]
    assert search(web, memory, feeds=["/f"], sitemaps=["/s"]) == []
    assert (web.asked, web.sent) == (["f", "s"], [])
    web.pages["f"] = rss("/4", "/1")
    assert search(web, memory, feeds=["/f"], sitemaps=["/s"]) == ["4"]
    assert web.sent == ["f"]


def test_what_there_was_no_room_for_is_not_lost() -> None:
    """A list that was cut is not sent again while the room is the same, and is read whole where there is more."""
    web, memory = Web(f=rss("/1", "/2", "/3", "/4")), Memory()
    assert search(web, memory, 2, feeds=["/f"]) == ["1", "2"]
    assert search(web, memory, 2, feeds=["/f"]) == []
    assert web.sent == []
    assert search(web, memory, 3, feeds=["/f"]) == ["3"]
    assert search(web, memory, 9, feeds=["/f"]) == ["4"]
    assert search(web, memory, 99, feeds=["/f"]) == []
    assert web.sent == []


def test_an_unchanged_feed_leaves_no_more_room_for_the_sitemap() -> None:
    """What an unchanged feed took counts, so that older pages of the sitemap do not move up, run after run."""
    web, memory = Web(f=rss("/1", "/2"), s=sitemap(*(f"<loc>/{n}</loc>" for n in range(3, 9)))), Memory()
    assert search(web, memory, 4, feeds=["/f"], sitemaps=["/s"]) == ["1", "2", "3", "4"]
    assert search(web, memory, 4, feeds=["/f"], sitemaps=["/s"]) == []
    web.pages["s"] = sitemap(*(f"<loc>/{n}</loc>" for n in range(3, 10)))
    assert search(web, memory, 4, feeds=["/f"], sitemaps=["/s"]) == []


def test_sitemaps_of_an_unchanged_index_are_asked_for() -> None:
    """An index says nothing of whether its sitemaps changed: they are asked for by what it listed before."""
    rows = [f"<loc>{HOME}{name}</loc><lastmod>2026-0{month}-01</lastmod>" for month, name in enumerate("ab", 1)]
    web, memory = Web(i=index(*rows), a=sitemap("<loc>/1</loc>"), b=sitemap("<loc>/2</loc>")), Memory()
    assert search(web, memory, sitemaps=["/i"]) == ["2", "1"]
    web.pages["b"] = sitemap("<loc>/2</loc>", "<loc>/3</loc>")
    assert search(web, memory, sitemaps=["/i"]) == ["3"]
    assert (web.asked, web.sent) == (["i", "b", "a"], ["b"])


def test_a_file_that_wants_more_reads_whole() -> None:
    """What an outlet's file denied before and allows now is found, though the feed is the same."""
    web, memory = Web(f=rss("/news/1", "/sport/2")), Memory()
    assert search(web, memory, feeds=["/f"], deny=["/sport/"]) == ["news/1"]
    assert search(web, memory, feeds=["/f"]) == ["sport/2"]


def test_places_rest_until_they_are_due() -> None:
    """With `only_due` a place is not even asked before its time."""
    web, memory = Web(f=rss("/1")), Memory()
    assert search(web, memory, feeds=["/f"], only_due=True) == ["1"]
    assert search(web, memory, feeds=["/f"], only_due=True) == []
    assert web.asked == []


def test_what_a_feed_says_of_when_to_ask_again_is_remembered() -> None:
    """RSS and its syndication module name minutes, hours, days and periods; the longer wait counts."""
    said = b"<ttl>45</ttl><skipHours><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
    sy = b"<sy:updatePeriod xmlns:sy='s'> daily </sy:updatePeriod><sy:updateFrequency xmlns:sy='s'>4</sy:updateFrequency>"
    web, memory = Web(f=rss("/1").replace(b"<channel>", b"<channel>" + said + sy)), Memory()
    assert search(web, memory, feeds=["/f"]) == ["1"]
    (known,) = memory.places.values()
    assert known.hints == {"wait": 21_600, "skip_hours": [0, 1], "skip_days": [6]}


@pytest.mark.parametrize(
    "said",
    [b"", b"<ttl>soon</ttl>", b"<ttl>0</ttl>", b"<ttl>" + b"9" * 99 + b"</ttl>", b"<skipDays><day>Doomsday</day>"],
)
def test_hints_that_make_no_sense_are_none(said: bytes) -> None:
    """So are those of what is no XML, and what stands in an entry."""
    assert feed_hints(b"<rss><channel>" + said + b"<item><ttl>60</ttl></item></channel></rss>") is None
    assert feed_hints(said) is None

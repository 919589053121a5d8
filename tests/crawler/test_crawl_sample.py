"""The sample outlet, crawled twice with real Scrapy over real HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from newsmill.sample_server import SampleServer
from tests.crawler.child import Crawled, crawl, outlet

CHANGED = "/harbour/ferry-timetable"


@dataclass(frozen=True, slots=True)
class Twice:
    """Two crawls, the second on the second edition, with what the server saw of each."""

    first: Crawled
    second: Crawled
    first_asked: list[tuple[str, int]]
    second_asked: list[tuple[str, int]]
    url: str


@pytest.fixture(scope="module")
def twice() -> Iterator[Twice]:
    """Crawl both editions; the second crawl knows what the first one saw."""
    with SampleServer() as server:
        first = crawl(outlet(server.url), settings={"contact": "https://bot.example"})
        asked = list(server.requests)
        server.edition = 2
        second = crawl(outlet(server.url), known=first.result["known"])
        yield Twice(first, second, asked, server.requests[len(asked) :], server.url)


def test_every_page_arrives(twice: Twice) -> None:
    """Feed, sitemap index and gzip sitemap together give all articles and the listing, each once, whatever its addresses."""
    assert len(twice.first.paths()) == 13
    assert {CHANGED, "/harbour/pilot-boat-engine", "/topics/harbour", "/harbour/fog-signal"} <= set(twice.first.paths())


def test_counts(twice: Twice) -> None:
    """The report counts what the sink answered."""
    source = twice.first.source()
    fates = {name: source[name] for name in ("new", "refused", "failed", "not_modified", "duplicate")}
    assert fates == {"new": 12, "refused": 1, "failed": 3, "not_modified": 0, "duplicate": 0}
    assert (source["source"], twice.first.report["interrupted"]) == ("127.0.0.1", False)


def test_page_says_what_came(twice: Twice) -> None:
    """A Page carries the bytes, the declared type, the status, the outlet and an aware moment."""
    page = twice.first.page("/de/hafen/eisbrecher")
    assert (page["status"], page["content_type"], page["source"]) == (200, "text/html", "127.0.0.1")
    assert page["fetched_at"].endswith("+00:00")
    assert page["start"].startswith("<!DOCTYPE html>")


def test_redirect_is_followed(twice: Twice) -> None:
    """The page behind a redirect carries its final address, and is fetched once although the sitemap has it too."""
    assert ("/council/bus-shelter", 301) in twice.first_asked
    assert twice.first.paths().count("/council/bus-shelter-glass") == 1
    assert "/council/bus-shelter" not in twice.first.paths()


def test_failures_have_reasons(twice: Twice) -> None:
    """The disallowed page, the missing page and the file that is no page are failures, one line each."""
    assert twice.first.failures() == {
        "/private/draft-budget": "robots",
        "/harbour/swan-on-slipway": "http-status",
        "/files/tide-table.pdf": "content-type",
    }
    lines = twice.first.source()["failures"]
    assert any(line.endswith("/harbour/swan-on-slipway: http-status: 404 Not Found") for line in lines)
    assert all("\n" not in line for line in lines)


def test_robots_are_obeyed(twice: Twice) -> None:
    """The disallowed page is never asked for, and robots.txt is asked for once a crawl."""
    paths = [path for path, _ in twice.first_asked]
    assert "/private/draft-budget" not in paths
    assert paths.count("/robots.txt") == 1


def test_second_crawl_fetches_what_changed(twice: Twice) -> None:
    """Of the known pages only the changed one is sent again; the others answer 304 and are reported so."""
    assert twice.second.paths() == [CHANGED]
    assert len(twice.second.result["unmodified"]) == twice.second.source()["not_modified"] == 12
    articles = {path: status for path, status in twice.second_asked if path in twice.first.paths()}
    assert {path for path, status in articles.items() if status == 200} == {CHANGED}


def test_redirect_target_is_asked_conditionally(twice: Twice) -> None:
    """The known page behind a redirect answers 304 too."""
    assert ("/council/bus-shelter-glass", 304) in twice.second_asked


def test_sink_has_one_thread(twice: Twice) -> None:
    """Every call of the sink comes from one thread, and it is not the event loop's."""
    for crawled in (twice.first, twice.second):
        assert crawled.result["sink_threads"] == 1
        assert not crawled.result["sink_on_main_thread"]


def test_events(twice: Twice) -> None:
    """The events of a source begin and end, and tell of every address found and every fate."""
    kinds = [kind for kind, *_ in twice.first.result["events"]]
    assert (kinds[0], kinds[-1]) == ("started", "finished")
    assert (kinds.count("found"), kinds.count("outcome"), kinds.count("failed")) == (17, 13, 3)


def test_quiet(twice: Twice) -> None:
    """Scrapy says nothing unless asked to."""
    assert twice.first.stderr == ""


def test_nothing_listens(twice: Twice) -> None:
    """The remote control, which runs the code that it is sent, and the telnet console are off: no port is open."""
    assert twice.first.result["ports"] == []

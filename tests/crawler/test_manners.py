"""What an outlet asks of machines is noticed, and done."""

import re
from datetime import UTC, datetime

import pytest

from crawler.manners.optout import SiteRules, of_page, read_tdmrep
from crawler.manners.pace import LONGEST_PAUSE, pause, retry_after
from tests.crawler.child import crawl, outlet
from tests.crawler.served import Answer, Served, feed

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = "<html><head><title>t</title></head><body><p>Words.</p></body></html>"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30),
        (" 0 ", 0),
        ("Sun, 01 Mar 2026 12:01:00 GMT", 60),
        ("Sun, 01 Mar 2020 12:01:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("9" * 400, 999_999_999_999),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    """Retry-After is seconds or a date; what is neither says nothing."""
    assert retry_after(value, NOW) == seconds


def test_pause_doubles_up_to_a_limit() -> None:
    """Without Retry-After each refusal in a row doubles the pause; with it the host is taken at its word."""
    assert [pause(None, times) for times in (1, 2, 3)] == [5, 10, 20]
    assert pause(None, 5000) == LONGEST_PAUSE
    assert pause(3.0, 9) == 3


@pytest.mark.parametrize(
    ("headers", "head", "found"),
    [
        ({"X-Robots-Tag": "noindex, nofollow"}, "", ["noindex (header:x-robots-tag)"]),
        ({"X-Robots-Tag": "googlebot: noindex"}, "", []),
        ({"X-Robots-Tag": "newsmill: noarchive"}, "", ["noarchive (header:x-robots-tag)"]),
        ({"X-Robots-Tag": "max-snippet: 20, noai"}, "", ["noai (header:x-robots-tag)"]),
        ({"TDM-Reservation": "1"}, "", ["tdm (header:tdm-reservation)"]),
        ({"tdm-reservation": "0"}, "", []),
        ({}, '<meta name="robots" content="NOARCHIVE,follow">', ["noarchive (meta:robots)"]),
        ({}, "<META content=none name=robots>", ["noindex (meta:robots)"]),
        ({}, "<meta name='tdm-reservation' content='1'>", ["tdm (meta:tdm-reservation)"]),
        ({}, '<meta name="googlebot" content="noindex">', []),
        ({}, '<!-- <meta name="robots" content="noindex"> -->', []),
    ],
)
def test_opt_outs_of_a_page(headers: dict[str, str], head: str, found: list[str]) -> None:
    """Headers and meta elements are read, in any spelling; rules for other robots and comments do not count."""
    assert [str(one) for one in of_page(headers, f"<html><head>{head}</head>".encode())] == found


def test_tdmrep_file() -> None:
    """The first location of tdmrep.json that matches a path decides; a broken file states nothing."""
    body = b"""[{"location": "/open/*", "tdm-reservation": 0}, {"location": "/a*/pdf$", "tdm-reservation": 1},
      {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://news.example/policy"}]"""
    site = SiteRules(tdmrep=read_tdmrep(body))
    assert site.of("https://news.example/open/1") == ()
    (stated,) = site.of("https://news.example/other")
    assert (str(stated), stated.policy) == ("tdm (file:tdmrep.json)", "https://news.example/policy")
    for broken in (b"", b"{", b"{}", b"[1, {}]", b"[" * 100_000, b'[{"location": 3}]'):
        assert read_tdmrep(broken) == ()


def test_hostile_location_is_quick() -> None:
    """A location of many stars does not make the matching explode."""
    site = SiteRules(tdmrep=read_tdmrep(b'[{"location": "' + b"*a" * 200 + b'$", "tdm-reservation": 1}]'))
    assert site.of("https://news.example/" + "a" * 60 + "b") == ()


def test_robots_rules_for_text_mining_agents() -> None:
    """Rules that bar crawlers of text collections, and Content-Signal lines, are opt-outs; a rule for all is none."""
    site = SiteRules(robots="User-agent: CCBot\nUser-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert [str(one) for one in site.of("https://news.example/1")] == ["tdm (robots.txt:CCBot,GPTBot)"]
    signal = SiteRules(robots="User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n")
    assert [str(one) for one in signal.of("https://news.example/1")] == ["noai (robots.txt:content-signal)"]
    assert SiteRules(robots="User-agent: *\nDisallow: /private\n").of("https://news.example/1") == ()


def test_ai_txt() -> None:
    """ai.txt is read as robots.txt is."""
    site = SiteRules(ai_txt="User-Agent: *\nDisallow: /stories/\n")
    assert [str(one) for one in site.of("https://news.example/stories/1")] == ["noai (file:ai.txt)"]
    assert site.of("https://news.example/about") == ()


OPTED: dict[str, Answer | str] = {
    "/robots.txt": "User-agent: *\nAllow: /\n",
    "/feed": feed("/1", "/2", "/3"),
    "/1": PAGE,
    "/2": Answer(PAGE, headers={"TDM-Reservation": "1"}),
    "/3": PAGE,
    "/.well-known/tdmrep.json": '[{"location": "/3", "tdm-reservation": 1}]',
}


def test_opt_outs_are_recorded() -> None:
    """Opt-outs travel with the page, and the page is taken all the same unless the run says otherwise."""
    with Served(OPTED) as server:
        crawled = crawl(outlet(server.url, feeds=["/feed"]))
    stated = {page["url"][-1]: page["evidence"].get("opt_outs", []) for page in crawled.result["pages"]}
    assert stated == {"1": [], "2": ["tdm (header:tdm-reservation)"], "3": ["tdm (file:tdmrep.json)"]}


def test_opt_outs_are_obeyed() -> None:
    """With `obey_opt_outs` such pages are left out; what a file of the outlet says is known before they are fetched."""
    with Served(OPTED) as server:
        crawled = crawl(outlet(server.url, feeds=["/feed"]), settings={"obey_opt_outs": True})
        assert "/3" not in server.asked
    assert crawled.paths() == ["/1"]
    assert crawled.failures() == {"/2": "opted-out", "/3": "opted-out"}


def test_robots_txt_that_cannot_be_had() -> None:
    """A robots.txt that the server fails to give forbids everything (RFC 9309, section 2.3.1.4)."""
    with Served(OPTED | {"/robots.txt": Answer("", 500)}) as server:
        crawled = crawl(outlet(server.url, feeds=["/feed"]))
        assert set(server.asked) == {"/robots.txt"}
    assert crawled.failures() == {"/feed": "robots"}
    assert "robots.txt cannot be had (500 Internal Server Error)" in crawled.source()["failures"][0]


def test_nothing_is_pretended() -> None:
    """Every request says who asks; none poses as a search engine, a reader sent by one, or a subscriber."""
    with Served(OPTED) as server:
        crawl(outlet(server.url, feeds=["/feed"]), settings={"contact": "https://bot.example"})
    assert len(server.sent) >= 5
    for sent in server.sent:
        assert re.fullmatch(r"newsmill/[\d.]+ \(\+https://bot\.example\)", sent["User-Agent"])
        assert not {"Referer", "X-Forwarded-For", "Cookie", "Authorization"} & set(sent)


def test_crawl_delay() -> None:
    """Crawl-delay of robots.txt lies between any two requests, and nothing goes side by side."""
    robots = "User-agent: newsmill\nCrawl-delay: 0.4\n"
    with Served(OPTED | {"/robots.txt": robots}) as server:
        crawled = crawl(outlet(server.url, feeds=["/feed"]))
        gaps = [later - earlier for earlier, later in zip(server.times[1:], server.times[2:], strict=False)]
    assert len(crawled.paths()) == 3
    assert min(gaps) > 0.3


def test_retry_after_is_waited_for() -> None:
    """A host that answers 429 gets no request until its Retry-After is over, then the page is asked for again."""
    busy = Answer("", 429, {"Retry-After": "1"}, then=Answer(PAGE))
    with Served(OPTED | {"/1": busy}) as server:
        crawled = crawl(outlet(server.url, feeds=["/feed"]), settings={"retries": 1})
        assert server.asked.count("/1") == 2
        first = server.asked.index("/1")
        again = len(server.asked) - 1 - server.asked[::-1].index("/1")
        assert server.times[again] - server.times[first] > 0.8
    assert sorted(crawled.paths()) == ["/1", "/2", "/3"]


def test_host_that_wants_to_be_left_alone() -> None:
    """A Retry-After longer than a crawl waits ends the outlet's crawl, with a line that says so."""
    paths = [f"/{number}" for number in range(40)]
    busy = Answer("", 503, {"Retry-After": "86400"})
    with Served({"/feed": feed(*paths)} | dict.fromkeys(paths, busy)) as server:
        crawled = crawl(outlet(server.url, feeds=["/feed"]))
        assert len([path for path in server.asked if path in paths]) < 10
    (line,) = [line for line in crawled.source()["failures"] if "busy" in line]
    assert "asks to be left alone; the rest waits for the next crawl" in line
    assert not crawled.report["interrupted"]


def test_daily_cap() -> None:
    """A host gets no more requests in a day than `max_daily`, counted over runs."""
    paths = [f"/{number}" for number in range(10)]
    with Served({"/feed": feed(*paths)} | dict.fromkeys(paths, PAGE)) as server:
        crawled = crawl(outlet(server.url, feeds=["/feed"], max_daily=8), times=1)
        assert len(server.asked) == 8
    assert crawled.result["asked"] == {"127.0.0.1": 8}
    assert "busy" in crawled.failures().values()

"""Runs as a whole: what keeps one from beginning, what ends it early, and what it is set to."""

import json
import signal
import subprocess

import pytest

from crawler.options import CrawlSettings
from crawler.process import scrapy_settings, user_agent
from crawler.sources import Source
from newsmill.sample_server import SampleServer
from tests.crawler.child import COMMAND, ROOT, crawl, outlet


def test_dangerous_parts_are_off() -> None:
    """The remote control and the telnet console are off, and robots.txt is obeyed, whatever the run is set to."""
    settings = scrapy_settings(CrawlSettings(verbose=True))
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("WARN_ON_GENERATOR_RETURN_VALUE")
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert [name for name, handler in settings.getwithbase("DOWNLOAD_HANDLERS").items() if handler] == ["http", "https"]


def test_settings_of_a_run_and_of_a_source() -> None:
    """A source's delay comes before the run's; limits and languages reach Scrapy."""
    source = Source(name="E", url="https://news.example/", delay=7, languages=("de", "fr"))
    options = CrawlSettings(delay=2, timeout=9, max_page_bytes=1234)
    assert scrapy_settings(options).getfloat("DOWNLOAD_DELAY") == 2
    settings = scrapy_settings(options, source)
    assert settings.getfloat("DOWNLOAD_DELAY") == settings.getfloat("AUTOTHROTTLE_START_DELAY") == 7
    assert (settings.getint("DOWNLOAD_TIMEOUT"), settings.getint("DOWNLOAD_MAXSIZE")) == (9, 1234)
    assert settings.getdict("DEFAULT_REQUEST_HEADERS")["Accept-Language"] == "de, fr"


def test_user_agent_is_honest() -> None:
    """The user agent names the program, and whom to write to where that is set."""
    assert user_agent("newsmill/1.0", "https://bot.example") == "newsmill/1.0 (+https://bot.example)"
    assert user_agent("newsmill/1.0", "") == "newsmill/1.0"


@pytest.mark.parametrize(
    ("sources", "times", "part"),
    [([], 1, "no source to crawl"), ([outlet("http://nowhere.invalid/")], 2, "a process of its own")],
)
def test_bad_starts(sources: list[dict[str, object]], times: int, part: str) -> None:
    """A run without sources, and a second run in the same process, are errors of one line."""
    error = crawl(*sources, times=times).result["error"]
    assert error.startswith("CrawlError: ")
    assert part in error


def test_disallowed_start() -> None:
    """A start that robots.txt disallows is one clear line, and nothing is fetched from there."""
    with SampleServer() as server:
        crawled = crawl(outlet(f"{server.url}/private/draft-budget"))
        (line,) = crawled.source()["failures"]
        assert (
            line == f"{server.url}/private/draft-budget: robots: robots.txt disallows this address; it is not fetched"
        )
        assert server.requests == [("/robots.txt", 200)]


def test_bug_on_one_page() -> None:
    """An exception of the sink costs its page, is counted, and keeps its traceback for the report."""
    with SampleServer() as server:
        crawled = crawl(outlet(server.url), sink="buggy")
    source = crawled.source()
    assert source["new"] == 11
    assert crawled.failures()["/science/eelgrass-survey"] == "bug"
    (trace,) = source["crashes"]
    assert "Traceback" in trace
    assert "ZeroDivisionError: eelgrass" in trace


def test_store_that_gives_up() -> None:
    """A store that cannot go on ends the run with its own error, and no page is fetched for nothing after that."""
    with SampleServer() as server:
        crawled = crawl(outlet(server.url), sink="full")
        assert crawled.result["error"] == "StoreError: the disk is full; make room"
        assert len(crawled.paths()) == 2
        assert len(server.requests) < 14


def test_slow_sink_holds_the_crawl_back() -> None:
    """While pages wait for the sink no further ones are fetched, beyond what is on its way already."""
    with SampleServer() as server:
        crawled = crawl(outlet(server.url), sink="slow", settings={"queue_bytes": 1})
    assert len(crawled.paths()) == 13
    assert crawled.result["most_waiting"] <= 5


def test_verbose() -> None:
    """With `verbose` Scrapy's log is on standard error."""
    crawled = crawl(outlet("http://nowhere.invalid/"), settings={"verbose": True})
    assert "Scrapy 2." in crawled.stderr


def test_interrupt_ends_cleanly() -> None:
    """Ctrl-C ends the run after what is on its way, with a report that says so."""
    with SampleServer() as server:
        job = {"sources": [outlet(server.url, delay=0.3), outlet(server.url)], "announce": True}
        job["settings"] = {"concurrent_sources": 1}
        pipe = subprocess.PIPE
        with subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT) as child:
            assert child.stdin is not None
            assert child.stderr is not None
            json.dump(job, child.stdin)
            child.stdin.close()
            child.stdin = None
            child.stderr.readline()
            child.send_signal(signal.SIGINT)
            out, _ = child.communicate(timeout=20)
    result = json.loads(out)
    assert child.returncode == 0
    assert result["report"]["interrupted"]
    assert 0 < len(result["pages"]) < 14
    assert result["report"]["sources"][1]["found"] == 0

"""`newsmill crawl`: the real command against the sample outlet over real HTTP, and what can go wrong with it."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsmill.sample_server import SampleServer
from tests.newsmill.conftest import Newsmill, in_a_process


@pytest.fixture
def outlet() -> Iterator[SampleServer]:
    """The sample outlet, first edition."""
    with SampleServer() as server:
        yield server


def test_two_crawls(newsmill: Newsmill, outlet: SampleServer) -> None:
    """The first crawl stores articles; the second asks only what changed, and revises that one."""
    first = in_a_process("crawl", outlet.url, "--json")
    assert first.returncode == 0, first.stderr
    (report,) = json.loads(first.stdout)["sources"]
    assert report["new"] >= 10
    articles = json.loads(newsmill("articles", "list", "--json").stdout)
    assert len(articles) == report["new"]
    assert all(article["text"] for article in articles)

    outlet.edition = 2
    outlet.requests.clear()
    second = in_a_process("crawl", outlet.url)
    assert second.returncode == 0, second.stderr
    assert second.stdout.splitlines()[-1].startswith("0 new, 1 revised, ")
    assert sum(status == 304 for _, status in outlet.requests) >= 10
    assert sum(article["revision"] == 2 for article in json.loads(newsmill("articles", "list", "--json").stdout)) == 1


def test_an_unreachable_host_loses_nothing_else(outlet: SampleServer) -> None:
    """A host that refuses the connection is a line; the other source of the same run is crawled."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with ThreadPoolExecutor() as side_by_side:
            waiting = side_by_side.submit(in_a_process, "crawl", dead, "--db", "sqlite:///alone.db")
            both = in_a_process("crawl", dead, outlet.url)
            alone = waiting.result()
    assert alone.returncode == 1
    assert f"newsmill: {dead}" in alone.stderr and "unreachable" in alone.stderr
    assert both.returncode == 0
    assert f"newsmill: {dead}" in both.stderr and "new  " in both.stdout


def test_a_disallowed_start_is_refused(outlet: SampleServer) -> None:
    """A start that robots.txt disallows is not fetched: one line, status 1."""
    result = in_a_process("crawl", f"{outlet.url}/private/draft-budget")
    assert result.returncode == 1
    assert f"newsmill: {outlet.url}/private/draft-budget: robots: " in result.stderr
    assert [path for path, _ in outlet.requests if path.startswith("/private")] == []


def test_a_source_file_with_an_unknown_key(newsmill: Newsmill) -> None:
    """The file, the key and what to do are on one line."""
    seeds = Path("seeds")
    seeds.mkdir()
    (seeds / "badnews.example.toml").write_text('name = "Bad"\nurl = "https://badnews.example"\nfeed = ["x"]\n')
    for arguments in (("crawl",), ("crawl", "badnews.example")):
        result = newsmill(*arguments)
        assert result.exit_code == 1
        assert result.stderr.startswith(
            "newsmill: seeds/badnews.example.toml: unknown key 'feed'; did you mean 'feeds'?"
        )
        assert result.stderr.count("\n") == 1


def test_nothing_to_crawl(newsmill: Newsmill) -> None:
    """Without a seeds folder, and for a name that is no file, one line says what to give instead."""
    assert "seeds: no such folder; name a URL" in newsmill("crawl").stderr
    Path("seeds").mkdir()
    assert "seeds: no source file in it" in newsmill("crawl").stderr
    unknown = newsmill("crawl", "riverpost.example")
    assert unknown.exit_code == 1
    assert (
        "riverpost.example: no such file in seeds/; give an address such as https://riverpost.example" in unknown.stderr
    )


def test_a_database_that_cannot_be_used_ends_the_crawl(newsmill: Newsmill, outlet: SampleServer) -> None:
    """Nothing is fetched where nothing could be kept."""
    Path("notes.db").write_text("no database" * 100)
    result = newsmill("crawl", outlet.url, "--db", "sqlite:///notes.db")
    assert result.exit_code == 1
    assert "notes.db" in result.stderr and outlet.requests == []

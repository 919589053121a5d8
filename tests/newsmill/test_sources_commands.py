"""`newsmill sources add` and `check`, over real HTTP."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cleaners.types import Rejected, Why
from crawler.sources import load_source
from newsmill.checkup import CheckSink, fallen
from newsmill.sample_server import SampleServer
from newsmill.sources import choose
from storage import open_store
from storage.memory import Memory
from storage.places import Look
from storage.runs import CrawlRow
from tests.crawler.child import crawl, outlet
from tests.crawler.served import Answer, Served, feed


def newsmill(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of `newsmill sources` on a folder of source files."""
    command = [sys.executable, "-m", "newsmill", "sources", *arguments, "--seeds", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_add_writes_what_it_found_and_never_writes_over(tmp_path: Path) -> None:
    """The file has the feed and the sitemap that answered; a second run leaves it alone and says so."""
    with SampleServer() as server:
        done = newsmill("add", server.url, "--json", folder=tmp_path)
        again = newsmill("add", server.url, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [(one["kind"], one["links"]) for one in json.loads(done.stdout)["places"]] == [("feed", 15), ("sitemap", 2)]
    source = load_source(tmp_path / "127.0.0.1.toml")
    assert (source.name, source.feeds, source.sitemaps) == ("The Harbour Ledger", ("/rss.xml",), ("/sitemap.xml",))
    assert source.languages == ("en",)
    assert again.returncode == 1
    assert "is there already; --force writes over it" in again.stderr


def test_sections_where_there_is_no_feed(tmp_path: Path) -> None:
    """Without feeds the pages of the navigation that list articles are written; odd names are quoted."""
    links = "".join(f"<a href='/2026/03/0{number}/story'>A story of the harbour</a>" for number in range(1, 8))
    home = (
        '<html lang="de-AT"><title>Der "Bote" | Start</title><nav><a href=/stadt/>Stadt</a> <a href=/abo>Abo</a></nav>'
    )
    with Served({"/": home, "/stadt/": f"<html>{links}", "/abo": "<html><p>Abo"}) as server:
        done = newsmill("add", server.url, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    source = load_source(tmp_path / "127.0.0.1.toml")
    assert (source.name, source.sections, source.languages) == ('Der "Bote"', ("/stadt/",), ("de",))


def test_check_names_the_feed_that_went_away(tmp_path: Path) -> None:
    """A feed that is gone makes the outlet ailing even when the others fill the sample; a page without text is named."""
    text = "<p>" + "The harbour office said on Monday that the ferry will sail again after its engine was mended. " * 9
    page = f"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1>{text * 4}</article></body></html>"
    with Served({"/feed": feed("/2026/03/01/ferry", "/2026/03/01/empty"), "/2026/03/01/ferry": page,
                 "/2026/03/01/empty": "<html><body></body></html>", "/robots.txt": Answer("", 404)}) as server:  # fmt: skip
        keys = f'name = "E"\nurl = "{server.url}"\nallow_private = true\nfeeds = ["/feed", "/gone"]\ndelay = 0\n'
        (tmp_path / "127.0.0.1.toml").write_text(keys)
        db = f"sqlite:///{tmp_path}/n.db"
        none = newsmill("check", "--db", db, "nowhere.example", folder=tmp_path)
        assert (none.returncode, Path(f"{tmp_path}/n.db").exists()) == (1, False)
        with open_store(db) as store:
            before = Look(url=f"{server.url}/feed", source="127.0.0.1", kind="feed", body_sha256="0", links=40)
            Memory(store.database).looked("127.0.0.1", before, ())
        done = newsmill("check", "--json", "--pages", "2", "--db", db, folder=tmp_path)
    (health,) = json.loads(done.stdout)
    assert done.returncode == 1
    assert (health["state"], health["tried"], health["with_text"]) == ("ailing", 2, 1)
    assert [line.removeprefix(server.url) for line in health["places"]] == ["/gone: http-status: 404 Not Found"]
    assert "/2026/03/01/empty: no text: " in health["pages"][0]
    assert (health["with_title"], health["with_date"], health["with_author"]) == (1, 1, 0)
    assert health["history"] == [f"{server.url}/feed: it lists 2 addresses, where it listed 40 before"]


def test_what_is_less_than_it_was(tmp_path: Path) -> None:
    """Fewer new articles than usual, and pages without what nearly all had, are told; what never was is not missed."""
    usual: dict[str, Any] = {"new": 20, "texts": 20, "titles": 20, "dates": 19, "authors": 2}
    latest: dict[str, Any] = {"new": 1, "texts": 1, "titles": 1}
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        memory = Memory(store.database)
        for day, numbers in enumerate([usual, usual, usual, usual, latest], 1):
            memory.note_run(CrawlRow(source="e.example", started_at=datetime(2026, 3, day, tzinfo=UTC), **numbers))
        sink = CheckSink(lambda page: Rejected(why=Why.EMPTY))
        sink.having["e.example"].update({"text": 3, "title": 3})
        lines = list(fallen("e.example", sink, memory))
        assert list(fallen("f.example", sink, memory)) == []
    assert lines == [
        "new articles: 1, where about 20 were to be expected",
        "no page tried has a date, where 94% of the stored ones have",
    ]


def test_headers_come_from_the_environment(tmp_path: Path) -> None:
    """A header's value may be a variable's; one that is not set is a line, and the other outlets are crawled."""
    file = tmp_path / "news.example.toml"
    file.write_text('name = "E"\nurl = "https://news.example/"\nheaders = {X-Token = "env:E_TOKEN", X-Plain = "1"}\n')
    (source,), problems = choose([], tmp_path, {"E_TOKEN": "secret"})
    assert (dict(source.headers), problems) == ({"X-Token": "secret", "X-Plain": "1"}, [])
    assert choose([], tmp_path, {})[1] == [
        "news.example: the header X-Token needs the environment variable E_TOKEN; set it"
    ]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_headers_go_to_the_outlet_only(elsewhere: bool) -> None:
    """The outlet's hosts get the headers of its file; a redirect to another host does not carry them."""
    with Served({"/feed": feed()}) as other:
        target = other.url.replace("127.0.0.1", "localhost") + "/feed"
        answers = {"/feed": Answer("", 302, {"Location": target}) if elsewhere else feed("/1"), "/1": "<html><p>x"}
        with Served(answers) as server:
            crawl(outlet(server.url, feeds=["/feed"], headers={"X-Token": "secret"}))
            assert all(sent["X-Token"] == "secret" for sent in server.sent)
        assert not any("X-Token" in sent for sent in other.sent)

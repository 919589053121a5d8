"""`render = true`: pages that need a browser get one, behind the guard of addresses; others do not."""

import asyncio
import json
import shutil
import sqlite3
from importlib.util import find_spec
from pathlib import Path

import pytest

from crawler import CrawlError, CrawlSettings, Source, run
from crawler.network.proxy import GuardedProxy
from crawler.survey import NoSink
from tests.crawler.served import Answer, Served, feed
from tests.newsmill.conftest import STORY, in_a_process

CHROMIUM = shutil.which("chromium")
needs_browser = pytest.mark.skipif(
    CHROMIUM is None or find_spec("scrapy_playwright") is None,
    reason="no chromium, or newsmill[render] is not installed",
)
SHELL = """<!DOCTYPE html><html><head><title>River Post</title></head><body><div id="root"></div>
<script>fetch("/story").then(answer => answer.text()).then(text => {document.documentElement.innerHTML = text})</script>
<script>fetch("{PRIVATE}/secret").catch(() => 0)</script>
<script src="/inner/a.js"></script><img src="/picture.png"></body></html>"""
ENDLESS = "<html><head><title>River Post</title></head><body><script>for (;;) {}</script></body></html>"


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of source files, in an empty current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    return tmp_path / "seeds"


def crawled(seeds: Path, url: str, **environment: str) -> dict[str, object]:
    """Crawl an outlet that is at 127.0.0.1, with a browser; the report of its one source."""
    lines = [f'name = "Post"\nurl = "{url}/"\nfeeds = ["/feed"]', "allow_private = true\ndelay = 0\nrender = true"]
    (seeds / "127.0.0.1.toml").write_text("\n".join(lines))
    done = in_a_process("crawl", "--json", "--jobs", "1", **environment)
    report: dict[str, object] = json.loads(done.stdout)["sources"][0]
    return report


@needs_browser
def test_only_a_page_without_text_is_drawn(seeds: Path) -> None:
    """A shell is drawn and stored once, a plain page is not asked for twice; pictures and other hosts are not loaded.

    Nor is what robots.txt forbids; what is loaded counts for the daily cap.
    """
    with Served({"/secret": "not for everybody"}) as private:
        other = private.url.replace("127.0.0.1", "localhost")
        answers: dict[str, Answer | str] = {
            "/feed": Answer(feed("/shell", "/plain"), headers={"Content-Type": "application/rss+xml"}),
            "/shell": SHELL.replace("{PRIVATE}", other),
            "/story": STORY,
            "/inner/a.js": "0",
            "/robots.txt": Answer("User-agent: *\nDisallow: /inner/", headers={"Content-Type": "text/plain"}),
            "/plain": STORY.replace("Tarn Mill", "Oak Mill").replace("ninety", "eighty"),
        }
        with Served(answers) as outlet:
            report = crawled(seeds, outlet.url)
            asked = list(outlet.asked)
    assert (report["new"], report["refused"], report["failed"]) == (2, 0, 0)
    assert asked.count("/shell") == 2 and asked.count("/plain") == 1 and "/story" in asked
    assert "/picture.png" not in asked and "/inner/a.js" not in asked
    assert private.asked == []
    with sqlite3.connect("newsmill.db") as database:
        counted = database.execute("SELECT requests FROM asked WHERE host = '127.0.0.1'").fetchone()
        kept = dict(database.execute("SELECT url, json_extract(evidence, '$.rendered') FROM pages").fetchall())
    assert counted == (len(asked),)
    assert {url.rpartition("/")[2]: drawn for url, drawn in kept.items()} == {"shell": 1, "plain": None}


@needs_browser
def test_a_script_without_end_costs_its_page(seeds: Path) -> None:
    """The browser is not waited for longer than the timeout; the next page is drawn all the same."""
    answers: dict[str, Answer | str] = {
        "/feed": Answer(feed("/endless", "/shell"), headers={"Content-Type": "application/rss+xml"}),
        "/endless": ENDLESS,
        "/shell": SHELL.replace("{PRIVATE}", ""),
        "/story": STORY,
    }
    with Served(answers) as outlet:
        report = crawled(seeds, outlet.url, NEWSMILL_TIMEOUT="2")
    assert report["new"] == 1
    assert report["failed_by"] == {"timeout": 1}


def test_without_the_extra_the_crawl_does_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that asks for a browser where none can be had is one line that says what to do."""
    monkeypatch.setattr("crawler.process.find_spec", lambda _: None)
    source = Source(name="Post", url="https://post.example/", render=True)
    with pytest.raises(CrawlError, match=r"post\.example: render = true needs .*newsmill\[render\]"):
        run([source], CrawlSettings(), NoSink())


async def _through(proxy: GuardedProxy, request: bytes) -> bytes:
    address = await proxy.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    await proxy.close()
    return answer


@pytest.mark.parametrize("form", ["plain", "tunnel"])
def test_the_proxy_judges_the_address_that_is_connected_to(form: str) -> None:
    """A name that resolves to a private address is refused, one that may be connected to is forwarded."""
    with Served({"/a?b=1": "words"}) as outlet:
        host = outlet.url.rpartition("/")[2]
        port = host.rpartition(":")[2]
        asked = f"GET {{0}}/a?b=1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nProxy-Authorization: x\r\n\r\n"
        if form == "plain":
            request = asked.replace("{0}", f"http://localhost:{port}").encode()
        else:
            request = f"CONNECT localhost:{port} HTTP/1.1\r\n\r\n{asked.replace('{0}', '')}".encode()
        allowed = asyncio.run(_through(GuardedProxy(lambda name, _: name == "localhost", 10_000), request))
        assert outlet.asked == ["/a?b=1"]
        assert allowed.startswith(b"HTTP/1.1 200") and allowed.endswith(b"words")
        refusing = GuardedProxy(lambda _, ip: not ip.startswith(("127.", "::1")), 10_000)
        refused = asyncio.run(_through(refusing, request))
        assert refused.startswith(b"HTTP/1.1 403") and refusing.refused == ["localhost"]
        assert len(outlet.asked) == 1
        if form == "plain":
            assert "Proxy-Authorization" not in outlet.sent[0]


@pytest.mark.parametrize("request_", [b"nonsense\r\n\r\n", b"GET file:///etc/passwd HTTP/1.1\r\n\r\n", b"x" * 100_000])
def test_the_proxy_does_not_mind_nonsense(request_: bytes) -> None:
    """What is no request for http is a 502, whatever it is."""
    answer = asyncio.run(_through(GuardedProxy(lambda *_: True, 1000), request_))
    assert answer.startswith(b"HTTP/1.1 502")


def test_the_proxy_has_a_limit() -> None:
    """A body without end is cut off at the limit."""
    with Served({"/": "x" * 50_000}) as outlet:
        request = f"GET {outlet.url}/ HTTP/1.1\r\n\r\n".encode()
        answer = asyncio.run(_through(GuardedProxy(lambda *_: True, 10_000), request))
    assert len(answer) == 10_000

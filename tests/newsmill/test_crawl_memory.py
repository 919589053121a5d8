"""What one crawl leaves for the next, over real HTTP and a real database."""

import json
import re
import subprocess
import sys
from pathlib import Path

from newsmill.sample_server import SampleServer
from storage import open_store
from storage.memory import Memory
from storage.targets import Target
from tests.crawler.served import Answer, Served, feed
from tests.newsmill.conftest import STORY


def test_what_a_crawl_remembers(tmp_path: Path) -> None:
    """Feeds, requests of the day and how each page was found are kept; with --due nothing is asked for at once again."""
    db = f"sqlite:///{tmp_path}/n.db"
    with SampleServer() as server:
        command = [sys.executable, "-m", "newsmill", "crawl", f"{server.url}/", "--db", db, "--jobs", "1"]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        asked = len(server.requests)
        with open_store(db) as store:
            memory = Memory(store.database)
            kinds = {place.kind for place in memory.places("127.0.0.1")}
            evidence = memory.evidence(f"{server.url}/business/oyster-prices")
            counted = memory.asked("127.0.0.1")
        subprocess.run([*command, "--due"], capture_output=True, check=False, timeout=120)
        again = [path for path, _ in server.requests[asked:]]
    assert kinds == {"feed", "sitemap"}
    assert (evidence["found"]["how"], evidence["found"]["place"]) == ("feed", f"{server.url}/rss.xml")
    assert evidence["found"]["title"]
    assert counted == asked
    assert "/rss.xml" not in again


def test_what_one_crawl_finds_another_fetches(tmp_path: Path) -> None:
    """Addresses for which there was no room stay in the frontier; the unchanged feed is not sent again for them."""
    articles = {f"/2026/03/01/story-{number}": STORY.replace("weir", f"weir {number}") for number in range(6)}
    answers: dict[str, Answer | str] = {"/feed": Answer(feed(*articles), headers={"ETag": '"1"'})} | articles
    with Served(answers | {"/robots.txt": Answer("", 404)}) as server:
        (tmp_path / "127.0.0.1.toml").write_text(
            f'name = "E"\nurl = "{server.url}"\nfeeds = ["/feed"]\nallow_private = true\ndelay = 0\n'
        )
        common = ["--seeds", str(tmp_path), "--db", f"sqlite:///{tmp_path}/n.db", "--json"]
        command = [sys.executable, "-m", "newsmill", "crawl", *common, "--jobs", "1"]
        with open_store(f"sqlite:///{tmp_path}/n.db") as store:
            memory = Memory(store.database)
            memory.looked("127.0.0.1", None, [Target(url=f"{server.url}{path}") for path in articles])
            for status in (404, 404, 404):
                memory.missed(f"{server.url}/2026/03/01/story-5", "http-status", status)
        runs = []
        for _ in range(3):
            done = subprocess.run([*command, "--max-pages", "3"], capture_output=True, check=True, timeout=120)
            runs.append(json.loads(done.stdout)["sources"][0]["new"])
            server.answers["/feed"] = Answer("", 304)
        with open_store(f"sqlite:///{tmp_path}/n.db") as store:
            states = Memory(store.database).states()
    assert runs == [3, 2, 0]
    assert states == {"127.0.0.1": {"seen": 5, "gone": 1}}
    assert [one["If-None-Match"] for one in server.sent if "If-None-Match" in one][:1] == ['"1"']


def test_a_feed_fills_what_a_page_leaves_open(tmp_path: Path) -> None:
    """The feed's date and author are the article's where the page has none, stay so when it is cleaned again, and are shown."""
    bare = STORY.replace('<meta property="article:published_time" content="2025-03-04T08:30:00+00:00">', "")
    bare = bare.replace('<meta name="author" content="Ada Brook">', '<meta name="robots" content="noarchive">')
    bare = re.sub('<p class="byline">.*</p>', "", bare)
    dated = "<author>a@b.example (Ada Brook)</author><pubDate>Tue, 04 Mar 2025 08:30:00 GMT</pubDate>"
    listed = f"<rss><channel><item><link>{{{{BASE}}}}/news/weir</link>{dated}</item></channel></rss>"
    db = ["--db", f"sqlite:///{tmp_path}/n.db"]

    def newsmill(*arguments: str) -> str:
        command = [sys.executable, "-m", "newsmill", *arguments, *db]
        return subprocess.run(command, capture_output=True, check=True, timeout=120, text=True).stdout

    with Served({"/": listed, "/news/weir": bare, "/robots.txt": Answer("", 404)}) as server:
        newsmill("crawl", server.url)
    shown = dict(line.split("\t", 1) for line in newsmill("articles", "show", "1", "--evidence").splitlines())
    assert shown["published_at"] == "2025-03-04T08:30:00+00:00\tfeed:pubDate"
    assert shown["authors"] == "Ada Brook\tfeed:author"
    assert shown["found"] == f"feed\t{server.url}"
    assert shown["opts out of"] == "noarchive\tmeta:robots"
    done = json.loads(newsmill("reclean", "--all", "--jobs", "1", "--json"))
    assert done["pages"] == {"same": 1}
    article = json.loads(newsmill("articles", "show", "1", "--json", "--evidence"))
    assert (article["evidence"]["authors"], article["opt_outs"]) == ("feed:author", ["noarchive (meta:robots)"])
    assert article["found"]["place"] == server.url

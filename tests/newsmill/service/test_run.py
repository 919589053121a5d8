"""`newsmill run` as people start it: a process that crawls, serves, tells, and ends when it is told to."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest

from newsmill.sample_server import SampleServer
from newsmill.service.jobs.children import Ended
from newsmill.service.jobs.crawls import LATEST, SOONEST, after, read_report, trouble_of
from newsmill.service.jobs.telling import signed
from storage.service import schedule, webhooks
from storage.store import open_store
from tests.newsmill.conftest import Newsmill, in_a_process

SECONDS = 120
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Told(HTTPServer):
    """Takes what a webhook is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posts: Queue[tuple[Mapping[str, str], bytes]] = Queue()


class _Handler(BaseHTTPRequestHandler):
    server: Told

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.put((dict(self.headers.items()), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@contextmanager
def told() -> Iterator[Told]:
    """A receiver of webhooks."""
    with Told() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, and the address that it says."""
    command = [sys.executable, "-P", "-m", "newsmill", "run", "--port", "0", *arguments]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"NEWSMILL_WEBHOOK_PRIVATE": "1"}
    ) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            assert line.startswith("newsmill: http://127.0.0.1:"), line
            yield process, line.split()[1]
        finally:
            process.kill()


def children(pid: int) -> list[str]:
    """The command lines of a process's children."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8") for child in listed]


def get(url: str) -> Any:
    """What is at an address, as JSON."""
    with urllib.request.urlopen(url, timeout=SECONDS) as answer:
        return json.load(answer)


def test_it_crawls_serves_and_tells(tmp_path: Path) -> None:
    """An outlet that is due is crawled, its articles are found over HTTP and told to a webhook, signed; SIGTERM ends it."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    (tmp_path / "seeds").mkdir()
    with SampleServer() as outlet, told() as receiver:
        text = f'name = "Ledger"\nurl = "{outlet.url}"\nallow_private = true\ndelay = 0\n'
        (tmp_path / "seeds" / "127.0.0.1.toml").write_text(text)
        with open_store(url) as store:
            place = f"http://127.0.0.1:{receiver.server_port}/told"
            hook = store.database.write(webhooks.add, place, "ferry", {}, datetime.now(UTC))
        with running("--db", url) as (process, home):
            headers, body = receiver.posts.get(timeout=SECONDS)
            assert any(
                "spawn_main" in line for line in children(process.pid)
            )  # what cleans is ready for the first page
            (source,) = get(f"{home}sources")
            article = json.loads(body)["data"]
            assert get(f"{home}articles/{article['id']}")["text"] == article["text"]
            assert get(f"{home}articles?q=ferry")["items"]
            with urllib.request.urlopen(home, timeout=SECONDS) as page:
                assert b"Ledger" in page.read() or page.headers["Content-Type"].startswith("text/html")
            process.send_signal(signal.SIGTERM)
            assert process.wait(SECONDS) == 0
    sent_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    wanted = signed(hook.secret, headers["webhook-id"], sent_at, body)
    assert headers["webhook-signature"] == wanted["webhook-signature"]
    assert source["articles"] > 5 and source["next_at"] and "ferry" in article["text"].lower()
    with open_store(url) as store:
        row = store.database.read(schedule.row, "127.0.0.1")
    assert row is not None and row.holder is None and row.trouble is None


def test_without_a_token_it_listens_here_only(newsmill: Newsmill, tmp_path: Path) -> None:
    """Another address than loopback needs a token that holds; a port that is taken is a line."""
    db = f"sqlite:///{tmp_path / 'news.db'}"
    refused = newsmill("run", "--host", "0.0.0.0", "--port", "0", "--db", db)
    assert refused.exit_code == 1 and "without a token" in refused.stderr
    token = newsmill("tokens", "add", "old", "--db", db).stdout.strip()
    assert token.startswith("newsmill_")
    assert newsmill("tokens", "revoke", "old", "--db", db).exit_code == 0
    assert newsmill("run", "--host", "0.0.0.0", "--port", "0", "--db", db).exit_code == 1
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
        taken = in_a_process("run", "--port", str(other.server_port), "--db", db)
    assert taken.returncode == 1 and "give another --port" in taken.stderr


def test_tokens_are_made_listed_and_revoked(newsmill: Newsmill) -> None:
    """A token is shown once; the list has its name, scopes and state; a name is used once."""
    assert newsmill("tokens", "add", "me", "--scope", "admin", "--days", "1").stdout.startswith("newsmill_")
    assert newsmill("tokens", "add", "me").exit_code == 1
    (row,) = json.loads(newsmill("tokens", "list", "--json").stdout)
    assert (row["name"], row["scopes"], row["state"]) == ("me", ["admin"], "holds")
    assert newsmill("tokens", "revoke", "me").exit_code == 0
    assert newsmill("tokens", "list").stdout.split("\t")[:3] == ["me", "admin", "revoked"]
    assert newsmill("tokens", "revoke", "me").exit_code == 1


@pytest.mark.parametrize(
    ("waits", "failures", "wanted"),
    [
        ([], 0, AT + HOUR),
        ([AT + 3 * HOUR, AT + 2 * HOUR], 0, AT + 2 * HOUR),
        ([AT - HOUR], 0, AT + SOONEST),
        ([AT + 90 * HOUR], 0, AT + LATEST),
        ([], 1, AT + HOUR),
        ([AT], 3, AT + 4 * HOUR),
        ([], 30, AT + LATEST),
    ],
)
def test_when_an_outlet_is_crawled_next(waits: list[datetime], failures: int, wanted: datetime) -> None:
    """When its first feed is due, within bounds; without feeds after its interval; ever later while it fails."""
    assert after(AT, HOUR, waits, failures) == wanted


def test_what_a_crawl_printed_is_read() -> None:
    """A report tells each outlet's trouble; none at all is one too, unless the crawl was ended early."""
    counts = dict.fromkeys(("new", "revised", "unchanged", "duplicate", "refused", "not_modified"), 0)
    good = {"source": "a.example", **counts, "new": 1, "failures": ["x: http-status: 404"]}
    bad = {"source": "b.example", **counts, "failures": ["https://b.example/: unreachable: no"]}
    idle = {"source": "c.example", **counts, "failures": []}
    printed = json.dumps({"sources": [good, bad, idle], "interrupted": False}).encode()
    ended = Ended(printed, 0)
    reports, interrupted = read_report(ended)
    assert not interrupted
    troubles = [trouble_of(reports.get(f"{name}.example"), ended) for name in "abcd"]
    assert troubles[:3] == [None, "https://b.example/: unreachable: no", None] and "did not begin" in str(troubles[3])
    assert read_report(Ended(b"", 1)) == ({}, False)
    assert read_report(Ended(b"", -9)) == read_report(Ended(b"", 130)) == ({}, True)

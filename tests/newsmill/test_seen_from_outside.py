"""A crawl seen from outside: bars, JSON logs, metrics, the outlets' health, and alerts."""

import json
import os
import pty
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest

from crawler import CrawlReport, Event, EventKind, SourceReport
from crawler.events import Pulse, Traffic
from newsmill.alerts import Alert, record, send
from newsmill.config import Config
from newsmill.metrics import Metrics
from newsmill.sample_server import SampleServer
from storage import Refused, open_store
from storage.memory import Memory
from storage.runs import CrawlRow
from tests.newsmill.conftest import Newsmill, in_a_process

ALERTS = [Alert(source="a.example", what="title", line="pages with title: 0%, where 99% were usual")]


def test_a_crawl_in_logs_metrics_and_history(newsmill: Newsmill) -> None:
    """Every line of the log is JSON, the metrics file has what became of the pages, and the history has the crawl."""
    with SampleServer() as server:
        done = in_a_process("crawl", server.url, "--log-json", "--metrics-file", "m.prom", "--jobs", "1")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.stdout == "" and done.returncode == 0
    report = lines[-1]
    assert report["event"] == "report" and report["new"] >= 10
    assert [line["fate"] for line in lines if line["event"] == "outcome"].count("new") == report["new"]
    assert {line["why"] for line in lines if line["event"] == "failed"} >= {"robots"}
    assert all(datetime.fromisoformat(line["time"]).tzinfo for line in lines)
    metrics = Path("m.prom").read_text()
    assert f'newsmill_pages_total{{fate="new",source="127.0.0.1"}} {report["new"]}.0' in metrics
    assert 'newsmill_received_bytes_total{source="127.0.0.1"}' in metrics and "newsmill_queue_pages 0.0" in metrics
    (outlet,) = json.loads(newsmill("sources", "health", "--json").stdout)
    (crawl,) = outlet["crawls"]
    assert (crawl["new"], crawl["texts"], crawl["titles"]) == (report["new"],) * 3
    assert crawl["bytes"] > 50_000 and crawl["requests"] > crawl["new"]
    assert newsmill("sources", "health").stdout.startswith("127.0.0.1\t1\t")


def test_a_terminal_has_a_bar_for_each_outlet() -> None:
    """On a terminal an outlet that is being crawled has a line with how far it is, beside that of all."""
    ours, theirs = pty.openpty()
    with SampleServer() as server:
        command = [sys.executable, "-P", "-m", "newsmill", "crawl", server.url, "--max-pages", "3", "--jobs", "1"]
        environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as process:
            os.close(theirs)
            shown = b"".join(_read(ours))
        assert process.returncode == 0
    text = shown.decode()
    assert "all outlets" in text and "127.0.0.1 " in text and "/3" in text


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:  # the other side has closed it
            return
        if not data:
            return
        yield data


def test_metrics_on_a_port() -> None:
    """What happened is served on loopback as long as the crawl lasts; traffic counts what is new in each pulse."""
    metrics = Metrics(port=0)
    refused = Refused(url="https://a.example/1", why="listing")
    metrics.on_event(Event(kind=EventKind.OUTCOME, source="a.example", outcome=refused))
    for requests in (3, 5):
        pulse = Pulse(lag=0.01, worst_lag=0.02, under_way=7, traffic={"a.example": Traffic(requests=requests)})
        metrics.on_event(Event(kind=EventKind.PULSE, source="", pulse=pulse))
    with urlopen(f"http://127.0.0.1:{metrics.port}/metrics") as answer:
        text = answer.read().decode()
    metrics.close()
    assert 'newsmill_refused_total{source="a.example",why="listing"} 1.0' in text
    assert 'newsmill_requests_total{source="a.example"} 5.0' in text
    assert "newsmill_queue_pages 7.0" in text and "newsmill_event_loop_worst_lag_seconds 0.02" in text


def test_a_metrics_file_that_cannot_be_written_ends_the_crawl_before_it_began(newsmill: Newsmill) -> None:
    """One line says which, and nothing is fetched."""
    with SampleServer() as server:
        done = newsmill("crawl", server.url, "--metrics-file", "nowhere/m.prom")
        assert server.requests == []
    assert done.exit_code == 1
    assert done.stderr.startswith("newsmill: metrics: nowhere/m.prom") and done.stderr.count("\n") == 1


def test_a_fall_is_told_once(tmp_path: Path) -> None:
    """The crawl at which it fell is an alert, the next one with the same trouble is none, one that ended early neither."""
    now = datetime.now(UTC)
    usual = CrawlRow(source="a.example", started_at=now, new=10, texts=10, titles=10)
    report = CrawlReport(sources=(SourceReport(source="a.example", started_at=now, new=2, refused=9),))
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        memory = Memory(store.database)
        for hour in range(8, 0, -1):
            memory.note_run(replace(usual, started_at=now - timedelta(hours=hour)))
        assert record(replace(report, interrupted=True), memory) == []
        assert [alert.what for alert in record(report, memory)] == ["volume", "text"]
        later = SourceReport(source="a.example", started_at=now + timedelta(hours=1), new=2, refused=9)
        assert record(CrawlReport(sources=(later,)), memory) == []
        assert memory.runs("a.example", 1)[0].alerts == ["volume", "text"]


class _Webhook(BaseHTTPRequestHandler):
    taken: list[bytes] = []  # noqa: RUF012

    def do_POST(self) -> None:
        self.taken.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


class _Mail(socketserver.StreamRequestHandler):
    taken: list[str] = []  # noqa: RUF012

    def handle(self) -> None:
        """Speak as much SMTP as is needed to take one message (RFC 5321)."""
        self.wfile.write(b"220 mail.example\r\n")
        in_data = False
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            self.taken.append(line)
            if in_data and line != ".":
                continue
            in_data = line.upper() == "DATA"
            if line.upper() == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"354 go on\r\n" if in_data else b"250 fine\r\n")


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[int]:
    """The server on its port while the context lasts."""
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_alerts_go_by_mail_and_to_a_webhook() -> None:
    """Both get the line, the webhook as JSON."""
    with (
        serving(HTTPServer(("127.0.0.1", 0), _Webhook)) as web,
        serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail)) as mail,
    ):
        config = Config(
            alert_email="me@a.example", alert_webhook=f"http://127.0.0.1:{web}/x", smtp=f"smtp://127.0.0.1:{mail}"
        )
        assert send(ALERTS, config) == []
        assert send([], config) == []
    (posted,) = _Webhook.taken
    assert json.loads(posted)["alerts"][0]["what"] == "title"
    assert "Subject: newsmill: a.example: pages with title: 0%, where 99% were usual" in _Mail.taken
    assert _Mail.taken.count("data") == 1


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"alert_email": "me@a.example", "smtp": "smtp://127.0.0.1:1"}, "alert_email: not sent"),
        ({"alert_email": "me@a.example", "smtp": "mail.example"}, "alert_email: not sent"),
        ({"alert_webhook": "http://127.0.0.1:1/secret"}, "alert_webhook: http://127.0.0.1 did not take it"),
        ({"alert_webhook": "file:///etc/passwd"}, "alert_webhook:"),
    ],
)
def test_an_alert_that_cannot_be_sent_is_a_line(settings: dict[str, str], line: str) -> None:
    """It names the setting, and not what may be secret in it."""
    (problem,) = send(ALERTS, Config.model_validate(settings))
    assert problem.startswith(line) and "secret" not in problem

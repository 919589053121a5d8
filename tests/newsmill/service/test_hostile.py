"""Requests that are no good HTTP, or are made to reach what nobody gives: over a real socket, to all of the service."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from newsmill.config import Config
from newsmill.pages import mount
from newsmill.service.app import create_app
from newsmill.service.wiring import wired
from storage.store import Store
from tests.newsmill.service.serving import served


@pytest.fixture
def home(store: Store) -> Iterator[str]:
    """Give the address of the service with its pages, in which an address may ask sixty times a minute."""
    with wired(store, Config(rate=60, max_page_bytes=1000), local=True) as service:
        app: FastAPI = create_app(service, mounts=[mount])
        with served(app) as url:
            yield url


def sent(home: str, request: bytes, *, hang_up: bool = False) -> tuple[int, bytes]:
    """Send bytes, and no more with `hang_up`; return the answer's status (0 where the connection was cut) and all of it."""
    parts = urlsplit(home)
    with socket.create_connection((str(parts.hostname), parts.port or 0), 10) as connection:
        connection.sendall(request)
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return (int(answer[9:12]) if answer else 0), answer


def get(path: str, *headers: str) -> bytes:
    """A request for a path, as it stands."""
    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers, "", "")
    return "\r\n".join(lines).encode("latin-1")


def test_no_path_leads_out_of_the_static_files(home: str) -> None:
    """Dots, encoded or not, NULs and absolute paths find nothing that is not a static file."""
    for path in (
        "/static/../../../../etc/passwd",
        "/static/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/config.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/..%5c..%5cconfig.py",
        "/sources/..%2f..%2fnewsmill",
        "/sources/%00",
        "/read/..%2f1",
    ):
        status, answer = sent(home, get(path))
        assert 400 <= status < 500 and b"root:" not in answer and b"class Config" not in answer, path


def test_bad_http_is_no_bug(home: str) -> None:
    """What is no HTTP, or contradicts itself, is refused or cut off, and the service goes on."""
    for request in (
        b"\x00\x01\x02\r\n\r\n",
        b"GET /articles HTTP/9.9\r\n\r\n",
        b"GET /articles\r\n\r\n",
        b"POST /clean HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /clean HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\nContent-Length: 2\r\n\r\nab",
        b"POST /clean HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"POST /clean HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
        b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data\r\nContent-Length: 2\r\n\r\nab",
        get("/articles", "Cookie: newsmill_token=\xff\xfe; a=b; =;"),
        get("/articles?q=%ff%fe&cursor=%00"),
        get("/articles?" + "a" * 9000),
        get("/articles", "Authorization: Bearer \x80", "If-None-Match: \x80,,W/"),
        get("/articles", f"X-Long: {'a' * 70_000}"),
    ):
        status, answer = sent(home, request, hang_up=b"Connection: close" not in request)
        assert status < 500, (request[:80], answer[:200])
    status, _ = sent(home, get("/healthz"))
    assert status == 200


def test_nothing_of_a_request_becomes_a_header(home: str) -> None:
    """A line end in a value makes no header of the answer."""
    form = "token=newsmill_a%0d%0aX-Evil:1&to=%2F%2Fevil.example%0d%0aX-Evil:1"
    head = f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(form)}\r\nConnection: close\r\n"
    status, answer = sent(home, f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}".encode())
    assert status < 500 and b"\nx-evil" not in answer.lower()
    for path in ("/articles%0d%0aX-Evil:1", "/export?format=csv%0d%0aX-Evil:1", "/?day=%0d%0aX-Evil:1"):
        _, answer = sent(home, get(path))
        assert b"\nx-evil" not in answer.lower(), path


def test_who_asks_too_often_is_told_when_to_come_again(home: str) -> None:
    """After so many requests in a minute an address is answered 429 with Retry-After; probes are answered all the same."""
    statuses = [sent(home, get("/articles?limit=1")) for _ in range(61)]
    status, answer = statuses[-1]
    assert [one for one, _ in statuses[:60]] == [200] * 60 and status == 429
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"retry-after: " in head.lower() and json.loads(body)["status"] == 429
    assert sent(home, get("/healthz"))[0] == 200

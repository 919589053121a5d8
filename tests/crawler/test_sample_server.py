"""The sample outlet's server."""

import http.client
import subprocess
import sys
from collections.abc import Iterator
from email.message import Message

import pytest

from newsmill.sample_server import SampleServer


@pytest.fixture
def server() -> Iterator[SampleServer]:
    """A server on a free port."""
    with SampleServer() as server:
        yield server


def get(server: SampleServer, path: str, **headers: str) -> tuple[int, Message, bytes]:
    """Status, headers and body."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"))
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_validators(server: SampleServer) -> None:
    """A page is sent with ETag and Last-Modified, and either of them brings a 304 without a body."""
    _, headers, _ = get(server, "/harbour/fog-signal")
    assert get(server, "/harbour/fog-signal", If_None_Match=headers["ETag"])[::2] == (304, b"")
    assert get(server, "/harbour/fog-signal", If_Modified_Since=headers["Last-Modified"])[0] == 304
    assert get(server, "/harbour/fog-signal", If_None_Match='"other"')[0] == 200


def test_second_edition(server: SampleServer) -> None:
    """The second edition changes one page and its validators, and no other."""
    before = get(server, "/harbour/ferry-timetable"), get(server, "/harbour/fog-signal")
    server.edition = 2
    after = get(server, "/harbour/ferry-timetable"), get(server, "/harbour/fog-signal")
    assert before[0][1]["ETag"] != after[0][1]["ETag"]
    assert before[0][1]["Last-Modified"] != after[0][1]["Last-Modified"]
    assert before[1][2] == after[1][2]


def test_addresses_are_the_servers_own(server: SampleServer) -> None:
    """Feed, sitemaps and canonical links carry the address at which the server listens."""
    for path in ("/rss.xml", "/sitemap-news.xml", "/robots.txt", "/harbour/fog-signal"):
        body = get(server, path)[2]
        assert server.url.encode() in body
        assert b"{{BASE}}" not in body


def test_encoding(server: SampleServer) -> None:
    """The German page is ISO 8859-1, which only the page itself says."""
    _, headers, body = get(server, "/de/hafen/eisbrecher")
    assert headers["Content-Type"] == "text/html"
    assert "Söllner".encode("iso-8859-1") in body


def test_nothing_outside_the_site_is_served(server: SampleServer) -> None:
    """A path that climbs out of the folder is a 404."""
    assert get(server, "/../site.toml")[0] == 404
    assert get(server, "/../../nknews.org.toml")[0] == 404


def test_a_port_that_is_taken_is_a_line(server: SampleServer) -> None:
    """Started by hand on a port that is taken, it says so in one line and ends with status 1."""
    port = server.url.rpartition(":")[2]
    command = [sys.executable, "-m", "newsmill.sample_server", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(f"newsmill: port {port} is taken") and done.stderr.count("\n") == 1

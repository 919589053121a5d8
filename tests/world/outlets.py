"""Outlets on addresses of their own on loopback, each with its feeds, its habits and its pages of three editions."""

import gzip
import hashlib
import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

EDITIONS = 3
KINDS = ("rss", "atom", "json", "news", "index")
CHANGED = datetime(2026, 3, 1, tzinfo=UTC)
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
TYPES = {"json": "application/feed+json", "rss": "application/rss+xml", "atom": "application/atom+xml"}
Editions = tuple[bytes | None, ...]
"""A page's body in each edition, None where it is not there yet."""


@dataclass(slots=True, kw_only=True)
class Outlet:
    """One outlet. `pages` maps paths to their bodies by edition; `dead` maps listed paths to the status they answer.

    `kind` is how it lists its pages; `validator` is etag, date or empty; `feed_status` is what its feed answers, the pages
    being in a sitemap then; `twice` lists every page in a sitemap too, under another spelling.
    """

    host: str
    kind: str = "rss"
    pages: Mapping[str, Editions] = field(default_factory=dict)
    dead: Mapping[str, int] = field(default_factory=dict)
    barred: Sequence[str] = ()
    validator: str = "etag"
    slow: float = 0.0
    gzipped: bool = False
    feed_status: int = 200
    twice: bool = False
    url: str = ""
    asked: list[tuple[int, str, int]] = field(default_factory=list)

    def seed(self) -> str:
        """The outlet's source file."""
        lines = [f'name = "{self.host}"', f'url = "{self.url}/"', "allow_private = true", "delay = 0"]
        if self.kind in TYPES:
            lines.append('feeds = ["/feed"]')
        if self.kind not in TYPES or self.twice or self.feed_status != 200:
            lines.append('sitemaps = ["/index.xml"]' if self.kind == "index" else 'sitemaps = ["/sitemap.xml"]')
        return "\n".join(lines) + "\n"

    def listed(self, edition: int) -> list[str]:
        """The paths that the outlet lists in an edition, the dead and the barred ones among them."""
        there = [path for path, bodies in self.pages.items() if bodies[edition - 1] is not None]
        return [*there, *self.dead]

    def answer(self, path: str, edition: int) -> tuple[int, str, bytes]:
        """Status, type and body."""
        path, _, _ = path.partition("?")
        if path == "/robots.txt":
            return (
                200,
                "text/plain",
                "\n".join(["User-agent: *", *(f"Disallow: {one}" for one in self.barred)]).encode(),
            )
        if path == "/feed":
            return self.feed_status, TYPES.get(self.kind, "text/xml"), self._feed(self.listed(edition))
        if path == "/sitemap.xml":
            return 200, "application/xml", self._sitemap(self.listed(edition))
        if path == "/index.xml":
            row = f"<sitemap><loc>{self.url}/part.xml.gz</loc></sitemap>"
            return 200, "application/xml", f"<sitemapindex {NS}>{row}</sitemapindex>".encode()
        if path == "/part.xml.gz":
            return 200, "application/gzip", gzip.compress(self._sitemap(self.listed(edition)), mtime=0)
        body = self.pages.get(path, (None,) * EDITIONS)[edition - 1]
        if body is None:
            return self.dead.get(path, 404), "text/html", b"<html><p>nothing here"
        return 200, "text/html", body

    def _feed(self, paths: Sequence[str]) -> bytes:
        links = [f"{self.url}{path}{'?utm_source=rss' if self.twice else ''}" for path in paths]
        if self.kind == "json":
            items = [{"id": link, "url": link} for link in links]
            return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
        if self.kind == "atom":
            entries = "".join(f'<entry><link href="{link}"/></entry>' for link in links)
            return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()
        return (
            f"<rss><channel>{''.join(f'<item><link>{link}</link></item>' for link in links)}</channel></rss>".encode()
        )

    def _sitemap(self, paths: Sequence[str]) -> bytes:
        rows = "".join(f"<url><loc>{self.url}{path}</loc></url>" for path in paths)
        return f"<urlset {NS}>{rows}</urlset>".encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Listener"

    def do_GET(self) -> None:
        world, outlet = self.server.world, self.server.outlet
        time.sleep(outlet.slow)
        edition = world.edition
        status, kind, body = outlet.answer(self.path, edition)
        headers = self._validators(outlet, body) if status == 200 else {}
        if status == 200 and self._is_current(headers):
            status, body = 304, b""
        outlet.asked.append((edition, self.path.partition("?")[0], status))
        self.send_response(status)
        if outlet.gzipped and status == 200 and kind == "text/html":
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        for name, value in ({"Content-Type": kind} | headers).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _validators(self, outlet: Outlet, body: bytes) -> dict[str, str]:
        digest = hashlib.sha256(body).hexdigest()
        if outlet.validator == "etag":
            return {"ETag": f'"{digest[:16]}"'}
        if outlet.validator == "date":
            moment = CHANGED + timedelta(seconds=int(digest[:6], 16))
            return {"Last-Modified": format_datetime(moment, usegmt=True)}
        return {}

    def _is_current(self, headers: Mapping[str, str]) -> bool:
        pairs = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
        return any(name in headers and headers[name] == self.headers.get(asked) for name, asked in pairs)

    def log_message(self, format: str, *args: object) -> None:
        """Silence: `Outlet.asked` is the log."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, world: "World", outlet: Outlet) -> None:
        self.world, self.outlet = world, outlet
        super().__init__((outlet.host, 0), _Handler)
        outlet.url = f"http://{outlet.host}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A crawl that is killed hangs up."""


class World:
    """Outlets that are served while the context of `serve` lasts, all in the same `edition` (from 1)."""

    def __init__(self, outlets: Sequence[Outlet]) -> None:
        self.outlets = list(outlets)
        self.edition = 1

    @contextmanager
    def serve(self) -> Iterator[None]:
        """Listen at every outlet's address."""
        with ExitStack() as stack:
            for outlet in self.outlets:
                listener = _Listener(self, outlet)
                thread = threading.Thread(target=listener.serve_forever, args=(0.1,), daemon=True)
                thread.start()
                stack.callback(listener.server_close)
                stack.callback(listener.shutdown)
            yield

    def asked(self, edition: int) -> list[str]:
        """The full addresses of pages that were asked for in an edition."""
        return [
            f"{outlet.url}{path}"
            for outlet in self.outlets
            for at, path, _ in list(outlet.asked)
            if at == edition and (path in outlet.pages or path in outlet.dead)
        ]

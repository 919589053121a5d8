"""Serves the sample outlet of `seeds/sample/` on loopback, for the demo and the tests.

    python -m newsmill.sample_server --port 8047 --edition 1

The pages are plain files in `seeds/sample/site/`; `{{BASE}}` in them stands for the server's own address. What a
file cannot say (redirects, encodings, dates of change) is in `seeds/sample/site.toml`. A page `NAME.2.html` replaces
`NAME.html` in edition 2. Conditional requests are answered as RFC 9110, section 13, says.
"""

import argparse
import gzip
import hashlib
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self

HOME = Path(__file__).parent.parent / "seeds" / "sample"
TYPES = {".html": "text/html", ".xml": "application/xml", ".txt": "text/plain", ".pdf": "application/pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the outlet answers: an HTTP status, headers without lengths and validators, and a body."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = b""
    changed_at: datetime | None = None


class Outlet:
    """The sample outlet as data: `reply` answers a path for one edition (1 or 2)."""

    def __init__(self, home: Path = HOME) -> None:
        self._site = home / "site"
        self._table: dict[str, Any] = tomllib.loads((home / "site.toml").read_text(encoding="utf-8"))

    def reply(self, path: str, edition: int, base: str) -> Reply:
        """The answer for an absolute path such as ``/harbour/fog-signal``; `base` replaces ``{{BASE}}``."""
        if path in self._table["redirects"]:
            return Reply(status=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": self._table["redirects"][path]})
        file, new = self._file(path, edition)
        if file is None:
            body = (self._site / "404.html").read_bytes().replace(b"{{BASE}}", base.encode())
            return Reply(status=HTTPStatus.NOT_FOUND, headers={"Content-Type": "text/html; charset=utf-8"}, body=body)
        text = file.read_text(encoding="utf-8").replace("{{BASE}}", base)
        encoding = self._table["encodings"].get(path)
        body = text.encode(encoding or "utf-8")
        kind = TYPES[file.suffix] + ("" if encoding else "; charset=utf-8")
        if path.endswith(".gz"):
            body, kind = gzip.compress(body, mtime=0), "application/gzip"
        changed_at = self._table["changed_at"][str(edition if new else 1)]
        return Reply(status=HTTPStatus.OK, headers={"Content-Type": kind}, body=body, changed_at=changed_at)

    def _file(self, path: str, edition: int) -> tuple[Path | None, bool]:
        """The file behind a path, and whether it is there in a later edition only."""
        stem = "index" if path == "/" else path.strip("/").removesuffix(".gz").removesuffix(".html")
        for name, new in ((f"{stem}.{edition}.html", True), (f"{stem}.html", False), (stem, False)):
            file = (self._site / name).resolve()
            if file.is_file() and file.is_relative_to(self._site.resolve()):
                return file, new
        return None, False


class Handler(BaseHTTPRequestHandler):
    """Puts lengths and validators around the outlet's replies."""

    protocol_version = "HTTP/1.1"
    server: "Listener"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        reply = self.server.outlet.reply(path, self.server.edition, self.server.url)
        etag = f'"{hashlib.sha256(reply.body).hexdigest()[:20]}"'
        status = HTTPStatus.NOT_MODIFIED if self._is_current(reply, etag) else reply.status
        self.server.requests.append((path, status.value))
        self.send_response(status)
        if reply.status == HTTPStatus.OK:
            self.send_header("ETag", etag)
        if reply.changed_at:
            self.send_header("Last-Modified", format_datetime(reply.changed_at.astimezone(UTC), usegmt=True))
        if status == HTTPStatus.NOT_MODIFIED:
            self.end_headers()
            return
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _is_current(self, reply: Reply, etag: str) -> bool:
        if reply.status != HTTPStatus.OK:
            return False
        if tags := self.headers.get("If-None-Match"):
            return etag in tags
        since = self.headers.get("If-Modified-Since")
        return bool(since and reply.changed_at and reply.changed_at <= parsedate_to_datetime(since))

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: `SampleServer.requests` is the log."""


class Listener(ThreadingHTTPServer):
    """The socket, with what the handler needs to know."""

    daemon_threads = True

    def __init__(self, port: int, edition: int, outlet: Outlet) -> None:
        self.outlet, self.edition = outlet, edition
        self.requests: list[tuple[str, int]] = []
        super().__init__(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"


class SampleServer:
    """The outlet on a port of loopback (0: any free one) while the context lasts.

    `url` has no slash at its end. `edition` (1 or 2) may be set while the server runs. `requests` lists the path and
    status of every answer in order. Raises OSError when the port is taken.
    """

    def __init__(self, port: int = 0, edition: int = 1, home: Path = HOME) -> None:
        self._listener = Listener(port, edition, Outlet(home))
        self._thread = Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return self._listener.url

    @property
    def requests(self) -> list[tuple[str, int]]:
        return self._listener.requests

    @property
    def edition(self) -> int:
        return self._listener.edition

    @edition.setter
    def edition(self, edition: int) -> None:
        self._listener.edition = edition

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Serve the sample outlet on loopback.")
    parser.add_argument("--port", type=int, default=8047, help="0 takes any free port (default: 8047)")
    parser.add_argument("--edition", type=int, choices=(1, 2), default=1)
    options = parser.parse_args()
    if not HOME.is_dir():
        sys.exit(f"newsmill: {HOME}: no such folder; run this in a copy of newsmill's repository")
    try:
        sample = SampleServer(options.port, options.edition)
    except OSError as error:
        sys.exit(f"newsmill: port {options.port} is taken ({error.strerror}); give another --port")
    with sample as server:
        print(server.url, flush=True)
        try:
            server._thread.join()
        except KeyboardInterrupt:
            print("stopped")


if __name__ == "__main__":
    main()

"""A local server that does everything wrong, one path for each wrong."""

import contextlib
import gzip
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import brotli
from backports import zstd

PAGE = b"<!DOCTYPE html><html><head><title>A page</title></head><body><p>All is well here.</p></body></html>"
FAULTS = (
    *("/large", "/endless", "/bomb", "/brotli", "/zstd", "/layers", "/circle", "/away", "/short", "/hang", "/drip"),
    *("/gone", "/film", "/teapot", "/long_head", "/endless_head", "/tofile", "/todata", "/toftp", "/twolengths"),
)


class Handler(BaseHTTPRequestHandler):
    """Each path has its own way to misbehave; the paths under /good/ are pages."""

    protocol_version = "HTTP/1.1"
    server: "Listener"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        fault = getattr(self, f"fault_{self.path.partition('?')[0].strip('/')}", None)
        if fault is not None:
            fault()
        elif self.path.startswith("/cookies/"):
            self.cookies()
        elif self.path.startswith("/to/"):
            self.answer(b"", "text/html", status=302, Location=self.path.removeprefix("/to/"))
        elif self.path.startswith("/once"):
            self.once()
        elif self.path == "/robots.txt":
            self.answer(b"", "text/plain", status=404)
        elif self.path == "/feed.xml":
            self.answer(self.server.feed, "application/rss+xml", Set_Cookie="feed=read")
        elif self.path.startswith("/good/"):
            self.answer(self.server.page, "text/html")
        else:
            self.answer(b"gone", "text/html", status=410)

    def answer(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        lengths = {} if "Content_Length" in headers else {"Content-Length": str(len(body))}
        for name, value in ({"Content-Type": kind} | lengths | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def fault_large(self) -> None:
        """Announces 200 MB."""
        self.answer(PAGE, "text/html", Content_Length=str(200_000_000))
        self.close_connection = True

    def fault_endless(self) -> None:
        """Announces no length and sends until nobody listens."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _ in range(4000):
                self.wfile.write(PAGE * 100)
        except OSError:
            self.server.cut.set()

    def fault_bomb(self) -> None:
        """Small while packed, 50 MB once unpacked."""
        self.answer(gzip.compress(b"<p>" * 17_000_000), "text/html", Content_Encoding="gzip")

    def fault_brotli(self) -> None:
        """Small while packed by brotli, 50 MB once unpacked."""
        self.answer(brotli.compress(b"<p>" * 17_000_000, quality=1), "text/html", Content_Encoding="br")

    def fault_zstd(self) -> None:
        """Small while packed by Zstandard, 50 MB once unpacked."""
        self.answer(zstd.compress(b"<p>" * 17_000_000), "text/html", Content_Encoding="zstd")

    def fault_layers(self) -> None:
        """Claims to be packed a hundred times over."""
        self.answer(PAGE, "text/html", Content_Encoding=", ".join(["gzip"] * 100))

    def fault_drip(self) -> None:
        """Sends a byte now and then, for ever."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        with contextlib.suppress(OSError):
            while not self.server.over.wait(0.1):
                self.wfile.write(b".")

    def fault_long_head(self) -> None:
        """One header of 100 KB."""
        self.answer(PAGE, "text/html", X_Long="x" * 100_000)
        self.close_connection = True

    def fault_endless_head(self) -> None:
        """Short headers without end."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(4_000_000):
                self.wfile.write(b"X-%d: y\r\n" % number * 100)

    def fault_tofile(self) -> None:
        """Redirects to a file of the reader's own."""
        self.answer(b"", "text/html", status=302, Location="file:///etc/hostname")

    def fault_todata(self) -> None:
        """Redirects to an address that is its own content."""
        self.answer(b"", "text/html", status=302, Location="data:text/html,<p>hello")

    def fault_toftp(self) -> None:
        """Redirects to FTP."""
        self.answer(b"", "text/html", status=302, Location="ftp://127.0.0.1/")

    def fault_twolengths(self) -> None:
        """Gives two lengths that disagree."""
        self.close_connection = True
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\n"
        self.wfile.write(head + PAGE)

    def cookies(self) -> None:
        """Sets ten new cookies each time, and notes how long the ones that came back are."""
        self.server.cookie_lengths.append(len(self.headers["Cookie"] or ""))
        number = len(self.server.cookie_lengths)
        self.send_response(200)
        for one in range(10):
            self.send_header("Set-Cookie", f"c{number}-{one}={'x' * 300}")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def fault_circle(self) -> None:
        """Redirects to itself for ever."""
        self.answer(b"", "text/html", status=302, Location="/circle")

    def fault_away(self) -> None:
        """Redirects to another site."""
        self.answer(b"", "text/html", status=302, Location="http://elsewhere.invalid/")

    def once(self) -> None:
        """Redirects to itself until its cookie comes back."""
        if "been=here" in (self.headers["Cookie"] or ""):
            self.answer(PAGE, "text/html")
        else:
            self.answer(b"", "text/html", status=302, Location="/once", Set_Cookie="been=here")

    def fault_short(self) -> None:
        """Closes the connection before the body is over."""
        self.answer(PAGE, "text/html", Content_Length=str(len(PAGE) + 1000))
        self.close_connection = True

    def fault_hang(self) -> None:
        """Never answers while the server lasts."""
        self.server.over.wait()
        self.close_connection = True

    def fault_film(self) -> None:
        """A film of 200 MB."""
        self.answer(PAGE, "video/mp4", Content_Length=str(200_000_000))
        self.close_connection = True

    def fault_teapot(self) -> None:
        """A status that is not 2xx."""
        self.answer(PAGE, "text/html", status=418)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


class Listener(ThreadingHTTPServer):
    """The socket, and what it serves as a feed."""

    daemon_threads = True

    def __init__(self, paths: tuple[str, ...], tls: ssl.SSLContext | None, host: str, page: bytes) -> None:
        super().__init__((host, 0), Handler)
        self.page = page
        named = "localhost" if host == "127.0.0.1" else host
        self.url = f"https://{named}:{self.server_port}" if tls else f"http://{host}:{self.server_port}"
        self.socket = tls.wrap_socket(self.socket, server_side=True) if tls else self.socket
        self.over, self.cut = threading.Event(), threading.Event()
        self.asked: list[str] = []
        self.cookie_lengths: list[int] = []
        items = "".join(f"<item><title>t</title><link>{self.url}{path}</link></item>" for path in paths)
        self.feed = f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what this server is for."""


class HostileServer:
    """Serves a feed of the given paths and the paths while the context lasts."""

    def __init__(
        self, *paths: str, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", page: bytes = PAGE
    ) -> None:
        self._listener = Listener(paths, tls, host, page)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)
        self.cookie_lengths = self._listener.cookie_lengths
        self.url, self.asked, self.cut = self._listener.url, self._listener.asked, self._listener.cut

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listener.over.set()
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()

"""A local outlet made of a dictionary: what each path answers."""

import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(slots=True)
class Answer:
    """An answer; with `then` it is given once, and the next time the other one."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    then: "Answer | None" = None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Listener"

    def do_GET(self) -> None:
        outlet = self.server.outlet
        outlet.asked.append(self.path)
        outlet.times.append(time.monotonic())
        outlet.sent.append(dict(self.headers.items()))
        answer = outlet.answers.get(self.path, Answer("gone", 404))
        if answer.then is not None:
            outlet.answers[self.path] = answer.then
        body = answer.body.replace("{{BASE}}", outlet.url).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), _Handler)

    outlet: "Served"


class Served:
    """Serves the answers while the context lasts; `{{BASE}}` in a body stands for its own address."""

    def __init__(self, answers: Mapping[str, Answer | str], host: str = "127.0.0.1") -> None:
        self.answers = {path: Answer(one) if isinstance(one, str) else one for path, one in answers.items()}
        self.asked: list[str] = []
        self.times: list[float] = []
        self.sent: list[dict[str, str]] = []
        self._listener = _Listener(host)
        self._listener.outlet = self
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self._listener.server_port}"
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()


def feed(*paths: str) -> str:
    """An RSS feed of the server's own paths."""
    items = "".join(f"<item><title>t</title><link>{{{{BASE}}}}{path}</link></item>" for path in paths)
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'

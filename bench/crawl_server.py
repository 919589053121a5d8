"""Serves the pages of the quality sets as news outlets on loopback, for the figures of a crawl.

    python -m bench.crawl_server BENCH_DIR [--hosts 20] [--copies 2] [--limit N]

Outlet n is at 127.0.0.n, with a feed of its pages at /feed.xml. Answers are gzip, made before the first request. Copy k
of a page is at another outlet than copy k-1, and differs from it by a comment at its end, so that no body comes twice.
One JSON line on standard output says where everything is; the server lives until its standard input ends.
"""

import argparse
import asyncio
import gzip
import json
import sys
from html import escape
from pathlib import Path
from typing import Any

from bench.sets import pages

_HEAD = "HTTP/1.1 {} OK\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}Connection: keep-alive\r\n\r\n"
_ROBOTS = b"User-agent: *\nAllow: /\n"
Answers = dict[bytes, tuple[bytes, bytes]]
"""Head and body by host, a blank, and path."""


def _answer(body: bytes, kind: str, *, packed: bool = True, status: int = 200) -> tuple[bytes, bytes]:
    coding = "Content-Encoding: gzip\r\n" if packed else ""
    return _HEAD.format(status, kind, len(body), coding).encode(), body


def world(bench: Path, hosts: int, copies: int, limit: int | None) -> tuple[Answers, dict[int, list[str]]]:
    """All answers, and for each outlet its pages' paths; gzip members one after another are one gzip (RFC 1952)."""
    found = [one for name in ("articles", "publishers") for one in pages(bench / name)]
    answers: Answers = {}
    paths: dict[int, list[str]] = {number: [] for number in range(1, hosts + 1)}
    for index, (row, page) in enumerate(found):
        packed = gzip.compress(page.body)
        for copy in range(copies):
            if limit is not None and index + copy * len(found) >= limit:
                break
            host, path = (index + copy) % hosts + 1, f"/2026/11/{copy}/{row['id']}"
            comment = gzip.compress(f"<!-- {copy} -->".encode())
            answers[f"127.0.0.{host} {path}".encode()] = _answer(packed + comment, "text/html; charset=utf-8")
            paths[host].append(path)
    return answers, paths


def _feed(base: str, paths: list[str]) -> bytes:
    items = "".join(f"<item><title>Page</title><link>{escape(base + path)}</link></item>" for path in paths)
    return gzip.compress(f'<rss version="2.0"><channel><title>Outlet</title>{items}</channel></rss>'.encode())


class Outlet(asyncio.Protocol):
    """One connection; requests have no bodies."""

    def __init__(self, answers: Answers) -> None:
        self._answers, self._buffer = answers, b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        *requests, self._buffer = (self._buffer + data).split(b"\r\n\r\n")
        for request in requests:
            line, _, rest = request.partition(b"\r\n")
            host = next((one[6:] for one in rest.split(b"\r\n") if one.lower().startswith(b"host: ")), b"")
            key = host.partition(b":")[0] + b" " + line.split(b" ")[1]
            head, body = self._answers.get(key) or _answer(b"gone", "text/plain", packed=False, status=404)
            self._transport.writelines((head, body))


async def serve(answers: Answers, paths: dict[int, list[str]]) -> None:
    """Listen on every outlet's address, say where, and serve until standard input ends."""
    loop = asyncio.get_running_loop()
    addresses = [f"127.0.0.{number}" for number in paths]
    first = await loop.create_server(lambda: Outlet(answers), addresses[0], 0)
    port = first.sockets[0].getsockname()[1]
    servers = [first, await loop.create_server(lambda: Outlet(answers), addresses[1:], port)] if addresses[1:] else []
    sites = {f"http://127.0.0.{number}:{port}": one for number, one in paths.items()}
    for number, (base, one) in zip(paths, sites.items(), strict=True):
        answers[f"127.0.0.{number} /feed.xml".encode()] = _answer(_feed(base, one), "application/rss+xml")
        answers[f"127.0.0.{number} /robots.txt".encode()] = _answer(_ROBOTS, "text/plain", packed=False)
    print(json.dumps(sites), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    for server in servers:
        server.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench_dir", type=Path)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--limit", type=int, help="so many pages in all")
    arguments = parser.parse_args()
    asyncio.run(serve(*world(arguments.bench_dir, arguments.hosts, arguments.copies, arguments.limit)))


if __name__ == "__main__":
    main()

"""A proxy on loopback for a browser: what it loads goes where the outlet may connect, and nowhere else.

A browser resolves names, follows redirects and opens connections by itself, so only the wire under it can hold the guard.
"""

import asyncio
import contextlib
from collections.abc import Callable
from urllib.parse import urlsplit

from crawler.troubles import PrivateAddress

HEAD_BYTES, HEAD_SECONDS, IDLE_SECONDS = 65_536, 20.0, 30.0
CONNECT_SECONDS = 20.0
CHUNK = 65_536
_DROPPED = (b"proxy-", b"connection:", b"keep-alive:")


class GuardedProxy:
    """Forwards requests and tunnels (RFC 9110, sections 7.6 and 9.3.6) to addresses that `allows` lets through.

    `limit` is the most bytes of one connection, each way. `refused` has the hosts that were not let through.
    """

    def __init__(self, allows: Callable[[str, str], bool], limit: int) -> None:
        self._allows, self._limit = allows, limit
        self._server: asyncio.Server | None = None
        self.refused: list[str] = []

    async def start(self) -> str:
        """Listen on a free port of loopback; returns the proxy's address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_BYTES)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Take no more connections."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
            await self._forward(head, reader, writer)
        except PrivateAddress:
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        finally:
            with contextlib.suppress(OSError):
                writer.close()

    async def _forward(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line, *fields = head.rstrip(b"\r\n").split(b"\r\n")
        method, target, version = line.split(b" ")
        if method == b"CONNECT":
            parts = urlsplit(f"//{target.decode('ascii')}")
            upstream = await self._connect(parts.hostname or "", parts.port or 443)
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            parts = urlsplit(target.decode("ascii"))
            if parts.scheme != "http":
                raise ValueError("only http is forwarded as it is")
            upstream = await self._connect(parts.hostname or "", parts.port or 80)
            path = parts._replace(scheme="", netloc="").geturl() or "/"
            kept = [field for field in fields if not field.lower().startswith(_DROPPED)]
            first = b" ".join((method, path.encode("ascii"), version))
            upstream[1].write(b"\r\n".join((first, *kept, b"Connection: close", b"", b"")))
        there = asyncio.ensure_future(self._copy(reader, upstream[1]))
        try:
            await self._copy(upstream[0], writer)
        finally:
            there.cancel()
            upstream[1].close()

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the first allowed address that answers. Raises `PrivateAddress` where none is allowed."""
        loop = asyncio.get_running_loop()
        found = dict.fromkeys(str(one[4][0]) for one in await loop.getaddrinfo(host, port, proto=6))
        allowed = [ip for ip in found if self._allows(host.lower(), ip)]
        if not allowed:
            self.refused.append(host)
            raise PrivateAddress(host, tuple(found))
        last: Exception = OSError(f"{host} has no address")
        for ip in allowed:
            try:
                return await asyncio.wait_for(asyncio.open_connection(ip, port), CONNECT_SECONDS)
            except OSError as error:  # a timeout is one too
                last = error
        raise last

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until the end, the limit, or a silence."""
        left = self._limit
        with contextlib.suppress(OSError, TimeoutError):
            while left > 0 and (data := await asyncio.wait_for(reader.read(min(CHUNK, left)), IDLE_SECONDS)):
                left -= len(data)
                writer.write(data)
                await writer.drain()

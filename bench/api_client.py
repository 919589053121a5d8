"""Asks a server as often as it answers: connections that are kept, in one event loop, with no more of HTTP than that needs."""

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence

HOST = "127.0.0.1"


def ask(port: int, paths: Sequence[str], seconds: float, clients: int) -> tuple[list[float], float]:
    """Ask for the paths over and over; return the milliseconds of each request, and the seconds of all together.

    Raises RuntimeError for an answer that is not 200.
    """
    return asyncio.run(_ask(port, paths, seconds, clients))


async def _ask(port: int, paths: Sequence[str], seconds: float, clients: int) -> tuple[list[float], float]:
    times: list[float] = []
    turn = itertools.cycle(paths)
    started = time.perf_counter()
    await asyncio.gather(*(_client(port, turn, started + seconds, times) for _ in range(clients)))
    return times, time.perf_counter() - started


async def _client(port: int, turn: Iterator[str], end: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection(HOST, port, limit=16_000_000)
    while (began := time.perf_counter()) < end:
        path = next(turn)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept: */*\r\n\r\n".encode())
        await _answer(reader, path)
        times.append((time.perf_counter() - began) * 1000)
    writer.close()


async def _answer(reader: asyncio.StreamReader, path: str) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(f"{path}: {head[:40]!r} {await reader.read(300)!r}")
    if b"transfer-encoding: chunked" in head:
        while (size := int((await reader.readline()).strip(), 16)) or True:
            await reader.readexactly(size + 2)
            if not size:
                return
    await reader.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0]))

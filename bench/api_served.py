"""The servers that are measured, each a process of its own on a port of loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers."""

    port: int


def _free() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as made:
        port: int = made.getsockname()[1]
        return port


@contextmanager
def _running(command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[Served]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        try:
            end = time.monotonic() + SECONDS
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    if time.monotonic() > end or process.poll() is not None:
                        raise
                    time.sleep(0.1)
            yield Served(port)
        finally:
            process.terminate()


@contextmanager
def datasette(program: str, file: Path) -> Iterator[Served]:
    """Datasette over a SQLite file, without a limit of time."""
    port = _free()
    command = [program, "serve", str(file), "--port", str(port), "--setting", "sql_time_limit_ms", "20000"]
    with _running(command, port, os.environ) as server:
        yield server


@contextmanager
def newsmill(url: str) -> Iterator[Served]:
    """newsmill over a database, without a limit of requests."""
    port = _free()
    command = [sys.executable, "-P", "-m", "newsmill", "run", "--no-crawl", "--db", url, "--port", str(port)]
    with _running(command, port, os.environ | {"NEWSMILL_RATE": "0"}) as server:
        yield server

"""A PostgreSQL server that goes away in the middle of the work and comes back: the work waits, and loses nothing."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from storage import Stored, StoreError
from storage.database import Database
from storage.engine import make_engine, parse
from storage.migrate import prepare
from storage.store import Store
from tests.storage.made import article, page, put


class Relay:
    """A port that hands everything on to the server, until it is cut; then it refuses, until it is mended."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener: socket.socket | None = None
        self._open: list[socket.socket] = []
        self.port = 0
        self.mend()

    def mend(self) -> None:
        """Listen again, on the port of before."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self._listener, self.port = listener, listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """End every connection, and listen no more."""
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(self._target)
                self._open += [client, server]
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def relay(postgresql: str) -> Iterator[Relay]:
    """Give a relay before the server."""
    server = make_url(postgresql)
    made = Relay(server.host or "127.0.0.1", server.port or 5432)
    yield made
    made.cut()


def store_at(relay: Relay, postgresql: str, folder: Path, **more: object) -> Store:
    """Open a store through the relay; nothing sleeps."""
    engine = make_engine(parse(postgresql).set(host="127.0.0.1", port=relay.port))
    prepare(engine)
    return Store(Database(engine, **more), folder)  # type: ignore[arg-type]


def test_work_waits_for_the_server(relay: Relay, postgresql: str, tmp_path: Path) -> None:
    """The server goes, three attempts find nobody, it comes back: the page is stored, and a line told of the wait."""
    lines: list[str] = []
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            relay.mend()

    with store_at(relay, postgresql, tmp_path, on_wait=lines.append, pause=pause) as store:
        put(store, page(), article())
        relay.cut()
        second = page(b"2", url="https://www.sample.example/ferry")
        assert isinstance(put(store, second, article("The ferry runs. " * 30)), Stored)
        assert [row.id for row in store.articles()] == [2, 1]
    assert len(pauses) == 3
    assert len(lines) == 1 and "waiting for it" in lines[0] and "\n" not in lines[0]


def test_patience_ends(relay: Relay, postgresql: str, tmp_path: Path) -> None:
    """A server that stays away ends the run with one line, after the time that was set."""
    pauses: list[float] = []
    with store_at(relay, postgresql, tmp_path, patience=20, pause=pauses.append) as store:
        relay.cut()
        with pytest.raises(StoreError, match=r"cannot reach .*; waited 2\d seconds for it"):
            store.sources()
    assert sum(pauses) == pytest.approx(20, abs=5)

"""The jobs beside the API: outlets that are leased, webhooks that are told, refused, given up."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from newsmill.config import Config
from newsmill.service.jobs import crawls
from newsmill.service.jobs.children import Ended
from newsmill.service.jobs.crawls import Crawls
from newsmill.service.jobs.telling import Telling
from storage.service import schedule, webhooks
from storage.store import Store, open_store
from tests.storage.made import article, page, put


class FakeChild:
    """A job that ends when it is told to, having printed a report of its outlets."""

    started: list["FakeChild"]

    def __init__(self, arguments: tuple[str, ...]) -> None:
        self.arguments, self.over, self.early = arguments, asyncio.Event(), False

    @classmethod
    async def start(cls, *arguments: str) -> "FakeChild":
        """Begin."""
        made = cls(arguments)
        cls.started.append(made)
        return made

    async def wait(self) -> Ended:
        """Its end."""
        await self.over.wait()
        if self.early:
            return Ended(b"", 130)
        counts: dict[str, Any] = dict.fromkeys(crawls.BROUGHT, 1) | {"failures": []}
        names = self.arguments[1 : self.arguments.index("--db")]
        reports = [{"source": name, **counts} for name in names if name != "--due"]
        return Ended(json.dumps({"sources": reports, "interrupted": False}).encode(), 0)

    def ask_to_end(self) -> None:
        """End early."""
        self.early = True
        self.over.set()

    async def end(self) -> None:
        """End early."""
        self.ask_to_end()


@pytest.fixture
def config(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Give a configuration with two outlets, whose crawls are fakes."""
    FakeChild.started = []
    monkeypatch.setattr(crawls, "Child", FakeChild)
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in ("a.example", "b.example"):
        (folder / f"{name}.toml").write_text(f'name = "{name}"\nurl = "https://{name}/"\ninterval = "2h"\n')
    return Config(db=f"sqlite:///{tmp_path / 'news.db'}", seeds=folder)


def test_two_services_crawl_each_outlet_once(config: Config, store: Store) -> None:
    """What one service crawls another leaves alone; after the crawl the outlet is due again after its interval."""

    async def both() -> None:
        first, second = Crawls(store.database, config), Crawls(store.database, config)
        await first.tick()
        await second.tick()
        await asyncio.sleep(0)
        (child,) = FakeChild.started
        assert child.arguments[:4] == ("crawl", "a.example", "b.example", "--due")
        child.over.set()
        while first.running:
            await asyncio.sleep(0)
        await second.tick()
        assert second.running == 0

    asyncio.run(both())
    rows = store.database.read(schedule.rows)
    assert [row.holder for row in rows] == [None, None]
    wait = rows[0].next_at - datetime.now(UTC)
    assert timedelta(hours=1, minutes=59) < wait <= timedelta(hours=2)


def test_a_service_that_ends_gives_its_outlets_back(config: Config, store: Store) -> None:
    """A crawl that is ended early leaves its outlets as due as they were, those that a person asked for too."""
    store.database.write(schedule.want, "b.example", datetime.now(UTC))

    async def ended() -> None:
        service = Crawls(store.database, config)
        await service.tick()
        while len(FakeChild.started) < 2:
            await asyncio.sleep(0)
        await service.end()

    asyncio.run(ended())
    first, second = store.database.read(schedule.rows)
    now = datetime.now(UTC)
    assert first.holder is second.holder is None and first.next_at <= now and second.wanted_at is not None
    assert "--due" not in FakeChild.started[0].arguments


def test_a_crawl_whose_lease_is_lost_ends(config: Config, store: Store) -> None:
    """A service that finds an outlet in other hands ends its crawl of it."""

    async def lost() -> None:
        service = Crawls(store.database, config)
        await service.tick()
        while not FakeChild.started:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        later = datetime.now(UTC) + 2 * schedule.LEASE
        store.database.write(schedule.take, "other", ["a.example"], later, 1)
        await service.tick()
        assert FakeChild.started[0].early
        await service.end()

    asyncio.run(lost())
    assert [row.holder for row in store.database.read(schedule.rows)] == ["other", None]


@contextmanager
def answering(status: int) -> Iterator[str]:
    """A server on loopback that answers every post alike."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "private", "state", "said"),
    [
        (204, True, "delivered", None),
        (500, True, "waiting", "it answered 500"),
        (302, True, "waiting", "it answered 302"),
        (410, True, "given-up", "it answered 410"),
        (204, False, "waiting", "NotAllowedError: localhost is at no public address"),
    ],
)
def test_what_comes_of_a_delivery(tmp_path: Path, status: int, private: bool, state: str, said: str | None) -> None:
    """2xx is delivered; other answers, redirects too, are tried again; 410 is given up; private addresses are not told."""
    with open_store(f"sqlite:///{tmp_path / 'told.db'}") as store, answering(status) as url:
        hook = store.database.write(webhooks.add, url, None, {}, datetime.now(UTC))
        put(store, page(), article())

        async def tell() -> None:
            telling = Telling(store.database, private=private)
            await telling.tick()
            await telling.end()

        asyncio.run(tell())
        (delivery,) = store.database.read(webhooks.deliveries, hook.id)
    assert (delivery.state, delivery.tries) == (state, 1)
    assert (delivery.trouble or "").startswith(said or "") and (delivery.trouble is None) is (said is None)

"""All of the service in one process: the API and the pages, and beside them crawls, the index of the search, webhooks."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import uvicorn
from fastapi import FastAPI

from newsmill import pages
from newsmill.config import Config
from newsmill.service.app import create_app
from newsmill.service.jobs.crawls import Crawls
from newsmill.service.jobs.loop import Jobs
from newsmill.service.jobs.telling import Telling
from newsmill.service.security.origin import is_loopback
from newsmill.service.wiring import wired
from storage import Store
from storage.service import tokens

log = logging.getLogger(__name__)
PATIENCE = 2.0
"""Seconds that a request waits for a database that went away."""
SECONDS = 10
"""How long answers that are under way may take at the end."""


class RunError(Exception):
    """The service cannot begin; one line for a person."""


def run(store: Store, config: Config, *, crawl: bool = True, say: Callable[[str], None] = lambda _: None) -> None:
    """Serve until SIGINT or SIGTERM; `say` gets the address once it is listened on. Raises `RunError`.

    Without `crawl`, only the API and what belongs to it run here.
    """
    local = is_loopback(config.host)
    if not local and not any(one.holds(datetime.now(UTC)) for one in store.database.read(tokens.tokens)):
        raise RunError(
            f"--host {config.host}: without a token newsmill answers this machine only; make one with: newsmill tokens add NAME"
        )
    crawls = Crawls(store.database, config) if crawl else None
    jobs = Jobs(
        store.database, config.db, crawls=crawls, telling=Telling(store.database, private=config.webhook_private)
    )
    processes = max((os.cpu_count() or 1) // 2, 1)
    with (
        _listening(config.host, config.port) as listening,
        wired(store, config, local=local, processes=processes, wake=jobs.wake) as service,
    ):
        app = create_app(service, mounts=[pages.mount])
        service.taking.cleaning.warm()
        host, port = listening.getsockname()[:2]
        say(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(app, jobs, listening))


async def _serve(app: FastAPI, jobs: Jobs, listening: socket.socket) -> None:
    server = _Server(_settings(app))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.handle_exit, number, None)
    beside = asyncio.create_task(jobs.run())
    beside.add_done_callback(server.stop)  # a bug of the jobs ends all: systemd and containers start it anew
    await server.serve([listening])
    beside.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await beside


class _Server(uvicorn.Server):
    """uvicorn's, but for the signals: it would raise them once more in the end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """They are `_serve`'s."""
        yield

    def stop(self, _: object) -> None:
        """End."""
        self.should_exit = True


def _settings(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS,
        h11_max_incomplete_event_size=65_536,
    )


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop
    except ModuleNotFoundError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        made = socket.create_server((host.strip("[]"), port), family=family, backlog=2048)
    except OSError as error:
        raise RunError(
            f"cannot listen on {host} port {port} ({error.strerror or error}); give another --port"
        ) from error
    with made:
        made.setblocking(False)
        yield made

"""Fetching of addresses that are sent in, by the crawler's spider in a process of its own, with all its guards.

Nobody reaches an address that is not public through it: whoever sends one in is not the operator, who may allow an outlet's
own hosts in its source file (`allow_private`).
"""

import itertools
import logging
import shutil
from concurrent.futures import Future
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock, Thread
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import crawler
from cleaners.types import Page
from crawler.errors import SourceError
from crawler.sources import Source
from newsmill.config import Config
from newsmill.service.problems import Problem
from newsmill.sources import choose
from storage import StoreError
from storage.memory import Memory

if TYPE_CHECKING:
    from crawler.single import Fetched

log = logging.getLogger(__name__)
MOST = 8
"""So many addresses are fetched at once."""
SECONDS = 120.0
"""How long an address may take, redirects, robots.txt and pauses included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why an address could not be had: a code (`crawler.troubles.Trouble`) and a line for a person."""

    why: str
    detail: str


class FetchingDesk:
    """Fetches addresses, from any thread. Its process starts with the first one; use it in a `with` statement."""

    def __init__(self, config: Config, memory: Memory) -> None:
        self._config, self._memory = config, memory
        self._lock, self._numbers = Lock(), itertools.count(1)
        self._waiting: dict[int, Future[Fetched]] = {}
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if process is not None and pipe is not None:
            process.kill()
            process.join()
            pipe.close()

    def fetch(self, url: str) -> "tuple[Page, crawler.Evidence] | Trouble":
        """Fetch a page. Raises `Problem` for what is no address of the web, or where too many are under way."""
        source = self._source(url)
        from crawler.single import Wanted

        promise, number = Future["Fetched"](), next(self._numbers)
        asked = {host: self._memory.asked(host) for host in {urlsplit(url).hostname or "", source.host}}
        self._send(Wanted(number=number, url=url, source=source, asked=asked), promise)
        try:
            fetched = promise.result(SECONDS)
        except TimeoutError:
            return Trouble(why="timeout", detail="no answer in time; try again later")
        finally:
            self._waiting.pop(number, None)
        for host, requests in fetched.requests.items():
            self._memory.note_asked(host, requests)
        if fetched.page is None:
            if fetched.why == "bug":
                log.error("%s: %s", url, fetched.detail)
                raise Problem(500, "a bug of the crawler; the log has its trace")
            return Trouble(why=fetched.why, detail=fetched.detail)
        return fetched.page, fetched.evidence

    def _source(self, url: str) -> Source:
        """The outlet that the address is of: as its file has it, else one that may not be at a private address."""
        try:
            source = Source.from_url(url)
            urlsplit(url).port  # noqa: B018 - it raises ValueError for what is none
        except (SourceError, ValueError) as error:
            raise Problem(422, f"url: {error}") from error
        file = self._config.seeds / f"{source.host}.toml"
        if file.is_file():
            known, problems = choose([source.host], self._config.seeds)
            for problem in problems:
                log.warning("%s", problem)
            if known and known[0].owns(url):
                return known[0]
        return source.model_copy(update={"allow_private": False, "delay": None})

    def _send(self, wanted: object, promise: "Future[Fetched]") -> None:
        with self._lock:
            if len(self._waiting) >= MOST:
                raise Problem(503, "too many addresses are being fetched; try again", headers={"Retry-After": "10"})
            if self._pipe is None:
                self._launch()
            assert self._pipe is not None
            self._waiting[wanted.number] = promise  # type: ignore[attr-defined]
            self._pipe.send(wanted)

    def _launch(self) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._settings()), daemon=True)
        self._process.start()
        theirs.close()
        Thread(target=self._listen, args=(self._pipe,), name="newsmill-fetching", daemon=True).start()

    def _listen(self, pipe: Connection) -> None:
        """Hand the answers to those who wait; where the process died, it is started anew for the next one."""
        while True:
            try:
                fetched: Fetched = pipe.recv()
            except (EOFError, OSError):
                break
            promise = self._waiting.get(fetched.number)
            if promise is not None:
                promise.set_result(fetched)
        with self._lock:
            if self._pipe is pipe:
                self._pipe = self._process = None
            waiting, self._waiting = self._waiting, {}
        for promise in waiting.values():
            promise.set_exception(StoreError("the fetching process died"))

    def _settings(self) -> crawler.CrawlSettings:
        config = self._config
        return crawler.CrawlSettings(
            contact=config.contact,
            delay=config.delay,
            timeout=config.timeout,
            retries=1,
            max_page_bytes=config.max_page_bytes,
            max_daily=config.max_daily,
            obey_opt_outs=config.obey_opt_outs,
            source_seconds=SECONDS,
            browser=config.browser or shutil.which("chromium") or "",
        )


def _serve(pipe: Connection, settings: crawler.CrawlSettings) -> None:
    """The other side."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which ends this process itself
    logging.getLogger().addHandler(logging.NullHandler())
    from crawler.single import serve

    serve(pipe, settings)

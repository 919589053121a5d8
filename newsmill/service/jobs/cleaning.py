"""Cleaning of what is sent in: a few processes that are kept, and a line before them that is never long."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from threading import BoundedSemaphore, Lock
from typing import Self

from cleaners.types import Article, Page, Rejected
from newsmill.config import Config
from newsmill.service.problems import Problem
from newsmill.worker import CleanerError, CleanerProcess

log = logging.getLogger(__name__)
WAITING = 4
"""So many pages may wait for each process; the next one is asked to come again."""


class CleaningDesk:
    """Cleans pages, from any thread. The processes start with `warm` or the first page; use it in a `with` statement."""

    def __init__(self, config: Config, *, processes: int = 1) -> None:
        self._config, self._number = config, processes
        self._room = BoundedSemaphore(processes * (1 + WAITING))
        self._idle: SimpleQueue[CleanerProcess] = SimpleQueue()
        self._stack, self._starting, self._started = ExitStack(), Lock(), False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def warm(self) -> None:
        """Start the processes, which get ready by themselves, so that the first page need not wait for them."""
        self._start()

    def clean(self, page: Page) -> Article | Rejected:
        """As `cleaners.clean`, within the budget of a page. Raises `Problem`: 503 where too many wait, 500 for a bug."""
        with self._process() as process:
            try:
                return process.clean(page)
            except CleanerError as error:
                log.error("%s: %s", page.url or "a document", error)
                raise Problem(500, "a bug of the cleaner; the log has its trace") from error

    @contextmanager
    def _process(self) -> Iterator[CleanerProcess]:
        if not self._room.acquire(blocking=False):
            raise Problem(503, "too many pages wait to be cleaned; try again later", headers={"Retry-After": "10"})
        try:
            self._start()
            process = self._idle.get()
            try:
                yield process
            finally:
                self._idle.put(process)
        finally:
            self._room.release()

    def _start(self) -> None:
        with self._starting:
            if self._started:
                return
            for _ in range(self._number):
                self._idle.put(self._stack.enter_context(CleanerProcess(**self._config.cleaning())))
            self._started = True

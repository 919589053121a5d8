"""Cleaning in a process of its own, with a limit of time and memory: the cleaner itself has no clock.

A page that takes too long, or more memory than it may, costs that page and nothing else: its process is ended and the
next page gets a new one. A crawl's event loop has the interpreter to itself meanwhile.
"""

import logging
import resource
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self

from cleaners.types import Article, Page, Rejected, Why

SECONDS = 30.0
"""The longest that one page may take; the slowest real pages take about a tenth of it."""
BYTES = 4 * 1024**3
"""The most address space of a cleaning process; the libraries alone map more than one gigabyte."""
_START_SECONDS = 120.0


class CleanerError(Exception):
    """The cleaner met a bug, or its process died. The message carries the other side's traceback."""


class CleanerProcess:
    """One cleaning process, kept from page to page. Use it in a `with` statement, from one thread at a time.

    `seconds` is the limit for one page. The rules are loaded in the process itself, with the folder of site
    configurations where one is given.
    """

    def __init__(self, seconds: float = SECONDS, *, site_config: Path | None = None) -> None:
        self._seconds, self._site_config = seconds, site_config
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ready = False
        self.deadline = 0.0
        """When the page that it has must be done, on the clock of `time.monotonic`."""

    def __enter__(self) -> Self:
        self._launch()  # it gets ready while the caller does other things
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def clean(self, page: Page) -> Article | Rejected:
        """As `cleaners.clean`. Raises `CleanerError` for a bug; too slow a page is `Rejected` with TIMEOUT."""
        self.begin(page)
        return self.finish()

    def begin(self, page: Page) -> Connection:
        """Give it a page; the connection has something to read once it is done. Raises `CleanerError` as `clean` does."""
        pipe = self.ready()
        try:
            pipe.send(page)
        except OSError as error:
            raise self._died(error) from error
        self.deadline = time.monotonic() + self._seconds
        return pipe

    def finish(self) -> Article | Rejected:
        """Wait for the page that it was given, at most until `deadline`; otherwise as `clean`."""
        pipe = self.ready()
        try:
            if not pipe.poll(max(self.deadline - time.monotonic(), 0)):
                self._end()
                return Rejected(why=Why.TIMEOUT, detail=f"cleaning took more than {self._seconds:g} seconds")
            result: Article | Rejected | str = pipe.recv()
        except (EOFError, OSError) as error:
            raise self._died(error) from error
        if isinstance(result, str):
            raise CleanerError(result)
        return result

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.is_alive()

    def _died(self, error: Exception) -> CleanerError:
        self._end()
        return CleanerError(f"the cleaning process died at this page ({error!r})")

    def _launch(self) -> Connection:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._site_config), daemon=True)
        with _deaf():
            self._process.start()
        theirs.close()
        self._ready = False
        return self._pipe

    def ready(self) -> Connection:
        """Wait until it can clean. Raises `CleanerError` with one line where it cannot, such as for a bad rule file."""
        pipe = self._pipe or self._launch()
        if not self._ready:
            try:
                trouble = pipe.recv() if pipe.poll(_START_SECONDS) else "it did not start in time"
            except (EOFError, OSError):
                trouble = "it ended before it began; its own lines above say why"
            if trouble:
                self._end()
                raise CleanerError(f"the cleaning process: {trouble}")
            self._ready = True
        return pipe

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes started meanwhile do not hear Ctrl-C, not even before their first line: it is for the command."""
    resource_tracker.ensure_running()  # its start would take the mask off again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, site_config: Path | None) -> None:
    """The other side: clean page after page until the pipe is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    logging.getLogger().addHandler(logging.NullHandler())
    import cleaners

    try:
        rules = cleaners.load_rules(site_config=site_config)
    except cleaners.RuleError as error:
        pipe.send(str(error))
        return
    pipe.send("")
    while True:
        try:
            page = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(cleaners.clean(page, rules))
        except Exception:  # noqa: BLE001 - a bug: it goes to the caller with its trace
            pipe.send(traceback.format_exc())

"""Cleaning in a process of its own, with a limit of time and memory: the cleaner itself has no clock.

A page that takes too long, or more memory than it may, costs that page and nothing else: its process is ended and the
next page gets a new one. A crawl's event loop has the interpreter to itself meanwhile.
"""

import gc
import logging
import math
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

from cleaners.types import Article, Page, Rejected
from newsmill.budget import MEMORY, PATIENCE, SECONDS, lift, limit_memory, spent, too_long, too_much
from newsmill.wire import Packed, packed, unpacked

_START_SECONDS = 120.0
_LEAST_WAIT = 0.05
_WARM_UP = Page(body=b"<p>Words.", content_type="text/html")
"""Cleaned before the first page: what libraries load at their first use is not that page's."""


class CleanerError(Exception):
    """The cleaner met a bug, or its process died. The message carries the other side's traceback."""


class CleanerProcess:
    """One cleaning process, kept from page to page. Use it in a `with` statement, from one thread at a time.

    `seconds` and `memory` (MiB) are the limits for one page; `fast` is that of `cleaners.clean`. The rules are loaded in
    the process itself, with the folder of site configurations where one is given.
    """

    def __init__(
        self, seconds: float = SECONDS, *, memory: int = MEMORY, fast: bool = False, site_config: Path | None = None
    ) -> None:
        self._seconds, self._memory, self._fast, self._site_config = seconds, memory, fast, site_config
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ready = False
        self._begun = self._last = 0.0
        self.deadline = 0.0
        """When to ask whether the page that it has is `overdue`, on the clock of `time.monotonic`."""

    def __enter__(self) -> Self:
        self._launch()  # it gets ready while the caller does other things
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def clean(self, page: Page) -> Article | Rejected:
        """As `cleaners.clean`. Raises `CleanerError` for a bug.

        Too slow a page is `Rejected` with TIMEOUT, one that takes too much memory with TOO_LARGE.
        """
        self.begin(page)
        return self.finish()

    def begin(self, page: Page) -> Connection:
        """Give it a page; the connection has something to read once it is done. Raises `CleanerError` as `clean` does."""
        pipe = self.ready()
        try:
            pipe.send(page)
        except OSError as error:
            raise self._died(error) from error
        self._begun, now = self._spent(), time.monotonic()
        self.deadline, self._last = now + self._seconds, now + self._seconds * PATIENCE
        return pipe

    def finish(self) -> Article | Rejected:
        """Wait for the page that it was given until it is `overdue`; otherwise as `clean`."""
        pipe = self.ready()
        try:
            while not pipe.poll(max(self.deadline - time.monotonic(), 0)):
                if self.overdue():
                    self._end()
                    return too_long(self._seconds)
            result: Packed | Rejected | str | None = pipe.recv()
        except (EOFError, OSError) as error:
            raise self._died(error) from error
        if result is None:
            self._end()  # what is left of it may be in pieces
            return too_much(self._memory)
        if isinstance(result, str):
            raise CleanerError(result)
        return unpacked(result) if isinstance(result, tuple) else result

    def overdue(self) -> bool:
        """Whether the page has had its time; puts `deadline` off where its process did not have the processor so long."""
        now = time.monotonic()
        if now >= self.deadline and (left := self._seconds - (self._spent() - self._begun)) > 0:
            self.deadline = min(now + max(left, _LEAST_WAIT), self._last)
        return now >= self.deadline

    def _spent(self) -> float:
        return spent(self._process.pid or 0) if self._process is not None else math.inf

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
        how = (theirs, self._site_config, self._memory, self._fast)
        self._process = context.Process(target=_serve, args=how, daemon=True)
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


def _serve(pipe: Connection, site_config: Path | None, memory: int, fast: bool) -> None:
    """The other side: clean page after page until the pipe is closed; None says that the memory did not suffice."""
    logging.getLogger().addHandler(logging.NullHandler())
    import cleaners

    try:
        rules = cleaners.load_rules(site_config=site_config)
    except cleaners.RuleError as error:
        pipe.send(str(error))
        return
    cleaners.clean(_WARM_UP, rules)
    gc.collect()
    gc.freeze()  # rules and models stay as long as the process: no collection need walk through them
    before = limit_memory(memory)
    pipe.send("")
    while True:
        try:
            page = pipe.recv()
            result: Article | Rejected | None = cleaners.clean(page, rules, fast=fast)
            pipe.send(packed(result) if isinstance(result, Article) else result)
        except EOFError:
            return
        except MemoryError:
            page = result = None
            lift(before)
            pipe.send(None)
            return
        except Exception:  # noqa: BLE001 - a bug: it goes to the caller with its trace
            pipe.send(traceback.format_exc())

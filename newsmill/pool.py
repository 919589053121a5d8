"""Several cleaning processes at once, the results in the order of the documents.

A bounded number of documents is under way or waits for its turn, so that memory does not grow with their number; a slow
page keeps its own process busy and the others go on meanwhile.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Self

from cleaners.types import Article, Rejected
from newsmill.budget import MEMORY, SECONDS
from newsmill.files import Document, Problem
from newsmill.worker import CleanerError, CleanerProcess

AHEAD = 32
"""How many documents a process, done or under way, may be ahead of the first that is not done."""
BYTES_AHEAD = 64_000_000
"""How many bytes of pages these may be."""

Result = Article | Rejected | CleanerError
Job = Document | Problem


class CleanerPool:
    """`jobs` cleaning processes. Use it in a `with` statement, from one thread; leaving it ends them at once.

    The other arguments are those of `CleanerProcess`.
    """

    def __init__(
        self,
        jobs: int,
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        fast: bool = False,
        site_config: Path | None = None,
    ) -> None:
        self._idle = [CleanerProcess(seconds, memory=memory, fast=fast, site_config=site_config) for _ in range(jobs)]
        self._ahead = AHEAD * jobs
        self._busy: dict[Connection, tuple[int, CleanerProcess]] = {}
        self._waiting: dict[int, Job] = {}
        self._done: dict[int, Result | None] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for process in self._idle:
            self._stack.enter_context(process)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def ready(self) -> None:
        """Wait until all can clean. Raises `CleanerError` with one line where they cannot."""
        for process in self._idle:
            process.ready()

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result | None]]:
        """Each document with what came of it, in their order; a problem goes through as it is, with None."""
        coming, first = enumerate(jobs), 0
        more = True
        while more or self._waiting:
            while more and self._idle and self._room():
                more = self._take(next(coming, None))
            if self._busy:
                self._collect(patient=first not in self._done)
            if first in self._done:
                yield self._waiting.pop(first), self._done.pop(first)
                first += 1

    def _room(self) -> bool:
        held = sum(len(job.page.body) for job in self._waiting.values() if isinstance(job, Document))
        return len(self._waiting) < self._ahead and held < BYTES_AHEAD

    def _take(self, coming: tuple[int, Job] | None) -> bool:
        """Begin with the next document; False where there is none."""
        if coming is None:
            return False
        number, job = coming
        self._waiting[number] = job
        if isinstance(job, Problem):
            self._done[number] = None
            return True
        process = self._idle.pop()
        try:
            self._busy[process.begin(job.page)] = (number, process)
        except CleanerError as error:
            self._done[number] = error
            self._idle.append(process)
        return True

    def _collect(self, *, patient: bool) -> None:
        """Take what came of the pages that are done or over their time; `patient` waits for the next such."""
        nearest = min(process.deadline for _, process in self._busy.values())
        ready = wait(list(self._busy), max(nearest - time.monotonic(), 0) if patient else 0)
        for pipe in [pipe for pipe, (_, process) in self._busy.items() if pipe in ready or process.overdue()]:
            number, process = self._busy.pop(pipe)
            try:
                self._done[number] = process.finish()
            except CleanerError as error:
                self._done[number] = error
            self._idle.append(process)

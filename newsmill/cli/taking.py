"""The work of `newsmill import`: a few threads, each with a cleaning process of its own, take page after page."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

import click

from cleaners.types import Page
from newsmill.cli.options import opened, warn
from newsmill.cli.screen import show_json
from newsmill.config import Config
from newsmill.ingest import FATES, Batch, fate, prepare
from newsmill.worker import CleanerError, CleanerProcess
from storage import Failed, Outcome, StoreError
from storage.foreign import Passed, Visit, read

if TYPE_CHECKING:
    from rich.status import Status

    from storage import Item, Store

AHEAD = 4
"""So many pages wait for each process."""
VISITED = "not modified"


@dataclass(slots=True, kw_only=True)
class _Run:
    """One call of the command; `counts` are pages by fate, `passed` the records that are no pages, by why."""

    store: "Store"
    config: Config
    source: str | None
    processes: SimpleQueue[CleanerProcess]
    batch: Batch[None]
    counts: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)

    def pages(self, files: Iterable[Path]) -> Iterator[Page]:
        """Read the pages of all files; what is wrong with one is a line, and the next one is read."""
        for file in files:
            try:
                for one in read(file, limit=self.config.max_page_bytes):
                    if isinstance(one, Passed):
                        self.passed[one.why] += 1
                    elif isinstance(one, Visit):
                        self.visits.append(one)
                        self.passed["revisit"] += 1
                    elif self.source in (None, one.source):
                        yield one
                    else:
                        self.passed["other outlet"] += 1
            except StoreError as error:
                self.problem(str(error))

    def problem(self, line: str) -> None:
        """Something cost a file or a page; the others go on."""
        self.problems.append(line)
        warn(line)

    def take(self, page: Page) -> "Outcome | Item":
        """Send one page the way of all pages; return what became of it, or what is to be saved with others."""
        process = self.processes.get()
        try:
            return prepare(page, self.store, process.clean)
        except CleanerError as error:
            self.problem(f"{page.url}: the cleaner broke at it: {str(error).splitlines()[-1]}")
            return Failed(url=page.url, why="bug")
        finally:
            self.processes.put(process)

    def taken(self, one: "Outcome | Item") -> None:
        """Count what became of a page, and have it saved where it is ready for that."""
        if isinstance(one, Outcome):
            self.count([one])
            self.count(outcome for _, outcome in self.batch.late())
        else:
            self.count(outcome for _, outcome in self.batch.add(None, one))

    def count(self, outcomes: Iterable[Outcome]) -> None:
        """Count what became of pages."""
        self.counts.update(fate(outcome) for outcome in outcomes)

    def finish(self) -> None:
        """Save what waits, and note the visits that brought nothing new: their pages are known by now."""
        self.count(outcome for _, outcome in self.batch.flush())
        for one in self.visits:
            self.store.not_modified(one.url, one.at)

    def summary(self) -> str:
        """The counts in words."""
        words = [f"{self.counts[word]:,} {word}" for word in FATES if self.counts[word] or word == "new"]
        passed = [f"{count:,} {why}" for why, count in self.passed.most_common()]
        return ", ".join(words) + (f"; passed over: {', '.join(passed)}" if passed else "")


def import_all(files: Sequence[Path], *, config: Config, source: str | None, jobs: int, as_json: bool) -> None:
    """Import the files; ends the process with status 1 where no page was taken, or Ctrl-C stopped it."""
    stopped = False
    with ExitStack() as stack:
        store = stack.enter_context(opened(config))
        run = _Run(store=store, config=config, source=source, processes=SimpleQueue(), batch=Batch(store))
        processes = [stack.enter_context(CleanerProcess(**config.cleaning())) for _ in range(jobs)]
        for process in processes:
            run.processes.put(process)
        threads = ThreadPoolExecutor(jobs, thread_name_prefix="newsmill-import")
        try:
            for one in _taken(run, run.pages(files), threads, jobs * AHEAD, _status(stack)):
                run.taken(one)
        except KeyboardInterrupt:
            stopped = True
        finally:
            threads.shutdown(cancel_futures=True)
        run.finish()
    if as_json:
        show_json({"pages": run.counts, "passed": run.passed, "problems": run.problems, "stopped": stopped})
    else:
        click.echo(run.summary())
    if stopped:
        warn("stopped; the same command goes on from here")
    if stopped or not run.counts.total() - run.counts["failed"]:
        click.get_current_context().exit(1)


def _taken(
    run: _Run, pages: Iterator[Page], threads: ThreadPoolExecutor, most: int, status: "Status | None"
) -> "Iterator[Outcome | Item]":
    """Have the pages taken, at most so many at once; yield what came of them as it comes."""
    under_way: set[Future[Outcome | Item]] = set()
    for page in pages:
        under_way.add(threads.submit(run.take, page))
        if len(under_way) >= most:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (one.result() for one in done)
            if status is not None:
                status.update(run.summary())
    yield from (one.result() for one in wait(under_way).done)


def _status(stack: ExitStack) -> "Status | None":
    if not sys.stderr.isatty():
        return None
    from rich.console import Console

    return stack.enter_context(Console(stderr=True).status("starting"))

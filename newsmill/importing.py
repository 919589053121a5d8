"""Pages out of the archives of others: a few threads, each with a cleaning process of its own, take page after page."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from cleaners.types import Page
from newsmill.config import Config
from newsmill.ingest import FATES, Batch, fate, prepare
from newsmill.worker import CleanerError, CleanerProcess
from storage import Failed, Outcome, StoreError
from storage.foreign import Passed, Visit, read

if TYPE_CHECKING:
    from storage import Item, Store

AHEAD = 4
"""So many pages wait for each process."""


@dataclass(slots=True, kw_only=True)
class Importing:
    """An import under way; `counts` are pages by fate, `passed` the records that are no pages, by why.

    `tell` gets a line for each file and page that something is wrong with; they are kept in `problems` too.
    """

    store: "Store"
    config: Config
    source: str | None
    tell: Callable[[str], object] = lambda _: None
    counts: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    _visits: list[Visit] = field(default_factory=list)
    _processes: SimpleQueue[CleanerProcess] = field(default_factory=SimpleQueue)

    def run(self, files: Iterable[Path], jobs: int, on_pages: Callable[["Importing"], object] = lambda _: None) -> None:
        """Import the files with so many cleaning processes; `on_pages` is called now and then.

        Raises StoreError as the store does. What was cleaned is saved before a KeyboardInterrupt goes on its way.
        """
        batch = Batch[None](self.store)
        threads = ThreadPoolExecutor(jobs, thread_name_prefix="newsmill-import")
        with ExitStack() as stack:
            for _ in range(jobs):
                self._processes.put(stack.enter_context(CleanerProcess(**self.config.cleaning())))
            stack.callback(threads.shutdown, cancel_futures=True)
            try:
                for one in self._taken(self._pages(files), threads, jobs * AHEAD):
                    self._count([one] if isinstance(one, Outcome) else [])
                    saved = batch.late() if isinstance(one, Outcome) else batch.add(None, one)
                    self._count(outcome for _, outcome in saved)
                    on_pages(self)
            except KeyboardInterrupt:
                self._finish(batch)
                raise
            self._finish(batch)

    def _pages(self, files: Iterable[Path]) -> Iterator[Page]:
        """Read the pages of all files; what is wrong with one is a line, and the next one is read."""
        for file in files:
            try:
                for one in read(file, limit=self.config.max_page_bytes):
                    if isinstance(one, Passed):
                        self.passed[one.why] += 1
                    elif isinstance(one, Visit):
                        self._visits.append(one)
                        self.passed["revisit"] += 1
                    elif self.source in (None, one.source):
                        yield one
                    else:
                        self.passed["other outlet"] += 1
            except StoreError as error:
                self._problem(str(error))

    def _problem(self, line: str) -> None:
        """Something cost a file or a page; the others go on."""
        self.problems.append(line)
        self.tell(line)

    def _take(self, page: Page) -> "Outcome | Item":
        """Send one page the way of all pages; return what became of it, or what is to be saved with others."""
        process = self._processes.get()
        try:
            return prepare(page, self.store, process.clean)
        except CleanerError as error:
            self._problem(f"{page.url}: the cleaner broke at it: {str(error).splitlines()[-1]}")
            return Failed(url=page.url, why="bug")
        finally:
            self._processes.put(process)

    def _count(self, outcomes: Iterable[Outcome]) -> None:
        """Count what became of pages."""
        self.counts.update(fate(outcome) for outcome in outcomes)

    def _finish(self, batch: Batch[None]) -> None:
        """Save what waits, and note the visits that brought nothing new: their pages are known by now."""
        self._count(outcome for _, outcome in batch.flush())
        for one in self._visits:
            self.store.not_modified(one.url, one.at)

    def _taken(self, pages: Iterator[Page], threads: ThreadPoolExecutor, most: int) -> "Iterator[Outcome | Item]":
        """Have the pages taken, at most so many at once; yield what came of them as it comes."""
        under_way: set[Future[Outcome | Item]] = set()
        for page in pages:
            under_way.add(threads.submit(self._take, page))
            if len(under_way) >= most:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)
        yield from (one.result() for one in wait(under_way).done)

    def summary(self) -> str:
        """The counts in words."""
        words = [f"{self.counts[word]:,} {word}" for word in FATES if self.counts[word] or word == "new"]
        passed = [f"{count:,} {why}" for why, count in self.passed.most_common()]
        return ", ".join(words) + (f"; passed over: {', '.join(passed)}" if passed else "")

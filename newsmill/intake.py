"""The way of a crawl's pages into the store: archived at once, cleaned by several processes, saved many at a time.

The crawler calls from its one sink thread and gets a promise for a page that has to be cleaned, so that it asks for the
next pages meanwhile. Each cleaning process has a thread that feeds it; whatever is cleaned while the last ones are being
saved is saved together. How many pages are under way at once is the crawler's to say (`CrawlSettings.queue_pages`).
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Self

import crawler
from cleaners.types import Article, Page, Rejected
from newsmill.ingest import judge
from newsmill.worker import CleanerProcess
from storage import Outcome, Validators
from storage.memory import Answered, Memory
from storage.places import Look
from storage.targets import Target

if TYPE_CHECKING:
    from storage import Archived, Item, Store

AT_ONCE = 64
"""The most pages that are saved in one transaction."""
LONGEST = 1.0
"""Seconds that a cleaned page waits at most for others to be saved with, while there are others on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A page under way, what is known of it, and the promise that waits for its fate."""

    page: Page
    evidence: crawler.Evidence
    archived: "Archived"
    promise: "Future[Outcome]"


_Cleaned = tuple[_Work, Article | Rejected]


class StoreSink:
    """A `crawler.Sink` over the store and its cleaning processes. Use it in a `with` statement.

    A page at which a process dies, or at which the cleaner has a bug, fails alone: its promise has the `CleanerError`, its
    bytes stay archived. A `StoreError` is the fate of every page that could not be saved.
    """

    def __init__(self, store: "Store", processes: Sequence[CleanerProcess]) -> None:
        self._store = store
        self._memory = memory = Memory(store.database)
        self.place, self.asked = memory.place, memory.asked
        self.due = memory.due
        self._writing = Lock()  # SQLite has one writer, and lets a second one sleep rather than wait
        self._counting, self._on_the_way = Lock(), 0
        self._waiting: SimpleQueue[_Work | None] = SimpleQueue()
        self._cleaned: SimpleQueue[_Cleaned | None] = SimpleQueue()
        self._cleaners = [Thread(target=self._clean, args=(one,), name="newsmill-cleaner") for one in processes]
        self._saver = Thread(target=self._save, name="newsmill-saver")

    def __enter__(self) -> Self:
        for thread in (*self._cleaners, self._saver):
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for _one in self._cleaners:
            self._waiting.put(None)
        for thread in self._cleaners:
            thread.join()
        self._cleaned.put(None)
        self._saver.join()

    def ingest(self, page: Page, evidence: crawler.Evidence) -> "Outcome | Future[Outcome]":
        """Archive a page, and promise its fate unless that is known already."""
        archived = self._store.receive(page)
        if isinstance(archived, Outcome):
            with self._writing:
                self._note([(page, evidence, archived)])
            return archived
        promise: Future[Outcome] = Future()
        self._count(1)
        self._waiting.put(_Work(page=page, evidence=evidence, archived=archived, promise=promise))
        return promise

    def validators(self, url: str) -> Validators | None:
        """What to ask the server with for a page that was fetched before."""
        return self._store.validators(url)

    def looked(self, source: str, look: Look | None, targets: Sequence[Target]) -> list[Target]:
        """A feed, sitemap or section page was looked at."""
        with self._writing:
            return self._memory.looked(source, look, targets)

    def note_asked(self, host: str, number: int) -> None:
        """A host got more requests."""
        with self._writing:
            self._memory.note_asked(host, number)

    def not_modified(self, source: str, urls: Sequence[str]) -> None:
        """The server called the page unchanged just now."""
        with self._writing:
            self._memory.not_modified(source, urls)

    def missed(self, url: str, why: str, status: int) -> None:
        """An address that was to be fetched could not be had."""
        with self._writing:
            self._memory.missed(url, why, status)

    def failed(self, url: str, why: str, detail: str) -> None:
        """Note what could not be had."""
        with self._writing:
            self._store.fail(url, why, detail)

    def _clean(self, process: CleanerProcess) -> None:
        """One thread: feed a process until there is nothing more."""
        while (work := self._waiting.get()) is not None:
            try:
                result = process.clean(work.page)
            except Exception as error:  # noqa: BLE001 - it is raised where the fate is waited for
                self._lost(work, error)
            else:
                self._cleaned.put((work, result))
            self._count(-1)

    def _count(self, more: int) -> None:
        """Count the pages that wait to be cleaned or are being cleaned."""
        with self._counting:
            self._on_the_way += more

    def _lost(self, work: _Work, error: Exception) -> None:
        try:
            with self._writing:
                self._store.keep(work.page, work.archived)
        except Exception as worse:  # noqa: BLE001 - the store's trouble goes before the page's
            error = worse
        work.promise.set_exception(error)

    def _save(self) -> None:
        """The saving thread: take what is cleaned, all of it at once."""
        while (first := self._cleaned.get()) is not None:
            several = [first, *self._more()]
            try:
                with self._writing:
                    fates = self._saved(several)
                    self._note([(work.page, work.evidence, fates[index]) for index, (work, _) in enumerate(several)])
            except Exception as error:  # noqa: BLE001 - it is raised where the fates are waited for
                for work, _ in several:
                    work.promise.set_exception(error)
            else:
                for index, (work, _) in enumerate(several):
                    work.promise.set_result(fates[index])

    def _more(self) -> Iterator[_Cleaned]:
        """What else is cleaned by now, or within a moment where something is on the way."""
        end = monotonic() + LONGEST
        for _ in range(AT_ONCE - 1):
            patience = max(end - monotonic(), 0) if self._on_the_way else 0
            try:
                more = self._cleaned.get(timeout=patience) if patience else self._cleaned.get_nowait()
            except Empty:
                return
            if more is None:  # the end, which the caller has to see too
                self._cleaned.put(None)
                return
            yield more

    def _saved(self, several: Sequence[_Cleaned]) -> dict[int, Outcome]:
        """Judge and save; the fates by index."""
        fates: dict[int, Outcome] = {}
        items: dict[int, Item] = {}
        for index, (work, result) in enumerate(several):
            judged = judge(work.page, self._store, work.archived, result)
            if isinstance(judged, Outcome):
                fates[index] = judged
            else:
                items[index] = judged
        saved = self._store.save_all(list(items.values())) if items else []
        return fates | dict(zip(items, saved, strict=True))

    def _note(self, several: Sequence[tuple[Page, crawler.Evidence, Outcome]]) -> None:
        """Keep what else is known of the pages, and that they need not be fetched now."""
        self._memory.arrived(
            [Answered(page=page, outcome=outcome, evidence=evidence.as_json()) for page, evidence, outcome in several]
        )

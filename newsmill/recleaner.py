"""Today's rules over the archive: clean, compare, keep what was found, then write it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Self

import cleaners
from cleaners.types import Article, Rejected, Why
from newsmill.bar import Bar
from newsmill.config import Config
from newsmill.files import Document, Problem
from newsmill.pool import CleanerPool, Job, Result
from newsmill.recleaning import Totals, words_by_reason
from storage import Failed, StoreError
from storage.recleaning import (
    FAILED,
    NEW,
    REFUSED,
    SAME,
    TO_WRITE,
    Cleaned,
    Finding,
    Recleanings,
    Scope,
)

if TYPE_CHECKING:
    from storage import Store

BATCH = 50
"""So many findings, and articles, are written down at once; a run that is killed does these again."""


@dataclass(slots=True, kw_only=True)
class Recleaner:
    """A run over the archive. Use it in a `with` statement: cleaning processes are started when they are needed.

    `source` and `since` narrow it, `everything` takes pages too that today's rules did clean. `tell` gets a line for each
    page that something is wrong with; `shown` shows a bar.
    """

    store: "Store"
    config: Config
    jobs: int
    source: str | None = None
    since: date | None = None
    everything: bool = False
    shown: bool = False
    tell: Callable[[str], object] = lambda _: None
    _stack: ExitStack = field(default_factory=ExitStack)
    _pool: CleanerPool | None = None
    _made: Recleanings | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def find(self) -> Totals:
        """Clean what is to be cleaned; return what would change, found by this run and those before it.

        Raises `cleaners.RuleError` for rules, `CleanerError` for processes that cannot be used, StoreError as the store.
        """
        self._look(self._recleanings.begin())
        return Totals.of(self._recleanings.findings())

    def write(self) -> int:
        """Write what was found; return how many articles are new or have a new revision. Raises as `find`."""
        findings = self._recleanings.findings()
        same = [one for one in findings if one.fate == SAME]
        for start in range(0, len(same), BATCH):
            self._recleanings.write_same(same[start : start + BATCH])
        rest = {str(one.record_id): one for one in findings if one.fate in TO_WRITE and one.fate != SAME}
        written, ready = 0, list[Cleaned]()
        for job, result in self._cleaned([one.record_id for one in rest.values()]):
            if isinstance(job, Document) and isinstance(result, Article):
                ready.append((rest[job.name], job.page, result))
                if len(ready) == BATCH:
                    written += self._written(ready)
                    ready.clear()
            else:
                self._finding(job, result)  # it says what is wrong
        return written + self._written(ready)

    @property
    def _recleanings(self) -> Recleanings:
        if self._made is None:
            scope = Scope(
                cleaner_version=cleaners.cleaner_version(fast=self.config.fast),
                rules_version=cleaners.load_rules(site_config=self.config.site_config).version,
                source=self.source,
                since=self.since,
                everything=self.everything,
            )
            self._made = Recleanings(self.store, scope)
        return self._made

    def _look(self, records: Sequence[int]) -> None:
        """Clean the records and keep what is found."""
        found: list[Finding] = []
        try:
            for job, result in self._cleaned(records):
                found.append(self._finding(job, result))
                if len(found) == BATCH:
                    self._recleanings.note(found)
                    found.clear()
        finally:
            self._recleanings.note(found)

    def _written(self, ready: Sequence[Cleaned]) -> int:
        outcomes = self._recleanings.write_all(ready) if ready else []
        for one in outcomes:
            if isinstance(one, Failed):
                self.tell(f"{one.url}: the database does not take it ({one.detail}); what is stored of it stays")
        return sum(one is not None and not isinstance(one, Failed) for one in outcomes)

    def _cleaned(self, records: Sequence[int]) -> Iterator[tuple[Job, Result | None]]:
        if not records:
            return
        if self._pool is None:
            self._pool = self._stack.enter_context(CleanerPool(self.jobs, **self.config.cleaning()))
            self._pool.ready()
        with Bar(len(records), shown=self.shown) as bar:
            for pair in self._pool.results(self._pages(records)):
                yield pair
                bar.advance()

    def _pages(self, records: Sequence[int]) -> Iterator[Job]:
        for record_id in records:
            try:
                page = self._recleanings.page(record_id)
                yield Document(name=str(record_id), path=page.url or f"record {record_id}", page=page)
            except StoreError as error:
                yield Problem(path=str(record_id), line=str(error))

    def _finding(self, job: Job, result: Result | None) -> Finding:
        if isinstance(job, Problem):
            self.tell(job.line)
            return Finding(record_id=int(job.path), fate=FAILED)
        record_id = int(job.name)
        before = self._recleanings.before(record_id)
        known = Finding(
            record_id=record_id,
            fate=FAILED,
            revision_id=before.revision_id if before else None,
            article_id=before.article_id if before else None,
        )
        if isinstance(result, Rejected) and result.why is not Why.TIMEOUT:
            return replace(known, fate=REFUSED)
        if not isinstance(result, Article):
            self.tell(f"{job.path}: {result.detail if isinstance(result, Rejected) else result}")
            return known
        if before is None:
            return replace(known, fate=NEW)
        gained, lost = words_by_reason(before.article, result)
        return replace(known, fate=before.fate(result), gained=gained, lost=lost)

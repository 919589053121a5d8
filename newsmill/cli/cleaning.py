"""The work of `newsmill clean`: read each document, clean it, store it where asked, hand it to the output."""

import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import click

import cleaners
from cleaners.types import Article, Rejected
from newsmill.bar import Bar
from newsmill.budget import within
from newsmill.cli.options import Failure, loaded_rules, opened, warn
from newsmill.cli.output import Output
from newsmill.config import Config
from newsmill.digests import articles
from newsmill.files import Document, Problem, address, read
from newsmill.ids import Found
from newsmill.ingest import FATES, Batch, fate, judge
from newsmill.pool import CleanerPool, Job, Result
from newsmill.worker import CleanerError
from storage import Outcome

if TYPE_CHECKING:
    from storage import Item, Store

LARGE = 1_000_000
"""A single document of more bytes is cleaned in a process with limits, as several are."""
_EACH = 4
"""Fewer documents for each process are not worth its start."""
_Results = Iterable[tuple[Job, Result | None]]


@dataclass(slots=True, kw_only=True)
class _Run:
    """One call of the command; `counts` counts what became of the documents, by the words of the summary."""

    config: Config
    output: Output
    store: "Store | None"
    bar: Bar
    url: str
    counts: Counter[str] = field(default_factory=Counter)
    batch: Batch[tuple[Document, Article]] | None = None

    def __post_init__(self) -> None:
        self.batch = None if self.store is None else Batch(self.store)

    def documents(self, places: Iterable[Found | Problem]) -> Iterator[Job]:
        """Read what is not done yet, one after the other as they are asked for."""
        for place in places:
            if isinstance(place, Problem):
                yield place
            elif not self._done(place.id):
                job = read(place.path, limit=self.config.max_page_bytes, url=self.url, name=place.id)
                yield from [job] if isinstance(job, Problem) else self._articles(job)

    def _articles(self, document: Document) -> Iterator[Document]:
        """The articles of a document that are not done yet: one, or several of a digest."""
        found = articles(document)
        self.bar.grow(len(found) - 1)
        yield from (one for one in found if not one.part or not self._done(one.name))

    def _done(self, name: str) -> bool:
        """Whether an earlier run did this; then it is counted."""
        done = self.output.done(name)
        if done:
            self.counts["done before"] += 1
            self.bar.advance()
        return done

    def take(self, job: Job, result: Result | None) -> None:
        """Do what is to be done with a result; what is wrong with a document becomes a line."""
        if isinstance(job, Problem):
            self._lost(job.path, job.line)
        elif isinstance(result, Article | Rejected):
            self._keep(job, result)
        else:
            click.echo(str(result), err=True)
            self._lost(job.path, "the cleaner broke at it, see above; please report it with this page")
        self.bar.advance()

    def _keep(self, document: Document, result: Article | Rejected) -> None:
        if self.store is not None and self.batch is not None:  # before the output: what stands there is done
            outcome = self._judged(document, result, self.store)
            if not isinstance(outcome, Outcome):
                self._saved(self.batch.add((document, outcome.article), outcome))
                return
            if not isinstance(result, Rejected):
                self.counts[fate(outcome)] += 1
        self._write(document, result)

    def _write(self, document: Document, result: Article | Rejected) -> None:
        if isinstance(result, Article):
            self.output.write(document, result)
            self.counts["cleaned"] += 1
            return
        self.output.refuse(document, result)
        self.counts["refused"] += 1
        warn(f"{document.path}: no article ({result.why}): {result.detail or 'look at it with a browser'}")

    def flush(self) -> None:
        """Store the articles that wait, then hand them to the output."""
        self._saved(self.batch.flush() if self.batch else [])

    def _saved(self, articles: Iterable[tuple[tuple[Document, Article], Outcome]]) -> None:
        for (document, article), outcome in articles:
            self.counts[fate(outcome)] += 1
            self._write(document, article)

    def _lost(self, path: str, line: str) -> None:
        self.counts["failed"] += 1
        warn(f"{path}: {line}")

    def _judged(self, document: Document, result: Article | Rejected, store: "Store") -> "Outcome | Item":
        url = document.page.url or address(document.path)
        page = replace(document.page, url=url, fetched_at=datetime.now(UTC))
        archived = store.receive(page)
        return archived if isinstance(archived, Outcome) else judge(page, store, archived, result)

    def summary(self) -> str:
        """What became of all documents, in one line."""
        words = ["cleaned", *(name for name in FATES if self.counts[name])]
        if self.counts["done before"]:
            words.insert(0, "done before")
        where = f" in {self.config.db}" if self.store else ""
        return ", ".join(f"{self.counts[name]:,} {name}" for name in words) + where


def clean_all(
    places: Sequence[Found | Problem], *, url: str, output: Output, config: Config, stored: bool, jobs: int
) -> None:
    """Clean the documents of `places` in `jobs` processes at most.

    Ends the process with status 1 where no article came out, now or before, and where Ctrl-C stopped it.
    """
    stopped = False
    with ExitStack() as stack:
        store = stack.enter_context(opened(config)) if stored else None
        stack.enter_context(output)
        bar = stack.enter_context(Bar(len(places), shown=len(places) > 1 and not output.screen))
        run = _Run(config=config, output=output, store=store, bar=bar, url=url)
        try:
            for job, result in _results(run.documents(places), len(places), config, jobs, stack):
                run.take(job, result)
        except KeyboardInterrupt:
            stopped = True
        run.flush()
    if stopped:
        warn(f"stopped: {run.summary()}" + ("; the same command goes on from here" if output.resumes else ""))
    elif stored or len(places) > 1 or run.counts["done before"]:
        warn(run.summary())
    if stopped or not run.counts["cleaned"] + run.counts["done before"]:
        click.get_current_context().exit(1)


def _results(documents: Iterator[Job], number: int, config: Config, jobs: int, stack: ExitStack) -> _Results:
    """Cleans a single document here; a large one, and several, in processes with limits, so that none stops the rest."""
    first = next(documents, None)
    if first is None:
        return []
    if number == 1 and (isinstance(first, Problem) or len(first.page.body) <= LARGE):
        return _here(chain([first], documents), config)
    pool = stack.enter_context(CleanerPool(min(jobs, -(-number // _EACH)), **config.cleaning()))
    try:
        pool.ready()
    except CleanerError as error:
        raise Failure(str(error)) from error
    return pool.results(chain([first], documents))


def _here(jobs: Iterable[Job], config: Config) -> Iterator[tuple[Job, Result | None]]:
    rules = None
    for job in jobs:
        if isinstance(job, Problem):
            yield job, None
            continue
        rules = rules or loaded_rules(config)
        try:
            clean = partial(cleaners.clean, job.page, rules, fast=config.fast)
            yield job, within(config.page_seconds, config.page_memory, clean)
        except Exception:  # noqa: BLE001 - a bug; reported with its trace
            yield job, CleanerError(traceback.format_exc())

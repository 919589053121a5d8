"""The work of `newsmill reclean`: clean, compare, show, then write."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date

import click

import cleaners
from cleaners.types import Article, Rejected, Why
from newsmill.cli.bar import Bar
from newsmill.cli.options import Failure, loaded_rules, opened, warn
from newsmill.cli.screen import Column, is_terminal, show_json, show_rows
from newsmill.config import Config
from newsmill.files import Document, Problem
from newsmill.pool import CleanerPool, Job, Result
from newsmill.recleaning import Totals, words_by_reason
from newsmill.worker import CleanerError
from storage import Failed, StoreError
from storage.recleaning import (
    CHANGED,
    FAILED,
    NEW,
    REASONS,
    REFUSED,
    SAME,
    TO_WRITE,
    Cleaned,
    Finding,
    Recleanings,
    Scope,
)

BATCH = 50
"""So many findings, and articles, are written down at once; a run that is killed does these again."""
_SHOWN = 10
_COLUMNS = (Column(name="Reason"), Column(name="Words gained", align="right"), Column(name="Words lost", align="right"))


@dataclass(slots=True, kw_only=True)
class _Run:
    """One call of the command."""

    store: Recleanings
    pool: CleanerPool
    quiet: bool

    def look(self, records: Sequence[int]) -> None:
        """Clean the records and keep what is found."""
        found: list[Finding] = []
        try:
            for job, result in self._cleaned(records):
                found.append(self._finding(job, result))
                if len(found) == BATCH:
                    self.store.note(found)
                    found.clear()
        finally:
            self.store.note(found)

    def write(self, findings: Sequence[Finding]) -> int:
        """Write what was found; return how many articles are new or have a new revision."""
        same = [one for one in findings if one.fate == SAME]
        for start in range(0, len(same), BATCH):
            self.store.write_same(same[start : start + BATCH])
        rest = {str(one.record_id): one for one in findings if one.fate in (REASONS, CHANGED, NEW)}
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

    def _written(self, ready: Sequence[Cleaned]) -> int:
        outcomes = self.store.write_all(ready)
        for one in outcomes:
            if isinstance(one, Failed):
                warn(f"{one.url}: the database does not take it ({one.detail}); what is stored of it stays")
        return sum(one is not None and not isinstance(one, Failed) for one in outcomes)

    def _cleaned(self, records: Sequence[int]) -> Iterator[tuple[Job, Result | None]]:
        with Bar(len(records), shown=bool(records) and not self.quiet) as bar:
            for pair in self.pool.results(self._pages(records)):
                yield pair
                bar.advance()

    def _pages(self, records: Sequence[int]) -> Iterator[Job]:
        for record_id in records:
            try:
                page = self.store.page(record_id)
                yield Document(name=str(record_id), path=page.url or f"record {record_id}", page=page)
            except StoreError as error:
                yield Problem(path=str(record_id), line=str(error))

    def _finding(self, job: Job, result: Result | None) -> Finding:
        if isinstance(job, Problem):
            warn(job.line)
            return Finding(record_id=int(job.path), fate=FAILED)
        record_id = int(job.name)
        before = self.store.before(record_id)
        known = Finding(
            record_id=record_id,
            fate=FAILED,
            revision_id=before.revision_id if before else None,
            article_id=before.article_id if before else None,
        )
        if isinstance(result, Rejected) and result.why is not Why.TIMEOUT:
            return replace(known, fate=REFUSED)
        if not isinstance(result, Article):
            warn(f"{job.path}: {result.detail if isinstance(result, Rejected) else result}")
            return known
        if before is None:
            return replace(known, fate=NEW)
        gained, lost = words_by_reason(before.article, result)
        return replace(known, fate=before.fate(result), gained=gained, lost=lost)


def reclean_all(
    config: Config,
    *,
    source: str | None,
    since: date | None,
    everything: bool,
    dry_run: bool,
    as_json: bool,
    jobs: int,
) -> None:
    """Clean the archive again; ends the process with status 1 where Ctrl-C stopped it."""
    versions = {
        "cleaner_version": cleaners.cleaner_version(fast=config.fast),
        "rules_version": loaded_rules(config).version,
    }
    scope = Scope(source=source, since=since, everything=everything, **versions)
    with ExitStack() as stack:
        store = Recleanings(stack.enter_context(opened(config)), scope)
        records = store.begin()
        pool = CleanerPool(jobs, site_config=config.site_config)
        run = _Run(store=store, pool=pool, quiet=as_json)
        try:
            if records or any(one.fate in TO_WRITE for one in store.findings()):
                stack.enter_context(pool)
                pool.ready()
            run.look(records)
            findings = store.findings()
            totals = Totals.of(findings)
            if not as_json:
                _show(totals)
            written = 0 if dry_run else run.write(findings)
        except CleanerError as error:
            raise Failure(str(error)) from error
        except KeyboardInterrupt:
            warn("stopped; the same command goes on from here")
            click.get_current_context().exit(1)
    if as_json:
        show_json({**totals.as_dict(), "written": written})
    else:
        warn("dry run: nothing is written" if dry_run else f"written: {written:,}")


def _show(totals: Totals) -> None:
    """What would change: the reasons, the articles that change most, the whole in one line."""
    rows = totals.rows()
    if rows:
        show_rows(_COLUMNS, [[name, f"{gained:,}", f"{lost:,}"] for name, gained, lost in rows], empty="")
    most = sorted(totals.changed, key=lambda one: -sum(one.gained.values()) - sum(one.lost.values()))
    for one in most[: _SHOWN if is_terminal() else len(most)]:
        click.echo(f"article {one.article_id}\t+{sum(one.gained.values())}\t-{sum(one.lost.values())}")
    if totals.refused:
        ids = ", ".join(map(str, totals.refused[:_SHOWN]))
        more = ", ..." if len(totals.refused) > _SHOWN else ""
        warn(f"{len(totals.refused):,} articles would be refused today and stay as they are: {ids}{more}")
    warn(totals.line())

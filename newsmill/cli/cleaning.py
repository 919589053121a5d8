"""The work of `newsmill clean`: read each document, clean it, store it where asked, hand it to the output."""

import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

import cleaners
from cleaners.types import Article, Rejected
from newsmill.cli.options import Failure, loaded_rules, opened, report_site_config, warn
from newsmill.cli.output import Output
from newsmill.config import Config
from newsmill.files import Document, Problem, address, find, read
from newsmill.ingest import FATES, Cleaner, fate, ingest
from newsmill.worker import CleanerError, CleanerProcess

if TYPE_CHECKING:
    from storage import Store


@dataclass(slots=True, kw_only=True)
class _Run:
    """One call of the command; `counts` counts what became of the documents, by the words of the summary."""

    config: Config
    output: Output
    clean: Cleaner
    store: "Store | None"
    url: str
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, found: str | Problem) -> None:
        """Do one document; what is wrong with it becomes a line, and the next one has its turn."""
        document = found if isinstance(found, Problem) else read(found, limit=self.config.max_page_bytes, url=self.url)
        if isinstance(document, Problem):
            self._lost(document.path, document.line)
            return
        try:
            result = self.clean(document.page)
        except Exception as error:  # noqa: BLE001 - a bug; reported with its trace, and the other documents go on
            click.echo(error if isinstance(error, CleanerError) else traceback.format_exc(), err=True)
            self._lost(document.path, "the cleaner broke at it, see above; please report it with this page")
            return
        if isinstance(result, Rejected):
            self.counts["refused"] += 1
            warn(f"{document.path}: no article ({result.why}): {result.detail or 'look at it with a browser'}")
        else:
            self.output.write(document, result)
        if self.store is not None:
            self._store(document, result, self.store)

    def _lost(self, path: str, line: str) -> None:
        self.counts["failed"] += 1
        warn(f"{path}: {line}")

    def _store(self, document: Document, result: Article | Rejected, store: "Store") -> None:
        url = document.page.url or address(document.path)
        page = replace(document.page, url=url, fetched_at=datetime.now(UTC))
        outcome = ingest(page, store, lambda _: result)
        if not isinstance(result, Rejected):
            self.counts[fate(outcome)] += 1


def clean_all(paths: Sequence[str], *, url: str, output: Output, config: Config, stored: bool) -> None:
    """Clean the documents named by `paths`; ends the process with status 1 where no article came out."""
    report_site_config(config)
    found = list(find(paths))
    output.headings = len(found) > 1
    with ExitStack() as stack:
        store = stack.enter_context(opened(config)) if stored else None
        run = _Run(config=config, output=output, clean=_cleaner(len(found), config, stack), store=store, url=url)
        for one in _with_progress(found, output):
            run.take(one)
    output.close()
    if stored or len(found) > 1:
        warn(_summary(run, stored))
    if not output.written:
        click.get_current_context().exit(1)


def _cleaner(documents: int, config: Config, stack: ExitStack) -> Cleaner:
    """Cleans here for a single document; for more in a process with limits, so that none can stop the others."""
    if documents == 1:
        rules = loaded_rules(config)
        return lambda page: cleaners.clean(page, rules)
    process = stack.enter_context(CleanerProcess(site_config=config.site_config))
    try:
        process.ready()
    except CleanerError as error:
        raise Failure(str(error)) from error
    return process.clean


def _with_progress(found: Sequence[str | Problem], output: Output) -> Iterable[str | Problem]:
    """The same, with a bar on the terminal where the articles themselves go elsewhere."""
    if len(found) > 1 and (output.quiet or not sys.stdout.isatty()) and sys.stderr.isatty():
        return _bar(found)
    return found


def _bar(found: Sequence[str | Problem]) -> Iterator[str | Problem]:
    from rich.console import Console
    from rich.progress import track

    yield from track(found, description="cleaning", console=Console(stderr=True), transient=True)


def _summary(run: _Run, stored: bool) -> str:
    counted = [f"{run.counts[name]} {name}" for name in FATES if run.counts[name]]
    where = f" in {run.config.db}" if stored else ""
    return ", ".join([f"{run.output.written} cleaned", *counted]) + where

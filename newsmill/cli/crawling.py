"""The work of `newsmill crawl`: chosen sources go to the crawler, its pages come back through the sink."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

import crawler
from cleaners.types import Page
from newsmill.cli.options import Failure, opened, report_site_config, warn
from newsmill.cli.progress import WORDS, CrawlProgress, summary
from newsmill.cli.screen import Column, is_terminal, show_json, table
from newsmill.config import Config
from newsmill.ingest import Cleaner, ingest
from newsmill.sources import choose
from newsmill.worker import CleanerError, CleanerProcess
from storage import Outcome, Refused, Validators
from storage.memory import Memory
from storage.outcomes import DELETED

if TYPE_CHECKING:
    from storage import Store

ANSWERED = ("new", "revised", "unchanged", "duplicate", "refused", "not_modified")


class StoreSink:
    """Where the crawler's pages go: the one path into the store. Called from the crawler's one sink thread."""

    def __init__(self, store: "Store", clean: Cleaner) -> None:
        self._store, self._clean = store, clean
        memory = Memory(store.database)
        self.place, self.looked = memory.place, memory.looked
        self.asked, self.note_asked = memory.asked, memory.note_asked
        self.revisits, self.is_resting = memory.revisits, memory.is_resting
        self._note = memory.note_evidence

    def validators(self, url: str) -> Validators | None:
        """What to ask the server with for a page that was fetched before."""
        return self._store.validators(url)

    def ingest(self, page: Page, evidence: crawler.Evidence) -> Outcome:
        """Archive, clean and store a page, then what else is known of it."""
        outcome = ingest(page, self._store, self._clean)
        if not isinstance(outcome, Refused) or outcome.why != DELETED:
            self._note(page.url, evidence.as_json())
        return outcome

    def not_modified(self, url: str) -> None:
        """The server called the page unchanged just now."""
        self._store.not_modified(url, datetime.now(UTC))

    def failed(self, url: str, why: str, detail: str) -> None:
        """Note what could not be had."""
        self._store.fail(url, why, detail)


def crawl_all(
    names: Sequence[str],
    *,
    config: Config,
    as_json: bool,
    only_due: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> None:
    """Crawl the named sources, or all; ends the process with status 1 where none answered, or at Ctrl-C."""
    report_site_config(config)
    sources, problems = choose(names, config.seeds)
    for problem in problems:
        warn(problem)
    if not sources:
        click.get_current_context().exit(1)
    with (
        opened(config) as store,
        CleanerProcess(**config.cleaning()) as cleaner,
        CrawlProgress(quiet=as_json) as progress,
    ):
        settings = crawler.CrawlSettings(
            contact=config.contact,
            delay=config.delay,
            timeout=config.timeout,
            max_pages=config.max_pages,
            max_page_bytes=config.max_page_bytes,
            max_daily=config.max_daily,
            obey_opt_outs=config.obey_opt_outs,
            only_due=only_due,
            since=since,
            until=until,
            verbose=click.get_current_context().find_root().params["verbose"],
            on_event=progress.on_event,
        )
        try:
            cleaner.ready()
            report = crawler.run(sources, settings, StoreSink(store, cleaner.clean))
        except (crawler.CrawlError, CleanerError) as error:
            raise Failure(str(error)) from error
    _show(report, as_json)
    if report.interrupted or not any(report.total(fate) for fate in ANSWERED):
        click.get_current_context().exit(1)


def _show(report: crawler.CrawlReport, as_json: bool) -> None:
    for crash in (crash for source in report.sources for crash in source.crashes):
        click.echo(crash, err=True, nl=False)
    if as_json:
        show_json(asdict(report))
    elif is_terminal() and len(report.sources) > 1:
        _table(report)
    line = summary({word: report.total(word.replace(" ", "_")) for word in WORDS})
    click.echo(f"{line}{' (interrupted)' if report.interrupted else ''}", err=as_json)


def _table(report: crawler.CrawlReport) -> None:
    from rich.console import Console

    console = Console()
    columns = [Column(name="Source", share=1, least=12, main=True)]
    columns += [Column(name=word.capitalize(), align="right") for word in WORDS]
    rows = [[one.source, *(str(getattr(one, word.replace(" ", "_"))) for word in WORDS)] for one in report.sources]
    console.print(table(columns, rows, width=console.width))

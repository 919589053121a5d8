"""The work of `newsmill crawl`: chosen sources go to the crawler, its pages come back through the sink."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date

import click

import crawler
from newsmill.cli.options import Failure, opened, report_site_config, warn
from newsmill.cli.progress import WORDS, CrawlProgress, summary
from newsmill.cli.screen import Column, is_terminal, show_json, table
from newsmill.config import Config
from newsmill.intake import StoreSink
from newsmill.sources import choose
from newsmill.worker import CleanerError, CleanerProcess

AHEAD = 16
"""So many pages are under way for each cleaning process: it never waits, and memory stays bounded."""
ANSWERED = ("new", "revised", "unchanged", "duplicate", "refused", "not_modified")


def crawl_all(
    names: Sequence[str],
    *,
    config: Config,
    as_json: bool,
    jobs: int,
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
        ExitStack() as stack,
        CrawlProgress(quiet=as_json) as progress,
    ):
        cleaners = [stack.enter_context(CleanerProcess(**config.cleaning())) for _ in range(jobs)]
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
            queue_pages=jobs * AHEAD,
            verbose=click.get_current_context().find_root().params["verbose"],
            on_event=progress.on_event,
        )
        try:
            for cleaner in cleaners:
                cleaner.ready()
            with StoreSink(store, cleaners) as sink:
                report = crawler.run(sources, settings, sink)
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

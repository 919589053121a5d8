"""The work of `newsmill crawl`: chosen sources go to the crawler, its pages come back through the sink."""

import json
import logging
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import crawler
from newsmill.alerts import Alert, record, send
from newsmill.cli import eventlog
from newsmill.cli.options import Failure, opened, report_site_config, warn
from newsmill.cli.progress import WORDS, CrawlProgress, summary
from newsmill.cli.screen import Column, is_terminal, show_json, table
from newsmill.config import Config
from newsmill.intake import StoreSink
from newsmill.leases import held
from newsmill.sources import choose
from newsmill.worker import CleanerError, CleanerProcess
from storage.memory import Memory

if TYPE_CHECKING:
    from newsmill.metrics import Metrics
    from storage import Store

AHEAD = 16
"""So many pages are under way for each cleaning process: it never waits, and memory stays bounded."""
ANSWERED = ("new", "revised", "unchanged", "duplicate", "refused", "not_modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a crawl is shown: the report as JSON, what happens as JSON lines, metrics in a file or on a port."""

    as_json: bool = False
    log_json: bool = False
    metrics_file: Path | None = None
    metrics_port: int | None = None


def crawl_all(
    names: Sequence[str],
    *,
    config: Config,
    view: View,
    jobs: int,
    only_due: bool = False,
    since: date | None = None,
    until: date | None = None,
    leased: bool = False,
) -> None:
    """Crawl the named sources, or all; ends the process with status 1 where none answered, or at Ctrl-C.

    `leased` says that who started this holds the outlets in the schedule.
    """
    report_site_config(config)
    sources, problems = choose(names, config.seeds)
    for problem in problems:
        warn(problem)
    if not sources:
        click.get_current_context().exit(1)
    with (
        opened(config) as store,
        _held(store, sources, leased) as mine,
        ExitStack() as stack,
        _watched(view) as on_event,
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
            browser=config.browser or shutil.which("chromium") or "",
            verbose=click.get_current_context().find_root().params["verbose"],
            on_event=on_event,
        )
        try:
            for cleaner in cleaners:
                cleaner.ready()
            with StoreSink(store, cleaners) as sink:
                report = crawler.run(mine, settings, sink)
        except (crawler.CrawlError, CleanerError) as error:
            raise Failure(str(error)) from error
        alerts = record(report, Memory(store.database))
    _tell(alerts, config, view)
    _show(report, alerts, view)
    if report.interrupted or not any(report.total(fate) for fate in ANSWERED):
        click.get_current_context().exit(1)


@contextmanager
def _held(store: "Store", sources: Sequence[crawler.Source], leased: bool) -> Iterator[Sequence[crawler.Source]]:
    """Those of the sources that this process may crawl, held until it has; where there is none the process ends."""
    if leased:
        yield sources
        return
    with held(store.database, {source.host for source in sources}, warn) as hosts:
        mine = [source for source in sources if source.host in hosts]
        if not mine:
            click.get_current_context().exit(1)
        yield mine


@contextmanager
def _watched(view: View) -> Iterator[Callable[[crawler.Event], None]]:
    """What shows and counts the crawl's events while it lasts."""
    with ExitStack() as stack:
        watchers: list[Callable[[crawler.Event], None]] = []
        if view.log_json:
            for handler in logging.getLogger().handlers:
                handler.setFormatter(eventlog.JsonFormatter())
            watchers.append(eventlog.EventLog().on_event)
        else:
            watchers.append(stack.enter_context(CrawlProgress(quiet=view.as_json)).on_event)
        if view.metrics_file is not None or view.metrics_port is not None:
            watchers.append(_metrics(view, stack).on_event)

        def on_event(event: crawler.Event) -> None:
            for watcher in watchers:
                watcher(event)

        yield on_event


def _metrics(view: View, stack: ExitStack) -> "Metrics":
    from newsmill.metrics import Metrics

    try:
        metrics = Metrics(file=view.metrics_file, port=view.metrics_port)
    except OSError as error:
        where = error.filename or f"port {view.metrics_port}"
        raise Failure(f"metrics: {where}: {error.strerror}; name another file or port") from error
    stack.callback(metrics.close)
    return metrics


def _tell(alerts: Sequence[Alert], config: Config, view: View) -> None:
    for alert in alerts:
        if view.log_json:
            eventlog.write("alert", level="error", **asdict(alert))
        else:
            warn(f"alert: {alert}")
    for problem in send(alerts, config):
        warn(problem)


def _show(report: crawler.CrawlReport, alerts: Sequence[Alert], view: View) -> None:
    for crash in (crash for source in report.sources for crash in source.crashes):
        click.echo(crash, err=True, nl=False)
    if view.log_json:
        values: dict[str, Any] = {word.replace(" ", "_"): report.total(word.replace(" ", "_")) for word in WORDS}
        eventlog.write("report", **values, interrupted=report.interrupted, lag=asdict(report.lag))
    if view.as_json:
        plain = json.loads(json.dumps(asdict(report) | {"alerts": [asdict(one) for one in alerts]}, default=str))
        show_json(plain)
    elif is_terminal() and len(report.sources) > 1:
        _table(report)
    line = summary({word: report.total(word.replace(" ", "_")) for word in WORDS})
    if not view.log_json:
        click.echo(f"{line}{' (interrupted)' if report.interrupted else ''}", err=view.as_json)
    if is_terminal() and not view.as_json:
        click.echo(_reasons(report))


def _reasons(report: crawler.CrawlReport) -> str:
    """What went over the network, and why pages were refused or not had, in a line."""
    reasons: Counter[str] = Counter()
    for one in report.sources:
        reasons.update(one.refused_by)
        reasons.update(one.failed_by)
    received = sum(one.traffic.bytes for one in report.sources) / 1e6
    why = ", ".join(f"{count} {word}" for word, count in reasons.most_common())
    return f"{received:,.1f} MB received" + (f"; not taken: {why}" if why else "")


def _table(report: crawler.CrawlReport) -> None:
    from rich.console import Console

    console = Console()
    columns = [Column(name="Source", share=1, least=12, main=True)]
    columns += [Column(name=word.capitalize(), align="right") for word in WORDS]
    rows = [[one.source, *(str(getattr(one, word.replace(" ", "_"))) for word in WORDS)] for one in report.sources]
    console.print(table(columns, rows, width=console.width))

"""The work of `newsmill reclean`: what would change is shown, then it is written."""

from contextlib import ExitStack
from datetime import date

import click

from cleaners import RuleError
from newsmill.cli.conditions import no_outlet
from newsmill.cli.options import Failure, opened, warn
from newsmill.cli.screen import Column, is_terminal, show_json, show_rows
from newsmill.config import Config
from newsmill.counting import count
from newsmill.recleaner import Recleaner
from newsmill.recleaning import Totals
from newsmill.worker import CleanerError

_SHOWN = 10
_COLUMNS = (Column(name="Reason"), Column(name="Words gained", align="right"), Column(name="Words lost", align="right"))


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
    with ExitStack() as stack:
        run = Recleaner(
            store=stack.enter_context(opened(config)),
            config=config,
            jobs=jobs,
            source=source,
            since=since,
            everything=everything,
            shown=not as_json,
            tell=warn,
        )
        stack.enter_context(run)
        try:
            totals = run.find()
            if not totals.pages and (line := no_outlet(run.store, source)):
                warn(line)
            if not as_json:
                _show(totals)
            written = 0 if dry_run else run.write()
        except (CleanerError, RuleError) as error:
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
        warn(f"{count(len(totals.refused), 'article')} would be refused today, unchanged here: {ids}{more}")
    warn(totals.line())

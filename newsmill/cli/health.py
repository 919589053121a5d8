"""`newsmill sources health`: what the last crawls of each outlet brought, and what fell."""

from itertools import groupby
from typing import TYPE_CHECKING

import click

from newsmill.cli.options import configured, db_option, json_option, opened
from newsmill.cli.screen import Column, show_json, show_rows

if TYPE_CHECKING:
    from storage.runs import CrawlRow

COLUMNS = (
    Column(name="Source", share=2, main=True),
    Column(name="Crawls", align="right"),
    Column(name="Last crawl", least=16),
    Column(name="New", align="right"),
    Column(name="Usual", align="right"),
    Column(name="Text", align="right"),
    Column(name="Title", align="right"),
    Column(name="Date", align="right"),
    Column(name="Author", align="right"),
    Column(name="Fallen", share=3),
)


@click.command("health", short_help="What the last crawls brought, and what fell.")
@click.argument("source", required=False, metavar="[SOURCE]")
@click.option("--crawls", type=click.IntRange(1), default=30, metavar="N", help="The last N of each. [default: 30]")
@db_option
@json_option
def health(source: str | None, crawls: int, db: str | None, as_json: bool) -> None:
    """Show each outlet's health over its last crawls: new articles of the last one and a usual one (the median), the
    share of pages with text, of texts with title, date and author, and what fell suddenly.

    Piped, it prints an outlet a line, tab-separated. --json has every crawl.

    \b
    Examples:
      newsmill sources health
      newsmill sources health nknews.org --json

    Exit status: 0 nothing has fallen, 1 something has, 2 wrong usage.
    """
    from storage.health import falls
    from storage.memory import Memory

    with opened(configured(db=db)) as store:
        rows = Memory(store.database).runs(source, crawls)
    outlets = [list(group) for _, group in groupby(rows, key=lambda row: row.source)]
    fallen = {rows[0].source: falls(rows) for rows in outlets}
    if as_json:
        from newsmill.stored import crawls_as_dict

        show_json([crawls_as_dict(rows, [fall.line for fall in fallen[rows[0].source]]) for rows in outlets])
    else:
        cells = [_cells(rows, "; ".join(fall.line for fall in fallen[rows[0].source])) for rows in outlets]
        show_rows(COLUMNS, cells, empty="no crawl is recorded yet; see newsmill crawl")
    if any(fallen.values()):
        click.get_current_context().exit(1)


def _cells(rows: "list[CrawlRow]", fallen: str) -> list[str]:
    from statistics import median

    latest, texts = rows[0], sum(row.texts for row in rows)
    shares = [_percent(sum(row.pages - row.refused for row in rows), sum(row.pages for row in rows))]
    shares += [_percent(sum(getattr(row, name) for row in rows), texts) for name in ("titles", "dates", "authors")]
    numbers = [str(latest.new), f"{median(row.new for row in rows):.0f}"]
    return [latest.source, str(len(rows)), f"{latest.started_at:%Y-%m-%d %H:%M}", *numbers, *shares, fallen or "-"]


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"

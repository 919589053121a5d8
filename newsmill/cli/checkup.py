"""`newsmill sources check`: which outlets answer, which feeds went away, which pages no longer yield text."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsmill.cli.options import Failure, configured, json_option, warn
from newsmill.cli.screen import Column, show_json, show_rows

if TYPE_CHECKING:
    from newsmill.checkup import Health

COLUMNS = (
    Column(name="Source", share=2, main=True),
    Column(name="State", least=9),
    Column(name="Pages", align="right"),
    Column(name="With text", align="right"),
    Column(name="Trouble", share=4),
)


@click.command("check", short_help="Try the outlets: feeds gone, pages without text.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the source files. [default: seeds]"
)
@click.option("--pages", type=click.IntRange(1), default=3, metavar="N", help="Articles tried of each. [default: 3]")
@click.option("--contact", metavar="TEXT", help="Address or page about you, sent with the user agent.")
@json_option
def check(sources: tuple[str, ...], seeds: Path | None, pages: int, contact: str | None, as_json: bool) -> None:
    """Try each outlet: its feeds and sitemaps, and a few of its newest articles, which are cleaned and not stored.

    An outlet is healthy where every place that its file names answers and every page tried yields text. Piped, it
    prints an outlet a line, tab-separated.

    \b
    Examples:
      newsmill sources check
      newsmill sources check nknews.org --pages 5
      newsmill sources check --json

    Exit status: 0 all are healthy, 1 some are not, 2 wrong usage.
    """
    import crawler
    from newsmill.checkup import check_up
    from newsmill.sources import choose
    from newsmill.worker import CleanerError

    config = configured(seeds=seeds, contact=contact)
    chosen, problems = choose(sources, config.seeds)
    for problem in problems:
        warn(problem)
    if not chosen:
        click.get_current_context().exit(1)
    try:
        found = check_up(chosen, config, pages)
    except (crawler.CrawlError, CleanerError) as error:
        raise Failure(str(error)) from error
    if as_json:
        show_json([one.as_json() for one in found])
    else:
        show_rows(COLUMNS, [_cells(one) for one in found], empty="no sources")
    if problems or not all(one.is_healthy for one in found):
        click.get_current_context().exit(1)


def _cells(health: "Health") -> list[str]:
    trouble = "; ".join((*health.places, *health.pages)) or "-"
    return [health.source, health.state, str(health.tried), str(health.with_text), trouble]

"""`newsmill sources check`: which outlets answer, which feeds went away, which pages no longer yield text."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsmill.cli.options import Failure, configured, db_option, json_option, opened, warn
from newsmill.cli.screen import Column, show_json, show_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsmill.checkup import Health
    from newsmill.config import Config
    from storage.memory import Memory

COLUMNS = (
    Column(name="Source", share=2, main=True),
    Column(name="State", least=9),
    Column(name="Pages", align="right"),
    Column(name="With text", align="right"),
    Column(name="Title", align="right"),
    Column(name="Date", align="right"),
    Column(name="Author", align="right"),
    Column(name="Trouble", share=4),
)


@click.command("check", short_help="Try the outlets: feeds gone, pages without text.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the source files. [default: seeds]"
)
@click.option("--pages", type=click.IntRange(1), default=3, metavar="N", help="Articles tried of each. [default: 3]")
@click.option("--contact", metavar="TEXT", help="Address or page about you, sent with the user agent.")
@db_option
@json_option
def check(
    sources: tuple[str, ...], seeds: Path | None, pages: int, contact: str | None, db: str | None, as_json: bool
) -> None:
    """Try each outlet: its feeds and sitemaps, and a few of its newest articles, which are cleaned and not stored.

    An outlet is healthy where every place that its file names answers, every page tried yields text, and nothing fell. Piped, it
    prints an outlet a line, tab-separated.

    Where the database knows crawls of it, it is held against its own history too: new articles, the share of pages with
    text, title, date and author, and how much each feed and sitemap lists.

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

    config = configured(seeds=seeds, contact=contact, db=db)
    chosen, problems = choose(sources, config.seeds)
    for problem in problems:
        warn(problem)
    if not chosen:
        click.get_current_context().exit(1)
    try:
        with _history(config) as memory:
            found = check_up(chosen, config, pages, memory)
    except (crawler.CrawlError, CleanerError) as error:
        raise Failure(str(error)) from error
    if as_json:
        show_json([one.as_json() for one in found])
    else:
        show_rows(COLUMNS, [_cells(one) for one in found], empty="no sources")
    if problems or not all(one.is_healthy for one in found):
        click.get_current_context().exit(1)


@contextmanager
def _history(config: "Config") -> "Iterator[Memory | None]":
    """What the database knows of crawls; None where there is no database, which a check does not make."""
    file = config.db.removeprefix("sqlite:///")
    if file != config.db and not Path(file).exists():
        yield None
        return
    from storage.memory import Memory

    with opened(config) as store:
        yield Memory(store.database)


def _cells(health: "Health") -> list[str]:
    trouble = "; ".join((*health.places, *health.pages, *health.history)) or "-"
    numbers = (health.tried, health.with_text, health.with_title, health.with_date, health.with_author)
    return [health.source, health.state, *map(str, numbers), trouble]

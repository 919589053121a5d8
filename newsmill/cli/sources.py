"""`newsmill sources`: the outlets."""

from typing import Any

import click

from newsmill.cli.adding import add
from newsmill.cli.checkup import check
from newsmill.cli.health import health
from newsmill.cli.options import configured, db_option, json_option, opened, warn
from newsmill.cli.screen import Column, show_json, show_rows

COLUMNS = (
    Column(name="Source", share=3, main=True),
    Column(name="Articles", align="right"),
    Column(name="Pages", align="right"),
    Column(name="Failures", align="right"),
    Column(name="Waiting", align="right"),
    Column(name="Last fetched", least=16),
    Column(name="Source file", share=3),
)


@click.group()
def sources() -> None:
    """Show, add and check the outlets that are crawled."""


sources.add_command(add)
sources.add_command(check)
sources.add_command(health)


@sources.command("list")
@db_option
@json_option
def list_(db: str | None, as_json: bool) -> None:
    """List the outlets: those with a file in seeds/ and those that articles are stored of.

    Waiting counts the addresses that were found and not had yet, those that failed and are tried again among them.
    Piped, it prints an outlet a line, tab-separated.

    \b
    Examples:
      newsmill sources list
      newsmill sources list --json
    """
    from newsmill.sources import known_sources
    from storage.memory import Memory

    config = configured(db=db)
    with opened(config) as store:
        known, problems = known_sources(config.seeds, store.sources(), Memory(store.database).states())
    for problem in problems:
        warn(problem)
    if as_json:
        show_json(known)
    else:
        empty = f"no sources yet; write {config.seeds}/HOST.toml (CONTRIBUTING.md), or crawl a URL"
        show_rows(COLUMNS, [_cells(one) for one in known], empty=empty)


def _cells(one: dict[str, Any]) -> list[str]:
    last = (one["fetched_at"] or "-")[:16].replace("T", " ")
    numbers = [str(one[key]) for key in ("articles", "pages", "failures")]
    waiting = one["frontier"]["due"] + one["frontier"]["failed"]
    return [one["name"], *numbers, str(waiting), last, one["file"] or "-"]

"""`newsmill articles delete` and `newsmill prune`: what is taken out again."""

import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from newsmill.cli.options import configured, db_option, json_option, opened, warn
from newsmill.cli.screen import show_json
from newsmill.counting import count

if TYPE_CHECKING:
    from storage.forgetting import Deleted

_SPANS = {"h": "hours", "d": "days", "w": "weeks"}


class Age(click.ParamType[timedelta]):
    """A span of time such as 90d, 12w or 36h."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the span; ends with a line on wrong usage for what is none."""
        match = re.fullmatch(r"([0-9]{1,6})([hdw])", str(value))
        if match is None:
            self.fail(f"{value!r} is no span of time; give hours, days or weeks such as 36h, 90d, 12w", param, ctx)
        return timedelta(**{_SPANS[match[2]]: int(match[1])})


@click.command()
@click.argument("ids", type=int, nargs=-1, required=True, metavar="ID...")
@click.option("--again", is_flag=True, help="The next crawl may bring them back.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@db_option
@json_option
def delete(ids: tuple[int, ...], again: bool, yes: bool, db: str | None, as_json: bool) -> None:
    """Delete articles for good: from the tables, the search, the duplicates and the raw archive.

    Every revision goes, every address, and every byte that was fetched from there; the WARC files are written anew
    without them. The addresses are remembered as digests, so that no crawl or import brings the articles back. No crawl
    may be running on the same archive meanwhile.

    \b
    Examples:
      newsmill articles delete 12
      newsmill articles delete 12 15 --yes --json

    Exit status: 0 at least one was deleted, 1 none was, 2 wrong usage.
    """
    from storage.forgetting import delete_articles, existing

    config = configured(db=db)
    with opened(config) as store:
        there = existing(store, ids)
        for one in dict.fromkeys(ids):
            if one not in there:
                warn(f"no article {one} in {config.db}; `newsmill articles list` shows the ids")
        if not there:
            click.get_current_context().exit(1)
        names = f"article {min(there)}" if len(there) == 1 else f"{len(there)} articles"
        if not yes and sys.stdin.isatty():
            click.confirm(f"Delete {names} for good, archived bytes included?", abort=True, err=True)
        done = delete_articles(store, sorted(there), again=again)
    _show(
        done,
        as_json,
        f"deleted {names}: {count(done.pages, 'address', 'addresses')}, {count(done.records, 'archived record')}",
    )


@click.command()
@click.option("--raw", is_flag=True, required=True, help="The raw bytes; articles and revisions stay.")
@click.option("--older", type=Age(), required=True, metavar="AGE", help="Fetched longer ago: 36h, 90d, 12w.")
@click.option("--dry-run", is_flag=True, help="Say how much it would be, remove nothing.")
@db_option
@json_option
def prune(raw: bool, older: timedelta, dry_run: bool, db: str | None, as_json: bool) -> None:
    """Bound the archive: remove the raw bytes that are older. Articles and their revisions stay.

    What is pruned cannot be cleaned again by `newsmill reclean`. Bytes to which a later, identical visit refers stay as
    long as that. No crawl may be running on the same archive meanwhile.

    \b
    Examples:
      newsmill prune --raw --older 90d --dry-run
      newsmill prune --raw --older 90d
    """
    from storage.forgetting import prune as prune_archive

    with opened(configured(db=db)) as store:
        done = prune_archive(store, datetime.now(UTC) - older, dry_run=dry_run)
    would = "would remove" if dry_run else "removed"
    _show(done, as_json, f"{would} {count(done.records, 'archived record')}")


def _show(done: "Deleted", as_json: bool, line: str) -> None:
    if as_json:
        from dataclasses import asdict

        show_json(asdict(done))
    else:
        click.echo(f"{line}, {done.bytes / 1e6:,.1f} MB of the archive")

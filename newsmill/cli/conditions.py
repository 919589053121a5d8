"""Options that say which articles are meant, the same for every command that reads the database."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from storage import Store

_MOST_NAMES = 8

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date | datetime]):
    """A day (2026-03-01) or a moment with its offset (2026-03-01T09:00+01:00), ISO 8601."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime:
        """The date, or wrong usage."""
        found = value if isinstance(value, date) else _read(value)
        if found is None:
            self.fail(f"{value!r} is no date: write 2026-03-01, or 2026-03-01T09:00:00Z", param, ctx)
        if isinstance(found, datetime) and found.tzinfo is None:
            self.fail(f"{value!r} has no time zone: add Z or an offset such as +01:00", param, ctx)
        return found


def _read(value: str) -> date | datetime | None:
    for read in (date.fromisoformat, datetime.fromisoformat):
        with suppress(ValueError):
            return read(value)
    return None


def condition_options(command: Command) -> Command:
    """Add --source, --language, --section, --author, --paywall, --since, --before, --copies and --no-copies.

    The command gets them under the names of `storage.Filters`.
    """
    copies = "Only copies of earlier articles, or all but these."
    options = (
        click.option("--source", metavar="HOST", help="Only the articles of this outlet."),
        click.option("--language", metavar="CODE", help="Only articles in this language (ISO 639-1)."),
        click.option("--section", metavar="NAME", help="Only articles of this section."),
        click.option("--author", metavar="NAME", help="Only articles by this author; a part of the name will do."),
        click.option("--paywall", type=click.Choice(["none", "teaser", "unknown"]), help="Only with this verdict."),
        click.option("--since", type=Day(), metavar="DATE", help="Published on this day or later."),
        click.option("--before", type=Day(), metavar="DATE", help="Published before this day."),
        click.option("--copies/--no-copies", default=None, help=copies),
    )
    for option in reversed(options):
        command = option(command)
    return command


def why_none(store: "Store", conditions: Mapping[str, Any]) -> str:
    """A line on why no article was found: there is none, none of that outlet, or none that meets the conditions."""
    if not any(True for _ in store.articles(limit=1)):
        return "no articles yet; `newsmill crawl` and `newsmill clean --store` bring some"
    return no_outlet(store, conditions.get("source")) or f"no article meets {told(conditions)}"


def no_outlet(store: "Store", source: str | None) -> str | None:
    """A line that names the outlets, where there are no articles of this one; else None."""
    from storage.addresses import outlet_names

    names = [row.name for row in store.sources() if row.articles]
    if source is None or not outlet_names(source).isdisjoint(names):
        return None
    listed = ", ".join(names[:_MOST_NAMES]) or "none: the articles came without an address"
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"no articles of an outlet {source!r}; there are {listed}{more}"


def told(conditions: Mapping[str, Any]) -> str:
    """The conditions as they were given, those alone that were."""
    given = [f"--{name} {value}" for name, value in conditions.items() if value is not None and name != "copies"]
    if conditions.get("copies") is not None:
        given.append("--copies" if conditions["copies"] else "--no-copies")
    return " and ".join(given)

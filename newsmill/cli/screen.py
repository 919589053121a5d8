"""Tables for a person, plain lines for a pipe, JSON for a program."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from rich.table import Table


NARROW = 100
"""Below this many columns a table closes its gaps and wraps its main column, so that no title is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table. `share` lets it take of the width that is left, cut with an ellipsis; `main` is the one
    that wraps on a narrow screen; `least` is the width it does not go below."""

    name: str
    align: Literal["left", "right"] = "left"
    share: int | None = None
    least: int | None = None
    main: bool = False


def is_terminal() -> bool:
    """Whether a person looks at standard output."""
    return sys.stdout.isatty()


def show_rows(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, empty: str | Callable[[], str]) -> None:
    """A table on a terminal, else one row a line, tab-separated; `empty` goes to a person when there is no row."""
    if is_terminal():
        shown = _draw(columns, list(rows))
    else:
        shown = False
        for row in rows:
            click.echo("\t".join(one_line(cell) for cell in row))
            shown = True
    if not shown:
        click.echo(empty if isinstance(empty, str) else empty(), err=True)


def _draw(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
    from rich.console import Console

    console = Console()
    if rows:
        console.print(table(columns, rows, width=console.width))
    return bool(rows)


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, width: int) -> "Table":
    """The rows as a rich table for a screen of that many characters; cells are taken as they are, never as markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    narrow = width < NARROW
    drawn = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 0) if narrow else (0, 1),
        collapse_padding=True,
        pad_edge=False,
        expand=any(column.share for column in columns),
        header_style="bold",
    )
    for column in columns:
        drawn.add_column(
            column.name,
            justify=column.align,
            ratio=column.share,
            min_width=column.least,
            no_wrap=not (narrow and column.main),
            overflow="ellipsis",
        )
    for row in rows:
        drawn.add_row(*(Text(one_line(cell)) for cell in row))
    return drawn


def one_line(text: str) -> str:
    """The text on one line, its white space folded: a cell must not break the row."""
    return " ".join(text.split())


def show_json(value: Any) -> None:
    """JSON, indented, in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_json_array(values: Iterable[Any]) -> None:
    """A JSON array of any length, a value a line, written as the values come."""
    before = "["
    for value in values:
        click.echo(f"{before}\n{json.dumps(value, ensure_ascii=False)}", nl=False)
        before = ","
    click.echo("[]" if before == "[" else "\n]")

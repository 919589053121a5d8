"""`newsmill articles search`: full text in titles and texts."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from newsmill.cli.conditions import condition_options, told, why_none
from newsmill.cli.options import Failure, configured, db_option, json_option, opened
from newsmill.cli.screen import Column, is_terminal, show_json_array, show_rows
from newsmill.cli.waiting import settled

if TYPE_CHECKING:
    from storage import Hit, Store

COLUMNS = (
    Column(name="ID", align="right"),
    Column(name="Score", align="right"),
    Column(name="Title", share=1, main=True),
    Column(name="Source", least=10),
    Column(name="Date", least=10),
    Column(name="Snippet", share=1),
)


@click.command()
@click.argument("query")
@condition_options
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="The N best.")
@db_option
@json_option
def search(query: str, limit: int, db: str | None, as_json: bool, **conditions: Any) -> None:
    """Search titles and texts; the best answers come first.

    All words must be there, whatever their letter case and accents. "Words in quotes" stand next to each other, -word
    must not be there, word* begins so, one OR other will do. Everything else is taken for words; put -- before a query
    that begins with a minus.

    Piped, it prints an article a line, tab-separated: id, score, title, source, date, snippet. --json prints an array
    of whole articles with `score` and `snippet`.

    \b
    Examples:
      newsmill articles search 'harbour strike'
      newsmill articles search '"night ferry" -football' --since 2026-01-01 --no-copies
      newsmill articles search 'ferr* OR boat' --json | jq '.[].title'
    """
    from newsmill.stored import row_as_dict
    from storage import QueryError

    with opened(configured(db=db)) as store:
        settled(store)
        try:
            hits = store.search(query, limit=limit, **conditions)
        except QueryError as error:
            raise Failure(str(error)) from error
        if as_json:
            show_json_array(row_as_dict(hit.row) | {"score": hit.score, "snippet": hit.snippet} for hit in hits)
        elif is_terminal():
            _draw(list(hits), lambda: _why_none(store, query, conditions))
        else:
            show_rows(COLUMNS, cells(hits), empty=lambda: _why_none(store, query, conditions))


def _why_none(store: "Store", query: str, conditions: dict[str, Any]) -> str:
    if not any(True for _ in store.articles(limit=1, **conditions)):
        return why_none(store, conditions)
    if not any(True for _ in store.search(query, limit=1)):
        return "no article answers that"
    return f"articles answer that, but none of them meets {told(conditions)}"


def cells(hits: Iterable["Hit"]) -> Iterator[list[str]]:
    """The rows of the answer."""
    for hit in hits:
        metadata = hit.row.article.metadata
        yield [
            str(hit.row.id),
            f"{hit.score:.2f}",
            metadata.title or "(no title stated)",
            hit.row.source or "-",
            str(metadata.published_at or "-")[:10],
            hit.snippet,
        ]


def _draw(hits: list["Hit"], empty: Callable[[], str]) -> None:
    """Two lines an answer, as search engines print them: a snippet is too long for a table."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console()
    for number, _, title, source, day, snippet in cells(hits):
        console.print(Text.assemble((f"{number:>6}  ", "dim"), (title, "bold"), (f"  {source}  {day}", "dim")))
        text = Text(snippet)
        text.highlight_regex(r"\[[^\]]+\]", "bold yellow")
        console.print(Padding(text, (0, 2, 1, 8)), width=min(console.width, 108))
    if not hits:
        click.echo(empty(), err=True)

"""`newsmill articles history`: what an article said when, and what changed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from newsmill.cli.options import Failure, configured, db_option, json_option, opened
from newsmill.cli.screen import is_terminal, one_line, show_json
from newsmill.counting import count

if TYPE_CHECKING:
    from rich.text import Text

    from storage import RevisionRow

_CAUSES = {"outlet": "the outlet", "rules": "our rules"}


@click.command()
@click.argument("article_id", type=int, metavar="ID")
@db_option
@json_option
def history(article_id: int, db: str | None, as_json: bool) -> None:
    """Show the revisions of an article: when, by whom, how much, and the sentences that changed.

    A change is cosmetic (the same words, but for punctuation, case and spelling), minor, or substantial (a tenth of the
    words, or a hundred). It is the outlet's, or comes of our rules where the page was cleaned again.

    Piped, a revision is a tab-separated line (number, moment, cause, size, words, words added, words removed, fields
    changed), followed by a line for each sentence: number, - or +, sentence.

    \b
    Examples:
      newsmill articles history 12
      newsmill articles history 12 --json | jq '.[-1].diff'
    """
    config = configured(db=db)
    with opened(config) as store:
        rows = store.history(article_id)
    if not rows:
        raise Failure(f"no article {article_id} in {config.db}; `newsmill articles list` shows the ids")
    if as_json:
        from newsmill.stored import revision_as_dict

        show_json([revision_as_dict(row) for row in rows])
    elif is_terminal():
        _draw(rows)
    else:
        for row in rows:
            click.echo("\n".join("\t".join(cells) for cells in _lines(row)))


def _lines(row: "RevisionRow") -> Iterator[list[str]]:
    number = str(row.number)
    words = [str(row.words), f"+{row.words_added}", f"-{row.words_removed}"]
    yield [
        number,
        row.created_at.isoformat(timespec="seconds"),
        row.cause,
        row.size or "first",
        *words,
        ",".join(row.fields),
    ]
    for hunk in row.hunks:
        yield from ([number, "-", one_line(sentence)] for sentence in hunk.before)
        yield from ([number, "+", one_line(sentence)] for sentence in hunk.after)


def _draw(rows: "list[RevisionRow]") -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console()
    for row in rows:
        console.print(_heading(row))
        for name, (old, new) in row.fields.items():
            line = Text.assemble((f"{name}: ", "dim"), (_shown(old), "red"), (" → ", "dim"), (_shown(new), "green"))
            console.print(Padding(line, (0, 0, 0, 4)))
        for hunk in row.hunks:
            for mark, style, sentences in (("−", "red", hunk.before), ("+", "green", hunk.after)):
                for sentence in sentences:
                    console.print(Padding(Text(f"{mark} {one_line(sentence)}", style), (0, 0, 0, 4)))


def _heading(row: "RevisionRow") -> "Text":
    from rich.text import Text

    when = row.created_at.strftime("%Y-%m-%d %H:%M UTC")
    cause = _CAUSES.get(row.cause, row.cause)
    if row.size is None:
        return Text.assemble((f"{row.number}", "bold"), f"  {when}  stored, {count(row.words, 'word')}")
    words = f"+{row.words_added} −{row.words_removed} words, now {row.words}"
    return Text.assemble((f"{row.number}", "bold"), f"  {when}  ", (row.size, "bold"), f", by {cause}: {words}")


def _shown(value: Any) -> str:
    if value in (None, (), ""):
        return "(none)"
    return ", ".join(value) if isinstance(value, tuple) else str(value)

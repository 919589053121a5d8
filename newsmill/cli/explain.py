"""`--explain`: every block of a page in page order, kept or removed, with the reason and the rule."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from cleaners.types import Article
from newsmill.cli.screen import NARROW, is_terminal, one_line
from newsmill.render import Verdict, verdicts

if TYPE_CHECKING:
    from rich.table import Table


def explain(article: Article, heading: str) -> None:
    """Draw the verdicts: a table with whole texts on a terminal, else a line a block, tab-separated."""
    rows = list(verdicts(article))
    if is_terminal():
        from rich.console import Console
        from rich.text import Text

        console = Console()
        console.print(Text(heading, "bold"))
        console.print(drawn(rows, width=console.width))
        for line in _facts(article, len(rows)):
            console.print(Text(line, "dim"))
        return
    click.echo(heading)
    for row in rows:
        state = "kept" if row.kept else "removed"
        text = one_line(row.block.text)
        click.echo("\t".join((str(row.block.index), state, row.reason or "-", row.rule or "-", text)))
    for line in _facts(article, len(rows)):
        click.echo(line)


def drawn(rows: Iterable[Verdict], *, width: int) -> "Table":
    """The verdicts as a rich table for a screen of that many characters: what was kept stands out, the rest is dim."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, expand=True, header_style="bold")
    table.add_column("#", justify="right", style="dim", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Rule", overflow="fold", max_width=40)
    table.add_column("Text", ratio=1)
    for row in rows:
        verdict = Text("kept", "green") if row.kept else Text(row.reason, "yellow")
        text = Text(row.block.text, "" if row.kept else "dim")
        rule = row.rule.replace("/", "/\n") if width < NARROW else row.rule
        table.add_row(str(row.block.index), verdict, Text(rule, "dim"), text)
    return table


def _facts(article: Article, total: int) -> list[str]:
    """What the blocks do not show: the balance, the paywall, where each field was read, warnings."""
    kept, removed = len(article.blocks), len(article.removals)
    lines = [f"{total} blocks = {kept} kept + {removed} removed"]
    if article.paywall_evidence:
        lines.append(f"paywall: {article.paywall} ({'; '.join(article.paywall_evidence)})")
    lines += [f"{field}: from {place}" for field, place in article.metadata.evidence.items()]
    return lines + [f"warning: {warning}" for warning in article.warnings]

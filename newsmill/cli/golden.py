"""`newsmill golden`: pages with the article that must come out of them."""

from pathlib import Path
from typing import Any

import click

from newsmill.cli.options import Failure, WebAddress, loaded_rules, warn


@click.group(short_help="Keep pages whose article is known.")
def golden() -> None:
    """Keep pages whose article is known, so that no change of a rule spoils them unseen."""


@golden.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--url", type=WebAddress(), default="", metavar="URL", help="Where the page came from; gives the folder its name."
)
def add(file: Path, url: str) -> None:
    """Make a golden of a saved page, with what comes out of it today.

    Read what it prints: it becomes what is expected. Then write the lines of must.txt by hand.

    \b
    Example:
      newsmill golden add story.html --url https://www.example.org/news/story
    """
    from newsmill import golden as goldens
    from newsmill.files import TYPES

    try:
        made = goldens.add(file, url=url, content_type=TYPES.get(file.suffix.lower(), "text/html"))
        changes = goldens.accept(made, loaded_rules())
    except goldens.GoldenError as error:
        raise Failure(str(error)) from error
    click.echo(f"{made.folder}: added; now write must.txt in it")
    _show(changes)


@golden.command()
@click.argument("names", nargs=-1, metavar="[HOST|HOST/SLUG]...")
def accept(names: tuple[str, ...]) -> None:
    """Take what comes out today as expected, and print what changed: read it before you commit it.

    Without a name, every golden. The lines of must.txt are never touched; one that does not hold is refused.

    \b
    Examples:
      newsmill golden accept example.org/news-story
      newsmill golden accept example.org
    """
    from newsmill import golden as goldens

    rules = loaded_rules()
    refused = 0
    try:
        chosen = list(goldens.find(names=names))
    except goldens.GoldenError as error:
        raise Failure(str(error)) from error
    for one in chosen:
        try:
            changes = goldens.accept(one, rules)
        except goldens.GoldenError as error:
            refused += 1
            warn(str(error))
            continue
        click.echo(f"{one.name}: {f'{len(changes)} fields changed' if changes else 'as before'}")
        _show(changes)
    if refused or not chosen:
        raise Failure(f"{refused} of {len(chosen)} goldens not accepted under {goldens.ROOT}")


def _show(changes: dict[str, tuple[Any, Any]]) -> None:
    """The lines that differ, field by field."""
    from difflib import unified_diff

    for field, (before, after) in changes.items():
        click.echo(f"  {field}:")
        lines = unified_diff(_lines(before), _lines(after), lineterm="", n=0)
        for line in list(lines)[2:]:
            if not line.startswith("@@"):
                click.echo(f"    {line}")


def _lines(value: Any) -> list[str]:
    import json

    if value is None:
        return []
    return value.split("\n") if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1).split("\n")

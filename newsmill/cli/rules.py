"""`newsmill rules`: what the cleaner goes by."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsmill.cli.options import Failure, configured, json_option, loaded_rules, site_config_option, warn
from newsmill.cli.screen import Column, show_json, show_rows

if TYPE_CHECKING:
    from newsmill.rulebook import Entry

COLUMNS = (
    Column(name="Rule", main=True),
    Column(name="Reason"),
    Column(name="Until"),
    Column(name="Most", align="right"),
    Column(name="Selector or pattern", share=1),
)
_folder = click.option(
    "--rules",
    "directory",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Rules of a folder (generic.toml, sites/HOST.toml) in place of the package's.",
)


@click.group(short_help="Show and check the rules of the cleaner.")
def rules() -> None:
    """Show and check the rules of the cleaner; how they are written is in docs/rules.md."""


@rules.command()
@click.option("--goldens", type=click.Path(path_type=Path), metavar="DIR", help="[default: tests/golden]")
@_folder
@json_option
def check(goldens: Path | None, directory: Path | None, as_json: bool) -> None:
    """Check that every rule can be used, and decides a block of at least one golden page.

    A rule that decides none is dead: it is printed, and nobody would notice if it were wrong.

    \b
    Examples:
      newsmill rules check
      newsmill rules check --json | jq -r '.dead[]'

    Exit status: 0 every rule is alive, 1 a rule is dead or a file cannot be used, 2 wrong usage.
    """
    loaded = loaded_rules(directory=directory)
    from newsmill import golden
    from newsmill.rulebook import check as check_rules

    try:
        result = check_rules(loaded, golden.find(goldens or golden.ROOT))
    except golden.GoldenError as error:
        raise Failure(str(error)) from error
    if as_json:
        show_json({"rules": len(result.fires), "goldens": result.goldens, "dead": result.dead, "fires": result.fires})
    else:
        for rule in result.dead:
            click.echo(f"{rule}: dead, it decides no block of any golden page")
        click.echo(f"{len(result.fires)} rules, {len(result.dead)} dead in {result.goldens} goldens", err=True)
    if result.dead:
        click.get_current_context().exit(1)


@rules.command()
@click.argument("host", metavar="HOST|URL")
@click.option(
    "--language", "languages", multiple=True, metavar="LANG", help="With the phrases of a language (ISO 639-1)."
)
@_folder
@site_config_option
@json_option
def explain(
    host: str, languages: tuple[str, ...], directory: Path | None, site_config: Path | None, as_json: bool
) -> None:
    """Print the rules that apply to pages of a host; one stands above those that it overrules.

    Most is the share of the text that a rule may remove: one that would remove more is not applied. Until is the last
    day on which pages were so.

    \b
    Examples:
      newsmill rules explain nknews.org
      newsmill rules explain nknews.org --language en --json
    """
    config = configured(site_config=site_config)
    loaded = loaded_rules(config, directory=directory)
    from newsmill.rulebook import applying

    entries = applying(loaded, host, ("any", *languages) if languages else ())
    if as_json:
        show_json([asdict(entry) for entry in entries])
        return
    show_rows(COLUMNS, [_cells(entry) for entry in entries], empty="no rules")
    if not languages:
        warn(f"and {len(loaded.phrases.rows())} phrases, by the page's language; --language LANG prints them")


def _cells(entry: "Entry") -> list[str]:
    most = "-" if entry.max_share is None else f"{entry.max_share:.0%}"
    return [entry.id, entry.does, entry.until or "-", most, entry.fits]

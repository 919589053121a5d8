"""`newsmill export`: articles for other tools."""

from typing import Any

import click

from newsmill.cli.conditions import condition_options, why_none
from newsmill.cli.options import Failure, configured, db_option, opened, warn
from newsmill.cli.waiting import settled
from newsmill.counting import count

FORMS = ("parquet", "jsonl", "csv", "markdown", "tei")


@click.command(short_help="Write articles for other tools: Parquet, JSON Lines, CSV, Markdown, TEI.")
@click.argument("target", metavar="FILE|FOLDER|-")
@click.option("--format", "form", type=click.Choice(FORMS), help="Form; else what the file's suffix says.")
@click.option("--names", type=click.Choice(["ours", "schema.org"]), default="ours", help="Names in JSON Lines.")
@click.option("--partition", is_flag=True, help="Parquet: a folder for each outlet, in it one for each month.")
@click.option("--since-export", is_flag=True, help="Add to the folder only what is new or changed since the last time.")
@condition_options
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@db_option
def export(
    target: str,
    form: str | None,
    names: str,
    partition: bool,
    since_export: bool,
    quiet: bool,
    db: str | None,
    **conditions: Any,
) -> None:
    """Write the articles, or those that the options ask for, to a file or folder; - is standard output.

    \b
    Examples:
      newsmill export articles.parquet
      newsmill export corpus/ --format parquet --partition
      newsmill export articles.jsonl --names schema.org --since 2026-01-01
      newsmill export vault/ --format markdown --source harbourledger.example
      newsmill export daily/ --format parquet --since-export --no-copies
      newsmill export - --format csv | head

    parquet, jsonl and csv have the same columns, see docs/export.md; markdown (with front matter) and tei are a file
    for each article. Memory does not grow with the number of articles. A file appears when it is whole.

    --since-export adds a file to the folder at each run; an article that changed is in several, the highest `revision`
    being the current one. Deleted articles stay in files that were written before.
    """
    from newsmill.export.run import ExportError, Order, check, form_of, run

    try:
        order = Order(
            target=target,
            form=form or form_of(target),
            schema_org=names == "schema.org",
            partition=partition,
            since=since_export,
            conditions=conditions,  # type: ignore[arg-type] # the names are those of the options
        )
        check(order)
    except ExportError as error:
        raise click.UsageError(str(error)) from error
    with opened(configured(db=db)) as store:
        settled(store)
        try:
            number = run(store, order)
        except ExportError as error:
            raise Failure(str(error)) from error
        if not number and not since_export:
            warn(why_none(store, conditions))
    if not quiet:
        new = "new or changed " if since_export else ""
        warn(f"{count(number, f'{new}article')} in {target if target != '-' else 'standard output'}")

"""`newsmill reclean`: today's rules over the archive."""

import os
from datetime import datetime

import click

from newsmill.cli.options import (
    cleaning_options,
    configured,
    db_option,
    json_option,
    report_site_config,
    site_config_option,
)


@click.command(short_help="Clean the archived pages again, with today's rules.")
@click.option("--source", metavar="HOST", help="Only the pages of this outlet.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only pages fetched from that day on.")
@click.option("--dry-run", is_flag=True, help="Show what would change, write nothing.")
@click.option("--all", "everything", is_flag=True, help="Also the pages that these versions of the rules did clean.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes at once. [default: one a core]")
@cleaning_options
@site_config_option
@db_option
@json_option
def reclean(
    source: str | None,
    since: datetime | None,
    dry_run: bool,
    everything: bool,
    jobs: int | None,
    as_json: bool,
    **flags: object,
) -> None:
    """Clean the archived pages again, those that other versions of cleaner or rules did clean.

    First every page is cleaned, and what would change is shown: articles, and words gained and lost by the reason they
    were, or are, left out. Then it is written: a changed text becomes a revision whose cause is "rules", so that it is
    never taken for the outlet's; a page that was refused may become an article. An article that today's rules would
    refuse stays as it is, and is named.

    A run that was stopped goes on where it was, and what a dry run found is not cleaned again to be compared.

    \b
    Examples:
      newsmill reclean --dry-run
      newsmill reclean --source nknews.org --since 2026-01-01
      newsmill articles history 12

    Exit status: 0 done, 1 stopped by Ctrl-C or nothing could be done, 2 wrong usage.
    """
    from newsmill.cli.recleaning import reclean_all

    config = configured(**flags)
    report_site_config(config)
    reclean_all(
        config,
        source=source,
        since=since.date() if since else None,
        everything=everything,
        dry_run=dry_run,
        as_json=as_json,
        jobs=jobs or os.cpu_count() or 1,
    )

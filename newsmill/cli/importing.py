"""`newsmill import`: pages out of the archives of others, on the path that every page takes."""

import os
from pathlib import Path

import click

from newsmill.cli.options import configured, db_option, json_option, report_site_config, site_config_option


@click.command("import", short_help="Take the pages of WARC and WACZ files into the database.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--source", metavar="HOST", help="Only the pages of this outlet.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes at once. [default: one a core]")
@site_config_option
@db_option
@json_option
def import_(files: tuple[Path, ...], source: str | None, jobs: int | None, as_json: bool, **flags: object) -> None:
    """Import WARC files (.warc, .warc.gz, .warc.zst) and WACZ packages: Common Crawl's news, browsertrix, wget, our own.

    HTML and text pages that were answered with success are archived, cleaned and stored as if they were crawled; other
    records are passed over and counted. A capture that is older than what is stored becomes a revision in its place in
    the history. Run again, or after a stop, it takes only what is not there yet.

    \b
    Examples:
      newsmill import CC-NEWS-20260101000000-00001.warc.gz
      newsmill import --source example.org crawl.wacz other.warc.gz
      newsmill articles history 12

    Exit status: 0 at least one page was taken, 1 none was or Ctrl-C stopped it, 2 wrong usage.
    """
    from newsmill.cli.taking import import_all

    config = configured(**flags)
    report_site_config(config)
    import_all(files, config=config, source=source, jobs=jobs or os.cpu_count() or 1, as_json=as_json)

"""`newsmill crawl`: outlets into the database."""

from pathlib import Path

import click

from newsmill.cli.options import configured, db_option, json_option, site_config_option


@click.command(short_help="Crawl outlets into the database.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the source files. [default: seeds]"
)
@click.option("--max-pages", type=int, metavar="N", help="At most N pages of each source. [default: 200]")
@click.option("--delay", type=float, metavar="SECONDS", help="Pause between pages of a host. [default: 1]")
@click.option("--contact", metavar="TEXT", help="Address or page about you, sent with the user agent.")
@site_config_option
@db_option
@json_option
def crawl(sources: tuple[str, ...], as_json: bool, **flags: object) -> None:
    """Crawl outlets: names of files in seeds/, or URLs; without any, all of seeds/.

    Feeds and sitemaps are found where a source file names none. robots.txt is obeyed. A page fetched before is asked
    for with its ETag and date, and read again only where it changed.

    \b
    Examples:
      newsmill crawl
      newsmill crawl nknews.org
      newsmill crawl https://www.example.org --max-pages 20 --db sqlite:///example.db

    Exit status: 0 at least one source answered, 1 none did, 2 wrong usage.
    """
    from newsmill.cli.crawling import crawl_all

    crawl_all(sources, config=configured(**flags), as_json=as_json)

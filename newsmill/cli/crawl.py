"""`newsmill crawl`: outlets into the database."""

import os
from datetime import date, datetime
from pathlib import Path

import click

from newsmill.cli.conditions import Day
from newsmill.cli.options import cleaning_options, configured, db_option, json_option, site_config_option


@click.command(short_help="Crawl outlets into the database.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the source files. [default: seeds]"
)
@click.option("--max-pages", type=int, metavar="N", help="At most N pages of each source. [default: 200]")
@click.option("--delay", type=float, metavar="SECONDS", help="Pause between pages of a host. [default: 1]")
@click.option("--contact", metavar="TEXT", help="Address or page about you, sent with the user agent.")
@click.option("--due", is_flag=True, help="Only feeds and sitemaps that are due, by how often each changes.")
@click.option("--since", type=Day(), metavar="DATE", help="Back-fill: from this day on, by sitemaps and archive pages.")
@click.option("--until", type=Day(), metavar="DATE", help="Back-fill: articles of this day or earlier.")
@click.option("--obey-opt-outs", is_flag=True, default=None, help="Leave out what opts out of indexing or text mining.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Cleaning processes. [default: one a core]")
@click.option("--log-json", is_flag=True, help="What happens as JSON lines on standard error, for log collectors.")
@click.option(
    "--metrics-file", type=click.Path(path_type=Path), metavar="FILE", help="Prometheus metrics into FILE (*.prom)."
)
@click.option("--metrics-port", type=int, metavar="PORT", help="Prometheus metrics on this port of 127.0.0.1.")
@click.option("--leased", is_flag=True, hidden=True, help="Whoever starts this holds the outlets already.")
@cleaning_options
@site_config_option
@db_option
@json_option
def crawl(
    sources: tuple[str, ...],
    as_json: bool,
    jobs: int | None,
    due: bool,
    since: date | None,
    until: date | None,
    log_json: bool,
    metrics_file: Path | None,
    metrics_port: int | None,
    leased: bool,
    **flags: object,
) -> None:
    """Crawl outlets: names of files in seeds/, or URLs; without any, all of seeds/.

    Feeds and sitemaps are found where a source file names none. robots.txt is obeyed. A page fetched before is asked
    for with its ETag and date, and read again only where it changed. Where an outlet suddenly brings less than it used
    to, or its pages lose their texts, titles, dates or authors, that is an alert (docs/configuration.md). An outlet that
    another process (newsmill run, a second crawl) is crawling into the same database is left out.

    \b
    Examples:
      newsmill crawl
      newsmill crawl nknews.org
      newsmill crawl nknews.org --since 2026-01-01 --until 2026-01-31 --max-pages 2000
      newsmill crawl https://www.example.org --max-pages 20 --db sqlite:///example.db
      newsmill crawl --log-json --metrics-file /var/lib/node_exporter/newsmill.prom

    Exit status: 0 at least one source answered, 1 none did, 2 wrong usage.
    """
    from newsmill.cli.crawling import View, crawl_all

    crawl_all(
        sources,
        config=configured(**flags),
        view=View(as_json=as_json, log_json=log_json, metrics_file=metrics_file, metrics_port=metrics_port),
        jobs=jobs or os.cpu_count() or 1,
        only_due=due,
        since=_day(since),
        until=_day(until),
        leased=leased,
    )


def _day(value: date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value

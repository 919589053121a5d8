"""`newsmill sources add`: a source file for an outlet, with what it has."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsmill.cli.options import Failure, configured, json_option, warn
from newsmill.cli.screen import show_json

if TYPE_CHECKING:
    from crawler.survey import Survey


@click.command("add", short_help="Write a source file for an outlet, with the feeds it has.")
@click.argument("url")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the source files. [default: seeds]"
)
@click.option("--contact", metavar="TEXT", help="Address or page about you, sent with the user agent.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--dry-run", is_flag=True, help="Print the file, and write nothing.")
@json_option
def add(url: str, seeds: Path | None, contact: str | None, force: bool, dry_run: bool, as_json: bool) -> None:
    """Look at an outlet and write seeds/HOST.toml with the feeds, sitemaps and section pages that it has.

    Feeds are found by the front page's links and common paths, sitemaps by robots.txt and common paths; each is tried,
    and only what lists articles is written. Where there is no feed, section pages are taken. robots.txt is obeyed.

    \b
    Examples:
      newsmill sources add https://www.example.org
      newsmill sources add www.example.org --dry-run

    Exit status: 0 written, 1 nothing was found or the file is there already, 2 wrong usage.
    """
    import crawler
    from newsmill.sources import source_file

    config = configured(seeds=seeds, contact=contact)
    try:
        source = crawler.Source.from_url(url)
        file = config.seeds / f"{source.host}.toml"
        if file.exists() and not force and not dry_run:
            raise Failure(f"{file} is there already; --force writes over it, --dry-run only prints")
        settings = crawler.CrawlSettings(contact=config.contact, delay=config.delay, timeout=config.timeout)
        survey = crawler.survey(source, settings)
    except crawler.CrawlError as error:
        raise Failure(str(error)) from error
    if survey.trouble:
        raise Failure(survey.trouble)
    text = source_file(source, survey)
    if not dry_run:
        _write(file, text, force)
    _show(survey, text, None if dry_run else file, as_json)
    if not survey.places:
        warn(f"{source.url}: no feed, sitemap or section page was found; write feeds or sections into the file by hand")
        click.get_current_context().exit(1)


def _write(file: Path, text: str, force: bool) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w" if force else "x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise Failure(f"{file}: cannot be written ({error.strerror}); name another folder with --seeds") from error


def _show(survey: "Survey", text: str, file: Path | None, as_json: bool) -> None:
    if as_json:
        places = [{"kind": place.kind, "url": place.url, "links": place.links} for place in survey.places]
        show_json({"file": str(file) if file else None, "name": survey.name, "places": places, "text": text})
        return
    for place in survey.places:
        click.echo(f"{place.kind}\t{place.links}\t{place.url}", err=file is None)
    if file is None:
        click.echo(text, nl=False)
    else:
        click.echo(f"{file} written; next: newsmill crawl {file.stem} --max-pages 10")

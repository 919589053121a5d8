"""`newsmill clean`: saved documents in, articles out, with no database unless asked for."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from newsmill.cli.options import (
    WebAddress,
    cleaning_options,
    configured,
    db_option,
    report_site_config,
    site_config_option,
)

if TYPE_CHECKING:
    from newsmill.cli.output import Output

FORMATS = ("text", "markdown", "json", "jsonl")


@click.command(short_help="Clean saved documents: HTML or text, files or folders.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...|-")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Form of output.")
@click.option("--url", type=WebAddress(), default="", metavar="URL", help="Where the (one) document came from.")
@click.option("--explain", is_flag=True, help="Every block in page order: kept or removed, the reason, the rule.")
@click.option("--store", "stored", is_flag=True, help="Put the documents in the database too.")
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write there: a file for jsonl, else a folder. A second run does only what is not there yet.",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes at once. [default: one a core]")
@click.option("-q", "--quiet", is_flag=True, help="Print no documents, only what went wrong and a summary.")
@cleaning_options
@site_config_option
@db_option
def clean(
    paths: tuple[str, ...],
    form: str,
    url: str,
    explain: bool,
    stored: bool,
    quiet: bool,
    target: Path | None,
    jobs: int | None,
    **flags: object,
) -> None:
    """Clean saved .html, .htm and .txt documents, also .gz; whole folders; - is standard input.

    \b
    Examples:
      newsmill clean page.html
      newsmill clean page.html --url https://www.example.org/story --format markdown
      newsmill clean saved/ --format jsonl > articles.jsonl
      newsmill clean saved/ --output articles.jsonl       # goes on where it was stopped
      newsmill clean saved/ --output texts/               # a file for each article
      newsmill clean page.html --explain
      newsmill clean saved/ --fast --quiet --store        # sooner done, a little less exact
      newsmill clean saved/ --site-config site-configs/   # HOST.txt, five-filters format
      curl -s https://www.example.org/story | newsmill clean - --url https://www.example.org/story

    text, markdown: several documents stand under a heading each. json: always an array. jsonl: an object a line.
    --output: a jsonl file, or with another format a folder with a file for each article, named by its id. What is
    there is done and is not cleaned again; refused documents are remembered beside it, in ...refused.jsonl.
    A document that cannot be used is named on standard error and the others go on.

    Exit status: 0 at least one article came out, 1 none did or Ctrl-C stopped it, 2 wrong usage.
    """
    if url and len(paths) > 1:
        raise click.UsageError("--url belongs to one document; clean them one by one")
    if flags["db"] and not stored:
        raise click.UsageError("--db has a use with --store only")
    given = click.get_current_context().get_parameter_source("form") is not ParameterSource.DEFAULT
    if target is not None and target.suffix == ".jsonl" and not given:
        form = "jsonl"
    if target is not None and explain and not form.startswith("json"):
        raise click.UsageError("--explain goes to an --output with --format json or jsonl only")
    from newsmill.cli.cleaning import clean_all
    from newsmill.ids import found

    config = configured(**flags)
    report_site_config(config)
    places = found(paths, without=target)
    output = _output(target, form, explain=explain, quiet=quiet, headings=len(places) > 1)
    clean_all(places, url=url, output=output, config=config, stored=stored, jobs=jobs or os.cpu_count() or 1)


def _output(target: Path | None, form: str, *, explain: bool, quiet: bool, headings: bool) -> "Output":
    from newsmill.cli.output import Printed
    from newsmill.cli.saved import SavedFiles, SavedLines

    if target is None:
        return Printed(form=form, explain=explain, quiet=quiet, headings=headings)
    if form == "jsonl":
        return SavedLines(target, explain=explain)
    return SavedFiles(target, form, explain=explain)

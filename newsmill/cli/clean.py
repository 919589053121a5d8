"""`newsmill clean`: saved documents in, articles out, with no database unless asked for."""

import click

from newsmill.cli.options import configured, db_option, site_config_option

FORMATS = ("text", "markdown", "json", "jsonl")


@click.command(short_help="Clean saved documents: HTML or text, files or folders.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...|-")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Form of output.")
@click.option("--url", default="", metavar="URL", help="Where the (one) document came from.")
@click.option("--explain", is_flag=True, help="Every block in page order: kept or removed, the reason, the rule.")
@click.option("--store", "stored", is_flag=True, help="Put the documents in the database too.")
@click.option("-q", "--quiet", is_flag=True, help="Print no documents, only what went wrong and a summary.")
@site_config_option
@db_option
def clean(
    paths: tuple[str, ...], form: str, url: str, explain: bool, stored: bool, quiet: bool, **flags: object
) -> None:
    """Clean saved .html, .htm and .txt documents, also .gz; whole folders; - is standard input.

    \b
    Examples:
      newsmill clean page.html
      newsmill clean page.html --url https://www.example.org/story --format markdown
      newsmill clean saved/ --format jsonl > articles.jsonl
      newsmill clean page.html --explain
      newsmill clean saved/ --site-config site-configs/   # HOST.txt, five-filters format
      curl -s https://www.example.org/story | newsmill clean - --url https://www.example.org/story

    text, markdown: several documents stand under a heading each. json: always an array. jsonl: an object a line.
    A document that cannot be used is named on standard error and the others go on.

    Exit status: 0 at least one article came out, 1 none did, 2 wrong usage.
    """
    if url and len(paths) > 1:
        raise click.UsageError("--url belongs to one document; clean them one by one")
    if flags["db"] and not stored:
        raise click.UsageError("--db has a use with --store only")
    from newsmill.cli.cleaning import clean_all
    from newsmill.cli.output import Output

    output = Output(form=form, explain=explain, quiet=quiet, headings=len(paths) > 1)
    clean_all(paths, url=url, output=output, config=configured(**flags), stored=stored)

"""The command line: one file a command. Only click is imported here; each command imports what it needs when run."""

import click

from newsmill.cli.articles import articles
from newsmill.cli.clean import clean
from newsmill.cli.crawl import crawl
from newsmill.cli.db import db
from newsmill.cli.deleting import delete, prune
from newsmill.cli.export import export
from newsmill.cli.golden import golden
from newsmill.cli.history import history
from newsmill.cli.importing import import_
from newsmill.cli.mcp import mcp
from newsmill.cli.reclean import reclean
from newsmill.cli.related import clusters, duplicates
from newsmill.cli.rules import rules
from newsmill.cli.run import run
from newsmill.cli.search import search
from newsmill.cli.sources import sources
from newsmill.cli.tokens import tokens


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"newsmill {version('newsmill')}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.option("-v", "--verbose", is_flag=True, help="What the libraries log, on standard error.")
def cli(verbose: bool) -> None:
    """Fetch news articles, strip everything that is not the article, keep the clean text.

    \b
    Examples:
      newsmill clean page.html                 # the article, nothing else
      newsmill clean page.html --explain       # and why each block was kept or removed
      newsmill crawl https://www.example.org   # an outlet, into newsmill.db
      newsmill articles list

    Exit status: 0 done, 1 nothing could be done, 2 wrong usage.
    """
    import logging

    if verbose:
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    else:
        logging.getLogger().addHandler(logging.NullHandler())  # what matters comes as a line of ours


for command in (run, crawl, clean, import_, reclean, prune, export, articles, sources, tokens, mcp, rules, db, golden):
    cli.add_command(command)
for command in (history, delete, search, duplicates, clusters):
    articles.add_command(command)

"""`newsmill articles`: what is in the database."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from newsmill.cli.conditions import condition_options, why_none
from newsmill.cli.options import Failure, configured, db_option, json_option, opened
from newsmill.cli.screen import Column, show_json, show_json_array, show_rows
from newsmill.counting import count

if TYPE_CHECKING:
    from storage import ArticleRow, Store

COLUMNS = (
    Column(name="ID", align="right"),
    Column(name="Title", share=6, main=True),
    Column(name="Source", share=2, least=10),
    Column(name="Date", least=10),
    Column(name="Authors", share=2, least=10),
    Column(name="Words", align="right"),
    Column(name="Paywall"),
    Column(name="Removed", align="right"),
)

FACTS = (Column(name="Field"), Column(name="Value", share=3, main=True), Column(name="Read at", share=2))


@click.group()
def articles() -> None:
    """Show the stored articles."""


@articles.command("list")
@condition_options
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the N newest.")
@db_option
@json_option
def list_(limit: int | None, db: str | None, as_json: bool, **conditions: Any) -> None:
    """List the articles, the newest first.

    Piped, it prints an article a line, tab-separated: id, title, source, date, authors, words, paywall, number of
    removed blocks. --json prints an array of whole articles.

    \b
    Examples:
      newsmill articles list --limit 20
      newsmill articles list --source harbourledger.example --since 2026-03-01
      newsmill articles list --json | jq '.[].title'
    """
    from newsmill.stored import row_as_dict

    with opened(configured(db=db)) as store:
        rows = store.articles(limit=limit, **conditions)
        if as_json:
            show_json_array(row_as_dict(row) for row in rows)
        else:
            show_rows(COLUMNS, cells(rows), empty=lambda: why_none(store, conditions))


@articles.command()
@click.argument("article_id", type=int, metavar="ID")
@click.option("--explain", is_flag=True, help="Every block in page order: kept or removed, the reason, the rule.")
@click.option("--evidence", is_flag=True, help="Where each field was read, how the page was found, its opt-outs.")
@db_option
@json_option
def show(article_id: int, explain: bool, evidence: bool, db: str | None, as_json: bool) -> None:
    """Show one article; ID is the first column of `newsmill articles list`.

    --evidence prints a fact a line, with where it was read: the page's own words (`json-ld:datePublished`), or those of
    the feed or sitemap that lists it (`feed:pubDate`); how and where the page was found; and what the outlet opts out
    of for it, such as indexing or text mining. Piped, the lines are tab-separated.

    \b
    Examples:
      newsmill articles show 12
      newsmill articles show 12 --explain
      newsmill articles show 12 --evidence
      newsmill articles show 12 --json --evidence
    """
    from newsmill.stored import row_as_dict

    config = configured(db=db)
    with opened(config) as store:
        row = store.article(article_id)
        known = _known(store, row)
    if row is None:
        raise Failure(f"no article {article_id} in {config.db}; `newsmill articles list` shows the ids")
    if as_json:
        beside = {"found": None, "opt_outs": []} | known if evidence else {}
        show_json(row_as_dict(row, explain=explain) | beside)
    elif evidence:
        show_rows(FACTS, _facts(row, known), empty="nothing is known of it")
    elif explain:
        from newsmill.cli.explain import explain as draw

        draw(row.article, f"{row.id}: {row.article.metadata.title or row.url}")
    else:
        _show(row)


def _known(store: "Store", row: "ArticleRow | None") -> dict[str, Any]:
    """What the crawl knew beside the bytes of the article's page, the principal address first."""
    from storage.memory import Memory

    memory = Memory(store.database)
    urls = () if row is None else (row.url, *row.urls)
    return next((known for url in urls if (known := memory.evidence(url))), {})


def _facts(row: "ArticleRow", known: dict[str, Any]) -> Iterator[list[str]]:
    """The rows of `FACTS`."""
    from newsmill.render import as_dict

    values = as_dict(row.article)
    evidence = row.article.metadata.evidence
    for name in [name for name in values if name in evidence]:  # databases keep an order of their own
        value, where = values[name], evidence[name]
        yield [name, ", ".join(value) if isinstance(value, list) else str(value), where]
    yield ["paywall", str(row.article.paywall), ", ".join(row.article.paywall_evidence) or "-"]
    found = known.get("found") or {}
    if found:
        listed = ", ".join(f"{name} {found[name]!r}" for name in ("title", "date", "authors") if found.get(name))
        yield ["found", found.get("how", "-"), found.get("place", "-")]
        yield ["listed", listed or "-", found.get("place", "-")]
    for one in known.get("opt_outs") or ["nothing"]:
        what, _, where = one.partition(" (")
        yield ["opts out of", what, where.removesuffix(")") or "-"]


def _show(row: "ArticleRow") -> None:
    """The article as Markdown: drawn on a terminal, as it is in a pipe."""
    from newsmill.cli.screen import is_terminal
    from newsmill.markdown import as_markdown

    text = as_markdown(row.article)
    if not is_terminal():
        click.echo(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.padding import Padding

    console = Console()
    console.print(Padding(Markdown(text), (1, 2)), width=min(console.width, 100))
    article = row.article
    removed = f"{count(len(article.removals), 'block')} removed"
    facts = f"{row.url}  ·  {count(row.words, 'word')}  ·  paywall {article.paywall}  ·  {removed}"
    console.print(facts, style="dim", markup=False, highlight=False, soft_wrap=True)


def cells(rows: Iterable["ArticleRow"]) -> Iterator[list[str]]:
    """The rows of the table of articles."""
    for row in rows:
        metadata = row.article.metadata
        yield [
            str(row.id),
            metadata.title or "(no title stated)",
            row.source or "-",
            str(metadata.published_at or "-")[:10],
            ", ".join(metadata.authors) or "-",
            str(row.words),
            str(row.article.paywall),
            str(len(row.article.removals)),
        ]

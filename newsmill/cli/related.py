"""`newsmill articles duplicates` and `clusters`: what is a copy of what, and who reported on the same event."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

import click

from newsmill.cli.options import configured, db_option, json_option, opened
from newsmill.cli.screen import Column, show_json_array, show_rows
from newsmill.cli.waiting import settled

if TYPE_CHECKING:
    from storage import Brief, ClusterRow, PairRow

PAIRS = (
    Column(name="ID", align="right"),
    Column(name="Title", share=1, main=True),
    Column(name="Source", least=10),
    Column(name="Is", least=7),
    Column(name="Score", align="right"),
    Column(name="Of", align="right"),
    Column(name="Title", share=1),
    Column(name="Source", least=10),
    Column(name="Agency"),
)
CLUSTERS = (
    Column(name="Cluster", align="right"),
    Column(name="Score", align="right"),
    Column(name="Articles", align="right"),
    Column(name="Outlets", align="right"),
    Column(name="Date", least=10),
    Column(name="First title", share=2, main=True),
    Column(name="IDs", share=1),
)


@click.command()
@click.argument("article_id", type=int, metavar="[ID]", required=False)
@click.option("--kind", type=click.Choice(["exact", "near", "rewrite"]), help="Only pairs of this kind.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the N latest.")
@db_option
@json_option
def duplicates(article_id: int | None, kind: str | None, limit: int | None, db: str | None, as_json: bool) -> None:
    """List copies and rewrites, all of them or those of the article ID.

    exact: the same text. near: the same but for a few words or paragraphs. rewrite: the same story in other words, of
    which too many are still the same to be chance. The score says how much is shared, 1 being all. Copies in several
    outlets are syndicated; the earlier article comes second, with the agency that is credited.

    Piped, it prints a pair a line, tab-separated: id, title, source, kind, score, id, title, source, agency.

    \b
    Examples:
      newsmill articles duplicates --kind rewrite
      newsmill articles duplicates 12
      newsmill articles duplicates --json | jq '.[] | select(.syndicated)'
    """
    with opened(configured(db=db)) as store:
        settled(store)
        rows = store.pairs(kind=kind, article=article_id, limit=limit)
    if as_json:
        from newsmill.stored import pair_as_dict

        show_json_array(pair_as_dict(row) for row in rows)
    else:
        show_rows(PAIRS, _pair_cells(rows), empty="no copies and no rewrites")


@click.command()
@click.argument("article_id", type=int, metavar="[ID]", required=False)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the N latest.")
@db_option
@json_option
def clusters(article_id: int | None, limit: int | None, db: str | None, as_json: bool) -> None:
    """List the events that several articles are on, the latest first, or that of the article ID.

    The score is how like each other the articles are, 1 being the same.

    Piped, it prints an event a line, tab-separated: cluster, score, number of articles, number of outlets, date of the
    first (where it states none, "stored" and the day it came), its title, ids of the articles.

    \b
    Examples:
      newsmill articles clusters --limit 20
      newsmill articles clusters 12
      newsmill articles clusters --json | jq '.[].articles[].url'
    """
    with opened(configured(db=db)) as store:
        settled(store)
        rows = store.clusters(article=article_id, limit=limit)
    if as_json:
        from newsmill.stored import cluster_as_dict

        show_json_array(cluster_as_dict(row) for row in rows)
    else:
        show_rows(CLUSTERS, _cluster_cells(rows), empty="no event with several articles")


def _name(article: "Brief") -> str:
    """The title; where none is stated, the end of the address, which tells saved documents apart."""
    return article.title or unquote(article.url.rstrip("/").rsplit("/", 1)[-1])


def _day(article: "Brief") -> str:
    day = article.at.date().isoformat()
    return day if article.dated else f"stored {day}"


def _pair_cells(rows: Iterable["PairRow"]) -> Iterator[list[str]]:
    for row in rows:
        later, earlier = row.later, row.earlier
        yield [
            *(str(later.id), _name(later), later.source or "-", row.kind, f"{row.score:.2f}"),
            *(str(earlier.id), _name(earlier), earlier.source or "-", row.agency or "-"),
        ]


def _cluster_cells(rows: Iterable["ClusterRow"]) -> Iterator[list[str]]:
    for row in rows:
        first = row.articles[0]
        yield [
            *(str(row.id), f"{row.score:.2f}", str(len(row.articles)), str(len(row.sources))),
            *(_day(first), _name(first)),
            " ".join(str(article.id) for article in row.articles),
        ]

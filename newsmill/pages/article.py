"""`/read/ID`: an article beside its page, with everything that was left out of it in place, and its history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from cleaners.types import Article, Metadata
from newsmill.pages.answer import page
from newsmill.pages.changes import shown, steps
from newsmill.pages.marked import linked, marked
from newsmill.service.problems import Problem
from newsmill.service.security.access import Reader
from newsmill.service.wiring import Wired
from storage import ArticleRow, Brief, PairRow, Store
from storage.listing import numbers
from storage.reading import record_of
from storage.service import judgements

router = APIRouter()
MOST_ID = 2**63 - 1
Id = Annotated[int, Path(alias="article_id", ge=1, le=MOST_ID)]
Number = Annotated[int | None, Query(alias="revision", ge=1, le=2**31 - 1)]
OTHERS = 30
"""So many other articles on the event are listed."""
_KINDS = {"exact": "the same text", "near": "nearly the same text", "rewrite": "a rewrite"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Another article that shares the text: `what` says how, and which of the two came first."""

    other: Brief
    what: str
    score: float
    agency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article in the revision that is asked for."""

    row: ArticleRow
    article: Article
    number: int


def find(store: Store, article_id: int, number: int | None) -> Found:
    """The article. Raises `Problem` 404 where it, or its revision, is not there."""
    row = store.article(article_id)
    if row is None:
        raise Problem(404, f"there is no article {article_id}; it may have been deleted")
    if number is None or number == row.revision:
        return Found(row=row, article=row.article, number=row.revision)
    for revision in store.history(article_id):
        if revision.number == number:
            return Found(row=row, article=revision.article, number=number)
    raise Problem(404, f"article {article_id} has no revision {number}; its last one is {row.revision}")


@router.get("/read/{article_id}")
def read(request: Request, service: Wired, _: Reader, article_id: Id, number: Number = None) -> HTMLResponse:
    """The article's page."""
    store = service.store
    found = find(store, article_id, number)
    said = store.database.read(judgements.of_article, article_id)
    return page(
        request,
        "article.html",
        row=found.row,
        article=found.article,
        number=found.number,
        marked=marked(found.article),
        linked=linked,
        framed=store.database.read(record_of, article_id, found.number) is not None,
        facts=list(facts(found.article)),
        history=steps(store.history(article_id)) if found.row.revision > 1 else [],
        pairs=[_pair(pair, article_id) for pair in store.pairs(article=article_id, limit=OTHERS)],
        others=_others(store, article_id),
        said=said,
        numbers=store.database.read(numbers, [one.revision_id for one in said]),
    )


def facts(article: Article) -> Iterator[tuple[str, str | None, str | None]]:
    """The metadata as rows: the field, what it says (None where nothing), and where that was read."""
    for one in fields(Metadata):
        if one.name != "evidence":
            value = getattr(article.metadata, one.name)
            yield one.name.replace("_", " "), shown(value) or None, article.metadata.evidence.get(one.name)


def _pair(pair: PairRow, article_id: int) -> Pair:
    is_later = pair.later.id == article_id
    other = pair.earlier if is_later else pair.later
    what = f"{_KINDS.get(pair.kind, pair.kind)}{', syndicated' if pair.syndicated else ''}"
    return Pair(other=other, what=f"{what}, {'earlier' if is_later else 'later'}", score=pair.score, agency=pair.agency)


def _others(store: Store, article_id: int) -> Sequence[Brief]:
    clusters = store.clusters(article=article_id, limit=1)
    return [one for cluster in clusters for one in cluster.articles if one.id != article_id][:OTHERS]

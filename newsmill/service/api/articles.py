"""Articles: lists, searches, one with all that belongs to it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from newsmill.service.api import models
from newsmill.service.api.answers import as_json, missing
from newsmill.service.api.asking import (
    Cursor,
    Key,
    Limit,
    Meant,
    Words,
    place,
    read_cursor,
    write_cursor,
)
from newsmill.service.problems import Problem, documented
from newsmill.service.security.access import Reader
from newsmill.service.wiring import Service, Wired
from newsmill.stored import cluster_as_dict, pair_as_dict, revision_as_dict, row_as_dict
from storage import ArticleRow, Conditions, RevisionRow, quick
from storage.filters import Filters
from storage.paging import After, Order, article_ids
from storage.search.query import parse
from storage.search.snippet import snippet

router = APIRouter(tags=["articles"], responses=documented(401, 403, 422))
MOST_DEEP = 10_000
"""A search is not followed further: whoever wants all of it takes an export."""


@router.get("/articles", summary="List or search articles", response_model=models.Page[models.Listed])
def articles(
    request: Request,
    service: Wired,
    _: Reader,
    meant: Meant,
    q: Words = None,
    order: Annotated[
        Order, Query(description="Latest published, or latest stored, first; not for searches")
    ] = "published",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Articles without their texts, the latest first, or those that answer `q`, the best first.

    An article that was stored a moment ago is found by its words a little later.
    """
    found = search(service, q, meant, limit, cursor) if q is not None else _list(service, meant, order, limit, cursor)
    return as_json(request, found)


def _list(service: Service, meant: Conditions, order: Order, limit: int, cursor: str | None) -> Mapping[str, Any]:
    after = place(order, cursor)

    def work(connection: Any) -> tuple[list[After], list[quick.Json]]:
        places = article_ids(connection, Filters(**meant), order, after, limit)
        return places, quick.listed(connection, [one.id for one in places])

    places, items = service.store.database.read(work)
    last = places[-1] if len(places) == limit else None
    published = last.published.isoformat() if last and last.published else None
    return {"items": items, "next": write_cursor(order, last.id, published) if last else None}


def search(service: Service, q: str, meant: Conditions, limit: int, cursor: str | None = None) -> Mapping[str, Any]:
    """A part of what answers a search. Raises QueryError where it holds no word."""
    query = parse(q)
    offset, best = _progress(cursor)

    several = service.store.database.read(quick.answers, query, Filters(**meant), limit, offset)
    best = best or max((one.score for one in several), default=0.0) or 1.0
    words, beginnings = query.words, query.beginnings
    items = [
        one.listed | {"score": one.score / best, "snippet": snippet(one.text, words, beginnings)} for one in several
    ]
    more = len(several) == limit and offset + limit < MOST_DEEP
    return {"items": items, "next": write_cursor("search", offset + limit, best) if more else None}


def _progress(cursor: str | None) -> tuple[int, float]:
    """How many answers were given before, and the score of the best of them."""
    found = read_cursor("search", cursor)
    if found is None:
        return 0, 0.0
    offset, best = found
    if isinstance(offset, int) and 0 < offset < MOST_DEEP and isinstance(best, float) and best > 0:
        return offset, best
    raise Problem(422, "cursor: it is not from this list; begin without one")


@router.get("/articles/{article_id}", summary="One article", response_model=models.Article, responses=documented(404))
def article(
    request: Request,
    service: Wired,
    _: Reader,
    article_id: Key,
    blocks: Annotated[bool, Query(description="The whole page too: every block, kept or removed")] = False,
) -> Response:
    """The article in its current revision, with every block that was left out, why, and by which rule."""
    if blocks:
        return as_json(request, row_as_dict(_article(service, article_id), explain=True))
    found = service.store.database.read(quick.article, article_id)
    if found is None:
        raise missing(f"article {article_id}")
    return as_json(request, found)


@router.get(
    "/articles/{article_id}/revisions",
    summary="What it said when",
    response_model=list[models.Revision],
    responses=documented(404),
)
def revisions(request: Request, service: Wired, _: Reader, article_id: Key) -> Response:
    """All revisions, the first one first, each with the sentences and fields that changed."""
    return as_json(request, [revision_as_dict(row) for row in _history(service, article_id)])


@router.get(
    "/articles/{article_id}/removals",
    summary="What was left out",
    response_model=list[models.RemovedBlock],
    responses=documented(404),
)
def removals(
    request: Request,
    service: Wired,
    _: Reader,
    article_id: Key,
    revision: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Which one; else the current one")] = None,
) -> Response:
    """The blocks of the page that are not in the text, in page order."""
    row: ArticleRow | RevisionRow
    if revision is None:
        row = _article(service, article_id)
    else:
        row = _revision(service, article_id, revision)
    from newsmill.render import as_dict

    return as_json(request, as_dict(row.article)["removed"])


@router.get(
    "/articles/{article_id}/copies",
    summary="Its copies and rewrites",
    response_model=list[models.Copy],
    responses=documented(404),
)
def copies(request: Request, service: Wired, _: Reader, article_id: Key) -> Response:
    """Pairs of articles with the same text or wording of which it is one: what it was taken from, and what from it."""
    _article(service, article_id)
    from storage.analysis.answers import pairs

    return as_json(request, [pair_as_dict(row) for row in service.store.database.read(pairs, None, article_id, 500)])


@router.get(
    "/articles/{article_id}/cluster",
    summary="The event that it is on",
    response_model=models.Cluster | None,
    responses=documented(404),
)
def cluster(request: Request, service: Wired, _: Reader, article_id: Key) -> Response:
    """The articles on the same event; null where it stands alone."""
    _article(service, article_id)
    from storage.analysis.answers import clusters

    found = service.store.database.read(clusters, article_id, 1)
    return as_json(request, cluster_as_dict(found[0]) if found else None)


@router.get("/clusters", summary="Events", response_model=list[models.Cluster])
def events(request: Request, service: Wired, _: Reader, limit: Limit = 20) -> Response:
    """Events that several articles are on, the one with the latest article first."""
    from storage.analysis.answers import clusters

    return as_json(request, [cluster_as_dict(row) for row in service.store.database.read(clusters, None, limit)])


def _article(service: Service, article_id: int) -> ArticleRow:
    row = service.store.article(article_id)
    if row is None:
        raise missing(f"article {article_id}")
    return row


def _history(service: Service, article_id: int) -> list[RevisionRow]:
    rows = service.store.history(article_id)
    if not rows:
        raise missing(f"article {article_id}")
    return rows


def _revision(service: Service, article_id: int, number: int) -> RevisionRow:
    for row in _history(service, article_id):
        if row.number == number:
            return row
    raise missing(f"revision {number} of article {article_id}")

"""An article's revisions in their order, each with what it changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from cleaners import types
from storage.changes import diff
from storage.models import Record, RemovalRow, Revision
from storage.rows import article_of
from storage.views import RevisionRow

FIELDS = (
    "title",
    "description",
    "authors",
    "published_at",
    "modified_at",
    "section",
    "tags",
    "language",
    "site_name",
    "canonical_url",
    "image_url",
    "is_accessible_for_free",
)


def revisions(connection: Connection, article_id: int) -> list[RevisionRow]:
    """Return the revisions of an article, the first one first."""
    query = (
        select(Revision, Record.fetched_at)
        .outerjoin(Record, Record.id == Revision.record_id)
        .where(Revision.article_id == article_id)
        .order_by(Revision.number)
    )
    with Session(connection) as session:
        found = session.execute(query).all()
        removals: dict[int, list[RemovalRow]] = defaultdict(list)
        wanted = select(RemovalRow).where(RemovalRow.revision_id.in_([row.id for row, _ in found]))
        for removal in session.scalars(wanted.order_by(RemovalRow.revision_id, RemovalRow.block_index)):
            removals[removal.revision_id].append(removal)
        articles = [article_of(row, removals[row.id]) for row, _ in found]
        steps: Iterator[Mapping[str, Any]] = (_step(before, after) for before, after in pairwise(articles))
        return [
            RevisionRow(
                number=row.number,
                cause=row.cause,
                created_at=row.created_at,
                fetched_at=fetched_at,
                article=article,
                words=row.words,
                size=row.size,
                words_added=row.words_added or 0,
                words_removed=row.words_removed or 0,
                **(next(steps) if place else {}),
            )
            for place, ((row, fetched_at), article) in enumerate(zip(found, articles, strict=True))
        ]


def _step(before: types.Article, after: types.Article) -> Mapping[str, Any]:
    pairs = {name: (getattr(before.metadata, name), getattr(after.metadata, name)) for name in FIELDS}
    pairs["paywall"] = before.paywall.value, after.paywall.value
    fields = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return {"hunks": diff(before.text, after.text), "fields": fields}

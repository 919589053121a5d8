"""Articles in a list: what a line about each needs, without its blocks. All runs inside the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from storage.models import Article, Revision, Source
from storage.reading import is_current
from storage.types import as_stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An article in a list; `published_at` is as stated, the moments are UTC, `removed` counts blocks left out."""

    id: int
    url: str
    source: str
    title: str | None
    description: str | None
    authors: tuple[str, ...]
    section: str | None
    language: str | None
    published_at: datetime | date | None
    paywall: str
    words: int
    removed: int
    revision: int
    created_at: datetime
    changed_at: datetime


def listed(connection: Connection, ids: Sequence[int]) -> list[Listed]:
    """Return the articles with these keys in this order; one that is gone is passed over."""
    query = (
        select(
            Article.id,
            Article.url,
            func.coalesce(Source.name, "").label("source"),
            Revision.title,
            Revision.description,
            Revision.authors,
            Revision.section,
            Revision.language,
            Revision.published_at,
            Revision.paywall,
            Revision.words,
            Revision.removed,
            Article.revision,
            Article.created_at,
            Article.changed_at,
        )
        .join(Revision, is_current())
        .outerjoin(Source, Source.id == Article.source_id)
        .where(Article.id.in_(ids))
    )
    rows = {
        row.id: Listed(
            **dict(row._mapping) | {"authors": tuple(row.authors), "published_at": as_stated(row.published_at)}
        )
        for row in connection.execute(query)
    }
    return [rows[id_] for id_ in ids if id_ in rows]


def numbers(connection: Connection, revisions: Iterable[int]) -> dict[int, int]:
    """Return the number that each revision has in its article, by its key."""
    query = select(Revision.id, Revision.number).where(Revision.id.in_(set(revisions)))
    return {row.id: row.number for row in connection.execute(query)}

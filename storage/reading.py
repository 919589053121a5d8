"""Questions to the store: articles with all that belongs to them, outlets, failures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import Session

from storage.addresses import outlet_names
from storage.database import Database
from storage.filters import Filters
from storage.models import Article, Failure, PageRow, Record, RemovalRow, Revision, Source
from storage.rows import article_of
from storage.views import ArticleRow, FailureRow, SourceRow

CHUNK = 100


def article_ids(connection: Connection, filters: Filters, limit: int | None = None, offset: int = 0) -> list[int]:
    """Return keys of articles, the latest published first, those without a date last; the first `offset` passed over."""
    query = filters.apply(select(Article.id).join(Revision, is_current()), connection.dialect.name)
    query = (
        query.order_by(Revision.published_utc.desc().nulls_last(), Article.id.desc())
        .limit(limit)
        .offset(offset or None)
    )
    return list(connection.scalars(query))


def articles(database: Database, ids: Sequence[int]) -> Iterator[ArticleRow]:
    """Yield the articles with these keys in this order; one that is gone meanwhile is passed over."""
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        rows = database.read(_load, chunk)
        yield from (rows[id_] for id_ in chunk if id_ in rows)


def texts(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """Return the texts of articles, by key."""
    query = select(Article.id, Revision.text).join(Revision, is_current()).where(Article.id.in_(ids))
    return {row.id: row.text for row in connection.execute(query)}


def sources(connection: Connection) -> list[SourceRow]:
    """Return the outlets by name."""
    query: Select[Any] = select(
        Source.name,
        _count(Article).label("articles"),
        _count(PageRow).label("pages"),
        _count(Failure).label("failures"),
        select(func.max(PageRow.fetched_at))
        .where(PageRow.source_id == Source.id)
        .scalar_subquery()
        .label("fetched_at"),
    ).order_by(Source.name)
    return [SourceRow(**row._mapping) for row in connection.execute(query)]


def source_names(connection: Connection) -> list[str]:
    """Return the names of the outlets, in their order."""
    return list(connection.scalars(select(Source.name).order_by(Source.name)))


def failures(connection: Connection, source: str | None = None, limit: int | None = None) -> list[FailureRow]:
    """Return the addresses that gave no article, the latest first."""
    query = (
        select(Failure, func.coalesce(Source.name, ""))
        .outerjoin(Source, Source.id == Failure.source_id)
        .order_by(Failure.last_at.desc(), Failure.id.desc())
        .limit(limit)
    )
    query = query if source is None else query.where(Source.name.in_(outlet_names(source)))
    with Session(connection) as session:
        return [_failure(row, name) for row, name in session.execute(query)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Archived bytes, with the address and the outlet that they came from, and what the crawl knew beside them."""

    url: str
    source: str
    record: Record
    evidence: Mapping[str, Any]


def record_of(connection: Connection, article_id: int, number: int | None = None) -> Kept | None:
    """Return the archived bytes that a revision was cleaned from, the current one by default; None where there are none."""
    query = _kept().join(Revision, Revision.record_id == Record.id).where(Revision.article_id == article_id)
    if number is not None:
        return _one(connection, query.where(Revision.number == number))
    return _one(connection, query.join(Article, is_current()))


def record(connection: Connection, record_id: int) -> Kept | None:
    """Return the archived bytes with that key, None where there are none."""
    return _one(connection, _kept().where(Record.id == record_id))


def _kept() -> Any:
    return (
        select(PageRow.url, func.coalesce(Source.name, ""), Record, PageRow.evidence)
        .join(PageRow, PageRow.id == Record.page_id)
        .outerjoin(Source, Source.id == PageRow.source_id)
    )


def _one(connection: Connection, query: Any) -> Kept | None:
    with Session(connection, expire_on_commit=False) as session:
        row = session.execute(query).first()
        return None if row is None else Kept(url=row[0], source=row[1], record=row[2], evidence=row[3] or {})


def _load(connection: Connection, ids: Sequence[int]) -> dict[int, ArticleRow]:
    query = (
        select(Article, Revision, func.coalesce(Source.name, ""))
        .join(Revision, is_current())
        .outerjoin(Source, Source.id == Article.source_id)
        .where(Article.id.in_(ids))
    )
    with Session(connection) as session:
        found = session.execute(query).all()
        removals: dict[int, list[RemovalRow]] = defaultdict(list)
        wanted = select(RemovalRow).where(RemovalRow.revision_id.in_([revision.id for _, revision, _ in found]))
        for row in session.scalars(wanted.order_by(RemovalRow.revision_id, RemovalRow.block_index)):
            removals[row.revision_id].append(row)
        pages: dict[int, list[PageRow]] = defaultdict(list)
        for page in session.scalars(select(PageRow).where(PageRow.article_id.in_(ids)).order_by(PageRow.id)):
            pages[page.article_id or 0].append(page)
        return {
            article.id: _row(article, revision, name, removals[revision.id], pages[article.id])
            for article, revision, name in found
        }


def _row(
    article: Article, revision: Revision, source: str, removals: list[RemovalRow], pages: list[PageRow]
) -> ArticleRow:
    return ArticleRow(
        id=article.id,
        url=article.url,
        urls=tuple(page.url for page in pages),
        source=source,
        article=article_of(revision, removals),
        words=revision.words,
        revision=article.revision,
        published_utc=revision.published_utc,
        created_at=article.created_at,
        changed_at=article.changed_at,
        fetched_at=max((page.fetched_at for page in pages if page.fetched_at), default=None),
    )


def _failure(row: Failure, source: str) -> FailureRow:
    return FailureRow(
        url=row.url,
        source=source,
        kind=row.kind,
        why=row.why,
        detail=row.detail,
        times=row.times,
        first_at=row.first_at,
        last_at=row.last_at,
    )


def is_current() -> Any:
    """The condition that a revision is its article's current one."""
    return (Revision.article_id == Article.id) & (Revision.number == Article.revision)


def _count(model: Any) -> Any:
    return select(func.count()).where(model.source_id == Source.id).scalar_subquery()

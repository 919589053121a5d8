"""Questions to the store: articles with all that belongs to them, outlets, failures."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select
from sqlalchemy.orm import Session

from storage.engine import transaction
from storage.models import Article, Failure, PageRow, Record, RemovalRow, Revision, Source
from storage.rows import article_of
from storage.views import ArticleRow, FailureRow, SourceRow

CHUNK = 100


def article_ids(
    connection: Connection,
    *,
    source: str | None = None,
    language: str | None = None,
    paywall: str | None = None,
    since: datetime | date | None = None,
    before: datetime | date | None = None,
    limit: int | None = None,
) -> list[int]:
    """Return keys of articles, the latest published first, those without a date last."""
    query = select(Article.id).join(Revision, _is_current())
    for column, value in ((Source.name, source), (Revision.language, language), (Revision.paywall, paywall)):
        query = query if value is None else query.where(column == value)
    if source is not None:
        query = query.join(Source, Source.id == Article.source_id)
    query = query if since is None else query.where(Revision.published_utc >= _instant(since))
    query = query if before is None else query.where(Revision.published_utc < _instant(before))
    query = query.order_by(Revision.published_utc.desc().nulls_last(), Article.id.desc()).limit(limit)
    return list(connection.scalars(query))


def articles(engine: Engine, ids: Sequence[int]) -> Iterator[ArticleRow]:
    """Yield the articles with these keys in this order; one that is gone meanwhile is passed over."""
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        with transaction(engine) as connection:
            rows = _load(connection, chunk)
        yield from (rows[id_] for id_ in chunk if id_ in rows)


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


def failures(connection: Connection, source: str | None = None, limit: int | None = None) -> list[FailureRow]:
    """Return the addresses that gave no article, the latest first."""
    query = (
        select(Failure, func.coalesce(Source.name, ""))
        .outerjoin(Source, Source.id == Failure.source_id)
        .order_by(Failure.last_at.desc(), Failure.id.desc())
        .limit(limit)
    )
    query = query if source is None else query.where(Source.name == source)
    with Session(connection) as session:
        return [_failure(row, name) for row, name in session.execute(query)]


def record_of(connection: Connection, article_id: int) -> tuple[str, str, Record] | None:
    """Return the address, the outlet's name and the archived bytes that the current revision was cleaned from."""
    query = (
        select(PageRow.url, func.coalesce(Source.name, ""), Record)
        .join(Revision, Revision.record_id == Record.id)
        .join(Article, _is_current())
        .join(PageRow, PageRow.id == Record.page_id)
        .outerjoin(Source, Source.id == PageRow.source_id)
        .where(Article.id == article_id)
    )
    with Session(connection, expire_on_commit=False) as session:
        row = session.execute(query).first()
        return None if row is None else (row[0], row[1], row[2])


def _load(connection: Connection, ids: Sequence[int]) -> dict[int, ArticleRow]:
    query = (
        select(Article, Revision, func.coalesce(Source.name, ""))
        .join(Revision, _is_current())
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


def _is_current() -> Any:
    return (Revision.article_id == Article.id) & (Revision.number == Article.revision)


def _count(model: Any) -> Any:
    return select(func.count()).where(model.source_id == Source.id).scalar_subquery()


def _instant(value: datetime | date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)

"""What came in, day by day and outlet by outlet. All functions run inside the caller's transaction; days are UTC's."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, Select, case, cast, func, select

from cleaners.types import Paywall
from storage.models import IS_TEASER, Article, Failure, Revision, Source
from storage.reading import is_current
from storage.runs import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Articles first stored on a day, and how many of them a paywall cut short."""

    day: date
    articles: int
    teasers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """Addresses that were refused on a day for the first time, for one cause."""

    day: date
    why: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlDay:
    """All crawls of a day together: pages that came whole, those refused, what could not be had; texts and what of
    them states a title, a date, an author."""

    day: date
    crawls: int
    pages: int
    refused: int
    failed: int
    texts: int
    titles: int
    dates: int
    authors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """What an outlet brought in a span of time; `name` is what its pages call it, where they do."""

    source: str
    name: str | None
    articles: int
    teasers: int
    latest: datetime


def days(connection: Connection, since: datetime, source: str | None = None) -> list[Day]:
    """Return the days since a moment on which articles were first stored, the first one first."""
    day = _day(connection, Article.created_at)
    counts = select(day, func.count()).where(Article.created_at >= since)
    # Two queries that indexes answer alone: which of all revisions are teasers stands behind their texts.
    teasers = counts.join(Revision, is_current()).where(IS_TEASER)
    found = [_by_day(connection, _of(query, Article.source_id, source), day) for query in (counts, teasers)]
    return [Day(day=one, articles=number, teasers=found[1].get(one, 0)) for one, number in found[0].items()]


def _by_day(connection: Connection, query: Select[Any], day: Any) -> dict[date, int]:
    return {_date(row[0]): row[1] for row in connection.execute(query.group_by(day).order_by(day))}


def refusals(connection: Connection, since: datetime, source: str | None = None) -> list[Refusals]:
    """Return how many addresses were refused for the first time, by day and cause, the first day first."""
    day = _day(connection, Failure.first_at)
    # No address was refused for the first time after its last one: the condition on last_at has an index.
    query = select(day, Failure.why, func.count()).where(
        Failure.last_at >= since, Failure.first_at >= since, Failure.kind == "refused"
    )
    query = _of(query, Failure.source_id, source).group_by(day, Failure.why).order_by(day, Failure.why)
    return [Refusals(day=_date(row[0]), why=row[1], number=row[2]) for row in connection.execute(query)]


def crawl_days(connection: Connection, since: datetime) -> list[CrawlDay]:
    """Return what the crawls of each day since a moment brought together, the first one first."""
    day = _day(connection, Run.started_at)
    pages = Run.new + Run.revised + Run.unchanged + Run.duplicate + Run.refused
    sums = (pages, Run.refused, Run.failed, Run.texts, Run.titles, Run.dates, Run.authors)
    query = select(day, func.count(), *map(func.sum, sums)).where(Run.started_at >= since).group_by(day).order_by(day)
    names = ("crawls", "pages", "refused", "failed", "texts", "titles", "dates", "authors")
    return [
        CrawlDay(day=_date(row[0]), **dict(zip(names, map(int, row[1:]), strict=True)))
        for row in connection.execute(query)
    ]


def outlets(connection: Connection, since: datetime, before: datetime) -> list[Outlet]:
    """Return what came in of each outlet from `since` (included) to `before`, the one with most articles first."""
    name = func.coalesce(Source.name, "")
    number = func.count()
    query = (
        select(name, func.max(Revision.site_name), number, _teasers(), func.max(Article.created_at))
        .select_from(Article)
        .join(Revision, is_current())
        .outerjoin(Source, Source.id == Article.source_id)
        .where(Article.created_at >= since, Article.created_at < before)
        .group_by(name)
        .order_by(number.desc(), name)
    )
    rows = connection.execute(query)
    return [Outlet(source=row[0], name=row[1], articles=row[2], teasers=row[3], latest=row[4]) for row in rows]


def latest_of_each(connection: Connection, since: datetime, before: datetime, most: int) -> dict[str, list[int]]:
    """Return the keys of the last `most` articles of each outlet that were first stored in the span, the latest first."""
    place = func.row_number().over(partition_by=Article.source_id, order_by=Article.id.desc())
    span = (Article.created_at >= since, Article.created_at < before)
    ranked = select(Article.id, Article.source_id, place.label("place")).where(*span).subquery()
    query: Any = (
        select(func.coalesce(Source.name, ""), ranked.c.id)
        .outerjoin(Source, Source.id == ranked.c.source_id)
        .where(ranked.c.place <= most)
        .order_by(ranked.c.id.desc())
    )
    found: dict[str, list[int]] = {}
    for name, id_ in connection.execute(query):
        found.setdefault(name, []).append(id_)
    return found


def last_moment(connection: Connection) -> datetime | None:
    """Return when the latest article was first stored, None where there is none."""
    return connection.scalar(select(func.max(Article.created_at)))


def _teasers() -> Any:
    return func.sum(case((Revision.paywall == Paywall.TEASER.value, 1), else_=0))


def _of(query: Select[Any], column: Any, source: str | None) -> Select[Any]:
    if source is None:
        return query
    return query.where(column.in_(select(Source.id).where(Source.name == source)))


def _day(connection: Connection, moment: Any) -> Any:
    if connection.dialect.name == "sqlite":
        return func.date(moment)
    return cast(func.timezone("UTC", moment), Date)


def _date(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value

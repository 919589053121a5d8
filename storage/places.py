"""What a crawl remembers beside the pages: feeds and sitemaps, requests of a day, evidence for a page.

All functions run inside the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.frontier import insert_into
from storage.models import Article, Base, PageRow
from storage.models import Source as SourceTable
from storage.rows import sha256

LEAST_WAIT, MOST_WAIT = timedelta(minutes=5), timedelta(days=1)
KEPT_DAYS = 30
REVISITS = (
    (timedelta(hours=1), timedelta(0)),
    (timedelta(hours=6), timedelta(hours=1)),
    (timedelta(days=1), timedelta(hours=4)),
    (timedelta(days=3), timedelta(hours=12)),
    (timedelta(days=7), timedelta(days=2)),
    (timedelta(days=30), timedelta(days=10)),
)
"""How old an article is at most, and how long after its last fetch it is looked at again; older ones never are."""


class PlaceRow(Base):
    """A feed, a sitemap or a section page."""

    __tablename__ = "places"
    __table_args__ = ({"comment": "Feeds, sitemaps and section pages of outlets, as the crawls found them"},)

    url_sha256: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of url, hexadecimal")
    url: Mapped[str] = mapped_column(comment="Address")
    source: Mapped[str] = mapped_column(index=True, comment="Host name of the outlet, without www")
    kind: Mapped[str] = mapped_column(comment="feed, sitemap or section")
    etag: Mapped[str | None] = mapped_column(comment="ETag of the last good answer")
    last_modified: Mapped[str | None] = mapped_column(comment="Last-Modified of the last good answer, as sent")
    body_sha256: Mapped[str | None] = mapped_column(comment="SHA-256 of what it listed the last time")
    links: Mapped[int] = mapped_column(comment="How many addresses it listed the last time")
    trouble: Mapped[str | None] = mapped_column(comment="Why it could not be had the last time; else null")
    failures: Mapped[int] = mapped_column(comment="Failures in a row")
    wait: Mapped[int] = mapped_column(comment="Seconds until it is asked again, by how often it changes")
    checked_at: Mapped[datetime] = mapped_column(comment="When it was last asked, UTC")
    changed_at: Mapped[datetime | None] = mapped_column(comment="When it last listed something else, UTC")


class Asked(Base):
    """Requests to a host on a day."""

    __tablename__ = "asked"
    __table_args__ = ({"comment": "How often each host was asked, for the daily cap"},)

    host: Mapped[str] = mapped_column(primary_key=True, comment="Host name")
    day: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="Day in UTC, counted from 1970-01-01"
    )
    requests: Mapped[int] = mapped_column(comment="Requests that were sent to it that day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is known of a feed, a sitemap or a section page; the fields are those of the table."""

    url: str
    source: str
    kind: str
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    links: int = 0
    trouble: str | None = None
    failures: int = 0
    wait: timedelta = timedelta(0)
    checked_at: datetime
    changed_at: datetime | None = None

    def is_due(self, at: datetime) -> bool:
        """Whether it is to be asked again."""
        return at >= self.checked_at + self.wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a place brought: nothing new (304), a list with its digest, or a trouble."""

    url: str
    source: str
    kind: str
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    links: int = 0
    trouble: str | None = None


def places(connection: Connection, source: str | None) -> list[Place]:
    """The places of an outlet, or all of them, by address."""
    query = select(PlaceRow.__table__).order_by(PlaceRow.url)
    if source is not None:
        query = query.where(PlaceRow.source == source)
    return [_place(row._mapping) for row in connection.execute(query)]


def place(connection: Connection, url: str) -> Place | None:
    """One place, None for an address that was never looked at as one."""
    row = connection.execute(select(PlaceRow.__table__).where(PlaceRow.url_sha256 == sha256(url))).first()
    return None if row is None else _place(row._mapping)


def _place(row: Any) -> Place:
    values = {name: row[name] for name in Place.__slots__ if name != "wait"}
    return Place(**values, wait=timedelta(seconds=row["wait"]))


def looked(connection: Connection, look: Look, at: datetime) -> None:
    """Note a look at a place; the wait until the next one follows from what it brought."""
    known = place(connection, look.url)
    values = asdict(_after(known, look, at))
    values["wait"] = int(values["wait"].total_seconds())
    values["url_sha256"] = sha256(look.url)
    insert = insert_into(connection.dialect.name, PlaceRow)
    connection.execute(insert.on_conflict_do_update(index_elements=["url_sha256"], set_=values), values)


def _after(known: Place | None, look: Look, at: datetime) -> Place:
    """Half the wait after a change, one and a half times the wait without; twice after a failure."""
    before = known.wait if known else timedelta(0)
    if look.trouble is not None:
        kept = asdict(known) if known else {"url": look.url, "source": look.source, "kind": look.kind}
        failures = (known.failures if known else 0) + 1
        changes = {"trouble": look.trouble, "failures": failures, "checked_at": at, "wait": _within(before * 2)}
        return Place(**(kept | changes))
    changed = known is None or look.body_sha256 != known.body_sha256
    if known is None:
        wait = LEAST_WAIT
    else:
        wait = _within(before / 2 if changed else before * 1.5)
    changed_at = at if changed else known.changed_at if known else None
    return Place(**asdict(look), wait=wait, checked_at=at, changed_at=changed_at)


def _within(wait: timedelta) -> timedelta:
    return min(max(wait, LEAST_WAIT), MOST_WAIT)


def _day(at: datetime) -> int:
    return (at.astimezone(UTC).date() - datetime(1970, 1, 1, tzinfo=UTC).date()).days


def asked(connection: Connection, host: str, at: datetime) -> int:
    """How many requests a host got on the day of a moment."""
    query = select(Asked.requests).where(Asked.host == host, Asked.day == _day(at))
    return connection.scalar(query) or 0


def note_asked(connection: Connection, host: str, number: int, at: datetime) -> None:
    """Add to a host's requests of the day; what is older than a month goes."""
    insert = insert_into(connection.dialect.name, Asked)
    values = {"host": host, "day": _day(at), "requests": number}
    added = {"requests": Asked.requests + number}
    connection.execute(insert.on_conflict_do_update(index_elements=["host", "day"], set_=added), values)
    connection.execute(delete(Asked).where(Asked.day < _day(at) - KEPT_DAYS))


def note_evidence(connection: Connection, several: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Keep what the crawl knew of pages beside their bytes."""
    change = update(PageRow).where(PageRow.url_sha256 == bindparam("key")).values(evidence=bindparam("known"))
    connection.execute(change, [{"key": sha256(url), "known": evidence or None} for url, evidence in several])


def evidence(connection: Connection, url: str) -> dict[str, Any]:
    """What the last crawl knew of a page beside its bytes; empty where nothing."""
    return connection.scalar(select(PageRow.evidence).where(PageRow.url_sha256 == sha256(url))) or {}


def revisits(connection: Connection, source: str, at: datetime, limit: int) -> list[str]:
    """The addresses of an outlet's young articles that are due to be looked at again, those waiting longest first."""
    younger, due = timedelta(0), []
    for age, gap in REVISITS:
        born = (Article.created_at > at - age) & (Article.created_at <= at - younger)
        due.append(born & (PageRow.fetched_at <= at - gap))
        younger = age
    query = (
        select(PageRow.url)
        .join(Article, Article.id == PageRow.article_id)
        .join(SourceTable, SourceTable.id == Article.source_id)
        .where(SourceTable.name == source, Article.url_sha256 == PageRow.url_sha256, or_(*due))
        .where(
            PageRow.asked_url.is_(None),
            PageRow.fetched_at > at - REVISITS[-1][0],
            func.lower(PageRow.url).like("http%"),
        )
        .order_by(PageRow.fetched_at)
        .limit(limit)
    )
    return list(connection.scalars(query))


def is_resting(connection: Connection, url: str, at: datetime) -> bool:
    """Whether an address shows an article that was looked at so recently that it is not due to be fetched again."""
    query = (
        select(Article.created_at, PageRow.fetched_at)
        .join(Article, Article.id == PageRow.article_id)
        .where(PageRow.url_sha256 == sha256(url), PageRow.fetched_at.is_not(None))
    )
    row = connection.execute(query).first()
    if row is None or row[1] is None:
        return False
    created, fetched = row[0], row[1]
    gap = next((gap for age, gap in REVISITS if created > at - age), None)
    return gap is None or fetched > at - gap

"""What a crawl remembers beside the pages: feeds and sitemaps, requests of a day, evidence for a page.

All functions run inside the caller's transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.frontier import insert_into
from storage.models import Base, PageRow
from storage.rows import sha256
from storage.types import StorableJson

LEAST_WAIT, MOST_WAIT = timedelta(minutes=5), timedelta(days=1)
KEPT_DAYS = 30


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
    taken: Mapped[int | None] = mapped_column(comment="How many of these the last crawl had room for; null unknown")
    cut: Mapped[bool | None] = mapped_column(comment="Whether it had no room for the rest")
    scope: Mapped[str | None] = mapped_column(comment="Digest of what the source file allowed and denied then")
    children: Mapped[Any] = mapped_column(
        StorableJson, nullable=True, comment="What a sitemap index listed, a JSON array of [url, date]"
    )
    hints: Mapped[Any] = mapped_column(
        StorableJson,
        nullable=True,
        comment="What a feed says of when to ask again, a JSON object: wait (seconds), skip_hours, skip_days (UTC)",
    )


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
    taken: int | None = None
    cut: bool | None = None
    scope: str | None = None
    children: Sequence[Sequence[str]] | None = None
    hints: Mapping[str, Any] | None = None

    def is_due(self, at: datetime) -> bool:
        """Whether it is to be asked again.

        In the hours and on the days that a feed asks to be passed over it is not, unless a day went by over it: whoever
        looks only then looks all the same.
        """
        due = self.checked_at + self.wait
        return at >= due + MOST_WAIT or (at >= due and not self._is_passed_over(at.astimezone(UTC)))

    def _is_passed_over(self, at: datetime) -> bool:
        said = self.hints or {}
        return at.hour in said.get("skip_hours", ()) or at.weekday() in said.get("skip_days", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a place brought: `unchanged` (304), a list with its digest, or a trouble.

    `links` counts what it lists, `taken` what of that the crawl had room for; `cut` says that there was no room for the
    rest. `children` are the sitemaps of an index, `hints` what a feed says of when to ask again (`wait` in seconds,
    `skip_hours`, `skip_days`); `interval` is the wait until the second look, around which it moves.
    """

    url: str
    source: str
    kind: str
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    links: int = 0
    trouble: str | None = None
    unchanged: bool = False
    taken: int | None = None
    cut: bool | None = None
    scope: str | None = None
    children: Sequence[Sequence[str]] | None = None
    hints: Mapping[str, Any] | None = None
    interval: timedelta = LEAST_WAIT


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
    before, hints = known.wait if known else timedelta(0), known.hints if known else None
    if look.trouble is not None:
        kept = asdict(known) if known else {"url": look.url, "source": look.source, "kind": look.kind}
        failures = (known.failures if known else 0) + 1
        changes = {
            "trouble": look.trouble,
            "failures": failures,
            "checked_at": at,
            "wait": _within(before * 2, look, hints),
        }
        return Place(**(kept | changes))
    if known is not None and look.unchanged:
        return replace(known, trouble=None, failures=0, checked_at=at, wait=_within(before * 1.5, look, hints))
    changed = known is None or look.body_sha256 != known.body_sha256
    wait = look.interval if known is None else before / 2 if changed else before * 1.5
    changed_at = at if changed else known.changed_at if known else None
    values = {name: getattr(look, name) for name in Look.__slots__ if name not in ("unchanged", "interval")}
    return Place(**values, wait=_within(wait, look, look.hints), checked_at=at, changed_at=changed_at)


def _within(wait: timedelta, look: Look, hints: Mapping[str, Any] | None) -> timedelta:
    """Not under a quarter of the outlet's interval, nor over a day, or four intervals where these are longer.

    Nor under what a feed itself asks for, but for what is over a day: feeds are made by programs that say "yearly".
    """
    hinted = min(timedelta(seconds=(hints or {}).get("wait", 0)), MOST_WAIT)
    return min(max(wait, LEAST_WAIT, look.interval / 4, hinted), max(MOST_WAIT, look.interval * 4))


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

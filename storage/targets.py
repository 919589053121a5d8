"""The frontier: every address that a crawl found, and when it is to be fetched (again).

A target is *due* until it was fetched, then *seen*; *failed* where it could not be had and is tried again, later each
time; *gone* where it is given up. Whatever the state, `next_at` says when it is fetched next. All functions run inside
the caller's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Index, bindparam, case, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.duplicates import identity
from storage.frontier import insert_into
from storage.models import Base, Forgotten, PageRow
from storage.rows import sha256
from storage.types import StorableJson

DUE, SEEN, FAILED, GONE = "due", "seen", "failed", "gone"
REVISITS = (
    (timedelta(hours=1), timedelta(0)),
    (timedelta(hours=6), timedelta(hours=1)),
    (timedelta(days=1), timedelta(hours=4)),
    (timedelta(days=3), timedelta(hours=12)),
    (timedelta(days=7), timedelta(days=2)),
    (timedelta(days=30), timedelta(days=10)),
)
"""How long ago a page was found at most, and how long after a fetch it is fetched again; older ones never are."""
OLD = REVISITS[-1][0]
FIRST_WAIT, LONGEST_WAIT = timedelta(hours=1), timedelta(days=7)
"""After the first failure, and at most; each failure waits four times as long as the one before."""
PATIENCE = timedelta(days=30)
"""What still cannot be had so long after it was found is given up."""
NOT_FOUND, GONE_FOR_GOOD, MOST_NOT_FOUND = 404, 410, 3
"""RFC 9110, section 15.5: 410 is likely to last, and 404 says nothing about that, so it has to be said three times."""
BUSY = frozenset({429, 503})
CHUNK = 500


class TargetRow(Base):
    """An address that a crawl found."""

    __tablename__ = "targets"
    __table_args__ = (
        Index(None, "source", "next_at"),
        {"comment": "The frontier: addresses that crawls found, and when each is to be fetched"},
    )

    url_sha256: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of url, normalised, hexadecimal")
    url: Mapped[str] = mapped_column(comment="Address as it was found first")
    source: Mapped[str] = mapped_column(comment="Host name of the outlet, without www")
    state: Mapped[str] = mapped_column(comment="due (never had yet), seen, failed (tried again) or gone (given up)")
    next_at: Mapped[datetime | None] = mapped_column(comment="When it is to be fetched, UTC; null for never (again)")
    tries: Mapped[int] = mapped_column(comment="Failures in a row")
    trouble: Mapped[str | None] = mapped_column(comment="Why it could not be had the last time; else null")
    rank: Mapped[int] = mapped_column(comment="Its place in the list that it was found in, from 0")
    found: Mapped[Any] = mapped_column(
        StorableJson, nullable=False, comment="How and where it was found and what is said of it there, a JSON object"
    )
    found_at: Mapped[datetime] = mapped_column(comment="When it was found first, UTC")
    checked_at: Mapped[datetime | None] = mapped_column(comment="When it was last asked for, UTC; null for never")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address, and what is known of how it was found (JSON types)."""

    url: str
    found: Mapping[str, Any] = field(default_factory=dict)


def key(url: str) -> str:
    """Return the digest that spellings of one address share."""
    return sha256(identity(url, None))


def listed(connection: Connection, source: str, targets: Sequence[Target], at: datetime) -> list[Target]:
    """Note addresses that an outlet lists; return those that are to be fetched now, in their order.

    Addresses of articles that were deleted for good are passed over. One that is known keeps its state; what is said of
    it is replaced where more is said now.
    """
    by_key = {key(one.url): one for one in reversed(targets)}
    ordered = list(dict.fromkeys(key(one.url) for one in targets))
    known = _known(connection, ordered)
    new = [one for one in ordered if one not in known]
    deleted = _forgotten(connection, new)
    new = [one for one in new if one not in deleted]
    fetched = _fetched(connection, [by_key[one].url for one in new])
    rows = {
        digest: _new(digest, by_key[digest], source, rank, at, fetched.get(by_key[digest].url))
        for rank, digest in enumerate(ordered)
        if digest in new
    }
    if rows:
        insert = insert_into(connection.dialect.name, TargetRow).on_conflict_do_nothing()
        connection.execute(insert, [rows[digest] for digest in sorted(rows)])
    for digest, row in known.items():
        if _says_more(by_key[digest].found, row.found):
            row.found = dict(by_key[digest].found)
            connection.execute(update(TargetRow).where(TargetRow.url_sha256 == digest).values(found=row.found))
    return [one for digest in ordered if (one := _if_due(known.get(digest), rows.get(digest), at))]


@dataclass(slots=True)
class _Known:
    url: str
    found: dict[str, Any]
    next_at: datetime | None
    state: str
    found_at: datetime


def _known(connection: Connection, digests: Sequence[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for start in range(0, len(digests), CHUNK):
        rows = connection.execute(_targets(), {"digests": digests[start : start + CHUNK]})
        found |= {row[0]: _Known(*row[1:]) for row in rows}
    return found


@cache
def _targets() -> Any:
    row = TargetRow
    query = select(row.url_sha256, row.url, row.found, row.next_at, row.state, row.found_at)
    return query.where(row.url_sha256.in_(bindparam("digests", expanding=True)))


def _forgotten(connection: Connection, digests: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(digests), CHUNK):
        query = select(Forgotten.url_sha256).where(Forgotten.url_sha256.in_(digests[start : start + CHUNK]))
        found |= set(connection.scalars(query))
    return found


def _fetched(connection: Connection, urls: Sequence[str]) -> dict[str, tuple[datetime, datetime]]:
    """When pages without a target, such as imported ones, were first and last fetched, by address."""
    found: dict[str, tuple[datetime, datetime]] = {}
    for start in range(0, len(urls), CHUNK):
        digests = [sha256(url) for url in urls[start : start + CHUNK]]
        query = select(PageRow.url, PageRow.created_at, PageRow.fetched_at)
        query = query.where(PageRow.url_sha256.in_(digests), PageRow.body_sha256.is_not(None))
        found |= {row[0]: (row[1], row[2]) for row in connection.execute(query) if row[2] is not None}
    return found


def _new(
    digest: str, one: Target, source: str, rank: int, at: datetime, fetched: tuple[datetime, datetime] | None
) -> dict[str, Any]:
    first, last = fetched or (at, None)
    return {
        "url_sha256": digest,
        "url": one.url,
        "source": source,
        "state": SEEN if last else DUE,
        "next_at": _next(first, last) if last else at,
        "tries": 0,
        "trouble": None,
        "rank": rank,
        "found": dict(one.found),
        "found_at": first,
        "checked_at": last,
    }


def _if_due(known: _Known | None, row: dict[str, Any] | None, at: datetime) -> Target | None:
    one = known or (_Known(*(row[name] for name in ("url", "found", "next_at", "state", "found_at"))) if row else None)
    if one is None or one.next_at is None or one.next_at > at or (one.state == SEEN and one.found_at <= at - OLD):
        return None
    return Target(url=one.url, found=one.found)


def _says_more(new: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    said = ("title", "date", "authors")
    return sum(name in new for name in said) > sum(name in old for name in said)


def due(connection: Connection, source: str, before: datetime, at: datetime, limit: int) -> list[Target]:
    """Return what an outlet's earlier crawls left to be fetched: found, and last asked for, before a moment.

    What was never had comes first, then the newest.
    """
    query = (
        select(TargetRow.url, TargetRow.found)
        .where(TargetRow.source == source, TargetRow.next_at <= at, TargetRow.found_at < before)
        .where(or_(TargetRow.checked_at.is_(None), TargetRow.checked_at < before))
        .where(or_(TargetRow.state != SEEN, TargetRow.found_at > at - OLD))
        .order_by(case((TargetRow.state == DUE, 0), else_=1), TargetRow.found_at.desc(), TargetRow.rank)
        .limit(limit)
    )
    return [Target(url=row[0], found=row[1] or {}) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An address of an outlet that was answered: the one that was asked for, then that of a redirect, if any.

    The first is fetched again while it is young, unless not `again`; the other never is on its own account.
    """

    source: str
    urls: tuple[str, ...]
    again: bool = True


def arrived(connection: Connection, several: Sequence[Arrival], at: datetime) -> None:
    """Note addresses that were answered."""
    first = {key(one.urls[0]): one for one in several}
    others = {key(url): (one, url) for one in several for url in one.urls[1:]}
    since = _found_at(connection, list(first))
    rows = [_seen(digest, one, one.urls[0], since.get(digest, at), at) for digest, one in first.items()]
    rows += [_seen(digest, *pair, None, at) for digest, pair in others.items() if digest not in first]
    if rows:
        connection.execute(_seeing(connection.dialect.name), sorted(rows, key=lambda row: str(row["url_sha256"])))


def _seen(digest: str, one: Arrival, url: str, found_at: datetime | None, at: datetime) -> dict[str, Any]:
    next_at = _next(found_at, at) if one.again and found_at else None
    row = _new(digest, Target(url=url), one.source, 0, at, None)
    return row | {"state": SEEN, "next_at": next_at, "checked_at": at}


@cache
def _seeing(dialect: str) -> Any:
    insert = insert_into(dialect, TargetRow)
    changes = {name: insert.excluded[name] for name in ("state", "next_at", "tries", "trouble", "checked_at")}
    return insert.on_conflict_do_update(index_elements=["url_sha256"], set_=changes)


def _found_at(connection: Connection, digests: Sequence[str]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for start in range(0, len(digests), CHUNK):
        query = select(TargetRow.url_sha256, TargetRow.found_at)
        query = query.where(TargetRow.url_sha256.in_(digests[start : start + CHUNK]))
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def _next(found_at: datetime, fetched_at: datetime) -> datetime | None:
    age = fetched_at - found_at
    return next((fetched_at + gap for limit, gap in REVISITS if age < limit), None)


def missed(connection: Connection, url: str, trouble: str, status: int, at: datetime) -> None:
    """Note that an address could not be had: tried again ever later, or given up. A busy host is not the address' fault."""
    row = connection.execute(
        select(TargetRow.tries, TargetRow.found_at).where(TargetRow.url_sha256 == key(url)).with_for_update()
    ).first()
    if row is None or status in BUSY:
        return
    tries = row.tries + 1
    wait = min(FIRST_WAIT * 4 ** min(tries - 1, 9), LONGEST_WAIT)
    lasting = status == GONE_FOR_GOOD or (status == NOT_FOUND and tries >= MOST_NOT_FOUND)
    gone = lasting or at - row.found_at > PATIENCE
    values = {
        "state": GONE if gone else FAILED,
        "next_at": None if gone else at + wait,
        "tries": tries,
        "trouble": trouble,
        "checked_at": at,
    }
    connection.execute(update(TargetRow).where(TargetRow.url_sha256 == key(url)).values(**values))


def forget(connection: Connection, urls: Iterable[str]) -> None:
    """Take addresses out of the frontier."""
    digests = [key(url) for url in urls]
    for start in range(0, len(digests), CHUNK):
        connection.execute(delete(TargetRow).where(TargetRow.url_sha256.in_(digests[start : start + CHUNK])))


def is_known(connection: Connection, url: str) -> bool:
    """Tell whether an address is there, in whatever spelling."""
    return connection.scalar(select(TargetRow.state).where(TargetRow.url_sha256 == key(url))) is not None


def states(connection: Connection) -> dict[str, dict[str, int]]:
    """Return how many addresses of each outlet are in each state."""
    query = select(TargetRow.source, TargetRow.state, func.count()).group_by(TargetRow.source, TargetRow.state)
    found: dict[str, dict[str, int]] = {}
    for source, state, number in connection.execute(query):
        found.setdefault(source, {})[state] = number
    return found

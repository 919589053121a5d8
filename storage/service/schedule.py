"""When outlets are to be crawled, and the leases that keep two processes from crawling one at the same time.

A lease is a process's name and a moment in the outlet's row; it is taken in one statement, renewed while the crawl goes on,
and over when its moment passes. All functions run inside the caller's transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from storage.frontier import insert_into
from storage.service.tables import ScheduleRow

LEASE = timedelta(minutes=2)
"""How long an outlet is a process's own without a word from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """An outlet's line of the schedule; the fields are those of the table, moments are UTC."""

    source: str
    next_at: datetime
    wanted_at: datetime | None
    holder: str | None
    leased_until: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    failures: int
    trouble: str | None

    def is_running(self, at: datetime) -> bool:
        """Whether a process is crawling it."""
        return self.holder is not None and self.leased_until is not None and at < self.leased_until


def add(connection: Connection, sources: Collection[str], at: datetime) -> None:
    """Put outlets into the schedule that are not in it; they are due at once."""
    if sources:
        statement = insert_into(connection.dialect.name, ScheduleRow).on_conflict_do_nothing()
        rows = [{"source": source, "next_at": at, "failures": 0} for source in sorted(set(sources))]
        connection.execute(statement, rows)


def rows(connection: Connection) -> list[Scheduled]:
    """Return the schedule, by outlet."""
    return [Scheduled(**row._mapping) for row in connection.execute(select(_TABLE).order_by(ScheduleRow.source))]


def row(connection: Connection, source: str) -> Scheduled | None:
    """Return an outlet's line, None where it has none."""
    found = connection.execute(select(_TABLE).where(ScheduleRow.source == source)).first()
    return None if found is None else Scheduled(**found._mapping)


def want(connection: Connection, source: str, at: datetime) -> None:
    """Have an outlet crawled as soon as there is room, whatever its time."""
    add(connection, [source], at)
    connection.execute(update(ScheduleRow).where(ScheduleRow.source == source).values(wanted_at=at))


def take(connection: Connection, holder: str, among: Collection[str], at: datetime, limit: int) -> list[Scheduled]:
    """Lease up to `limit` of the outlets `among` which are due and nobody's; those asked for by a person come first.

    Returned as they are afterwards, but for `wanted_at`, which tells why the outlet was taken and is gone from the table.
    """
    free = _free(at)
    due = or_(ScheduleRow.next_at <= at, ScheduleRow.wanted_at.is_not(None))
    query = select(ScheduleRow.source, ScheduleRow.wanted_at).where(free, due, ScheduleRow.source.in_(sorted(among)))
    order = (ScheduleRow.wanted_at.is_(None), ScheduleRow.wanted_at, ScheduleRow.next_at, ScheduleRow.source)
    taken = []
    for source, wanted in connection.execute(
        query.order_by(*order).limit(limit).with_for_update(skip_locked=True)
    ).all():
        # Asked again while it is written: on SQLite another process may have been quicker.
        statement = update(ScheduleRow).where(ScheduleRow.source == source, free, due)
        values = {"holder": holder, "leased_until": at + LEASE, "wanted_at": None, "started_at": at, "ended_at": None}
        found = connection.execute(statement.values(**values).returning(*_TABLE.c)).first()
        if found is not None:
            taken.append(Scheduled(**dict(found._mapping) | {"wanted_at": wanted}))
    return taken


def claim(connection: Connection, holder: str, sources: Collection[str], at: datetime) -> dict[str, str]:
    """Lease outlets whether they are due or not; return the holders of those that are another's, by outlet."""
    add(connection, sources, at)
    others: dict[str, str] = {}
    for source in sorted(set(sources)):  # in one order, lest two wait for each other
        mine = update(ScheduleRow).where(ScheduleRow.source == source, or_(_free(at), ScheduleRow.holder == holder))
        if not connection.execute(mine.values(holder=holder, leased_until=at + LEASE)).rowcount:
            holder_now = connection.scalar(select(ScheduleRow.holder).where(ScheduleRow.source == source))
            others[source] = holder_now or "?:?"  # given back just now
    return others


def unclaim(connection: Connection, holder: str) -> None:
    """Give back what was claimed; an outlet that is in the schedule for that alone leaves it."""
    unknown = (ScheduleRow.started_at.is_(None), ScheduleRow.wanted_at.is_(None))
    connection.execute(delete(ScheduleRow).where(ScheduleRow.holder == holder, *unknown))
    release(connection, holder)


def renew(connection: Connection, holder: str, sources: Sequence[str], at: datetime) -> list[str]:
    """Keep leases for longer; return the outlets that are still the holder's."""
    own = update(ScheduleRow).where(ScheduleRow.holder == holder, ScheduleRow.source.in_(sources))
    return list(connection.scalars(own.values(leased_until=at + LEASE).returning(ScheduleRow.source)))


def end(
    connection: Connection, holder: str, source: str, at: datetime, next_at: datetime, trouble: str | None = None
) -> None:
    """Give an outlet back whose crawl ended, with the time of the next one and what was wrong."""
    own = update(ScheduleRow).where(ScheduleRow.holder == holder, ScheduleRow.source == source)
    failures = 0 if trouble is None else ScheduleRow.failures + 1
    values = {"holder": None, "leased_until": None, "ended_at": at, "next_at": next_at}
    connection.execute(own.values(**values, failures=failures, trouble=trouble))


def release(connection: Connection, holder: str) -> None:
    """Give back all that a process holds and did not finish; it is as due as it was."""
    own = update(ScheduleRow).where(ScheduleRow.holder == holder)
    connection.execute(own.values(holder=None, leased_until=None))


def _free(at: datetime) -> ColumnElement[bool]:
    return or_(ScheduleRow.holder.is_(None), ScheduleRow.leased_until < at)


_TABLE: Any = ScheduleRow.__table__

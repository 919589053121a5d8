"""How much there is of everything, for whoever watches the service. Runs inside the caller's transaction."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from storage.derived import Pending
from storage.models import Article
from storage.runs import Run
from storage.service import webhooks
from storage.service.tables import JudgementRow, ScheduleRow

Counts = Mapping[str, tuple[str, str, Mapping[str, float]]]
"""By name: what is counted, the name of the label that tells the numbers apart (empty for one number), the numbers."""


def counts(connection: Connection) -> Counts:
    """Return the numbers of all that is counted."""
    at = datetime.now(UTC)
    one = {"articles": _count(Article), "pending": _count(Pending), "judgements": _count(JudgementRow)}
    due = _count(ScheduleRow).where(ScheduleRow.next_at <= at, ScheduleRow.holder.is_(None))
    running = _count(ScheduleRow).where(ScheduleRow.leased_until > at)
    troubled = _count(ScheduleRow).where(ScheduleRow.trouble.is_not(None))
    outlets = {"due": due, "running": running, "troubled": troubled}
    return {
        "articles": ("Articles stored", "", _numbers(connection, {"": one["articles"]})),
        "pending_articles": ("Articles not in search and clusters yet", "", _numbers(connection, {"": one["pending"]})),
        "judgements": ("Judgements of readers", "", _numbers(connection, {"": one["judgements"]})),
        "outlets": ("Outlets of the schedule by state", "state", _numbers(connection, outlets)),
        "deliveries": ("Deliveries to webhooks by state", "state", dict(webhooks.states(connection))),
        "crawled_pages": ("Pages of all crawls that ended, by what became of them", "fate", _crawled(connection)),
        "last_crawl_timestamp_seconds": ("When the last crawl ended that is noted", "", _last(connection)),
    }


def _count(model: Any) -> Any:
    return select(func.count()).select_from(model)


def _numbers(connection: Connection, queries: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(connection.scalar(query) or 0) for name, query in queries.items()}


def _crawled(connection: Connection) -> dict[str, float]:
    fates = ("new", "revised", "unchanged", "not_modified", "duplicate", "refused", "failed")
    row = connection.execute(select(*(func.coalesce(func.sum(getattr(Run, name)), 0) for name in fates))).one()
    return dict(zip(fates, map(float, row), strict=True))


def _last(connection: Connection) -> dict[str, float]:
    latest = connection.execute(select(Run.started_at, Run.seconds).order_by(Run.started_at.desc()).limit(1)).first()
    return {"": latest.started_at.timestamp() + latest.seconds} if latest else {}

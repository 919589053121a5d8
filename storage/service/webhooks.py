"""Who is told of new articles, and what came of it. All functions run inside the caller's transaction."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, insert, select, update

from storage.conditions import Conditions
from storage.filters import Filters
from storage.frontier import insert_into
from storage.models import Article, Revision
from storage.pending import is_pending
from storage.reading import is_current
from storage.search.find import matching
from storage.search.query import parse
from storage.service.tables import DeliveryRow, WebhookRow

OVERLAP = timedelta(minutes=15)
"""So far back a look begins before the end of the last one: an article's moment is that of its storing, which may take."""
WAITS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200, 21600, 43200))
"""How long a delivery that failed waits, each time; after the last it is given up, about a day after the first."""
MOST_FAILURES = 10
"""So many deliveries in a row that were given up, and the webhook is paused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that is told; the fields are those of the table, moments are UTC."""

    id: int
    url: str
    secret: str
    query: str | None
    conditions: Mapping[str, Any]
    created_at: datetime
    looked_at: datetime
    paused_at: datetime | None
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An article that a webhook is told of; the fields are those of the table, moments are UTC."""

    id: int
    webhook_id: int
    article_id: int
    state: str
    tries: int
    next_at: datetime | None
    status: int | None
    trouble: str | None
    created_at: datetime
    ended_at: datetime | None


def add(connection: Connection, url: str, query: str | None, conditions: Mapping[str, Any], at: datetime) -> Webhook:
    """Make a webhook, with a secret of its own. Raises QueryError for a query without a word."""
    if query is not None:
        parse(query)
    values = {"url": url, "secret": _secret(), "query": query, "conditions": dict(conditions)}
    statement = insert(WebhookRow).values(**values, created_at=at, looked_at=at, failures=0)
    return Webhook(**connection.execute(statement.returning(*_HOOKS.c)).one()._mapping)


def webhooks(connection: Connection, webhook_id: int | None = None) -> list[Webhook]:
    """Return all webhooks, or the one with that key, in the order in which they were made."""
    query = select(_HOOKS).order_by(WebhookRow.id)
    query = query if webhook_id is None else query.where(WebhookRow.id == webhook_id)
    return [Webhook(**row._mapping) for row in connection.execute(query)]


def remove(connection: Connection, webhook_id: int) -> bool:
    """Take one away with its deliveries; return whether it was there."""
    statement = delete(WebhookRow).where(WebhookRow.id == webhook_id).returning(WebhookRow.id)
    return connection.scalar(statement) is not None


def resume(connection: Connection, webhook_id: int, at: datetime) -> bool:
    """Tell a paused one again, from now on; return whether it is there."""
    values = {"paused_at": None, "failures": 0, "looked_at": at, "created_at": at}
    statement = update(WebhookRow).where(WebhookRow.id == webhook_id).values(**values)
    return connection.execute(statement.returning(WebhookRow.id)).first() is not None


def deliveries(connection: Connection, webhook_id: int, before: int | None = None, limit: int = 100) -> list[Delivery]:
    """Return what a webhook was told of, the latest first; `before` is the id that the last page ended with."""
    query = select(_TABLE).where(DeliveryRow.webhook_id == webhook_id).order_by(DeliveryRow.id.desc()).limit(limit)
    query = query if before is None else query.where(DeliveryRow.id < before)
    return [Delivery(**row._mapping) for row in connection.execute(query)]


def look(connection: Connection, hook: Webhook, at: datetime) -> int:
    """Find the articles that a webhook is not told of yet; return how many they are.

    An article that waits to be put into the index of the search is found when it is there.
    """
    since = max(hook.created_at, hook.looked_at - OVERLAP)
    known = exists().where(and_(DeliveryRow.webhook_id == hook.id, DeliveryRow.article_id == Article.id))
    query = select(Article.id).join(Revision, is_current()).where(Article.created_at >= since, ~known)
    query = Filters(**conditions_of(hook.conditions)).apply(query, connection.dialect.name)
    if hook.query is not None or hook.conditions.get("copies") is not None:
        query = query.where(~is_pending(Article.id))
    if hook.query is not None:
        query = query.where(Revision.id.in_(matching(parse(hook.query), connection.dialect.name)))
    found = list(connection.scalars(query.order_by(Article.id)))
    if found:
        row = {"webhook_id": hook.id, "state": "waiting", "tries": 0, "next_at": at, "created_at": at}
        statement = insert_into(connection.dialect.name, DeliveryRow).on_conflict_do_nothing()
        connection.execute(statement, [{**row, "article_id": id_} for id_ in found])
    waits = _oldest_pending(connection)
    looked = at if waits is None else min(at, waits)
    statement = update(WebhookRow).where(WebhookRow.id == hook.id)
    connection.execute(statement.values(looked_at=max(looked, hook.looked_at)))
    return len(found)


def conditions_of(stored: Mapping[str, Any]) -> Conditions:
    """Return conditions as they were given: their days and moments are kept as text."""
    from storage.types import as_stated

    known: Any = {name: value for name, value in stored.items() if name in Conditions.__annotations__}
    for name in ("since", "before"):
        if isinstance(known.get(name), str):
            known[name] = as_stated(known[name])
    conditions: Conditions = known
    return conditions


def take(connection: Connection, at: datetime, lease: timedelta, limit: int) -> list[Delivery]:
    """Return deliveries that are due; nobody else is given them until the lease is over."""
    paused = select(WebhookRow.id).where(WebhookRow.paused_at.is_not(None))
    due = (DeliveryRow.state == "waiting") & (DeliveryRow.next_at <= at) & DeliveryRow.webhook_id.not_in(paused)
    taken = []
    for id_ in connection.scalars(select(DeliveryRow.id).where(due).order_by(DeliveryRow.next_at).limit(limit)).all():
        statement = update(DeliveryRow).where(DeliveryRow.id == id_, due).values(next_at=at + lease)
        row = connection.execute(statement.returning(*_TABLE.c)).first()
        if row is not None:
            taken.append(Delivery(**row._mapping))
    return taken


def delivered(connection: Connection, delivery: Delivery, status: int, at: datetime) -> None:
    """Note that the other side took it."""
    values = {"state": "delivered", "status": status, "trouble": None, "next_at": None, "ended_at": at}
    connection.execute(_row(delivery).values(**values, tries=delivery.tries + 1))
    connection.execute(update(WebhookRow).where(WebhookRow.id == delivery.webhook_id).values(failures=0))


def failed(
    connection: Connection,
    delivery: Delivery,
    status: int | None,
    trouble: str,
    at: datetime,
    *,
    for_good: bool = False,
) -> bool:
    """Note that it did not; return whether the delivery was given up. A webhook that takes nothing any more is paused."""
    values: dict[str, Any] = {"status": status, "trouble": trouble, "tries": delivery.tries + 1}
    if not for_good and delivery.tries < len(WAITS):
        connection.execute(_row(delivery).values(**values, next_at=at + WAITS[delivery.tries]))
        return False
    connection.execute(_row(delivery).values(**values, state="given-up", next_at=None, ended_at=at))
    hook = update(WebhookRow).where(WebhookRow.id == delivery.webhook_id)
    connection.execute(hook.values(failures=WebhookRow.failures + 1))
    connection.execute(
        hook.where(WebhookRow.failures >= MOST_FAILURES, WebhookRow.paused_at.is_(None)).values(paused_at=at)
    )
    return True


def states(connection: Connection) -> Mapping[str, int]:
    """Return how many deliveries are waiting, delivered and given up."""
    query = select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)
    return {row.state: row[1] for row in connection.execute(query)}


def _secret() -> str:
    """A key in the form of Standard Webhooks."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _row(delivery: Delivery) -> Any:
    return update(DeliveryRow).where(DeliveryRow.id == delivery.id)


def _oldest_pending(connection: Connection) -> datetime | None:
    from storage.derived import Pending

    query = select(func.min(Article.created_at)).join(Pending, Pending.article_id == Article.id)
    found: datetime | None = connection.scalar(query)
    return found


_HOOKS: Any = WebhookRow.__table__
_TABLE: Any = DeliveryRow.__table__

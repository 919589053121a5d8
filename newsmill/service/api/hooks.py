"""Webhooks: who is told of new articles. All of it needs the scope admin."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from newsmill.render import moment
from newsmill.service.api import models
from newsmill.service.api.answers import as_json, missing
from newsmill.service.api.asking import BIGGEST, Key, Limit
from newsmill.service.jobs.taking import checked
from newsmill.service.problems import documented
from newsmill.service.security.access import Admin
from newsmill.service.wiring import Service, Wired
from storage.service import webhooks
from storage.service.webhooks import Webhook
from storage.types import storable, storable_json

router = APIRouter(prefix="/webhooks", tags=["webhooks"], responses=documented(401, 403, 422))


@router.post("", status_code=201, summary="Be told of new articles", response_model=models.Webhook)
def add(service: Wired, _: Admin, order: models.WebhookOrder) -> dict[str, Any]:
    """Have every new article that meets the conditions posted to an address, signed as https://www.standardwebhooks.com has
    it. The answer has the secret, this once.

    What is not taken (any status but 2xx, no answer in 15 seconds) is tried again for about a day, ever later; 410 ends it.
    After ten articles in a row that were given up the webhook is paused.
    """
    conditions = order.model_dump(exclude={"url", "q"}, exclude_none=True)
    q = storable(order.q) if order.q is not None else None
    at = datetime.now(UTC)
    made = service.store.database.write(webhooks.add, checked(storable(order.url)), q, storable_json(conditions), at)
    return _json(made) | {"secret": made.secret}


@router.get("", summary="The webhooks", response_model=list[models.Webhook])
def all_of(request: Request, service: Wired, _: Admin) -> Response:
    """All of them, without their secrets."""
    return as_json(request, [_json(hook) for hook in service.store.database.read(webhooks.webhooks)])


@router.get("/{webhook_id}", summary="One webhook", response_model=models.Webhook, responses=documented(404))
def one(request: Request, service: Wired, _: Admin, webhook_id: Key) -> Response:
    """One of them, without its secret."""
    return as_json(request, _json(_found(service, webhook_id)))


@router.delete("/{webhook_id}", status_code=204, summary="Tell it no more", responses=documented(404))
def remove(service: Wired, _: Admin, webhook_id: Key) -> None:
    """Take it away, with what is known of its deliveries."""
    if not service.store.database.write(webhooks.remove, webhook_id):
        raise missing(f"webhook {webhook_id}")


@router.post("/{webhook_id}/resume", summary="Tell it again", response_model=models.Webhook, responses=documented(404))
def resume(service: Wired, _: Admin, webhook_id: Key) -> dict[str, Any]:
    """Go on with one that was paused, from now on: what came meanwhile is not told."""
    if not service.store.database.write(webhooks.resume, webhook_id, datetime.now(UTC)):
        raise missing(f"webhook {webhook_id}")
    return _json(_found(service, webhook_id))


@router.get(
    "/{webhook_id}/deliveries",
    summary="What it was told",
    response_model=models.Page[models.Delivery],
    responses=documented(404),
)
def deliveries(
    request: Request,
    service: Wired,
    _: Admin,
    webhook_id: Key,
    limit: Limit = 50,
    cursor: Annotated[int | None, Query(ge=1, le=BIGGEST, description="`next` of the part before")] = None,
) -> Response:
    """The articles that it was told of or is to be told of, the latest first, and what came of it."""
    _found(service, webhook_id)
    rows = service.store.database.read(webhooks.deliveries, webhook_id, cursor, limit)
    items = [_delivery(row) for row in rows]
    return as_json(request, {"items": items, "next": str(rows[-1].id) if len(rows) == limit else None})


def _found(service: Service, webhook_id: int) -> Webhook:
    found = service.store.database.read(webhooks.webhooks, webhook_id)
    if not found:
        raise missing(f"webhook {webhook_id}")
    return found[0]


def _json(hook: Webhook) -> dict[str, Any]:
    return {
        "id": hook.id,
        "url": hook.url,
        "q": hook.query,
        "conditions": dict(hook.conditions),
        "created_at": moment(hook.created_at),
        "paused_at": moment(hook.paused_at),
    }


def _delivery(row: webhooks.Delivery) -> dict[str, Any]:
    return {
        "id": row.id,
        "article": row.article_id,
        "state": row.state,
        "tries": row.tries,
        "next_at": moment(row.next_at),
        "status": row.status,
        "trouble": row.trouble,
        "created_at": moment(row.created_at),
        "ended_at": moment(row.ended_at),
    }

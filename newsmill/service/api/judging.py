"""What readers say of blocks: kept or removed by mistake."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from newsmill.service.api import models
from newsmill.service.api.answers import as_json, missing
from newsmill.service.api.asking import BIGGEST, Key, Limit
from newsmill.service.problems import documented
from newsmill.service.security.access import Admin, Reader
from newsmill.service.wiring import Wired
from storage.service import judgements
from storage.service.judgements import Judgement, Said
from storage.types import storable

router = APIRouter(tags=["judgements"], responses=documented(401, 403, 422))


@router.post(
    "/articles/{article_id}/judgements",
    status_code=201,
    summary="Say that a block is wrong",
    response_model=models.Judgement,
    responses=documented(404),
)
def say(service: Wired, caller: Reader, article_id: Key, order: models.JudgementOrder) -> dict[str, Any]:
    """Keep a reader's word on a block beside what the cleaner said of it; an earlier one by the same reader is replaced."""
    row = service.store.article(article_id)
    if row is None:
        raise missing(f"article {article_id}")
    said = Said(
        article_id=article_id,
        number=order.revision or row.revision,
        block_index=order.block,
        verdict=order.verdict,
        verdict_reason=storable(order.reason) if order.reason else None,
        note=storable(order.note),
        reader=caller.name,
    )
    made = service.store.database.write(judgements.add, said, datetime.now(UTC))
    if made is None:
        raise missing(f"block {order.block} in revision {said.number} of article {article_id}")
    return _json(made)


@router.get(
    "/articles/{article_id}/judgements", summary="What readers say of it", response_model=list[models.Judgement]
)
def of_article(request: Request, service: Wired, _: Reader, article_id: Key) -> Response:
    """What was said of an article's blocks, the latest first."""
    return as_json(request, [_json(one) for one in service.store.database.read(judgements.of_article, article_id)])


@router.get("/judgements.json", summary="What readers say", response_model=models.Page[models.Judgement])
def all_of(
    request: Request,
    service: Wired,
    _: Reader,
    limit: Limit = 50,
    cursor: Annotated[int | None, Query(ge=1, le=BIGGEST, description="`next` of the part before")] = None,
) -> Response:
    """What was said of all articles' blocks, the latest first."""
    rows = service.store.database.read(judgements.all_of, cursor, limit)
    return as_json(
        request, {"items": [_json(one) for one in rows], "next": str(rows[-1].id) if len(rows) == limit else None}
    )


@router.delete(
    "/judgements/{judgement_id}", status_code=204, summary="Take a judgement back", responses=documented(404)
)
def remove(service: Wired, _: Admin, judgement_id: Key) -> None:
    """Take it away."""
    if not service.store.database.write(judgements.remove, judgement_id):
        raise missing(f"judgement {judgement_id}")


def _json(one: Judgement) -> dict[str, Any]:
    values = asdict(one) | {
        "article": one.article_id,
        "block": one.block_index,
        "created_at": one.created_at.isoformat(),
    }
    return {name: value for name, value in values.items() if name not in ("article_id", "revision_id", "block_index")}

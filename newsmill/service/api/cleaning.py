"""What is sent in: cleaned and given back, or stored."""

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from cleaners.types import Article, Page, Rejected
from newsmill.ingest import fate
from newsmill.render import as_dict, explained
from newsmill.service.api import models
from newsmill.service.jobs.fetching import Trouble
from newsmill.service.jobs.taking import Taking
from newsmill.service.problems import Problem, documented
from newsmill.service.security.access import Reader, Submitter
from newsmill.service.wiring import Wired
from storage import Outcome
from storage.types import storable

router = APIRouter(tags=["cleaning"], responses=documented(401, 403, 413, 415, 422, 503))
RAW = ("text/html", "application/xhtml+xml", "text/plain")
Where = Annotated[str, Query(max_length=2000, description="For a raw body: where it came from")]
Outlet = Annotated[str, Query(max_length=255, description="For a raw body: its outlet, else the address's host")]
Order = TypeVar("Order", bound=models.Document)


def _takes(model: type[models.Document]) -> dict[str, Any]:
    """The body in the OpenAPI document: JSON, or the page itself."""
    raw = {kind: {"schema": {"type": "string"}} for kind in RAW}
    schema = model.model_json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}, **raw}}}


@dataclass(frozen=True, slots=True)
class _Sent:
    """What came: a page, or an address that is to be fetched."""

    page: Page | None
    url: str
    source: str = ""


@router.post(
    "/clean",
    summary="Clean a page",
    response_model=models.CleanResult,
    openapi_extra=_takes(models.Document),
)
async def clean(request: Request, service: Wired, _: Reader, url: Where = "") -> Any:
    """Give back the article of a page, and every block of it with the reason where it was left out. Nothing is stored.

    The page is in the fields of a JSON object, or is the body itself, with its type in Content-Type.
    """
    sent = await _sent(request, service.taking, models.Document, url, "")
    if sent.page is None:
        raise Problem(422, "html: give html or text; an address alone is fetched by POST /articles")
    return _result(await run_in_threadpool(service.taking.clean, sent.page))


@router.post(
    "/articles",
    summary="Submit a page",
    response_model=models.Submitted,
    openapi_extra=_takes(models.Submission),
    tags=["articles"],
)
async def submit(
    request: Request, service: Wired, _: Submitter, url: Where = "", source: Outlet = ""
) -> models.Submitted:
    """Store the article of a page: one that is sent, or one at an address, which is fetched as a crawl would fetch it.

    robots.txt is obeyed, and no address is reached that is not public.
    """
    sent = await _sent(request, service.taking, models.Submission, url, source)
    if sent.page is not None:
        outcome = await run_in_threadpool(service.taking.submit, sent.page)
    else:
        outcome = await run_in_threadpool(service.taking.submit_address, sent.url, sent.source)
    service.wake()
    return _submitted(outcome)


async def _sent(request: Request, taking: Taking, model: type[Order], url: str, source: str) -> _Sent:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in RAW:
        given = request.headers["content-type"]
        page = taking.document(await request.body(), kind=given, url=storable(url), source=storable(source))
        return _Sent(page, url)
    if kind != "application/json":
        raise Problem(415, f"send JSON, or the page itself as one of {', '.join(RAW)}")
    try:
        order = model.model_validate_json(await request.body())
    except ValidationError as error:
        parts = [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in error.errors()]
        raise Problem(422, f"{parts[0]['where'] or 'body'}: {parts[0]['what']}", errors=parts) from error
    return _of_order(order, taking)


def _of_order(order: models.Document, taking: Taking) -> _Sent:
    source, url = storable(getattr(order, "source", "")), storable(order.url)
    if order.html is not None and order.text is not None:
        raise Problem(422, "html: give html or text, not both")
    if order.html is None and order.text is None:
        if not url:
            raise Problem(422, "url: give an address, or html or text")
        return _Sent(None, url, source)
    kind, body = ("html", order.html) if order.html is not None else ("text", order.text or "")
    return _Sent(taking.document(body, kind=kind, url=url, source=source), url, source)


def _result(result: Article | Rejected | Trouble) -> dict[str, Any]:
    if isinstance(result, Article):
        return {"article": as_dict(result), "blocks": explained(result), "rejected": None, "detail": None}
    return {"article": None, "blocks": None, "rejected": str(result.why), "detail": result.detail or None}


def _submitted(outcome: Outcome) -> models.Submitted:
    return models.Submitted(
        fate=fate(outcome),  # type: ignore[arg-type] # the words are those of the model, as a test says
        url=outcome.url,
        article=getattr(outcome, "article_id", None),
        why=getattr(outcome, "why", None),
        detail=getattr(outcome, "detail", None) or None,
    )

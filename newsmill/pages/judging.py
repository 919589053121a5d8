"""`/read/ID/blocks/N`: "this was wrong". Stores what a reader says of a block, and offers the rule that would do it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from cleaners.types import Page, Reason
from newsmill import offers
from newsmill.pages.answer import page
from newsmill.pages.article import MOST_ID, Found, Id, Number, find
from newsmill.pages.frame import file_name
from newsmill.pages.reasons import REASONS
from newsmill.render import Verdict, verdicts
from newsmill.service.problems import Problem
from newsmill.service.security.access import Caller, Reader
from newsmill.service.security.forms import Signed, form_token
from newsmill.service.wiring import Service, Wired
from storage import StoreError
from storage.listing import numbers
from storage.service import judgements
from storage.service.judgements import Judgement, Said

router = APIRouter()
NOTE = 2000
SIZE = 50
Index = Annotated[int, Path(alias="index", ge=0, le=2**31 - 1)]


@router.get("/judgements")
def all_of_them(
    request: Request, service: Wired, _: Reader, before: Annotated[int | None, Query(ge=1, le=MOST_ID)] = None
) -> HTMLResponse:
    """What readers said of any block, the latest first."""
    database = service.store.database
    said = database.read(judgements.all_of, before, SIZE + 1)
    return page(
        request,
        "judgements.html",
        "judgements",
        said=said[:SIZE],
        last=said[SIZE - 1].id if len(said) > SIZE else None,
        numbers=database.read(numbers, [one.revision_id for one in said]),
    )


@router.get("/read/{article_id}/blocks/{index}")
def ask(
    request: Request, service: Wired, caller: Reader, article_id: Id, index: Index, number: Number = None
) -> HTMLResponse:
    """The block, what is right, and where that was said the rule and the golden for it."""
    found = find(service.store, article_id, number)
    every = {one.block.index: one for one in verdicts(found.article)}
    verdict = every.get(index)
    if verdict is None:
        raise Problem(404, f"article {article_id} has no block {index}")
    mine = _mine(service, caller, found, index)
    came = _page(service, found)
    return page(
        request,
        "block.html",
        row=found.row,
        revision=found.number,
        block=verdict.block,
        verdict=verdict,
        title=found.article.metadata.title or "Untitled",
        language=found.article.metadata.language,
        csrf=form_token(request, caller),
        mine=mine,
        chosen=(mine.verdict_reason if mine else None) or verdict.reason or Reason.RELATED.value,
        framed=came is not None,
        **_offer(found, came, verdict, mine, every),
    )


@router.post("/read/{article_id}/blocks/{index}")
def judge(
    request: Request, service: Wired, caller: Reader, form: Signed, article_id: Id, index: Index
) -> RedirectResponse:
    """Store what is right, and show the rule."""
    verdict, reason = str(form.get("verdict", "")), str(form.get("reason", ""))
    if verdict not in judgements.VERDICTS or reason not in REASONS:
        raise Problem(422, "the form is not filled in; say whether the block is to be kept, or why not")
    said = Said(
        article_id=article_id,
        number=_number(form),
        block_index=index,
        verdict=verdict,
        verdict_reason=reason,
        note=str(form.get("note", "")).strip()[:NOTE],
        reader=caller.name,
    )
    if service.store.database.write(judgements.add, said, datetime.now(UTC)) is None:
        raise Problem(404, f"article {article_id} has no such block; it may have been deleted meanwhile")
    return RedirectResponse(f"{_address(request, article_id, index, said.number)}#rule", 303)


@router.post("/read/{article_id}/blocks/{index}/take-back")
def take_back(
    request: Request, service: Wired, caller: Reader, form: Signed, article_id: Id, index: Index
) -> RedirectResponse:
    """Forget what this reader said of the block."""
    found = find(service.store, article_id, _number(form))
    mine = _mine(service, caller, found, index)
    if mine is not None:
        service.store.database.write(judgements.remove, mine.id)
    return RedirectResponse(_address(request, article_id, index, found.number), 303)


def _number(form: FormData) -> int:
    """The revision that the form is about. Raises `Problem` 422 for what is no number."""
    number = str(form.get("revision", ""))
    if not (number.isascii() and number.isdigit()):
        raise Problem(422, "revision: it is no number; load the page anew and send it again")
    return min(int(number[:10]), 2**31 - 1)


def _address(request: Request, article_id: int, index: int, number: int) -> str:
    return f"{request.scope.get('root_path', '')}/read/{article_id}/blocks/{index}?revision={number}"


def _mine(service: Service, caller: Caller, found: Found, index: int) -> Judgement | None:
    """What this reader said of the block before."""
    said = [
        one
        for one in service.store.database.read(judgements.of_article, found.row.id)
        if one.block_index == index and one.reader == caller.name
    ]
    at = service.store.database.read(numbers, [one.revision_id for one in said])
    return next((one for one in said if at.get(one.revision_id) == found.number), None)


def _page(service: Service, found: Found) -> Page | None:
    try:
        return service.store.page(found.row.id, found.number)
    except StoreError:
        return None


def _offer(
    found: Found, came: Page | None, verdict: Verdict, mine: Judgement | None, every: Mapping[int, Verdict]
) -> dict[str, Any]:
    if mine is None:
        return {}
    name = file_name(found.row.id, came)
    keeps = mine.verdict == "keep"
    return {
        "offers": offers.offers(came, verdict.block, mine.verdict_reason, every),
        "offer_host": offers.rule_host(found.row.url),
        "golden_file": name,
        "golden_url": offers.quoted(found.row.url),
        "golden_name": offers.golden_name(found.row.url, name),
        "must": f"{'must' if keeps else 'must_not'}: {verdict.block.text}",
    }

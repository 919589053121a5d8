"""`/try`: paste a page, a text or an address, and see what is the article and why the rest is not. Nothing is stored."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from cleaners.types import Article, Rejected
from newsmill.pages.answer import page
from newsmill.pages.article import facts
from newsmill.pages.marked import linked, marked
from newsmill.service.jobs.fetching import Trouble
from newsmill.service.jobs.taking import Taking
from newsmill.service.problems import Problem
from newsmill.service.security.access import Caller, Reader
from newsmill.service.security.forms import Signed, form_token
from newsmill.service.wiring import Wired

router = APIRouter()
FIELDS = ("url", "page", "kind")
KINDS = ("html", "text")
_SHOWN = (400, 413, 422)
"""Troubles with what was sent, which the form itself shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came out; or `trouble`, why nothing did."""

    result: Article | Rejected | None = None
    trouble: str = ""


async def large_form(request: Request) -> None:
    """Read the form before others do: a page may be larger than other fields. `SizeLimit` bounds the whole."""
    await request.form(max_part_size=10 * request.app.state.service.config.max_page_bytes)


@router.get("/try")
def empty(request: Request, caller: Reader) -> HTMLResponse:
    """The empty form."""
    return _page(request, caller, dict.fromkeys(FIELDS, ""), Result())


@router.post("/try", dependencies=[Depends(large_form)])
def tried(request: Request, service: Wired, caller: Reader, form: Signed) -> HTMLResponse:
    """The form again, with what came out below it."""
    values = {name: str(form.get(name, "")) for name in FIELDS}
    try:
        result = _cleaned(service.taking, caller, values)
    except Problem as problem:
        if problem.status not in _SHOWN:
            raise
        result = Result(trouble=_sentence(problem.detail))
    return _page(request, caller, values, result)


def _cleaned(taking: Taking, caller: Caller, values: dict[str, str]) -> Result:
    url, body = values["url"].strip(), values["page"]
    if body.strip():
        kind = values["kind"] if values["kind"] in KINDS else ""
        sent = taking.document(body, kind=kind, url=url)
        result = taking.clean(sent)
    elif not url:
        return Result(trouble="Paste a page or a text, or give an address.")
    elif not caller.may("submit"):
        raise Problem(403, f"the token {caller.name} may not have addresses fetched; make one with --scope submit")
    else:
        answer = taking.clean_address(url)
        if isinstance(answer, Trouble):
            return Result(trouble=_sentence(f"{answer.why}: {answer.detail}"))
        result = answer[1]
    return Result(result=result)


def _page(request: Request, caller: Caller, values: dict[str, str], done: Result) -> HTMLResponse:
    more: dict[str, Any] = {}
    if isinstance(done.result, Article):
        more = {"marked": marked(done.result), "facts": list(facts(done.result)), "linked": linked}
    return page(
        request,
        "try.html",
        "try",
        status=422 if done.trouble else 200,
        values=values,
        csrf=form_token(request, caller),
        trouble=done.trouble,
        result=done.result,
        rejected=done.result if isinstance(done.result, Rejected) else None,
        **more,
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."

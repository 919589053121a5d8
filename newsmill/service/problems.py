"""Errors as problem+json (RFC 9457): one shape for all of them, one line on what to do."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from storage import QueryError, StoreError

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
ANYWHERE = (400, 413, 414, 429, 503)
"""What a body that cannot be read, the guards before the routes, and a database that is gone are answered with."""
ErrorPage = Callable[[Request, "Problem"], Response]
"""How the pages show an error to a browser: `app.state.error_page`, set by whoever mounts them."""


class ProblemBody(BaseModel):
    """What is wrong, as RFC 9457 has it; `errors` names the parts of the request that do not fit."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = None


class Problem(Exception):  # noqa: N818 - the RFC's word
    """A request that cannot be answered as it was meant. `detail` is one line: what is wrong, and what to do."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.errors = int(status), detail, dict(headers or {}), errors

    @property
    def title(self) -> str:
        """The status in words."""
        return _title(self.status)

    def response(self) -> Response:
        """The answer for programs."""
        body = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        if self.errors is not None:
            body["errors"] = self.errors
        return Response(orjson.dumps(body), self.status, headers=self.headers, media_type=MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that answers with these problems, and with those that any route may answer with."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemBody"}}}
    return {status: {"description": _title(status), "content": content} for status in sorted({*statuses, *ANYWHERE})}


def wants_html(request: Request) -> bool:
    """Whether a browser asks, for a person."""
    return "text/html" in request.headers.get("accept", "")


def answer(request: Request, problem: Problem) -> Response:
    """The problem as a page for a browser where there are pages, else as problem+json."""
    page: ErrorPage | None = getattr(request.app.state, "error_page", None)
    if page is not None and wants_html(request):
        response = page(request, problem)
        response.headers.update(problem.headers)
        return response
    return problem.response()


def install(app: FastAPI) -> None:
    """Have every error of the application answered as a problem."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(QueryError, _on_query)
    app.add_exception_handler(StoreError, _on_store)
    described = app.openapi

    def with_problems() -> dict[str, Any]:
        document = described()
        document["components"]["schemas"].setdefault("ProblemBody", ProblemBody.model_json_schema())
        return document

    app.openapi = with_problems  # type: ignore[method-assign] # how FastAPI has it extended


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return answer(request, error)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = error.detail if error.detail != _title(error.status_code) else _HINTS.get(error.status_code, error.detail)
    return answer(request, Problem(error.status_code, str(detail), headers=error.headers))


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    parts = [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in error.errors()]
    first = parts[0] if parts else {"where": "request", "what": "does not fit"}
    return answer(request, Problem(422, f"{first['where']}: {first['what']}", errors=parts))


async def _on_query(request: Request, error: Exception) -> Response:
    return answer(request, Problem(422, str(error)))


async def _on_store(request: Request, error: Exception) -> Response:
    log.error("%s %s: %s", request.method, request.url.path, error)
    return answer(request, Problem(503, "the database cannot be used just now; try again later", headers=_LATER))


_LATER = {"Retry-After": "10"}
_HINTS = {404: "there is nothing at this address; see /openapi.json", 405: "not in this way; see /openapi.json"}


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"

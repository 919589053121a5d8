"""An error as a page: what is wrong and what to do; where a token is needed, the place to give it."""

from fastapi import Request, Response

from newsmill.pages.answer import page
from newsmill.service.problems import Problem

_HEADINGS = {
    401: "A token is needed",
    403: "Not allowed",
    404: "Not here",
    413: "Too large",
    422: "This cannot be answered",
    429: "Too many requests",
    500: "A bug",
    503: "The database does not answer",
}


def error_page(request: Request, problem: Problem) -> Response:
    """The page for a problem, with its status."""
    to = request.url.path + (f"?{request.url.query}" if request.url.query else "") if request.method == "GET" else "/"
    detail = problem.detail[:1].upper() + problem.detail[1:]
    return page(
        request,
        "problem.html",
        status=problem.status,
        heading=_HEADINGS.get(problem.status, problem.title),
        detail=detail if detail.endswith((".", "?")) else f"{detail}.",
        to=to,
    )

"""Signing in with a token, for browsers: it becomes a cookie that scripts and other sites do not get."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from newsmill.service.problems import Problem
from newsmill.service.security.access import sign_in, sign_out

router = APIRouter()
LONGEST = 200


@router.post("/sign-in")
def signed_in(
    request: Request,
    token: Annotated[str, Form(max_length=LONGEST)],
    to: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Keep the token in a cookie and go on to where the browser was going; a wrong one is asked for again there."""
    token = token.strip()
    if not (token.isascii() and token.isprintable() and token and not set(token) & set(' ";,\\')):
        raise Problem(401, "this is no token; make one with: newsmill tokens add NAME")
    answer = RedirectResponse(local(to), 303)
    sign_in(answer, request, token)
    return answer


@router.post("/sign-out")
def signed_out() -> Response:
    """Have the browser forget the token."""
    answer = RedirectResponse("/", 303)
    sign_out(answer)
    return answer


def local(to: str) -> str:
    """A path on this site, the front page for anything else."""
    is_path = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable() and "\\" not in to
    return to if is_path else "/"

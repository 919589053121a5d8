"""A template as the answer to a request."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from newsmill.pages.templating import render
from newsmill.service.security.access import COOKIE


def page(request: Request, template: str, here: str = "", *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page; `here` names the entry of the navigation that it belongs to. Browsers ask again each time."""
    common = {"root": request.scope.get("root_path", ""), "here": here, "status": status}
    html = render(template, **common, signed_in=COOKIE in request.cookies, **values)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-cache"})

"""The style sheet, the script and the mark: a browser keeps them until their content, and so their address, changes."""

from fastapi import APIRouter, Response

from newsmill.pages.templating import STATIC, asset_body
from newsmill.service.problems import Problem

router = APIRouter()


@router.get("/static/{name}")
def static(name: str) -> Response:
    """One of our own files."""
    if name not in STATIC:
        raise Problem(404, "there is no such file")
    return Response(asset_body(name), media_type=STATIC[name], headers={"Cache-Control": "max-age=31536000, immutable"})

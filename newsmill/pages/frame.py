"""`/read/ID/page` and `/read/ID/source`: the page as it came, to be looked at in a frame where nothing runs or loads."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from cleaners.decode import decode
from cleaners.drawn import drawn
from cleaners.types import Page, Rejected
from newsmill.pages.article import Found, Id, Number, find
from newsmill.pages.templating import asset_body
from newsmill.render import verdicts
from newsmill.service.problems import Problem
from newsmill.service.security.access import Reader
from newsmill.service.security.headers import FRAMED
from newsmill.service.wiring import Wired
from storage import Store, StoreError

router = APIRouter()
_HEADERS = {"Content-Security-Policy": FRAMED, "Cache-Control": "no-cache", "X-DNS-Prefetch-Control": "off"}
_GONE = "<!DOCTYPE html><title>Gone</title><p>The page's bytes are not in the archive, or cannot be shown."


@router.get("/read/{article_id}/page")
def framed(service: Wired, _: Reader, article_id: Id, number: Number = None) -> HTMLResponse:
    """The page, inert, with every removed block marked by its reason."""
    found = find(service.store, article_id, number)
    every = list(verdicts(found.article))
    marks = {one.block.index: one.reason for one in every if not one.kept}
    blocks = {one.block.index: one.block for one in every}
    head = f"<style>{asset_body('frame.css').decode()}</style>"
    try:
        html = drawn(service.store.page(article_id, found.number), blocks, marks, head)
    except StoreError:
        html = None
    return HTMLResponse(html or _GONE, 200 if html else 404, headers=_HEADERS)


@router.get("/read/{article_id}/source")
def source(
    service: Wired, _: Reader, article_id: Id, number: Number = None, download: Annotated[bool, Query()] = False
) -> Response:
    """The bytes as they came: as text to look at, or as a file to keep. Never as a page."""
    found = find(service.store, article_id, number)
    page = _page(service.store, found)
    if download:
        headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{file_name(article_id, page)}"'}
        return Response(page.body, media_type="application/octet-stream", headers=headers)
    decoded = decode(page)
    if isinstance(decoded, Rejected):
        raise Problem(404, f"the bytes of article {article_id} are no text: {decoded.detail}")
    return Response(decoded.text, media_type="text/plain", headers=_HEADERS)


def file_name(article_id: int, page: Page | None) -> str:
    """What the page is called as a file."""
    is_text = page is not None and page.content_type.startswith("text/plain")
    return f"article-{article_id}.{'txt' if is_text else 'html'}"


def _page(store: Store, found: Found) -> Page:
    try:
        return store.page(found.row.id, found.number)
    except StoreError as error:
        raise Problem(404, f"the bytes of article {found.row.id} are not in the archive") from error

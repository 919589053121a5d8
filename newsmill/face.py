"""The Python face: one call for programs that have a page in hand and want its article."""

from datetime import datetime
from functools import cache

import cleaners
from cleaners.types import Article, Page, Rejected


@cache
def _rules() -> cleaners.Rules:
    return cleaners.load_rules()


def clean(
    page: str | bytes, url: str = "", *, content_type: str = "", fetched_at: datetime | None = None, fast: bool = False
) -> Article | Rejected:
    """Clean one page: HTML or plain text, as bytes in any encoding or as a string.

    `url` (absolute) chooses the rules of its outlet and makes links absolute; `content_type` is the declared MIME
    type, empty where the content itself shall tell; `fetched_at` is timezone-aware; `fast` is sooner done and a
    little less exact. Returns an `Article`, or
    `Rejected` with the reason where the page is none. Raises ValueError for a naive `fetched_at`.

    >>> from newsmill import Article, clean
    >>> result = clean("<html>...</html>", "https://www.example.org/story")
    >>> if isinstance(result, Article):
    ...     print(result.metadata.title, result.text)
    """
    if fetched_at is not None and fetched_at.tzinfo is None:
        raise ValueError("fetched_at has no time zone; give datetime.now(UTC) or the like")
    if isinstance(page, str):
        page = page.encode("utf-8-sig", "replace")  # the mark outranks a charset that the markup still declares
    arrived = Page(body=page, url=url, content_type=content_type, fetched_at=fetched_at)
    return cleaners.clean(arrived, _rules(), fast=fast)

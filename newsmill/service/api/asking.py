"""What several routes ask with: conditions on articles, keys, parts of lists."""

import base64
import binascii
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any, Literal

import orjson
from fastapi import Depends, Path, Query

from newsmill.service.problems import Problem
from storage import Conditions
from storage.paging import After
from storage.types import storable, utc

MOST = 200
"""The most of a list at once."""
BIGGEST = 2**63 - 1
Key = Annotated[int, Path(ge=1, le=BIGGEST)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="At most so many at once")]
Cursor = Annotated[str | None, Query(max_length=400, description="`next` of the part before")]
Words = Annotated[
    str | None,
    Query(max_length=1000, description='Search: all words, "in quotes", -not, begin*, this OR that. Best first.'),
]
_DAY = "A day (2026-03-01), or a moment with its offset (2026-03-01T09:00:00Z)"


async def conditions(
    source: Annotated[str | None, Query(max_length=255, description="Host name of the outlet, without www")] = None,
    language: Annotated[str | None, Query(max_length=20, description="ISO 639-1")] = None,
    section: Annotated[str | None, Query(max_length=200)] = None,
    author: Annotated[str | None, Query(max_length=200, description="A part of the name")] = None,
    paywall: Annotated[Literal["none", "teaser", "unknown"] | None, Query()] = None,
    since: Annotated[str | None, Query(max_length=40, description=f"Published then or later. {_DAY}")] = None,
    before: Annotated[str | None, Query(max_length=40, description=f"Published before. {_DAY}")] = None,
    copies: Annotated[bool | None, Query(description="Only copies of earlier articles, or all but these")] = None,
) -> Conditions:
    """The articles that are meant; every condition has to be met."""
    words = {"source": source, "language": language, "section": section, "author": author}
    clean: Any = {name: storable(value) for name, value in words.items() if value is not None}
    given: Conditions = {"since": day("since", since), "before": day("before", before)}
    return given | clean | {"paywall": paywall, "copies": copies}  # type: ignore[no-any-return]


Meant = Annotated[Conditions, Depends(conditions)]


def day(name: str, text: str | None) -> date | datetime | None:
    """A day or an aware moment. Raises `Problem` 422 for what is neither."""
    if text is None:
        return None
    for read in (date.fromisoformat, datetime.fromisoformat):
        with suppress(ValueError):
            found = read(text)
            if isinstance(found, datetime):
                return _aware(name, text, found)
            return found
    raise Problem(422, f"{name}: {text[:40]!r} is no date: write 2026-03-01, or 2026-03-01T09:00:00Z")


def _aware(name: str, text: str, found: datetime) -> datetime:
    if found.tzinfo is None:
        raise Problem(422, f"{name}: {text[:40]!r} has no time zone: add Z or an offset such as +01:00")
    try:
        return utc(found)
    except OverflowError:
        raise Problem(422, f"{name}: {text[:40]!r} is beyond the calendar of UTC") from None


def write_cursor(*values: Any) -> str:
    """Where a part of a list ended, as a text for nobody to read."""
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def read_cursor(kind: str, cursor: str | None) -> list[Any] | None:
    """The values of a cursor of a kind, which is its first. Raises `Problem` 422 for what is none."""
    if cursor is None:
        return None
    try:
        found = orjson.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        found = None
    if not isinstance(found, list) or len(found) != 3 or found[0] != kind:
        raise Problem(422, "cursor: it is not from this list; begin without one")
    return found[1:]


def place(order: str, cursor: str | None) -> After | None:
    """The article that a part of a list ended with. Raises `Problem` 422 as `read_cursor` does."""
    found = read_cursor(order, cursor)
    if found is None:
        return None
    id_, published = found
    with suppress(ValueError, TypeError, OverflowError):
        at = None if published is None else utc(datetime.fromisoformat(published))
        if isinstance(id_, int) and 0 < id_ <= BIGGEST:
            return After(id=id_, published=at)
    raise Problem(422, "cursor: it is not from this list; begin without one")

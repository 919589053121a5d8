"""The day of publication: a date on a short line near the title, not one in running text."""

import re
from collections.abc import Iterator
from datetime import date

from cleaners.html.metadata.moments import Moment, day_of, read_moment
from cleaners.text.reading import Reading
from cleaners.text.wording import PUBLISHED, UPDATED

_DATED = re.compile(r"\b(?:19|20)\d\d(?!\d\d\b)|\d{1,2}[./-]\d{1,2}[./-]\d\d\b|[0-9]{4}年")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/](\d{1,2})[/](?:19|20)?\d\d(?!\d)")
#: A year and a time of day that were printed without a space.
_GLUED = re.compile(r"((?:19|20)\d\d)(?=\d{1,2}:\d\d)")
_LONGEST = 140
_BEFORE, _AFTER = 45, 12
_FIRST = date(1990, 1, 1)


def find_date(reading: Reading, title: int | None, start: int, end: int) -> tuple[Moment, int] | None:
    """The moment or day of publication and the block that states it; the article's body is `start` to `end`."""
    best: tuple[float, Moment, int] | None = None
    top = title if title is not None and title < end else start
    for index, moment in _stated(reading, start, end):
        value = _value(reading, index, top, start, end)
        if value > 0 and (best is None or value > best[0]):
            best = value, moment, index
    return (best[1], best[2]) if best else None


def _stated(reading: Reading, start: int, end: int) -> Iterator[tuple[int, Moment]]:
    """The blocks that state a date, outside the article, with it."""
    month_first = _month_first(reading)
    for index, text in enumerate(reading.texts):
        if not _DATED.search(text) or start + 2 < index < end or len(text) > _LONGEST:
            continue
        if index >= end + _AFTER or "©" in text:
            continue
        moment = read_moment(_first_date(text), reading.language, month_first=month_first)
        if moment is not None and day_of(moment) >= _FIRST:
            yield index, moment


def _first_date(text: str) -> str:
    """A line may state two dates: the one that it calls the publication's, else the first."""
    named = PUBLISHED.search(text)
    changed = UPDATED.search(text)
    if named and changed and changed.start() < named.start():
        return text[named.start() :]
    return _GLUED.sub(r"\1 ", text)


def _month_first(reading: Reading) -> bool:
    """Whether ``03/04/2024`` is the 4th of March here: another date of the text tells, else English is read so."""
    orders = [(int(a), int(b)) for text in reading.texts for a, b in _NUMERIC.findall(text[:_LONGEST])]
    if any(a > 12 for a, _ in orders):
        return False
    if any(b > 12 for _, b in orders):
        return True
    return reading.language == "en"


def _value(reading: Reading, index: int, top: int, start: int, end: int) -> float:
    text = reading.texts[index]
    if index < top - _BEFORE:
        return 0.0
    if index <= start:
        value = 3.0 - 0.12 * min(index - top, start - index) if index >= top else 2.2 - 0.15 * (top - index)
    else:
        value = 1.6 - 0.1 * max(index - end, 0)
    value += 1.0 * bool(PUBLISHED.search(text)) - 0.9 * (bool(UPDATED.search(text)) and not PUBLISHED.search(text))
    value -= 0.012 * max(len(text) - 30, 0)
    return value

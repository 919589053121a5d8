"""The day of publication: a date on a short line near the title, not one in running text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cleaners.address import days
from cleaners.html.metadata.moments import Moment, day_of, read_moment
from cleaners.text.reading import Reading
from cleaners.text.wording import PUBLISHED, UNTIL, UPDATED

_DATED = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d\d(?!\d))|\d{1,2}[./-]\d{1,2}[./-]\d\d\b|[0-9]{4}[年년]|(?<!\d)25[4-9]\d(?!\d)"
    r"|[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]{4}"
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/](\d{1,2})[/](?:19|20)?\d\d(?!\d)")
#: A year and what follows it, a time of day or the date again, that were printed without a space.
_GLUED = re.compile(r"((?:19|20)\d\d)(?=\d{1,2}[:.]\s?(?:\d\d|[^\W\d]))|(?<=[^\W\d_])(?=\d{1,2}[:.]\d\d)")
#: What stands in a line of a date beside words: numbers, times of day, signs.
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 140
_BEFORE, _AFTER = 45, 15
#: A line that says outright that it is the date of publication is believed this far below the article.
_SAID_AFTER = 30
#: Words that a line of a date has before the year: a weekday, a month, "published at", a name and a place.
_WORDS = 5
_FIRST = date(1990, 1, 1)
#: A day in an address and the stated one may differ so much by their time zones.
_BESIDE = timedelta(days=1)


def find_date(reading: Reading, title: int | None, kept: Sequence[bool], end: int) -> tuple[Moment, int] | None:
    """The moment or day of publication and the block that states it; the article is `kept`, and ends before `end`."""
    best: tuple[float, Moment, int] | None = None
    start = next((n for n, keep in enumerate(kept) if keep), len(kept))
    top = title if title is not None and title <= start else start
    month_first = _month_first(reading)
    for index, moment in _stated(reading, kept, start, end, month_first):
        value = _value(reading, index, top, start, end)
        if value > 0 and (best is None or value > best[0]):
            best = value, moment, index
    if best is not None and best[2] < end:
        return best[1], best[2]
    return _listed(reading, title, end, month_first) or ((best[1], best[2]) if best else None)


def addressed_day(url: str, stated: Moment | None) -> date | None:
    """The day in the page's address, where the text states none or one of another time, such as that of an update."""
    for text in days(url):
        moment = read_moment(text)
        if moment is not None and (day := day_of(moment)) >= _FIRST:
            return None if stated is not None and abs(day_of(stated) - day) <= _BESIDE else day
    return None


def _listed(reading: Reading, title: int | None, end: int, month_first: bool) -> tuple[Moment, int] | None:
    """The day beside the headline where a list below the article, such as that of the newest, has it again."""
    key = reading.keys[title] if title is not None else ""
    for index in range(end, len(reading.texts)):
        if key and reading.keys[index] == key:
            beside = [n for n in (index + 1, index - 1) if n < len(reading.texts) and _bare(reading.texts[n])]
            found = [(moment, n) for n in beside if (moment := _read(reading, n, month_first))]
            if found and len({day_of(moment) for moment, _ in found}) == 1:
                return found[0]
    return None


def _stated(
    reading: Reading, kept: Sequence[bool], start: int, end: int, month_first: bool
) -> Iterator[tuple[int, Moment]]:
    """The blocks that state a date, outside the running text, with it."""
    for index, text in enumerate(reading.texts):
        if len(text) > _LONGEST or "©" in text or not _DATED.search(text):
            continue
        if (start < index and kept[index] and not _bare(text)) or index >= end + _SAID_AFTER:
            continue
        moment = _read(reading, index, month_first)
        if moment is not None:
            yield index, moment


def _read(reading: Reading, index: int, month_first: bool) -> Moment | None:
    """The date that a line states."""
    moment = read_moment(_first_date(_western(reading.texts[index])), reading.language, month_first=month_first)
    return moment if moment is not None and day_of(moment) >= _FIRST else None


def is_date_line(text: str) -> bool:
    """Whether a line states a date and little else."""
    return len(text) <= _LONGEST and bool(_DATED.search(text)) and _bare(text)


def is_publication(text: str) -> bool:
    """Whether a line begins with a word for publication and states a date."""
    return len(text) <= _LONGEST and bool(PUBLISHED.match(text)) and bool(_DATED.search(text))


def _bare(text: str) -> bool:
    """Whether a line is a date and little else."""
    return len(_WORD.findall(text)) <= 3


def _western(text: str) -> str:
    """The digits of all scripts as 0 to 9, which the reader of dates knows."""
    return (
        text
        if text.isascii()
        else "".join(str(unicodedata.digit(c)) if c.isdigit() and c > "\u0600" else c for c in text)
    )


def _first_date(text: str) -> str:
    """A line may state two dates: the one that it calls the publication's, else the first."""
    named = PUBLISHED.search(text)
    changed = UPDATED.search(text)
    if named and changed and changed.start() < named.start():
        text = text[named.start() :]
    return _GLUED.sub(r"\1 ", text)


def _month_first(reading: Reading) -> bool:
    """Whether ``03/04/2024`` is the 4th of March here: another date of the text tells, else English is read so."""
    orders = [(int(a), int(b)) for text in reading.texts if "/" in text for a, b in _NUMERIC.findall(text[:_LONGEST])]
    if any(a > 12 for a, _ in orders):
        return False
    if any(b > 12 for _, b in orders):
        return True
    return reading.language == "en"


def _value(reading: Reading, index: int, top: int, start: int, end: int) -> float:
    text = reading.texts[index]
    before = reading.texts[index - 1] if index else ""
    said = bool(PUBLISHED.search(text)) or (len(before) < 30 and bool(PUBLISHED.match(before)))
    changed = not said and (bool(UPDATED.search(text)) or (len(before) < 30 and bool(UPDATED.match(before))))
    if index < top - _BEFORE or (index >= end + _AFTER and not said) or UNTIL.search(text):
        return 0.0
    if index <= start:
        value = 3.0 - 0.12 * min(index - top, start - index) if index >= top else 2.2 - 0.15 * (top - index)
    elif index < end:
        value = 2.2 - 0.2 * (index - start)
    else:
        value = max(1.6 - 0.1 * (index - end), 0.2)
    value += 1.0 * said - 0.9 * changed
    dated = _DATED.search(text)
    words = len(_WORD.findall(text[: dated.start()])) if dated else 0
    return value - 0.012 * max(len(text) - 30, 0) - (0.0 if said or changed else 0.3 * max(words - _WORDS, 0))

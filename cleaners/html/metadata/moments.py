"""Reading a moment or a day from what pages write: ISO 8601, RFC 5322, numbers, and dates in words of many languages.

An offset is never invented: a time without one gives the day alone.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from cleaners.html.metadata.months import month_number
from cleaners.html.metadata.zones import zone

Moment = datetime | date
Stated = tuple[date, re.Match[str] | None]
_REACH = 40  # characters before a date in which its clock stands
_HALF = r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
_ZONE = r"(?P<zone>Z\b|\(?(?:UTC|GMT)\s?[+-]\d\d?(?::?\d\d)?\)?|[+-]\d\d:?\d\d\b|[+-]\d\d\b|\(?\b[^\W\d_]{2,4}\b\)?)"
_TIME = r"(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?" + _HALF
#: A clock that follows a date, and one that stands before it.
_AFTER = re.compile(
    r"(?:T|\s|\s*[,|·•–-]\s*|,?\s+(?:um|at|à|a las|às|ore|kl\.?)\s+)" + _TIME + r"(?:\s*" + _ZONE + ")?", re.I
)
_BEFORE = re.compile(
    r"(?<![\d:.])"
    + _TIME
    + r"\s*"
    + _ZONE
    + r"[\s,|·•–-]*(?:on\s+)?(?:(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?\.?,?\s+)?\Z",
    re.I,
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?\s*" + _ZONE + r"?)?(?!\d)"
)
_SLASHED = re.compile(r"(?<!\d)((?:19|20)\d\d)[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})\s?([./|-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?![\d/]|\.\d)")
_DAY_FIRST = re.compile(
    r"(?<![\d.:/-])(\d{1,2})(?:st|nd|rd|th|er|º|°|η|ה)?(?:[.,]?[\s\u00a0/–-]+|\.)(?:(?:de|d'|of|în|ta'|del)\s+)?"
    r"([^\W\d_][^\s\d,/]{1,14}|\w\.\w\.)\.?,?[\s\u00a0/–-]+(?:(?:de|del|of)\s+)?(\d{4}|['’]?\d\d(?=\s*$))(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_][^\s\d,]{1,14})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\.?\s+([^\W\d_][^\s\d,]{1,14})\.?\s+(\d{1,2})\b")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+-])(\d\d?):?(\d\d)?", re.I)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


@dataclass(frozen=True, slots=True)
class Clock:
    """A wall clock as a text states it, naive, with its zone where it is stated.

    `named` tells whether the zone is stated by a name, `halved` whether the clock may be twelve hours later as well.
    """

    wall: datetime
    zone: timezone | None
    named: bool
    halved: bool


@lru_cache(maxsize=256)
def read_moment(text: str, language: str | None = None, *, month_first: bool = False) -> Moment | None:
    """Return the first date in the text: a datetime with its offset, else a date; None where there is none.

    `language` (ISO 639-1) decides between languages in which a month's name means different months, or a zone's name
    different zones, `month_first` how ``03/04/2024`` is read.
    """
    text = text.strip()
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    stated = _stated(text, language, month_first=month_first)
    if stated is None:
        return None
    day, match = stated
    clock = _clock(day, match, language) if match else None
    return clock.wall.replace(tzinfo=clock.zone) if clock and clock.zone else day


def read_clock(text: str, language: str | None = None, *, month_first: bool = False) -> Clock | None:
    """Return the wall clock of the first date in the text, with the zone where it names one; None where none stands.

    For comparing with a moment stated elsewhere: without a zone the difference is the offset.
    """
    stated = _stated(text.strip(), language, month_first=month_first)
    return _clock(stated[0], stated[1], language) if stated and stated[1] else None


def is_ambiguous(text: str) -> bool:
    """Whether the date in the text is another one where the month stands first: ``03/04/2024``."""
    match = _NUMERIC.search(text)
    return bool(match and match[2] == "/" and match[1] != match[3] and max(int(match[1]), int(match[3])) <= 12)


def _stated(text: str, language: str | None, *, month_first: bool) -> Stated | None:
    """The first date in the text and the clock beside it."""
    text = text[:200]
    if not any(map(str.isdigit, text)):
        return None
    for pattern in (_ISO, _COMPACT, _SLASHED, _EAST_ASIAN):
        if match := pattern.search(text):
            return _build(match[1], match[2], match[3], match)
    return _numeric(text, month_first=month_first) or _in_words(text, language)


def _numeric(text: str, *, month_first: bool) -> Stated | None:
    match = _NUMERIC.search(text)
    if not match:
        return None
    day, separator, month, year = match.groups()
    if int(month) > 12 or (month_first and separator == "/" and int(day) <= 12):
        day, month = month, day
    return _build(year if len(year) == 4 else "20" + year, month, day, match)


def _in_words(text: str, language: str | None) -> Stated | None:
    for pattern, order in ((_DAY_FIRST, (2, 1, 0)), (_MONTH_FIRST, (2, 0, 1)), (_YEAR_FIRST, (0, 1, 2))):
        for match in pattern.finditer(text):
            year, name, day = (match.groups()[index] for index in order)
            number = month_number(name, language)
            if number:
                year = year.lstrip("'’")
                stated = _build(year if len(year) == 4 else "20" + year, number, day, match)
                if stated:
                    return stated
    return None


def _build(year: str, month: str | int, day: str, match: re.Match[str]) -> Stated | None:
    """The day with the clock in what matched, after it, or before it."""
    try:
        found = date(_christian(int(year)), int(month), int(day))
    except ValueError:
        return None
    if match.groupdict().get("hour"):
        return found, match
    text = match.string
    return found, _AFTER.match(text, match.end()) or _BEFORE.search(
        text[max(0, match.start() - _REACH) : match.start()]
    )


def _christian(year: int) -> int:
    """Thai pages count from 543 BC."""
    return year - 543 if 2500 < year < 2650 else year


def _clock(day: date, match: re.Match[str], language: str | None) -> Clock | None:
    said = match.groupdict()
    hour, half = int(said["hour"]), (said.get("half") or "").lower()
    halved = not half and 0 < hour <= 12 and said["hour"][0] != "0"
    if half and hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    try:
        wall = datetime.combine(day, time(hour, int(said["minute"]), int(said["second"] or 0)))
    except ValueError:
        return None
    stated = _offset(said["zone"], wall, language, half=bool(half))
    return Clock(wall, stated, bool(stated) and len(said["zone"]) > 1 and said["zone"][0] not in "+-", halved)


def _offset(name: str | None, wall: datetime, language: str | None, *, half: bool) -> timezone | None:
    name = (name or "").strip("()")
    if match := _OFFSET.fullmatch(name):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes)) if minutes < 24 * 60 else None
    # Written small, "est" and "et" are words; but after "pm" a zone is all that can stand.
    small = name.isascii() and name != name.upper() and name.lower() not in ("z", "utc", "gmt")
    return None if not name or (small and not half) else zone(name, wall, language)


def day_of(moment: Moment) -> date:
    """Return the day as written."""
    return moment.date() if isinstance(moment, datetime) else moment

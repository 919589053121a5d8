"""Reading a moment or a day from what pages write: ISO 8601, RFC 5322, numbers, and dates in words of many languages.

An offset is never invented: a time without one gives the day alone.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from cleaners.html.metadata.months import month_number

Moment = datetime | date
_ZONES = {
    name: minutes
    for minutes, names in (
        (0, "z utc gmt"), (60, "cet mez bst"), (120, "cest mesz eet sast"), (180, "msk eest"), (540, "jst kst"),
        (-240, "edt"), (-300, "est cdt"), (-360, "cst mdt"), (-420, "mst pdt"), (-480, "pst"),
    )
    for name in names.split()
}  # fmt: skip
_TIME = r"(?:T|\s|\s*[,|·•–-]\s*|\s+(?:um|at|à|a las|às|ore|kl\.?)\s+)(\d{1,2})[:.h](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?"
_ZONE = r"\s*(Z\b|[+-]\d\d:?\d\d\b|[+-]\d\d\b|\(?\b[A-Z]{3,4}\b\)?)?"
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(?:" + _TIME + _ZONE + ")?", re.I)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?" + _ZONE + r")?(?!\d)")
_SLASHED = re.compile(r"(?<!\d)((?:19|20)\d\d)[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})\s?([./|-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?![\d/]|\.\d)")
_DAY_FIRST = re.compile(
    r"(?<![\d.:/-])(\d{1,2})(?:st|nd|rd|th|er|º|°|η|ה)?(?:[.,]?[\s\u00a0/–-]+|\.)(?:(?:de|d'|of|în|ta'|del)\s+)?"
    r"([^\W\d_][^\s\d,/]{1,14}|\w\.\w\.)\.?,?[\s\u00a0/–-]+(?:(?:de|del|of)\s+)?(\d{4}|['’]?\d\d(?=\s*$))(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_][^\s\d,]{1,14})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\.?\s+([^\W\d_][^\s\d,]{1,14})\.?\s+(\d{1,2})\b")
_CLOCK = re.compile(_TIME + _ZONE, re.I)
_HOUR = re.compile(r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)")
_NOON = re.compile(r"\s?([ap])\.?m\b", re.I)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


def read_moment(text: str, language: str | None = None, *, month_first: bool = False) -> Moment | None:
    """Return the first date in the text: a datetime with its offset, else a date; None where there is none.

    `language` (ISO 639-1) decides between languages in which a month's name means different months, `month_first` how
    ``03/04/2024`` is read.
    """
    text = text.strip()[:200]
    if not text or not any(char.isdigit() for char in text):
        return None
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    for pattern in (_ISO, _COMPACT, _SLASHED, _EAST_ASIAN):
        if match := pattern.search(text):
            year, month, day, *clock = match.groups()
            return _build((year, month, day), clock, text[match.end() :])
    return _numeric(text, month_first=month_first) or _in_words(text, language)


def _numeric(text: str, *, month_first: bool) -> Moment | None:
    match = _NUMERIC.search(text)
    if not match:
        return None
    day, separator, month, year = match.groups()
    if int(month) > 12 or (month_first and separator == "/" and int(day) <= 12):
        day, month = month, day
    if len(year) == 2:
        year = "20" + year
    return _build((year, month, day), (), text[match.end() :])


def _in_words(text: str, language: str | None) -> Moment | None:
    for pattern, order in ((_DAY_FIRST, (2, 1, 0)), (_MONTH_FIRST, (2, 0, 1)), (_YEAR_FIRST, (0, 1, 2))):
        for match in pattern.finditer(text):
            year, name, day = (match.groups()[index] for index in order)
            number = month_number(name, language)
            if number:
                year = year.lstrip("'’")
                moment = _build((year if len(year) == 4 else "20" + year, number, day), (), text[match.end() :])
                if moment:
                    return moment
    return None


def _build(day: tuple[str, str | int, str], clock: list[str | None] | tuple[()], rest: str) -> Moment | None:
    """Put a moment together; where the pattern had no clock it may follow in `rest`."""
    try:
        found = date(_christian(int(day[0])), int(day[1]), int(day[2]))
    except ValueError:
        return None
    if not clock or clock[0] is None:
        match = _CLOCK.match(rest)
        clock = list(match.groups()) if match else []
    if len(clock) < 4:
        return found
    hour, minute, second, zone = clock[:4]
    offset = _offset(zone)
    if hour is None or minute is None or offset is None:
        return found
    try:
        return datetime(found.year, found.month, found.day, int(hour), int(minute), int(second or 0), tzinfo=offset)
    except ValueError:
        return found


def _christian(year: int) -> int:
    """Thai pages count from 543 BC."""
    return year - 543 if 2500 < year < 2650 else year


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    name = zone.strip("() ").lower()
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name])) if _ZONES[name] else UTC
    match = re.fullmatch(r"([+-])(\d\d):?(\d\d)?", name)
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes)) if minutes < 24 * 60 else None


def read_clock(text: str, language: str | None = None, *, month_first: bool = False) -> datetime | None:
    """Return the wall clock that the text states without an offset, as a naive datetime; None where it states none.

    For comparing with a moment stated elsewhere: the difference is the offset.
    """
    clocks = list(_HOUR.finditer(text))
    if not clocks:
        return None
    moment = read_moment(text[: clocks[0].end()] + "Z", language, month_first=month_first)
    if not isinstance(moment, datetime):
        return None
    half = _NOON.match(text, clocks[0].end())
    if half and moment.hour <= 12:
        moment = moment.replace(hour=moment.hour % 12 + 12 * (half[1].lower() == "p"))
    return moment.replace(tzinfo=None)


def day_of(moment: Moment) -> date:
    """Return the day as written."""
    return moment.date() if isinstance(moment, datetime) else moment

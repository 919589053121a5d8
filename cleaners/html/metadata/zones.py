"""Names of time zones that stand after a clock, and the offsets they stand for."""

from datetime import UTC, date, datetime, time, timedelta, timezone

_MINUTES = {
    name: minutes
    for minutes, names in (
        (0, "z utc gmt wet"), (60, "cet mez bst wat"), (120, "cest mesz eet sast cat"), (180, "msk мск eest eat trt"),
        (240, "gst"), (270, "irdt"), (300, "pkt"), (345, "npt"), (420, "wib ict"), (480, "sgt hkt wita awst myt pht"),
        (540, "jst kst wit"), (570, "acst"), (600, "aest"), (630, "acdt"), (660, "aedt"), (720, "nzst"), (780, "nzdt"),
        (-180, "adt brt"), (-240, "edt"), (-300, "est cdt"), (-360, "mdt"),
        (-420, "mst pdt"), (-480, "pst akdt"), (-540, "akst"), (-600, "hst"),
    )
    for name in names.split()
}  # fmt: skip
#: Names that mean one zone here and another there: offsets by language. No language stands for English.
_BY_LANGUAGE = {
    "cst": {"en": -360, "es": -360, "zh": 480},
    "ist": dict.fromkeys("hi bn ta te mr gu kn ml pa or as".split(), 330),
}
#: American zones without a word on summer time; two letters are words elsewhere, so these are read in English only.
_AMERICAN = {"et": -300, "ct": -360, "mt": -420, "pt": -480}


def zone(name: str, wall: datetime, language: str | None) -> timezone | None:
    """Return the zone of that name (in any case) for a wall clock, None where it is not known or means several.

    `wall` is naive; `language` is that of the page (ISO 639-1), None where it is not known.
    """
    name = name.lower()
    spoken = language or "en"
    minutes = _MINUTES.get(name)
    if name in _BY_LANGUAGE:
        minutes = _BY_LANGUAGE[name].get(spoken)
    elif name in _AMERICAN and spoken == "en":
        minutes = _AMERICAN[name] + 60 * _is_american_summer(wall)
    if minutes is None:
        return None
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def _is_american_summer(wall: datetime) -> bool:
    """Whether summer time holds in the United States: computed, since a machine may have no time zone data."""
    if wall.year >= 2007:
        start, end = _sunday(wall.year, 3, 8), _sunday(wall.year, 11, 1)
    else:
        start, end = _sunday(wall.year, 4, 1), _sunday(wall.year, 10, 25)
    return start <= wall < end


def _sunday(year: int, month: int, day: int) -> datetime:
    """Two o'clock on the first Sunday from that day on."""
    first = datetime.combine(date(year, month, day), time(2))
    return first + timedelta(days=(6 - first.weekday()) % 7)

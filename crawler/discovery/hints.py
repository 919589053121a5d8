"""What a feed says of when to ask for it again: `ttl`, `skipHours`, `skipDays` of RSS, and the syndication module.

https://www.rssboard.org/rss-specification#optionalChannelElements and
https://web.resource.org/rss/1.0/modules/syndication/. Days and hours are those of UTC.
"""

from io import BytesIO
from typing import Any

from lxml import etree

MOST_BYTES = 65_536
"""So much of a feed is looked at: what says this stands before the first entry."""
PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 7 * 86_400, "monthly": 30 * 86_400, "yearly": 365 * 86_400}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WANTED = frozenset({"ttl", "updateperiod", "updatefrequency", "hour", "day"})


def feed_hints(body: bytes) -> dict[str, Any] | None:
    """What the feed says, as JSON types: `wait` in seconds, `skip_hours` (0 to 23), `skip_days` (0 is Monday).

    None where it says nothing that makes sense. Never raises.
    """
    said: dict[str, list[str]] = {name: [] for name in _WANTED}
    parser = etree.iterparse(
        BytesIO(body[:MOST_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
    )
    try:
        for event, element in parser:
            name = str(element.tag).rpartition("}")[2].lower()
            if event == "start" and name in {"item", "entry"}:
                break
            if event == "end" and name in _WANTED:
                said[name].append((element.text or "").strip().lower())
    except (etree.XMLSyntaxError, ValueError):  # what was read before counts
        pass
    wait = max(_minutes(said["ttl"]) * 60, _period(said["updateperiod"], said["updatefrequency"]))
    hours = sorted({int(one) % 24 for one in said["hour"] if one.isdecimal() and int(one) <= 24})
    days = sorted({DAYS.index(one) for one in said["day"] if one in DAYS})
    found = {
        "wait": wait or None,
        "skip_hours": hours if len(hours) < 24 else None,
        "skip_days": days if len(days) < 7 else None,
    }
    return {name: value for name, value in found.items() if value} or None


def _minutes(values: list[str]) -> int:
    return int(values[0]) if values and values[0].isdecimal() and len(values[0]) < 8 else 0


def _period(periods: list[str], frequencies: list[str]) -> int:
    """Seconds between two updates; a period that is not named is none, though the module calls it a day."""
    period = PERIODS.get(periods[0], 0) if periods else 0
    return period // max(_minutes(frequencies), 1)

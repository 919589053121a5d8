"""What discovery hands on: an address that may be an article, with what the place that lists it says of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address, how it was found (feed, sitemap, section, archive or given) and where.

    `title`, `authors` and `date` are the words of the feed or sitemap: evidence, and no statement of the page itself.
    `names` tells the elements that they were read from: ``{"date": "pubDate"}``.
    """

    url: str
    how: str = "feed"
    place: str = ""
    title: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What is known but the address, as JSON types."""
        return {name: value for name, value in asdict(self).items() if value and name != "url"}

    @classmethod
    def of(cls, url: str, found: Mapping[str, Any]) -> Self:
        """The candidate that `as_json` was made of."""
        known = {name: value for name, value in found.items() if name in cls.__slots__ and name != "url"}
        return cls(url=url, **(known | {"authors": tuple(known.get("authors", ()))}))


def moment(text: str) -> datetime | date | None:
    """The moment or day that a feed or sitemap states (RFC 822 or ISO 8601); None for none."""
    text = text.strip()[:64]
    for read in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime, _month):
        try:
            return read(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def day(text: str) -> date | None:
    """The day of `moment`, as its own clock shows it."""
    found = moment(text)
    return found.date() if isinstance(found, datetime) else found


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")

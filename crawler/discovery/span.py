"""A span of days to look for articles of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.discovery.candidates import Candidate, day
from crawler.discovery.sitemaps import Entry

YEAR_MONTH = re.compile(r"(?<!\d)(19\d\d|20\d\d)[-_/]?(0[1-9]|1[0-2])?(?!\d)")
IN_PATH = re.compile(r"/(19\d\d|20\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From `since` to `until`, both days included; None is open."""

    since: date | None = None
    until: date | None = None

    @property
    def is_set(self) -> bool:
        """Whether it bounds anything."""
        return self.since is not None or self.until is not None

    def days(self, latest: date) -> Iterator[date]:
        """Its days, the last first, none after `latest`; none where its beginning is open."""
        day = min(self.until or latest, latest)
        while self.since is not None and day >= self.since:
            yield day
            day -= timedelta(days=1)

    def holds(self, one: Candidate) -> bool:
        """Whether a candidate lies in it: by the day in its address, else the day that the sitemap states.

        One without either is taken only where nothing is bounded. A sitemap's day may be that of a later change, so a
        day after the end counts only where the address has none.
        """
        if not self.is_set or one.how == "given":
            return True
        found = _day_in(one.url) or day(one.date)
        return found is not None and (self.since or found) <= found <= (self.until or found)

    def may_hold(self, sitemap: Entry) -> bool:
        """Whether a sitemap of an index may list pages of the span: by the month in its name, and its last change."""
        if not self.is_set:
            return True
        changed = day(sitemap.date)
        if changed is not None and self.since is not None and changed < self.since:
            return False
        named = YEAR_MONTH.search(sitemap.url.rpartition("//")[2].partition("/")[2])
        if named is None:
            return True
        first = date(int(named[1]), int(named[2] or 1), 1)
        last = date(first.year, 12, 31) if named[2] is None else (first + timedelta(days=32)).replace(day=1)
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)


def _day_in(url: str) -> date | None:
    found = IN_PATH.search(url)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None

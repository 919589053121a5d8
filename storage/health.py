"""What fell suddenly at an outlet, judged against its own history. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from storage.runs import CrawlRow

WINDOW = 30
"""Crawls that are looked back on."""
LEAST_RUNS, LEAST_PAGES, LEAST_EXPECTED = 3, 8, 6.0
"""No judgement without so many earlier crawls; over fewer pages; where fewer new articles were to be expected."""
FALLEN = 0.4
"""A share or a volume under so much of what it was has fallen."""
COMMON = 0.5
"""A share that was lower than this is no habit of the outlet."""
SHARES = ("text", "title", "date", "author")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """One thing that fell: `what` is volume, text, title, date or author; `line` says it to a person."""

    what: str
    line: str


def falls(history: Sequence[CrawlRow]) -> list[Fall]:
    """What the latest crawl of an outlet shows; `history` has its crawls, the latest first.

    Shares are those of the latest crawls that have `LEAST_PAGES` pages together, against all before them. The volume is
    the number of new articles against the median of earlier crawls, each by the time since the one before it.
    """
    if len(history) <= LEAST_RUNS:
        return []
    found = _volume(history)
    count, pages = 0, 0
    while count < len(history) and pages < LEAST_PAGES:
        pages, count = pages + history[count].pages, count + 1
    now, before = history[:count], history[count:]
    if pages < LEAST_PAGES or sum(one.pages for one in before) < LEAST_PAGES:
        return found
    for what in SHARES:
        share, usual = _share(now, what), _share(before, what)
        if share is not None and usual is not None and usual >= COMMON and share < FALLEN * usual:
            line = f"pages with {what}: {share:.0%}, where {usual:.0%} were usual"
            found.append(Fall(what=what, line=line))
    return found


def _share(rows: Sequence[CrawlRow], what: str) -> float | None:
    """Of the pages the share with text; of the texts those with a title and so on; None where there are none."""
    if what == "text":
        whole, part = sum(one.pages for one in rows), sum(one.pages - one.refused for one in rows)
    else:
        whole, part = sum(one.texts for one in rows), sum(getattr(one, f"{what}s") for one in rows)
    return part / whole if whole else None


def _volume(history: Sequence[CrawlRow]) -> list[Fall]:
    latest, *before = history
    gaps = [late.started_at - early.started_at for late, early in zip(history, before, strict=False)]
    rates = [row.new / gap.total_seconds() for row, gap in zip(before, gaps[1:], strict=False) if gap > timedelta(0)]
    if len(rates) < LEAST_RUNS - 1 or gaps[0] <= timedelta(0):
        return []
    expected = median(rates) * gaps[0].total_seconds()
    if expected < LEAST_EXPECTED or latest.new >= FALLEN * expected:
        return []
    line = f"new articles: {latest.new}, where about {expected:.0f} were to be expected"
    return [Fall(what="volume", line=line)]

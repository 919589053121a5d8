"""`/`: what came in on a day, outlet by outlet, and how the last thirty days were."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from newsmill.pages import charts
from newsmill.pages.answer import page
from newsmill.service.security.access import Reader
from newsmill.service.wiring import Wired
from storage import overview
from storage.database import Database
from storage.listing import Listed, listed

router = APIRouter()
DAYS = 30
FIRST = date(1990, 1, 1)
"""No day before this one: there was no web."""
FEW, OF_FEW, OF_MANY = 8, 6, 3
"""With so few outlets at most there are so many titles of each; with more outlets fewer."""


@router.get("/")
def front(request: Request, service: Wired, _: Reader, day: Annotated[date | None, Query()] = None) -> HTMLResponse:
    """What came in today, or on another day."""
    today = datetime.now(UTC).date()
    shown = max(min(day, today), FIRST) if day else today
    since = datetime.combine(shown, time(), UTC)
    before = since + timedelta(days=1)
    database = service.store.database
    outlets = database.read(overview.outlets, since, before)
    latest = database.read(overview.last_moment) if not outlets else None
    first = shown - timedelta(days=DAYS - 1)
    plots, refused = _plots(database, first, shown)
    return page(
        request,
        "front.html",
        "front",
        shown_day=shown,
        is_today=shown == today,
        before=shown - timedelta(days=1) if shown > FIRST else None,
        after=shown + timedelta(days=1) if shown < today else None,
        outlets=outlets,
        articles=sum(one.articles for one in outlets),
        teasers=sum(one.teasers for one in outlets),
        refused=refused,
        latest=latest.date() if latest else None,
        plots=plots,
        titles=_titles(database, since, before, OF_FEW if len(outlets) <= FEW else OF_MANY),
    )


def _titles(database: Database, since: datetime, before: datetime, most: int) -> Mapping[str, Sequence[Listed]]:
    ids = database.read(overview.latest_of_each, since, before, most)
    rows = {row.id: row for row in database.read(listed, [id_ for several in ids.values() for id_ in several])}
    return {name: [rows[id_] for id_ in several if id_ in rows] for name, several in ids.items()}


def _plots(database: Database, first: date, last: date) -> tuple[list[Any], int]:
    """The plots of the days up to the last one, and how many addresses were refused on it."""
    since = datetime.combine(first, time(), UTC)
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    articles = {one.day: one for one in database.read(overview.days, since)}
    refusals = [one for one in database.read(overview.refusals, since) if one.day <= last]
    crawls = {one.day: one for one in database.read(overview.crawl_days, since)}
    plots = [
        charts.articles(days, articles),
        charts.refusals(days, refusals),
        charts.paywalled(days, articles),
        charts.health(days, crawls),
    ]
    return plots, sum(one.number for one in refusals if one.day == last)

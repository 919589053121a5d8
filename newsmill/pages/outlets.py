"""`/outlets` and `/outlets/HOST`: what each outlet brought over time, what fell, when it is crawled next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from newsmill.counting import count
from newsmill.pages import charts
from newsmill.pages.answer import page
from newsmill.pages.plots import spark
from newsmill.pages.templating import moment, span, web
from newsmill.service.problems import Problem
from newsmill.service.security.access import Admin, Reader
from newsmill.service.security.forms import Signed, form_token
from newsmill.service.wiring import Service, Wired
from newsmill.sources import known_sources
from storage.filters import Filters
from storage.health import falls
from storage.listing import listed
from storage.memory import Memory
from storage.reading import article_ids
from storage.runs import CrawlRow
from storage.service import schedule
from storage.service.schedule import Scheduled

router = APIRouter()
Host = Annotated[str, Path(alias="host", min_length=1, max_length=253)]
CRAWLS, FAILURES, ARTICLES = 30, 50, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An outlet in the list; `next` says in words when it is crawled again."""

    name: str
    title: str | None
    url: str
    file: str | None
    articles: int
    pages: int
    failures: int
    due: int
    state: str
    trouble: str | None = None
    spark: Markup | None = None
    last: Any = None
    next: str = ""


@router.get("/outlets")
def outlets(request: Request, service: Wired, _: Reader) -> HTMLResponse:
    """All outlets, those with trouble first."""
    runs = _runs(service, None)
    known, problems = _known(service)
    lines = {line.source: line for line in service.store.database.read(schedule.rows)}
    rows = [_row(one, runs.get(one["name"], []), lines.get(one["name"])) for one in known if one["name"]]
    rows.sort(key=lambda row: (row.state in ("healthy", "unknown"), row.last is None, row.name))
    ailing = sum(row.state not in ("healthy", "unknown") for row in rows)
    return page(request, "outlets.html", "outlets", outlets=rows, problems=problems, ailing=ailing)


@router.get("/outlets/{host}")
def outlet(
    request: Request, service: Wired, caller: Reader, host: Host, asked: Annotated[bool, Query()] = False
) -> HTMLResponse:
    """One outlet."""
    known, _ = _known(service)
    found = next((one for one in known if one["name"] == host), None)
    if found is None:
        raise Problem(404, f"no outlet {host} is known; add it with: newsmill sources add URL")
    store, runs = service.store, _runs(service, host).get(host, [])
    line = store.database.read(schedule.row, host)
    row = _row(found, runs, line)
    failures = store.failures(source=host, limit=FAILURES + 1)
    ids = store.database.read(article_ids, Filters(source=host), ARTICLES)
    return page(
        request,
        "outlet.html",
        "outlets",
        outlet=row,
        asked=asked,
        csrf=form_token(request, caller),
        fallen=[fall.line for fall in falls(runs)],
        runs=runs,
        trouble=line.trouble if line else None,
        running=line is not None and line.is_running(datetime.now(UTC)),
        may_crawl=caller.may("admin") and found["file"] is not None,
        plots=_plots(runs),
        articles=store.database.read(listed, ids),
        places=Memory(store.database).places(host),
        failures=failures[:FAILURES],
        more_failures=len(failures) > FAILURES,
    )


@router.post("/outlets/{host}/crawl")
def crawl(request: Request, service: Wired, _: Admin, form: Signed, host: Host) -> RedirectResponse:
    """Have it crawled as soon as a crawl process is free."""
    known, _problems = _known(service)
    if not any(one["name"] == host and one["file"] for one in known):
        raise Problem(404, f"no outlet {host} has a source file, so nobody would crawl it; newsmill sources add URL")
    service.store.database.write(schedule.want, host, datetime.now(UTC))
    service.wake()
    return RedirectResponse(f"{request.scope.get('root_path', '')}/outlets/{quote(host)}?asked=1", 303)


def _known(service: Service) -> tuple[list[dict[str, Any]], list[str]]:
    frontier = Memory(service.store.database).states()
    return known_sources(service.config.seeds, service.store.sources(), frontier)


def _runs(service: Service, host: str | None) -> Mapping[str, list[CrawlRow]]:
    """The last crawls of each outlet, the latest first."""
    rows = Memory(service.store.database).runs(host, CRAWLS)
    return {name: list(group) for name, group in groupby(rows, key=lambda row: row.source)}


def _row(known: Mapping[str, Any], runs: Sequence[CrawlRow], line: Scheduled | None) -> Row:
    fallen = falls(runs)
    trouble = line.trouble if line else None
    new = [run.new for run in reversed(runs)]
    return Row(
        name=known["name"],
        title=known["title"],
        url=web(known["url"]),
        file=known["file"],
        articles=known["articles"],
        pages=known["pages"],
        failures=known["failures"],
        due=known["frontier"]["due"],
        state="failing" if trouble else "fallen" if fallen else "healthy" if runs else "unknown",
        trouble=trouble or "; ".join(fall.line for fall in fallen) or None,
        spark=spark(new, said=f"New articles in {count(len(new), 'crawl')}: {', '.join(map(str, new))}")
        if new
        else None,
        last=runs[0].started_at if runs else None,
        next=_next(line, datetime.now(UTC)) if known["file"] else "",
    )


def _next(line: Scheduled | None, at: datetime) -> str:
    """When it is crawled next, in words; empty where nobody has put it into the schedule yet."""
    if line is None:
        return ""
    if line.is_running(at):
        return "being crawled now"
    if line.wanted_at is not None:
        return "as soon as there is room"
    return f"{moment(line.next_at)}, in {span((line.next_at - at).total_seconds())}" if line.next_at > at else "due"


def _plots(runs: Sequence[CrawlRow]) -> list[charts.Plot]:
    if not runs:
        return []
    earliest_first = list(reversed(runs))
    return [
        charts.outlet_new(earliest_first),
        charts.outlet_refused(earliest_first),
        charts.outlet_health(earliest_first),
    ]

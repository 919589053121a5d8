"""Outlets: what is stored of them, how their crawls went, when the next one is."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from newsmill.render import moment
from newsmill.service.api import models
from newsmill.service.api.answers import as_json, missing
from newsmill.service.api.asking import Limit
from newsmill.service.problems import documented
from newsmill.service.security.access import Admin, Reader
from newsmill.service.wiring import Service, Wired
from newsmill.sources import known_sources
from newsmill.stored import crawls_as_dict
from storage.health import falls
from storage.memory import Memory
from storage.service import schedule

router = APIRouter(tags=["sources"], responses=documented(401, 403, 422))
Name = Annotated[str, Path(max_length=255, description="Host name of the outlet, without www")]
Crawls = Annotated[int, Query(ge=1, le=1000, description="The last N of each")]


class Wanted(BaseModel):
    """A crawl that was asked for."""

    source: str
    wanted_at: str


@router.get("/sources", summary="The outlets", response_model=list[models.Source])
def sources(request: Request, service: Wired, _: Reader) -> Response:
    """Outlets with a source file or with something stored, by name, each with its place in the schedule."""
    return as_json(request, list(outlets(service).values()))


@router.get("/sources/{name}", summary="One outlet", response_model=models.Source, responses=documented(404))
def source(request: Request, service: Wired, _: Reader, name: Name) -> Response:
    """One outlet, by its host name."""
    return as_json(request, _outlet(service, name))


@router.get("/health", summary="The health of all outlets", response_model=list[models.Crawls])
def all_health(request: Request, service: Wired, _: Reader, crawls: Crawls = 30) -> Response:
    """For each outlet what its last crawls brought, and what fell suddenly."""
    rows = Memory(service.store.database).runs(None, crawls)
    outlets = [list(group) for _, group in groupby(rows, key=lambda row: row.source)]
    return as_json(request, [crawls_as_dict(rows, [fall.line for fall in falls(rows)]) for rows in outlets])


@router.get("/sources/{name}/health", summary="Its health", response_model=models.Crawls, responses=documented(404))
def health(request: Request, service: Wired, _: Reader, name: Name, crawls: Crawls = 30) -> Response:
    """What its last crawls brought, the latest first, and what fell against its own history."""
    rows = Memory(service.store.database).runs(name, crawls)
    if not rows:
        _outlet(service, name)
        return as_json(request, {"source": name, "fallen": [], "crawls": []})
    return as_json(request, crawls_as_dict(rows, [fall.line for fall in falls(rows)]))


@router.post(
    "/sources/{name}/crawl",
    status_code=202,
    summary="Crawl it now",
    response_model=Wanted,
    responses=documented(404),
)
def crawl(service: Wired, _: Admin, name: Name) -> Wanted:
    """Have it crawled as soon as there is room, by `newsmill run` on whatever machine."""
    if _outlet(service, name)["file"] is None:
        raise missing(f"source file for {name}, so nobody would crawl it")
    at = datetime.now(UTC)
    service.store.database.write(schedule.want, name, at)
    service.wake()
    return Wanted(source=name, wanted_at=at.isoformat())


@router.get("/failures", summary="Addresses that gave no article", response_model=list[models.Failure])
def failures(
    request: Request,
    service: Wired,
    _: Reader,
    source: Annotated[str | None, Query(max_length=255)] = None,
    limit: Limit = 50,
) -> Response:
    """What could not be had or is no article, the latest first."""
    rows = service.store.failures(source=source, limit=limit)
    return as_json(request, [_failure(row) for row in rows])


def outlets(service: Service) -> dict[str, dict[str, Any]]:
    """The outlets by name, as JSON types."""
    store, at = service.store, datetime.now(UTC)
    known, _ = known_sources(service.config.seeds, store.sources(), Memory(store.database).states())
    lines = {row.source: row for row in store.database.read(schedule.rows)}
    return {one["name"]: one | _line(lines.get(one["name"]) if one["file"] else None, at) for one in known}


def _line(row: schedule.Scheduled | None, at: datetime) -> dict[str, Any]:
    if row is None:
        return {"next_at": None, "running": False, "trouble": None}
    return {"next_at": moment(row.next_at), "running": row.is_running(at), "trouble": row.trouble}


def _outlet(service: Service, name: str) -> dict[str, Any]:
    found = outlets(service).get(name)
    if found is None:
        raise missing(f"outlet {name[:100]}")
    return found


def _failure(row: Any) -> Mapping[str, Any]:
    return {
        "url": row.url,
        "source": row.source or None,
        "kind": row.kind,
        "why": row.why,
        "detail": row.detail,
        "times": row.times,
        "first_at": row.first_at.isoformat(),
        "last_at": row.last_at.isoformat(),
    }

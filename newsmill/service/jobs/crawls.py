"""Crawls what is due: the schedule is in the database, the crawls are processes of their own.

Outlets are leased before they are crawled, so that of several services on one database only one crawls an outlet at a time;
a lease that is not renewed, since its process is gone, is over after two minutes. An outlet that should have been crawled
while nobody was there is crawled once.
"""

import asyncio
import json
import logging
import os
import socket
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.sources import Source, load_sources
from newsmill.config import Config
from newsmill.service.jobs.child import INTERRUPTED
from newsmill.service.jobs.children import Child, Ended
from storage.database import Database
from storage.memory import Memory
from storage.service import schedule
from storage.service.schedule import Scheduled

log = logging.getLogger(__name__)
AT_ONCE = 8
"""The most outlets that one process crawls, side by side."""
PROCESSES = 2
SOONEST, LATEST = timedelta(minutes=5), timedelta(days=1)
"""Bounds of the time between two crawls of an outlet."""
READ_EVERY = timedelta(minutes=1)
"""How often the source files are read anew."""
BROUGHT = ("new", "revised", "unchanged", "duplicate", "refused", "not_modified")


@dataclass(slots=True)
class Batch:
    """Outlets that one process crawls."""

    sources: list[str]
    child: Child


class Crawls:
    """The schedule of one service; `name` tells it from others on the same database."""

    def __init__(self, database: Database, config: Config, *, name: str = "") -> None:
        self._database, self._config = database, config
        self.name = name or f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._files: dict[str, Source] = {}
        self._bad: list[str] = []
        self._read_at: datetime | None = None
        self._batches: dict[asyncio.Task[None], Batch | None] = {}

    @property
    def running(self) -> int:
        """How many processes crawl just now."""
        return len(self._batches)

    async def tick(self) -> None:
        """Renew the leases and start what is due. Raises StoreError where the database does not answer."""
        at = datetime.now(UTC)
        if self._read_at is None or at - self._read_at >= READ_EVERY:
            await asyncio.to_thread(self._read_files, at)
        await self._renew(at)
        if self.running < PROCESSES and self._files:
            names = self._files.keys() - {name for batch in self._batches.values() if batch for name in batch.sources}
            taken = await self._write(schedule.take, self.name, names, at, AT_ONCE)
            for rows in ([row for row in taken if row.wanted_at], [row for row in taken if not row.wanted_at]):
                if rows:
                    self._start(rows)

    async def end(self) -> None:
        """End the crawls with what they have stored, and give the outlets back."""
        tasks = list(self._batches)
        await asyncio.gather(*(batch.child.end() for batch in self._batches.values() if batch))
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._write(schedule.release, self.name)

    def _read_files(self, at: datetime) -> None:
        folder = self._config.seeds
        bad: list[str] = []
        sources = load_sources(folder, lambda error: bad.append(str(error))) if folder.is_dir() else []
        for line in bad:
            if line not in self._bad:
                log.warning("%s", line)
        self._bad = bad
        self._files = {source.host: source for source in sources}
        self._database.write(schedule.add, list(self._files), at)
        self._read_at = at

    async def _renew(self, at: datetime) -> None:
        """Keep the leases; a crawl of which one is lost ends: somebody else has the outlet."""
        for batch in self._batches.values():
            if batch is not None:
                kept = await self._write(schedule.renew, self.name, batch.sources, at)
                if lost := set(batch.sources) - set(kept):
                    log.warning("%s: another process crawls it now", ", ".join(sorted(lost)))
                    batch.child.ask_to_end()

    def _start(self, rows: Sequence[Scheduled]) -> None:
        task = asyncio.create_task(self._crawl(rows))
        self._batches[task] = None
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._batches.pop(task, None)
        if not task.cancelled() and task.exception() is not None:
            log.error("a crawl: %s", task.exception(), exc_info=task.exception())

    async def _crawl(self, rows: Sequence[Scheduled]) -> None:
        names = [row.source for row in rows]
        log.info("crawling %s", ", ".join(names))
        due = [] if rows[0].wanted_at else ["--due"]
        child = await Child.start("crawl", *names, *due, *self._arguments())
        task = asyncio.current_task()
        assert task is not None
        self._batches[task] = Batch(names, child)
        ended = await child.wait()
        await self._note(rows, ended)

    def _arguments(self) -> list[str]:
        jobs = max((os.cpu_count() or 1) // PROCESSES, 1)
        return ["--db", self._config.db, "--seeds", str(self._config.seeds), "--jobs", str(jobs), "--json", "--leased"]

    async def _note(self, rows: Sequence[Scheduled], ended: Ended) -> None:
        reports, interrupted = read_report(ended)
        at = datetime.now(UTC)
        if interrupted:  # as due as it was
            for row in rows if rows[0].wanted_at else ():
                await self._write(schedule.want, row.source, at)
            return
        for row in rows:
            trouble = trouble_of(reports.get(row.source), ended)
            if trouble is not None:
                log.warning("%s: %s", row.source, trouble)
            interval = self._files[row.source].interval if row.source in self._files else LATEST
            places = await asyncio.to_thread(Memory(self._database).places, row.source)
            waits = [place.checked_at + place.wait for place in places]
            next_at = after(at, interval, waits, row.failures + 1 if trouble else 0)
            await self._write(schedule.end, self.name, row.source, at, next_at, trouble)

    async def _write(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.to_thread(self._database.write, work, *arguments)


def after(at: datetime, interval: timedelta, waits: Sequence[datetime], failures: int) -> datetime:
    """When an outlet is crawled next: when the first of its feeds and sitemaps is due, or after its interval where none
    is known; ever later while its crawls fail."""
    if failures:
        wait: timedelta = interval * 2 ** min(failures - 1, 10)
        return at + min(wait, LATEST)
    wanted = min(waits) if waits else at + interval
    return min(max(wanted, at + SOONEST), at + LATEST)


def read_report(ended: Ended) -> tuple[Mapping[str, Mapping[str, Any]], bool]:
    """The reports that a crawl printed, by outlet, and whether it was ended early; nothing where it printed none."""
    try:
        report = json.loads(ended.output)
    except ValueError:
        return {}, ended.status < 0 or ended.status == INTERRUPTED
    return {one["source"]: one for one in report["sources"]}, bool(report["interrupted"])


def trouble_of(report: Mapping[str, Any] | None, ended: Ended) -> str | None:
    """What was wrong with the crawl of an outlet, in a line; None where it went well."""
    if report is None:
        return f"the crawl did not begin (status {ended.status}); the log says why"
    if any(report[name] for name in BROUGHT) or not report["failures"]:
        return None
    return str(report["failures"][0])

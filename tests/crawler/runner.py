"""Runs one crawl in this process and prints what happened as JSON: a reactor starts once a process.

The job comes on standard input: `sources` (files' contents), `settings`, `known` (validators by address) and `sink`,
which is one of the names in `SINKS`. Run by `tests.crawler.child`.
"""

import hashlib
import json
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydispatch import dispatcher  # type: ignore[import-untyped]
from scrapy import signals
from scrapy.http import Response

import crawler
from cleaners.types import Page
from crawler.spiders.outlet import ARTICLE
from storage import StoreError
from storage.outcomes import Outcome, Refused, Stored
from storage.places import Look, Place
from storage.targets import Target


class Known:
    """Validators of a page."""

    def __init__(self, etag: str | None, last_modified: str | None) -> None:
        self.etag, self.last_modified = etag, last_modified


class Recorder:
    """A sink that stores nothing, notes every call with its thread, and remembers validators."""

    def __init__(self, known: dict[str, Any]) -> None:
        self.known = known
        self.pages: list[dict[str, Any]] = []
        self.unmodified: list[str] = []
        self.failures: list[list[str]] = []
        self.missing: list[list[str | int]] = []
        self.threads: set[int] = set()
        self.places: dict[str, Place] = {}
        self.counts: dict[str, int] = {}

    def validators(self, url: str) -> Known | None:
        self.threads.add(threading.get_ident())
        return Known(*self.known[url]) if url in self.known else None

    def ingest(self, page: Page, evidence: crawler.Evidence) -> Outcome:
        self.threads.add(threading.get_ident())
        self.known[page.url] = [page.headers.get("Etag"), page.headers.get("Last-Modified")]
        seen = {"url": page.url, "source": page.source, "status": page.status, "content_type": page.content_type}
        at = page.fetched_at.isoformat() if page.fetched_at else ""
        start = page.body[:200].decode("latin-1")
        rest = {"size": len(page.body), "fetched_at": at, "start": start, "evidence": evidence.as_json()}
        self.pages.append({**seen, **rest})
        if page.url.endswith("/topics/harbour"):
            return Refused(url=page.url, why="listing")
        return Stored(url=page.url, article_id=len(self.pages))

    def place(self, url: str) -> Place | None:
        return self.places.get(url)

    def looked(self, source: str, look: Look | None, targets: Sequence[Target]) -> list[Target]:
        if look is not None:
            names = [name for name in Look.__slots__ if name not in ("unchanged", "interval")]
            self.places[look.url] = Place(**{name: getattr(look, name) for name in names}, checked_at=datetime.now(UTC))
        return list(targets)

    def due(self, source: str, before: datetime, limit: int) -> list[Target]:
        return []

    def missed(self, url: str, why: str, status: int) -> None:
        self.missing.append([url, why, status])

    def asked(self, host: str) -> int:
        return self.counts.get(host, 0)

    def note_asked(self, host: str, number: int) -> None:
        self.counts[host] = self.asked(host) + number

    def not_modified(self, source: str, urls: Sequence[str]) -> None:
        self.threads.add(threading.get_ident())
        self.unmodified.append(urls[-1])

    def failed(self, url: str, why: str, detail: str) -> None:
        self.threads.add(threading.get_ident())
        self.failures.append([url, why, detail])


class Buggy(Recorder):
    """A sink with a bug that one page brings out."""

    def ingest(self, page: Page, evidence: crawler.Evidence) -> Outcome:
        if page.url.endswith("/science/eelgrass-survey"):
            raise ZeroDivisionError("eelgrass")
        return super().ingest(page, evidence)


class Full(Recorder):
    """A sink whose store gives up at the third page."""

    def ingest(self, page: Page, evidence: crawler.Evidence) -> Outcome:
        if len(self.pages) == 2:
            raise StoreError("the disk is full; make room")
        return super().ingest(page, evidence)


class Slow(Recorder):
    """A sink that works on every page for a while."""

    def ingest(self, page: Page, evidence: crawler.Evidence) -> Outcome:
        hashlib.pbkdf2_hmac("sha256", page.body, b"salt", 300_000)
        return super().ingest(page, evidence)


class Sluggish(Recorder):
    """A sink that is slow twice for every page: at once, as a database, and before it keeps its promise, as a cleaner."""

    def __init__(self, known: dict[str, Any]) -> None:
        super().__init__(known)
        self.pool = ThreadPoolExecutor()
        self.fastest = 1000.0

    def ingest(self, page: Page, evidence: crawler.Evidence) -> Future[Outcome]:  # type: ignore[override]
        return self.pool.submit(self.work, page, self.work(page, super().ingest(page, evidence)))

    def work(self, page: Page, outcome: Outcome) -> Outcome:
        started = time.monotonic()
        hashlib.pbkdf2_hmac("sha256", page.body, b"salt", 600_000)
        self.fastest = min(self.fastest, time.monotonic() - started)
        return outcome


SINKS = {"recorder": Recorder, "buggy": Buggy, "full": Full, "slow": Slow, "sluggish": Sluggish}


class Waiting:
    """Counts pages that were fetched and that the sink has not had yet; `most` is the most at any time."""

    def __init__(self, sink: Recorder) -> None:
        self._sink, self._fetched, self.most = sink, 0, 0
        dispatcher.connect(self.note, signals.response_received)

    def note(self, response: Response) -> None:
        """A page was fetched."""
        if response.request and ARTICLE in response.request.meta and response.status == 200:
            self._fetched += 1
            self.most = max(self.most, self._fetched - len(self._sink.pages))


def listening() -> list[str]:
    """The local addresses on which this process waits for connections (Linux: proc(5), state 0A)."""
    inodes = {str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    rows = [
        row.split() for net in ("tcp", "tcp6") for row in Path(f"/proc/self/net/{net}").read_text().splitlines()[1:]
    ]
    return [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in inodes]


def main() -> None:
    """Read the job, crawl, print the result."""
    job = json.load(sys.stdin)
    sink = SINKS[job.get("sink", "recorder")](job.get("known", {}))
    events: list[list[str]] = []
    ports: set[str] = set()
    waiting = Waiting(sink)

    def note(event: crawler.Event) -> None:
        if event.kind is crawler.EventKind.PULSE:
            return
        events.append([event.kind.value, event.source, event.url, event.detail])
        ports.update(listening())
        if event.kind is crawler.EventKind.OUTCOME and job.get("announce"):
            print("outcome", file=sys.stderr, flush=True)

    sources = [crawler.Source.model_validate(source) for source in job["sources"]]
    settings = crawler.CrawlSettings(**job.get("settings", {}), on_event=note)
    error, report = "", None
    for _ in range(job.get("times", 1)):
        try:
            report = asdict(crawler.run(sources, settings, sink))
        except (crawler.CrawlError, StoreError) as bad:
            error = f"{type(bad).__name__}: {bad}"
    result = {
        "report": report,
        "error": error,
        "pages": sink.pages,
        "unmodified": sink.unmodified,
        "failures": sink.failures,
        "missing": sink.missing,
        "known": sink.known,
        "events": events,
        "sink_threads": len(sink.threads),
        "sink_on_main_thread": threading.get_ident() in sink.threads,
        "ports": sorted(ports),
        "most_waiting": waiting.most,
        "asked": sink.counts,
        "fastest_call": getattr(sink, "fastest", None),
    }
    json.dump(result, sys.stdout, default=str)


if __name__ == "__main__":
    main()

"""What a crawl remembers from run to run beside the pages, behind one face; each method is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from cleaners.types import Page
from storage import frontier, places, runs
from storage import targets as waiting
from storage.database import Database
from storage.outcomes import DELETED, Duplicate, Outcome, Refused
from storage.places import Look, Place
from storage.runs import CrawlRow
from storage.targets import Arrival, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A page that a crawl brought, what became of it, and what the crawl knew of it beside its bytes."""

    page: Page
    outcome: Outcome
    evidence: Mapping[str, Any]

    @property
    def urls(self) -> tuple[str, ...]:
        """The address that was asked for, and that of a redirect."""
        asked = self.page.requested_url or self.page.url
        return tuple(dict.fromkeys((asked, self.page.url)))

    @property
    def is_deleted(self) -> bool:
        """Whether its article was deleted for good: nothing may be kept of it."""
        return isinstance(self.outcome, Refused) and self.outcome.why == DELETED


class Memory:
    """Feeds and sitemaps, requests of the day, evidence for pages, and the frontier: what is to be fetched when.

    Made of a store's `database`. Every method raises StoreError where the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def places(self, source: str | None = None) -> list[Place]:
        """Return the feeds, sitemaps and section pages of an outlet, or all, by address."""
        return self._database.read(places.places, source)

    def place(self, url: str) -> Place | None:
        """Return one of them, None for an address that was never looked at as one."""
        return self._database.read(places.place, url)

    def looked(self, source: str, look: Look | None, targets: Sequence[Target]) -> list[Target]:
        """Note a look at a place just now, if one was, and what an outlet lists; return what is to be fetched now.

        Both at once: a place that need not be asked again has all that it lists in the frontier.
        """
        return self._database.write(_looked, source, look, targets, datetime.now(UTC))

    def due(self, source: str, before: datetime, limit: int) -> list[Target]:
        """Return what an outlet's crawls before a moment left to be fetched, the most urgent first."""
        return self._database.read(waiting.due, source, before, datetime.now(UTC), limit)

    def arrived(self, several: Sequence[Answered]) -> None:
        """Note what became of addresses that were answered."""
        if several:
            self._database.write(_arrived, several, datetime.now(UTC))

    def not_modified(self, source: str, urls: Sequence[str]) -> None:
        """Note that the server called a page unchanged: the address asked for, then that of a redirect."""
        self._database.write(_not_modified, source, urls, datetime.now(UTC))

    def missed(self, url: str, trouble: str, status: int = 0) -> None:
        """Note that an address could not be had; `status` is the answer's, where there was one."""
        self._database.write(waiting.missed, url, trouble, status, datetime.now(UTC))

    def knows(self, url: str) -> bool:
        """Tell whether an address is in the frontier, whatever its state."""
        return self._database.read(waiting.is_known, url)

    def states(self) -> dict[str, dict[str, int]]:
        """Return how many addresses of each outlet are due, seen, failed and gone."""
        return self._database.read(waiting.states)

    def asked(self, host: str) -> int:
        """Return how many requests a host got today (UTC)."""
        return self._database.read(places.asked, host, datetime.now(UTC))

    def note_asked(self, host: str, number: int) -> None:
        """Add to a host's requests of today."""
        self._database.write(places.note_asked, host, number, datetime.now(UTC))

    def evidence(self, url: str) -> dict[str, Any]:
        """Return what the last crawl knew of a page; empty where nothing."""
        return self._database.read(places.evidence, url)

    def stated(self, source: str, since: datetime) -> Mapping[str, int]:
        """Return how many texts an outlet has since a moment, and how many of these have a title, a date, authors."""
        return self._database.read(runs.stated, source, since)

    def note_run(self, row: CrawlRow) -> None:
        """Keep what a crawl of an outlet brought."""
        self._database.write(runs.note, row)

    def runs(self, source: str | None = None, limit: int = 30) -> list[CrawlRow]:
        """Return the last crawls of an outlet, or of each of them, the latest first."""
        return self._database.read(runs.runs, source, limit)


def _looked(
    connection: Connection, source: str, look: Look | None, several: Sequence[Target], at: datetime
) -> list[Target]:
    if look is not None:
        places.looked(connection, look, at)
    return waiting.listed(connection, source, several, at)


def _arrived(connection: Connection, several: Sequence[Answered], at: datetime) -> None:
    deleted = [one for one in several if one.is_deleted]
    kept = [one for one in several if not one.is_deleted]
    waiting.forget(connection, [url for one in deleted for url in one.urls])
    if kept:
        places.note_evidence(connection, [(one.page.url, dict(one.evidence)) for one in kept])
    arrivals = [
        Arrival(source=one.page.source, urls=one.urls, again=not isinstance(one.outcome, Duplicate)) for one in kept
    ]
    waiting.arrived(connection, arrivals, at)


def _not_modified(connection: Connection, source: str, urls: Sequence[str], at: datetime) -> None:
    frontier.not_modified(connection, urls[-1], at)
    waiting.arrived(connection, [Arrival(source=source, urls=tuple(urls))], at)

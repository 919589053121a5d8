"""What a crawl remembers from run to run beside the pages, behind one face; each method is one transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from storage import places
from storage.database import Database
from storage.places import Look, Place


class Memory:
    """Feeds and sitemaps, requests of the day, evidence for pages, and which articles are due again.

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

    def looked(self, look: Look) -> None:
        """Note a look at one just now."""
        self._database.write(places.looked, look, datetime.now(UTC))

    def asked(self, host: str) -> int:
        """Return how many requests a host got today (UTC)."""
        return self._database.read(places.asked, host, datetime.now(UTC))

    def note_asked(self, host: str, number: int) -> None:
        """Add to a host's requests of today."""
        self._database.write(places.note_asked, host, number, datetime.now(UTC))

    def note_evidence(self, several: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Keep what the crawl knew of pages beside their bytes: addresses with their evidence."""
        if several:
            self._database.write(places.note_evidence, several)

    def evidence(self, url: str) -> dict[str, Any]:
        """Return what the last crawl knew of a page; empty where nothing."""
        return self._database.read(places.evidence, url)

    def revisits(self, source: str, limit: int) -> list[str]:
        """Return the addresses of young articles that are due to be looked at again."""
        return self._database.read(places.revisits, source, datetime.now(UTC), limit)

    def is_resting(self, url: str) -> bool:
        """Tell whether an address shows an article that is not due to be fetched again."""
        return self._database.read(places.is_resting, url, datetime.now(UTC))

"""Where the crawler's pages go: a protocol, since what receives them lives on the floor above."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from cleaners.types import Page

if TYPE_CHECKING:
    from storage.outcomes import Outcome
    from storage.places import Look, Place
    from storage.targets import Target


class Validators(Protocol):
    """What a server said when a page was last fetched, as it said it (RFC 9110, section 8.8)."""

    @property
    def etag(self) -> str | None: ...

    @property
    def last_modified(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a page beside its bytes.

    `opt_outs` are those that hold for it, as `OptOut` texts; `found` is a `Candidate` as JSON: how and where the page
    was found, and what title, date and authors the feed or sitemap gives it. `rendered`: the bytes are what a browser
    made of it.
    """

    opt_outs: tuple[str, ...] = ()
    found: Mapping[str, Any] = field(default_factory=dict)
    rendered: bool = False

    def as_json(self) -> dict[str, Any]:
        """What of it is stated, as JSON types."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A page with what else is known of it: the crawler's item."""

    page: Page
    evidence: Evidence = Evidence()


class Sink(Protocol):
    """Receives what a crawl brings. All methods are called from one thread, one call at a time."""

    def validators(self, url: str) -> Validators | None:
        """What is known of a page that was fetched before; None makes the crawler fetch it whole."""
        ...

    def ingest(self, page: Page, evidence: Evidence) -> "Outcome | Future[Outcome]":
        """Take a page: its fate, or the promise of it where that takes time.

        Raises `storage.StoreError`, or has the promise raise it, to end the crawl; what else is raised costs this page.
        """
        ...

    def place(self, url: str) -> "Place | None":
        """What is known of a feed, a sitemap or a section page."""
        ...

    def looked(self, source: str, look: "Look | None", targets: "Sequence[Target]") -> "list[Target]":
        """A place of an outlet was looked at just now, if one was, and lists these; returns what is to be fetched now.

        What is listed is known from then on, whatever becomes of this run.
        """
        ...

    def due(self, source: str, before: datetime, limit: int) -> "list[Target]":
        """What an outlet's crawls before a moment left to be fetched (again)."""
        ...

    def asked(self, host: str) -> int:
        """How many requests a host got today, before this run."""
        ...

    def note_asked(self, host: str, number: int) -> None:
        """A host got more requests."""
        ...

    def not_modified(self, source: str, urls: Sequence[str]) -> None:
        """The server says that the page is as it was: the address asked for, then that of a redirect."""
        ...

    def missed(self, url: str, why: str, status: int) -> None:
        """An address that was to be fetched could not be had; `status` is the answer's, 0 where there was none."""
        ...

    def failed(self, url: str, why: str, detail: str) -> None:
        """The page, or a feed or sitemap, could not be had: `why` is a `crawler.troubles.Trouble` value."""
        ...

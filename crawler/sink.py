"""Where the crawler's pages go: a protocol, since what receives them lives on the floor above."""

from typing import TYPE_CHECKING, Protocol

from cleaners.types import Page

if TYPE_CHECKING:
    from storage.outcomes import Outcome


class Validators(Protocol):
    """What a server said when a page was last fetched, as it said it (RFC 9110, section 8.8)."""

    @property
    def etag(self) -> str | None: ...

    @property
    def last_modified(self) -> str | None: ...


class Sink(Protocol):
    """Receives what a crawl brings. All methods are called from one thread, one call at a time."""

    def validators(self, url: str) -> Validators | None:
        """What is known of a page that was fetched before; None makes the crawler fetch it whole."""
        ...

    def ingest(self, page: Page) -> "Outcome":
        """Take a page. Raises `storage.StoreError` to end the crawl."""
        ...

    def not_modified(self, url: str) -> None:
        """The server says that the page is as it was."""
        ...

    def failed(self, url: str, why: str, detail: str) -> None:
        """The page, or a feed or sitemap, could not be had: `why` is a `crawler.troubles.Trouble` value."""
        ...

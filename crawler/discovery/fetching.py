"""What discovery needs of whoever fetches for it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body with the address that it came from, after redirects, and what to ask with the next time.

    `unchanged`: the server says that it is as it was (304), and sends no body.
    """

    url: str
    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False


class Validated(Protocol):
    """What a server said when something was last fetched (RFC 9110, section 8.8)."""

    @property
    def etag(self) -> str | None: ...

    @property
    def last_modified(self) -> str | None: ...


class Fetcher(Protocol):
    """Fetches politely. `robots_sitemaps`: the Sitemap lines of every robots.txt that was read so far."""

    robots_sitemaps: list[str]

    async def get(self, url: str, known: Validated | None = None) -> Fetched:
        """Fetch an address, only if it changed where something is `known` of it.

        Raises `crawler.troubles.FetchError` when the address cannot be had.
        """
        ...

"""What discovery needs of whoever fetches for it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body with the address that it came from, after redirects."""

    url: str
    body: bytes


class Fetcher(Protocol):
    """Fetches politely. `robots_sitemaps`: the Sitemap lines of every robots.txt that was read so far."""

    robots_sitemaps: list[str]

    async def get(self, url: str) -> Fetched:
        """Raises `crawler.troubles.FetchError` when the address cannot be had."""
        ...

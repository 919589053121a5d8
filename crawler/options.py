"""What a crawl is set to do."""

from collections.abc import Callable
from dataclasses import dataclass

from crawler.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSettings:
    """The settings of one run, for all sources; a source's own `delay` comes first.

    `contact` is an address (https or e-mail) that the user agent carries. `delay` is the least time in seconds between
    two requests to a host; AutoThrottle lengthens it for a slow one. `timeout` is seconds for one download, `retries`
    how often a broken download is tried again. `max_pages` bounds the articles asked for from a source, newest first;
    `max_page_bytes` one body, after decompression. `queue_bytes` is how much may wait for the sink before a source's
    fetching pauses. `on_event` is called on the crawler's thread and must return at once.
    """

    contact: str = ""
    delay: float = 1.0
    timeout: float = 30.0
    retries: int = 2
    max_pages: int = 200
    max_page_bytes: int = 10_000_000
    queue_bytes: int = 5_000_000
    concurrent_sources: int = 8
    verify_tls: bool = True
    verbose: bool = False
    on_event: Callable[[Event], None] | None = None

"""What a crawl is set to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from crawler.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSettings:
    """The settings of one run, for all sources; a source's own `delay` comes first.

    `contact` is an address (https or e-mail) that the user agent carries. `delay` is the least time in seconds
    between two requests to a host; AutoThrottle lengthens it for a slow one. `timeout` is seconds for one download,
    `retries` how often a broken download is tried again. `max_pages` bounds the articles asked for from a source,
    newest first; `max_page_bytes` one body, after decompression. `every_place` looks at all feeds and sitemaps even
    when there are pages enough. `only_due` leaves out feeds and sitemaps that do not change so often that they are
    due again. `since` and `until` (both included) take articles of these days only, from sitemaps and archive pages.
    `max_daily` bounds
    the requests to a host in a day (UTC), over all runs; a source's own comes first. `source_seconds` ends a source's
    crawl, whatever is left. `obey_opt_outs` leaves out what opts out of indexing, archiving or text mining; it is
    recorded in any case. `queue_pages` is how many pages the sink may have at once, of all sources; `queue_bytes` how much
    of a source may wait for it before the source's fetching pauses.
    `browser` is the program that draws the pages of sources with `render`, empty for Playwright's own.
    `on_event` is called on the crawler's thread and must return at once.
    """

    contact: str = ""
    delay: float = 1.0
    timeout: float = 30.0
    retries: int = 2
    max_pages: int = 200
    max_page_bytes: int = 10_000_000
    max_daily: int = 5000
    every_place: bool = False
    only_due: bool = False
    since: date | None = None
    until: date | None = None
    source_seconds: float = 7200.0
    obey_opt_outs: bool = False
    queue_pages: int = 64
    queue_bytes: int = 5_000_000
    concurrent_sources: int = 8
    verify_tls: bool = True
    browser: str = ""
    verbose: bool = False
    on_event: Callable[[Event], None] | None = None

"""Floor 3: discovery, fetching and politeness; the only floor that knows Scrapy.

report = crawler.run(load_sources(Path("seeds")), CrawlSettings(contact="me@example.org"), sink)
"""

from collections.abc import Iterable

from crawler.errors import CrawlError, SourceError
from crawler.events import Event, EventKind
from crawler.options import CrawlSettings
from crawler.report import CrawlReport, SourceReport
from crawler.sink import Sink, Validators
from crawler.sources import Source, load_source, load_sources

__all__ = [
    "CrawlError",
    "CrawlReport",
    "CrawlSettings",
    "Event",
    "EventKind",
    "Sink",
    "Source",
    "SourceError",
    "SourceReport",
    "Validators",
    "load_source",
    "load_sources",
    "run",
]


def run(sources: Iterable[Source], settings: CrawlSettings, sink: Sink) -> CrawlReport:
    """Crawl the sources and hand every page to the sink; blocks until all are done or Ctrl-C was pressed.

    Works once a process, since Twisted's reactor cannot be started twice, and in the main thread if Ctrl-C is to end
    it cleanly. Raises `CrawlError` where it cannot begin, and `storage.StoreError` when the sink's store gives up.
    Bad pages, hosts and feeds raise nothing: they are lines of the report.
    """
    from crawler.process import crawl  # Scrapy and Twisted are slow to import, and `newsmill --help` needs neither

    return crawl(tuple(sources), settings, sink)

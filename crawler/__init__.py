"""Floor 3: discovery, fetching and politeness; the only floor that knows Scrapy.

report = crawler.run(load_sources(Path("seeds")), CrawlSettings(contact="me@example.org"), sink)
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from crawler.errors import CrawlError, SourceError
from crawler.events import Event, EventKind
from crawler.options import CrawlSettings
from crawler.report import CrawlReport, SourceReport
from crawler.sink import Evidence, Sink, Validators
from crawler.sources import Source, load_source, load_sources

if TYPE_CHECKING:
    from crawler.survey import Survey

__all__ = [
    "CrawlError",
    "CrawlReport",
    "CrawlSettings",
    "Event",
    "EventKind",
    "Evidence",
    "Sink",
    "Source",
    "SourceError",
    "SourceReport",
    "Validators",
    "load_source",
    "load_sources",
    "run",
    "survey",
]


def survey(source: Source, settings: CrawlSettings) -> "Survey":
    """Look at an outlet: which feeds, sitemaps and section pages it has. Works once a process, as `run` does."""
    from crawler.process import look_at

    return look_at(source, settings)


def run(sources: Iterable[Source], settings: CrawlSettings, sink: Sink) -> CrawlReport:
    """Crawl the sources and hand every page to the sink; blocks until all are done or Ctrl-C was pressed.

    Works once a process, since Twisted's reactor cannot be started twice, and in the main thread if Ctrl-C is to end
    it cleanly. Raises `CrawlError` where it cannot begin, and `storage.StoreError` when the sink's store gives up.
    Bad pages, hosts and feeds raise nothing: they are lines of the report.
    """
    from crawler.process import crawl  # Scrapy and Twisted are slow to import, and `newsmill --help` needs neither

    return crawl(tuple(sources), settings, sink)

"""The health of outlets, by a small crawl that stores nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import crawler
from cleaners.types import Page, Rejected
from crawler.survey import NoSink
from newsmill.config import Config
from newsmill.ingest import Cleaner
from newsmill.worker import CleanerProcess
from storage import Outcome, Refused, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """An outlet: how many articles were tried and gave text, and a line for each place and page with trouble."""

    source: str
    tried: int
    with_text: int
    places: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def is_healthy(self) -> bool:
        """Whether all that was tried is as it should be."""
        return self.tried > 0 and not self.places and not self.pages

    @property
    def state(self) -> str:
        """``healthy``, ``ailing`` (something of it works), or ``dead``."""
        return "healthy" if self.is_healthy else "ailing" if self.with_text else "dead"

    def as_json(self) -> dict[str, Any]:
        """All of it, as JSON types."""
        return {**asdict(self), "state": self.state}


class CheckSink(NoSink):
    """Cleans what arrives, and keeps a line for what yields no text or cannot be had."""

    def __init__(self, clean: Cleaner) -> None:
        self._clean = clean
        self.lines: dict[str, str] = {}
        self.tried: dict[str, int] = defaultdict(int)
        self.with_text: dict[str, int] = defaultdict(int)

    def ingest(self, page: Page, evidence: crawler.Evidence) -> Outcome:
        """Clean a page; a bug of the cleaner goes through."""
        self.tried[page.source] += 1
        result = self._clean(page)
        if isinstance(result, Rejected):
            self.lines[page.url] = f"{page.url}: no text: {result.why.value}"
            return Refused(url=page.url, why=result.why.value, detail=result.detail)
        self.with_text[page.source] += 1
        return Stored(url=page.url, article_id=0)


def check_up(sources: Sequence[crawler.Source], config: Config, pages: int) -> list[Health]:
    """Try each outlet; a result for each, in their order. Raises `CrawlError` and `CleanerError` as a crawl does."""
    settings = crawler.CrawlSettings(
        contact=config.contact,
        delay=config.delay,
        timeout=config.timeout,
        max_pages=pages,
        max_page_bytes=config.max_page_bytes,
        every_place=True,
    )
    with CleanerProcess(**config.cleaning()) as cleaner:
        cleaner.ready()
        sink = CheckSink(cleaner.clean)
        report = crawler.run(sources, settings, sink)
    return [_health(source, one, sink) for source, one in zip(sources, report.sources, strict=True)]


def _health(source: crawler.Source, report: crawler.SourceReport, sink: CheckSink) -> Health:
    named = {*source.absolute((*source.feeds, *source.sitemaps, *source.sections)), source.url}
    failed = [line for line in report.failures if not line.startswith(tuple(f"{url}: " for url in named))]
    empty = [line for url, line in sink.lines.items() if source.owns(url)]
    return Health(
        source=source.host,
        tried=sink.tried[source.host],
        with_text=sink.with_text[source.host],
        places=tuple(line for line in report.failures if line not in failed),
        pages=(*failed, *empty),
    )

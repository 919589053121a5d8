"""The health of outlets, by a small crawl that stores nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import crawler
from cleaners.types import Page, Rejected
from crawler.survey import NoSink
from newsmill.config import Config
from newsmill.ingest import Cleaner
from newsmill.worker import CleanerProcess
from storage import Outcome, Refused, Stored
from storage.health import FALLEN, falls
from storage.memory import Memory
from storage.places import Look
from storage.targets import Target

STATED = ("title", "date", "author")
NAMED = {"title": "a title", "date": "a date", "author": "an author"}
LEAST_LISTED, LEAST_TEXTS, LEAST_TRIED = 10, 20, 3
"""Shorter lists, fewer stored articles and fewer pages tried tell nothing."""
HABIT = 0.8
"""What so many of an outlet's articles have, three in a row without it are no chance (under one in a hundred)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """An outlet: how many articles were tried and gave text, and how many of these have a title, a date and authors.

    `places` and `pages` have a line for each place and page with trouble; `history` for what is less than the outlet's
    own crawls made one expect.
    """

    source: str
    tried: int
    with_text: int
    with_title: int = 0
    with_date: int = 0
    with_author: int = 0
    places: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    history: tuple[str, ...] = ()

    @property
    def is_healthy(self) -> bool:
        """Whether all that was tried is as it should be."""
        return self.tried > 0 and not (self.places or self.pages or self.history)

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
        self.having: dict[str, Counter[str]] = defaultdict(Counter)
        self.links: dict[str, int] = {}

    def looked(self, source: str, look: Look | None, targets: Sequence[Target]) -> list[Target]:
        """Keep how many addresses a place lists."""
        if look is not None and look.trouble is None:
            self.links[look.url] = look.links
        return list(targets)

    def ingest(self, page: Page, evidence: crawler.Evidence) -> Outcome:
        """Clean a page; a bug of the cleaner goes through."""
        self.tried[page.source] += 1
        result = self._clean(page)
        if isinstance(result, Rejected):
            self.lines[page.url] = f"{page.url}: no text: {result.why.value}"
            return Refused(url=page.url, why=result.why.value, detail=result.detail)
        meta = result.metadata
        stated = {"text": True, "title": meta.title, "date": meta.published_at, "author": meta.authors}
        self.having[page.source].update(what for what, value in stated.items() if value)
        return Stored(url=page.url, article_id=0)


def check_up(
    sources: Sequence[crawler.Source], config: Config, pages: int, memory: Memory | None = None
) -> list[Health]:
    """Try each outlet; a result for each, in their order, against what `memory` has of its crawls.

    Raises `CrawlError` and `CleanerError` as a crawl does.
    """
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
    return [_health(source, one, sink, memory) for source, one in zip(sources, report.sources, strict=True)]


def _health(source: crawler.Source, report: crawler.SourceReport, sink: CheckSink, memory: Memory | None) -> Health:
    named = {*source.absolute((*source.feeds, *source.sitemaps, *source.sections)), source.url}
    failed = [line for line in report.failures if not line.startswith(tuple(f"{url}: " for url in named))]
    empty = [line for url, line in sink.lines.items() if source.owns(url)]
    return Health(
        source=source.host,
        tried=sink.tried[source.host],
        **{f"with_{what}": sink.having[source.host][what] for what in ("text", *STATED)},
        places=tuple(line for line in report.failures if line not in failed),
        pages=(*failed, *empty),
        history=tuple(fallen(source.host, sink, memory)) if memory else (),
    )


def fallen(host: str, sink: CheckSink, memory: Memory) -> Iterator[str]:
    """What is less than it was: in the last crawls, in the lists of the outlet's places, in the pages just tried."""
    rows = memory.runs(host)
    yield from (fall.line for fall in falls(rows))
    for place in memory.places(host):
        now = sink.links.get(place.url)
        if now is not None and place.links >= LEAST_LISTED and now < FALLEN * place.links:
            yield f"{place.url}: it lists {now} addresses, where it listed {place.links} before"
    having, texts = sink.having[host], sum(row.texts for row in rows)
    for what in STATED:
        usual = sum(getattr(row, f"{what}s") for row in rows) / texts if texts >= LEAST_TEXTS else 0.0
        if usual >= HABIT and having["text"] >= LEAST_TRIED and not having[what]:
            yield f"no page tried has {NAMED[what]}, where {usual:.0%} of the stored ones have"

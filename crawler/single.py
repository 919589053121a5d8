"""Fetches single pages that somebody names, one beside the other, as a crawl would: by the same spider and its guards.

Scrapy's reactor starts once a process, so this is a process that lives on: it takes `Wanted` from a pipe and puts `Fetched` in.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from cleaners.types import Page
from crawler.desk import Desk, SinkThread
from crawler.discovery.candidates import Candidate
from crawler.options import CrawlSettings
from crawler.process import scrapy_settings
from crawler.sink import Evidence
from crawler.sources import Source
from crawler.spiders.outlet import ARTICLE, CANDIDATE, STATED, OutletSpider
from crawler.survey import NoSink
from storage.outcomes import Outcome, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page to fetch, with the outlet that it is of; `asked` is how many requests each host got today before."""

    number: int
    url: str
    source: Source
    asked: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came: a page with what is known of it, or why there is none. `requests` are those sent, by host."""

    number: int
    page: Page | None = None
    evidence: Evidence = field(default_factory=Evidence)
    why: str = ""
    detail: str = ""
    requests: dict[str, int] = field(default_factory=dict)


class _One(NoSink):
    """Keeps the one page, or the last thing that went wrong."""

    def __init__(self, asked: dict[str, int]) -> None:
        self.page: Page | None = None
        self.evidence = Evidence()
        self.trouble = ("", "")
        self.requests: dict[str, int] = {}
        self._asked = asked

    def ingest(self, page: Page, evidence: Evidence) -> Outcome:
        """Keep it; what comes of it is for others to say."""
        self.page, self.evidence = page, evidence
        return Refused(url=page.url, why="single")

    def asked(self, host: str) -> int:
        """As the one who wants the page says."""
        return self._asked.get(host, 0)

    def note_asked(self, host: str, number: int) -> None:
        """Told to the one who wants the page."""
        self.requests[host] = self.requests.get(host, 0) + number

    def failed(self, url: str, why: str, detail: str) -> None:
        """The last one counts: the page's own."""
        self.trouble = (why, detail)


class PageSpider(OutletSpider):
    """Asks for one page of an outlet, and for nothing else but what the outlet says of robots."""

    def __init__(self, *args: object, wanted: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._wanted = wanted

    async def start(self) -> AsyncIterator[Request]:
        """The page."""
        stated = (await self._site_rules()).of(self._wanted)
        if self._options.obey_opt_outs and stated:
            await self._opted_out(self._wanted, stated, self._wanted)
            return
        meta = {ARTICLE: True, CANDIDATE: Candidate(url=self._wanted, how="given"), STATED: stated}
        yield Request(self._wanted, callback=self.parse_article, errback=self.on_error, meta=meta)


def serve(pipe: Connection, options: CrawlSettings) -> None:
    """Fetch what the pipe asks for until it is closed. Blocks; needs a process of its own, its main thread."""
    process = AsyncCrawlerProcess(scrapy_settings(options))
    with SinkThread(on_broken=lambda: None) as thread:
        work = asyncio.get_event_loop().create_task(_Server(process, thread, pipe, options).run())
        process.start(stop_after_crawl=False, install_signal_handlers=False)
        if work.done():
            work.result()


class _Server:
    def __init__(
        self, process: AsyncCrawlerProcess, thread: SinkThread, pipe: Connection, options: CrawlSettings
    ) -> None:
        self._process, self._thread, self._pipe, self._options = process, thread, pipe, options
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Take one after the other; each goes on by itself."""
        from twisted.internet import reactor  # importing it at the top would install another one

        try:
            while True:
                wanted: Wanted = await asyncio.to_thread(self._pipe.recv)
                task = asyncio.create_task(self._fetch(wanted))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
        except (EOFError, OSError):  # the other side is gone or wants no more
            pass
        finally:
            reactor.stop()  # type: ignore[misc]  # typed as an interface's

    async def _fetch(self, wanted: Wanted) -> None:
        sink = _One(wanted.asked)
        desk = Desk(wanted.source.host, sink, self._thread, lambda _: None)
        crawler = Crawler(PageSpider, scrapy_settings(self._options, wanted.source))
        await self._process.crawl(crawler, source=wanted.source, desk=desk, options=self._options, wanted=wanted.url)
        why, detail = sink.trouble if any(sink.trouble) or sink.page else ("download", "it gave no answer")
        crashes = desk.tally.crashes
        if sink.page is None and crashes:
            why, detail = "bug", crashes[-1]
        self._pipe.send(
            Fetched(
                number=wanted.number,
                page=sink.page,
                evidence=sink.evidence,
                why="" if sink.page else why,
                detail="" if sink.page else detail,
                requests=sink.requests,
            )
        )

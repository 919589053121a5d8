"""Runs the crawls of many sources in one process: one Scrapy crawler a source, a few at a time."""

import asyncio
import contextlib
import gc
import logging
import threading
from collections import deque
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import BaseSettings, Settings
from scrapy.utils.misc import load_object
from scrapy.utils.reactor import is_reactor_installed

from crawler.desk import Desk, SinkThread
from crawler.errors import CrawlError
from crawler.events import Event, EventKind, Pulse, Traffic
from crawler.heap import keep_small
from crawler.lag import LagProbe
from crawler.options import CrawlSettings
from crawler.report import CrawlReport
from crawler.sink import Sink
from crawler.sources import Source
from crawler.spiders.outlet import OutletSpider
from crawler.survey import NoSink, Survey, SurveySpider

PULSE_SECONDS = 1.0
YOUNG = (5000, 10, 10)
"""How many objects, and collections of younger ones, a collection of garbage waits for: one page makes thousands."""


def crawl(sources: tuple[Source, ...], options: CrawlSettings, sink: Sink) -> CrawlReport:
    """See `crawler.run`."""
    if not sources:
        raise CrawlError("no source to crawl; add a file to the seeds folder or give an address")
    _check_rendering(sources)
    if is_reactor_installed():
        raise CrawlError("this process has crawled already; start each crawl in a process of its own")
    process = AsyncCrawlerProcess(scrapy_settings(options))
    _import_parts(process.settings)
    if not options.verbose:  # Scrapy would have every line made that nobody reads
        logging.getLogger("scrapy").setLevel(logging.WARNING)
    gc.collect()
    gc.freeze()  # what is loaded stays as long as the process: no collection need walk through it
    gc.set_threshold(*YOUNG)
    with SinkThread(lambda: asyncio.ensure_future(process.stop()), options.queue_pages) as thread:
        lanes = Lanes(process, sources, options, sink, thread)
        lanes.run()
    if thread.broken is not None:
        raise thread.broken
    return lanes.report()


def look_at(source: Source, options: CrawlSettings) -> Survey:
    """See `crawler.survey`."""
    if is_reactor_installed():
        raise CrawlError("this process has crawled already; start each crawl in a process of its own")
    process = AsyncCrawlerProcess(scrapy_settings(options))
    with SinkThread(on_broken=lambda: None) as thread:
        desk = Desk(source.host, NoSink(), thread, lambda _: None)
        crawler = Crawler(SurveySpider, scrapy_settings(options, source))
        process.crawl(crawler, source=source, desk=desk, options=options)
        process.start()
    found = getattr(crawler.spider, "survey", None)
    return found if isinstance(found, Survey) else Survey(trouble=f"{source.url}: the look was interrupted")


def scrapy_settings(options: CrawlSettings, source: Source | None = None) -> Settings:
    """The project's settings with those of a run, and of a source.

    A source's have a higher priority, since Scrapy merges the run's into every crawler once more.
    """
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(_of_run(options, settings["USER_AGENT"]), priority="project")
    if source is not None:
        settings.update(_of_source(source, settings["DEFAULT_REQUEST_HEADERS"]), priority="cmdline")
        if source.render:
            from crawler.network.browser import browser_settings  # needs the extra newsmill[render]

            drawn = browser_settings(options.browser, options.timeout)
            handlers = {**settings["DOWNLOAD_HANDLERS"], **drawn.pop("DOWNLOAD_HANDLERS")}
            settings.update(drawn | {"DOWNLOAD_HANDLERS": handlers}, priority="cmdline")
    return settings


def _check_rendering(sources: tuple[Source, ...]) -> None:
    rendered = next((source for source in sources if source.render), None)
    if rendered is not None and find_spec("scrapy_playwright") is None:
        raise CrawlError(
            f"{rendered.host}: render = true needs a browser: pip install 'newsmill[render]', or take it out"
        )


def _import_parts(settings: BaseSettings) -> None:
    """Import now what the first crawler would import with the event loop waiting, for half a second."""
    for value in settings.values():
        for part in (*value.keys(), *value.values()) if isinstance(value, BaseSettings) else (value,):
            if isinstance(part, str) and part.startswith(("scrapy.", "crawler.")):
                with contextlib.suppress(ValueError, NameError):  # not all that looks so is a class
                    load_object(part)


def _of_run(options: CrawlSettings, product: str) -> dict[str, Any]:
    return {
        "USER_AGENT": user_agent(product, options.contact),
        "DOWNLOAD_DELAY": options.delay,
        "AUTOTHROTTLE_START_DELAY": options.delay,
        "DOWNLOAD_TIMEOUT": options.timeout,
        "DOWNLOAD_MAXSIZE": options.max_page_bytes,
        "DOWNLOAD_VERIFY_CERTIFICATES": options.verify_tls,
        "RETRY_TIMES": options.retries,
        "NEWSMILL_MAX_DAILY": options.max_daily,
        "CLOSESPIDER_TIMEOUT": options.source_seconds,
        "SCRAPER_SLOT_MAX_ACTIVE_SIZE": options.queue_bytes,
        "LOG_ENABLED": options.verbose,
    }


def _of_source(source: Source, headers: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if source.delay is not None:
        values |= {"DOWNLOAD_DELAY": source.delay, "AUTOTHROTTLE_START_DELAY": source.delay}
    if source.languages:
        values["DEFAULT_REQUEST_HEADERS"] = {**headers, "Accept-Language": ", ".join(source.languages)}
    return values


def user_agent(product: str, contact: str) -> str:
    """``newsmill/0.1.0 (+https://example.org/bot)``: who asks, and where to complain."""
    return f"{product} (+{contact})" if contact else product


def _traffic(crawler: Crawler) -> Traffic:
    """From Scrapy's own statistics."""
    names = {"requests": "request_count", "answers": "response_count", "bytes": "response_bytes"}
    stats = crawler.stats
    return Traffic(
        **{key: int(stats.get_value(f"downloader/{name}", 0)) if stats else 0 for key, name in names.items()}
    )


class Lanes:
    """Crawls the sources in a few lanes side by side; a lane takes the next source when it has done with one."""

    def __init__(
        self,
        process: AsyncCrawlerProcess,
        sources: tuple[Source, ...],
        options: CrawlSettings,
        sink: Sink,
        thread: SinkThread,
    ) -> None:
        self._process, self._options = process, options
        desks = [Desk(source.host, sink, thread, self._tell) for source in sources]
        self._desks, self._thread, self._probe = desks, thread, LagProbe()
        self._waiting = deque(zip(sources, desks, strict=True))
        self._running: dict[Desk, Crawler] = {}
        self._interrupted = False

    def run(self) -> None:
        """Start the reactor and crawl until nothing waits or the run is interrupted. Raises a lane's exception."""
        work = asyncio.get_event_loop().create_task(self._all())
        in_main_thread = threading.current_thread() is threading.main_thread()
        self._process.start(stop_after_crawl=False, install_signal_handlers=in_main_thread)
        if work.done():
            work.result()
        else:  # a second Ctrl-C stops the reactor at once
            self._interrupted = True

    def report(self) -> CrawlReport:
        """What was done so far."""
        return CrawlReport(
            sources=tuple(desk.tally.report() for desk in self._desks),
            interrupted=self._interrupted,
            lag=self._probe.lag(),
            most_under_way=self._thread.most_under_way,
        )

    async def _all(self) -> None:
        from twisted.internet import reactor  # importing it at the top would install another one

        try:
            async with self._probe:
                pulse, trimming = asyncio.create_task(self._beat()), asyncio.create_task(keep_small())
                await asyncio.gather(*(self._lane() for _ in range(self._options.concurrent_sources)))
                pulse.cancel()
                trimming.cancel()
                self._pulse()
        finally:
            with contextlib.suppress(RuntimeError):  # Ctrl-C has stopped it already
                reactor.stop()  # type: ignore[misc]  # typed as an interface's

    async def _lane(self) -> None:
        while self._waiting and not self._interrupted:
            source, desk = self._waiting.popleft()
            crawler = Crawler(OutletSpider, scrapy_settings(self._options, source))
            desk.tally.began()
            self._running[desk] = crawler
            await self._process.crawl(crawler, source=source, desk=desk, options=self._options)
            desk.tally.ended()
            desk.tally.traffic = _traffic(self._running.pop(desk))
            spider = OutletSpider.of(crawler)
            self._interrupted = self._interrupted or spider.interrupted

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(PULSE_SECONDS)
            for desk, crawler in self._running.items():
                desk.tally.traffic = _traffic(crawler)
            self._pulse()

    def _pulse(self) -> None:
        traffic: dict[str, Traffic] = {}
        for tally in (desk.tally for desk in self._desks):  # two addresses may be of one host
            traffic[tally.source] = traffic.get(tally.source, Traffic()) + tally.traffic
        pulse = Pulse(
            lag=self._probe.last, worst_lag=self._probe.worst, under_way=self._thread.under_way, traffic=traffic
        )
        self._tell(Event(kind=EventKind.PULSE, source="", pulse=pulse))

    def _tell(self, event: Event) -> None:
        if self._options.on_event is not None:
            self._options.on_event(event)

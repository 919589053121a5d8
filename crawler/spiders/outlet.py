"""The spider: what discovery finds is asked for, and every answer becomes a Page."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Self, cast

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from twisted.python.failure import Failure

from cleaners.types import Page
from crawler.desk import Desk
from crawler.discovery import Discovery
from crawler.errors import CrawlError
from crawler.events import EventKind
from crawler.sources import Source
from crawler.spiders.fetcher import SpiderFetcher
from crawler.troubles import Trouble, status_line

ARTICLE = "newsmill_article"
"""Marks the requests for articles in `Request.meta`."""


class OutletSpider(Spider):
    """Crawls one source. Its callbacks yield Pages and nothing more; everything else is the desk's."""

    name = "outlet"

    def __init__(self, source: Source | None = None, desk: Desk | None = None, max_pages: int = 0, **kwargs: Any):
        super().__init__(**kwargs)
        if source is None or desk is None:
            raise CrawlError("this spider needs a place for its pages; start it with `newsmill crawl`")
        self.source, self.desk, self._max_pages = source, desk, max_pages
        self.interrupted = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.fetcher = SpiderFetcher(crawler)
        crawler.signals.connect(spider.on_closed, signals.spider_closed)
        crawler.signals.connect(spider.on_bug, signals.spider_error)
        return spider

    fetcher: SpiderFetcher

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """The crawler's spider, for the parts that are built for it; another one, `scrapy shell`'s, turns them off."""
        if not isinstance(crawler.spider, cls):
            raise NotConfigured
        return crawler.spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask for what discovery finds, newest first."""
        self.desk.say(EventKind.STARTED)
        discovery = Discovery(self.source, self.fetcher, self.desk.failed)
        async for url in discovery.urls(self._max_pages):
            self.desk.found(url)
            meta = {ARTICLE: True, "handle_httpstatus_list": [304]}
            yield Request(url, callback=self.parse_article, errback=self.on_error, meta=meta)

    async def parse_article(self, response: Response) -> AsyncIterator[Page]:
        """An answer as a Page; its address is the one that the last redirect led to."""
        if response.status == 304:
            await self._not_modified(response)
            return
        headers = {
            name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()
        }
        yield Page(
            url=response.url,
            body=response.body,
            content_type=headers.get("Content-Type", ""),
            fetched_at=datetime.now(UTC),
            status=response.status,
            headers=headers,
            source=self.source.host,
        )

    async def _not_modified(self, response: Response) -> None:
        asked = response.request.headers if response.request else {}
        if b"If-None-Match" in asked or b"If-Modified-Since" in asked:
            await self.desk.not_modified(response.url)
        else:
            await self.desk.failed(response.url, Trouble.HTTP_STATUS, status_line(response))

    async def on_error(self, failure: Failure) -> None:
        """A download that failed is a line of the report."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        await self.desk.broke(request.url, cast(BaseException, failure.value))

    def on_bug(self, failure: Failure) -> None:
        """A bug of ours, met in a callback, is kept for the report."""
        self.desk.crashed(cast(BaseException, failure.value))

    def on_closed(self, reason: str) -> None:
        """Scrapy calls an end by Ctrl-C a shutdown."""
        self.interrupted = reason == "shutdown"
        self.desk.say(EventKind.FINISHED)

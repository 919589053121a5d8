"""The spider: what discovery finds is asked for, and every answer becomes a Page."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Self, cast
from urllib.parse import urljoin

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from twisted.python.failure import Failure

from cleaners.types import Page, Why
from crawler.desk import Desk
from crawler.discovery import Discovery
from crawler.discovery.candidates import Candidate
from crawler.discovery.span import Span
from crawler.errors import CrawlError
from crawler.events import EventKind
from crawler.manners.optout import OptOut, SiteRules, of_page, read_tdmrep
from crawler.options import CrawlSettings
from crawler.sink import Arrival, Evidence
from crawler.sources import Source
from crawler.spiders.fetcher import SpiderFetcher
from crawler.troubles import FetchError, Trouble, status_line
from storage.outcomes import Refused

ARTICLE = "newsmill_article"
"""Marks the requests for articles in `Request.meta`."""

CANDIDATE = "newsmill_candidate"
"""What discovery said of the article."""

STATED = "newsmill_stated"
"""What the outlet's files say of the address that is asked for."""

RENDERED = "newsmill_rendered"
"""Marks the requests that go through a browser."""

WITHOUT_TEXT = frozenset({Why.EMPTY.value, Why.TOO_SHORT.value, Why.SHELL.value})
"""Refusals of a page that a browser may make a text of."""


class OutletSpider(Spider):
    """Crawls one source. Its callbacks yield Arrivals and nothing more; everything else is the desk's."""

    name = "outlet"

    def __init__(
        self,
        source: Source | None = None,
        desk: Desk | None = None,
        options: CrawlSettings | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if source is None or desk is None or options is None:
            raise CrawlError("this spider needs a place for its pages; start it with `newsmill crawl`")
        self.source, self.desk, self._options = source, desk, options
        self.robots = ""
        self._site: SiteRules | None = None
        self.interrupted = self.given_up = False

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
        """Ask for what discovery finds, newest first, then for what earlier crawls left."""
        self.desk.say(EventKind.STARTED)
        async for one in self._candidates(datetime.now(UTC)):
            if self.given_up:
                return
            self.desk.found(one.url)
            stated = (await self._site_rules()).of(one.url)
            if self._options.obey_opt_outs and stated:
                await self._opted_out(one.url, stated, one.url)
                continue
            meta = {ARTICLE: True, CANDIDATE: one, STATED: stated, "handle_httpstatus_list": [304]}
            yield Request(one.url, callback=self.parse_article, errback=self.on_error, meta=meta)

    async def _candidates(self, began: datetime) -> AsyncIterator[Candidate]:
        options = self._options
        span = Span(since=options.since, until=options.until)
        discovery = Discovery(
            self.source,
            self.fetcher,
            self.desk.failed,
            every_place=options.every_place,
            span=span,
            memory=self.desk,
            only_due=options.only_due,
        )
        asked: set[str] = set()
        async for one in discovery.candidates(options.max_pages):
            asked.add(one.url)
            yield one
        if span.is_set:
            return
        for target in await self.desk.due(began, options.max_pages + len(asked)):
            if len(asked) == options.max_pages:
                return
            if target.url not in asked and self.source.wants(target.url):
                asked.add(target.url)
                yield Candidate.of(target.url, target.found)

    async def _site_rules(self) -> SiteRules:
        """The outlet's files about text mining, fetched once."""
        if self._site is None:
            ai_txt, tdmrep = b"", b""
            with suppress(FetchError):
                tdmrep = (await self.fetcher.get(urljoin(self.source.url, "/.well-known/tdmrep.json"))).body
            with suppress(FetchError):
                ai_txt = (await self.fetcher.get(urljoin(self.source.url, "/ai.txt"))).body
            text = "" if b"<html" in ai_txt[:1000].lower() else ai_txt[:100_000].decode("utf-8", "replace")
            self._site = SiteRules(robots=self.robots, ai_txt=text, tdmrep=read_tdmrep(tdmrep))
        return self._site

    async def _opted_out(self, url: str, stated: tuple[OptOut, ...], asked: str) -> None:
        line = f"the outlet opts out: {', '.join(map(str, stated))}; obey_opt_outs is set"
        await self.desk.failed(url, Trouble.OPTED_OUT, line, asked)

    async def parse_article(self, response: Response) -> AsyncIterator[Arrival | Request]:
        """An answer as a Page; its address is the one that the last redirect led to.

        Where the source says so, and the page yields no text, it is asked for once more, through a browser.
        """
        if response.status == 304:
            await self._not_modified(response)
            return
        headers = _texts(response.headers)
        asked = response.meta[CANDIDATE].url
        if RENDERED in response.meta and (trouble := self._refused_drawing(response)):
            await self.desk.failed(response.url, *trouble, asked)
            return
        same = response.url == asked and STATED in response.meta
        of_site = response.meta[STATED] if same else (await self._site_rules()).of(response.url)
        stated = of_page(headers, response.body) + of_site
        if stated and self._options.obey_opt_outs:
            await self._opted_out(response.url, stated, asked)
            return
        arrival = self._arrival(response, headers, stated)
        if self.source.render and RENDERED not in response.meta:
            outcome = await self.desk.ingest(arrival, uncounted=WITHOUT_TEXT)
            if isinstance(outcome, Refused) and outcome.why in WITHOUT_TEXT:
                yield self._drawn(response)
        else:
            yield arrival

    def _refused_drawing(self, response: Response) -> tuple[Trouble, str] | None:
        """What the middlewares see to with plain pages, and a browser does by itself."""
        if not self.source.owns(response.url):
            return Trouble.OFFSITE, "in a browser it leads to another site; give that site a source file of its own"
        if len(response.body) > self._options.max_page_bytes:
            return Trouble.TOO_LARGE, "the page is larger than max_page_bytes once it is drawn"
        return None

    def _drawn(self, response: Response) -> Request:
        """The same page once more, through the browser."""
        from crawler.network.browser import rendering  # needs the extra newsmill[render]

        meta = {ARTICLE: True, RENDERED: True, CANDIDATE: response.meta[CANDIDATE], **rendering()}
        return Request(response.url, callback=self.parse_article, errback=self.on_error, meta=meta, dont_filter=True)

    def _arrival(self, response: Response, headers: dict[str, str], stated: tuple[OptOut, ...]) -> Arrival:
        candidate: Candidate = response.meta[CANDIDATE]
        asked = candidate.url
        page = Page(
            url=response.url,
            body=response.body,
            content_type=headers.get("Content-Type", ""),
            fetched_at=datetime.now(UTC),
            status=response.status,
            headers=headers,
            source=self.source.host,
            how="crawl",
            requested_url="" if asked == response.url else asked,
            request_headers=self._sent(response),
            listed=candidate.as_json(),
        )
        opt_outs = tuple(map(str, stated))
        found = candidate.as_json()
        return Arrival(page=page, evidence=Evidence(opt_outs=opt_outs, found=found, rendered=RENDERED in response.meta))

    def _sent(self, response: Response) -> dict[str, str]:
        """The request's headers without those that the source's file adds: they may be secrets."""
        secret = {name.lower() for name in self.source.headers}
        sent = _texts(response.request.headers) if response.request else {}
        return {name: value for name, value in sent.items() if name.lower() not in secret}

    async def _not_modified(self, response: Response) -> None:
        sent = response.request.headers if response.request else {}
        asked: Candidate = response.meta[CANDIDATE]
        if b"If-None-Match" in sent or b"If-Modified-Since" in sent:
            await self.desk.not_modified(response.url, asked.url)
        else:
            await self.desk.failed(response.url, Trouble.HTTP_STATUS, status_line(response), asked.url, response.status)

    async def on_error(self, failure: Failure) -> None:
        """A download that failed is a line of the report."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        await self.desk.broke(request.url, cast(BaseException, failure.value), request.meta[CANDIDATE].url)

    def on_bug(self, failure: Failure) -> None:
        """A bug of ours, met in a callback, is kept for the report."""
        self.desk.crashed(cast(BaseException, failure.value))

    def on_closed(self, reason: str) -> None:
        """Scrapy calls an end by Ctrl-C a shutdown."""
        self.interrupted = reason == "shutdown"
        self.desk.say(EventKind.FINISHED)


def _texts(headers: Headers) -> dict[str, str]:
    return {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in headers.items()}

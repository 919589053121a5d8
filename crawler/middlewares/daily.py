"""A cap on what a host is asked in a day (UTC), over all runs."""

from collections import Counter
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler

from crawler.spiders.outlet import OutletSpider
from crawler.troubles import HostCapped

FLUSHED_EVERY = 50
"""Requests between two notes in the database: what a crash may lose of the count."""


class DailyCapMiddleware:
    """Counts what goes to each host; the count of earlier runs comes from the sink."""

    def __init__(self, crawler: Crawler) -> None:
        self._spider = OutletSpider.of(crawler)
        self._cap = self._spider.source.max_daily or crawler.settings.getint("NEWSMILL_MAX_DAILY")
        self._before: dict[str, int] = {}
        self._new: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        cap = cls(crawler)
        crawler.signals.connect(cap.spider_closed, signals.spider_closed)
        return cap

    async def process_request(self, request: Request) -> None:
        """Raises `HostCapped` for one request too many."""
        host = urlsplit(request.url).hostname or ""
        if host not in self._before:
            self._before[host] = await self._spider.desk.asked(host)
        if self._before[host] + self._new[host] >= self._cap:
            raise HostCapped(host, self._cap)
        self._new[host] += 1
        if self._new.total() % FLUSHED_EVERY == 0:
            await self._flush()

    async def spider_closed(self) -> None:
        """Note the rest."""
        await self._flush()

    async def _flush(self) -> None:
        new, self._new = self._new, Counter()
        for host, number in new.items():
            self._before[host] += number
            await self._spider.desk.note_asked(host, number)

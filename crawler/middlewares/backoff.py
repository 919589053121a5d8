"""Hosts that ask to be left alone (429, 503, Retry-After) are, and hosts that do not answer are given up."""

import asyncio
import logging
from datetime import UTC, datetime
from http import HTTPStatus
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response

from crawler.manners.pace import LONGEST_PAUSE, pause, retry_after
from crawler.spiders.outlet import OutletSpider
from crawler.troubles import Trouble

BUSY = {HTTPStatus.TOO_MANY_REQUESTS.value, HTTPStatus.SERVICE_UNAVAILABLE.value}
SILENT = (DownloadTimeoutError, DownloadConnectionRefusedError, DownloadFailedError)
MOST_SILENT = 10
MOST_REFUSALS = 6

logger = logging.getLogger(__name__)


class BackoffMiddleware:
    """Holds a host's queue as long as it asks for; ends the outlet's crawl where that is too long for one."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._spider = OutletSpider.of(crawler)
        self._refusals: dict[str, int] = {}
        self._silent: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Pause the host after a refusal; anything else ends the count."""
        host = urlsplit(request.url).hostname or ""
        self._silent.pop(host, None)
        if response.status not in BUSY:
            self._refusals.pop(host, None)
            return response
        self._refusals[host] = times = self._refusals.get(host, 0) + 1
        value = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
        seconds = pause(retry_after(value, datetime.now(UTC)), times)
        if seconds > LONGEST_PAUSE or times > MOST_REFUSALS:
            await self._give_up(request, Trouble.BUSY, f"{host} answers {response.status} and asks to be left alone")
        else:
            self._hold(host, seconds)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Count the downloads that broke, one after the other."""
        if isinstance(exception, SILENT):
            host = urlsplit(request.url).hostname or ""
            self._silent[host] = times = self._silent.get(host, 0) + 1
            if times == MOST_SILENT:
                await self._give_up(request, Trouble.UNREACHABLE, f"{host} failed {times} times in a row")

    def _hold(self, host: str, seconds: float) -> None:
        """Make the downloader believe that the host was asked later than it was."""
        slot = self._crawler.engine.downloader.slots.get(host)
        if slot is not None:
            slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay * (1 - slot.jitter))
            if not slot.delay:
                slot.delay = 0.001  # without a delay the downloader does not look at the time
        logger.info("%s is left alone for %.0f seconds", host, seconds)

    async def _give_up(self, request: Request, trouble: Trouble, line: str) -> None:
        if not self._spider.given_up:
            self._spider.given_up = True
            await self._spider.desk.failed(request.url, trouble, f"{line}; the rest waits for the next crawl")
            engine = self._crawler.engine
            assert engine is not None
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=trouble.value))

"""AutoThrottle with a floor for each host, from its robots.txt."""

from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

LONGEST_DELAY = 300.0
"""Seconds; a robots.txt that asks for more between two pages does not want to be crawled, and gets this."""


class PoliteThrottle(AutoThrottle):
    """Scrapy's extension, which knows one least delay for all hosts; `hold` gives one host a longer one."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._floors: dict[str, float] = {}

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """The crawler's own."""
        found = crawler.get_extension(cls)
        if found is None:
            raise LookupError("the settings lack this extension")
        return found

    def hold(self, host: str, seconds: float) -> None:
        """Let at least so many seconds be between two requests to a host, one after the other and without jitter."""
        self._floors[host] = min(seconds, LONGEST_DELAY)
        downloader = self.crawler.engine.downloader
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": self._floors[host], "jitter": 0.0}
        slot = downloader.slots.get(host)
        if slot is not None:
            slot.concurrency, slot.jitter, slot.delay = 1, 0.0, max(slot.delay, self._floors[host])

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        if slot is not None:
            slot.delay = max(slot.delay, self._floors.get(key or "", 0.0))

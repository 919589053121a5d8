"""Articles that are known already are asked for conditionally (RFC 9110, section 13)."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.desk import Desk
from crawler.spiders.outlet import ARTICLE, RENDERED, OutletSpider


class ConditionalMiddleware:
    """Adds If-None-Match and If-Modified-Since, looked up anew for the target of a redirect."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(OutletSpider.of(crawler).desk)

    async def process_request(self, request: Request) -> None:
        """Set the headers from what the sink knows of the address."""
        if ARTICLE not in request.meta or RENDERED in request.meta:
            return
        known = await self._desk.validators(request.url)
        values = {"If-None-Match": known and known.etag, "If-Modified-Since": known and known.last_modified}
        for name, value in values.items():
            request.headers.pop(name, None)
            if value:
                request.headers[name] = value

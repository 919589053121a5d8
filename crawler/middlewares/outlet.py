"""Articles are fetched from the outlet's own host, wherever a redirect wants to lead."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.sources import Source
from crawler.spiders.outlet import ARTICLE, OutletSpider
from crawler.troubles import LeftOutlet


class OutletMiddleware:
    """In place of Scrapy's OffsiteMiddleware, which drops such a redirect without a word."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(OutletSpider.of(crawler).source)

    def process_request(self, request: Request) -> None:
        """Raises `LeftOutlet` for an article on another host."""
        if ARTICLE in request.meta and not self._source.owns(request.url):
            raise LeftOutlet

"""Headers that an outlet's file adds to its requests, such as a token for its feeds."""

from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.sources import Source
from crawler.spiders.outlet import RENDERED, OutletSpider


class CredentialsMiddleware:
    """Sends them to the outlet's own hosts over https only, and takes them off where a redirect leads elsewhere.

    A browser follows redirects by itself, so it never gets them.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(OutletSpider.of(crawler).source)

    def process_request(self, request: Request) -> None:
        """Set or remove the headers."""
        source = self._source
        is_safe = RENDERED not in request.meta and (urlsplit(request.url).scheme == "https" or source.allow_private)
        for name, value in source.headers.items():
            if is_safe and source.owns(request.url):
                request.headers[name] = value
            else:
                request.headers.pop(name, None)

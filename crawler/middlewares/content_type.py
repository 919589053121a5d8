"""Stops the download of what is no page as soon as its headers say so."""

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers

from crawler.spiders.outlet import ARTICLE

PAGES = (b"text/html", b"application/xhtml+xml", b"text/plain")


class ContentTypeGate:
    """An extension: films and PDF files linked as articles cost their headers only."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        gate = cls()
        crawler.signals.connect(gate.headers_received, signals.headers_received)
        return gate

    def headers_received(self, headers: Headers, request: Request) -> None:
        """Raises `StopDownload` for an article that declares another type; none declared means a page."""
        kind = headers.get(b"Content-Type")
        if kind and ARTICLE in request.meta and not kind.lower().strip().startswith(PAGES):
            raise StopDownload(fail=True)

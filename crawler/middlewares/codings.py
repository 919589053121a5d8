"""An answer that is packed again and again is not unpacked: each layer costs time, and its headers can name thousands."""

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers

from crawler.troubles import is_overpacked


class ContentCodingGate:
    """An extension: stops such a download at its headers. The size of each layer is bounded by DOWNLOAD_MAXSIZE."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        gate = cls()
        crawler.signals.connect(gate.headers_received, signals.headers_received)
        return gate

    def headers_received(self, headers: Headers, request: Request) -> None:
        """Raises `StopDownload` for more codings than anybody has a use for."""
        if is_overpacked(headers):
            raise StopDownload(fail=True)

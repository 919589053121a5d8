"""How discovery fetches: through Scrapy's downloader, so with robots.txt, delays, limits and redirects."""

from http import HTTPStatus

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.discovery.fetching import Fetched, Validated
from crawler.troubles import FetchError, Trouble, explain


class SpiderFetcher:
    """A `crawler.discovery.fetching.Fetcher` on a running crawler."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.robots_sitemaps: list[str] = []
        crawler.signals.connect(self._robots_parsed, signals.robots_parsed)

    async def get(self, url: str, known: Validated | None = None) -> Fetched:
        """Fetch an address. Raises `FetchError` when it cannot be had or the status is not 2xx."""
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
        headers = {name: value for name, value in asked.items() if value}
        try:
            response = await self._crawler.engine.download_async(Request(url, headers=headers))
        except Exception as error:
            trouble, detail = explain(error)
            if trouble is Trouble.BUG:
                raise
            raise FetchError(trouble, detail) from error
        if response.status == HTTPStatus.NOT_MODIFIED and headers:
            return Fetched(url=response.url, body=b"", unchanged=True)
        if not 200 <= response.status < 300:
            raise FetchError(*explain(HttpError(response)))
        return Fetched(
            url=response.url,
            body=response.body,
            etag=_text(response, b"ETag"),
            last_modified=_text(response, b"Last-Modified"),
        )

    def _robots_parsed(self, robotparser: RobotParser) -> None:
        protego = getattr(robotparser, "rp", None)
        self.robots_sitemaps.extend(getattr(protego, "sitemaps", ()))


def _text(response: Response, name: bytes) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None

"""How discovery fetches: through Scrapy's downloader, so with robots.txt, delays, limits and redirects."""

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.robotstxt import RobotParser
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.discovery.fetching import Fetched
from crawler.troubles import FetchError, Trouble, explain


class SpiderFetcher:
    """A `crawler.discovery.fetching.Fetcher` on a running crawler."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.robots_sitemaps: list[str] = []
        crawler.signals.connect(self._robots_parsed, signals.robots_parsed)

    async def get(self, url: str) -> Fetched:
        """Fetch an address. Raises `FetchError` when it cannot be had or the status is not 2xx."""
        try:
            response = await self._crawler.engine.download_async(Request(url))
        except Exception as error:
            trouble, detail = explain(error)
            if trouble is Trouble.BUG:
                raise
            raise FetchError(trouble, detail) from error
        if not 200 <= response.status < 300:
            raise FetchError(*explain(HttpError(response)))
        return Fetched(url=response.url, body=response.body)

    def _robots_parsed(self, robotparser: RobotParser) -> None:
        protego = getattr(robotparser, "rp", None)
        self.robots_sitemaps.extend(getattr(protego, "sitemaps", ()))

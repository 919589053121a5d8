"""robots.txt (RFC 9309), with exceptions of their own for what it forbids and for one that cannot be had."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.middlewares.throttle import PoliteThrottle
from crawler.spiders.outlet import OutletSpider
from crawler.troubles import RobotsForbidden, RobotsUnreachable, status_line

MOST_BYTES = 512_000
"""RFC 9309, section 2.5: a crawler reads at least 500 kibibytes; what follows is not read here."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, where it differs from RFC 9309 made to follow it.

    A robots.txt that cannot be had for the server's fault (status 5xx or 429, no answer) forbids everything; one that
    is not there (4xx) allows everything. Crawl-delay, which the RFC leaves to others, is obeyed.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._spider = OutletSpider.of(crawler)
        self._missing: dict[str, BaseException | str] = {}

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Raises `RobotsForbidden` for a disallowed address, `RobotsUnreachable` where nobody can know."""
        try:
            await super().process_request(request)
        except IgnoreRequest as refusal:
            raise RobotsForbidden from refusal
        cause = self._missing.get(urlparse_cached(request).netloc)
        if cause is not None and not request.meta.get("dont_obey_robotstxt"):
            raise RobotsUnreachable(cause)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._missing[netloc] = status_line(response)
        found = 200 <= response.status < 300
        if not found or len(response.body) > MOST_BYTES:  # a copy has its encoding guessed
            response = response.replace(body=response.body[:MOST_BYTES] if found else b"")
        await super()._parse_robots(response, netloc, request)
        parser = self._parsers[netloc]
        if self._robotstxt_useragent and parser is not None and hasattr(parser, "crawl_delay"):
            delay = parser.crawl_delay(self._robotstxt_useragent)
            if delay:
                PoliteThrottle.of(self.crawler).hold(urlparse_cached(request).hostname or "", delay)
        if self._spider.source.owns(request.url):
            self._spider.robots = response.body.decode("utf-8", "replace")

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._missing[netloc] = exc
        super()._robots_error(exc, netloc)

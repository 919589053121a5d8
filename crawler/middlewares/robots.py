"""robots.txt (RFC 9309), with an exception of its own for what it forbids."""

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.troubles import RobotsForbidden


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware; only what it raises is named, so that a report can tell it from other refusals."""

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Raises `RobotsForbidden` for a disallowed address."""
        try:
            await super().process_request(request)
        except IgnoreRequest as refusal:
            raise RobotsForbidden from refusal

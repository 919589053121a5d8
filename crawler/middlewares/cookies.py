"""Cookies within bounds: a server may set as many as it likes, and a crawl must not carry them all."""

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Response
from scrapy.http.cookies import CookieJar

MOST = 50
"""What RFC 6265, section 6.1, asks of a browser for each domain."""
MOST_BYTES = 8_192
"""Servers commonly refuse a request whose headers are longer than this."""


class BoundedCookiesMiddleware(CookiesMiddleware):
    """Scrapy's middleware; a jar that is over its bounds is emptied, as a new visitor's."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Take the cookies of the response."""
        result = super().process_response(request, response)
        jar = self.jars[request.meta.get("cookiejar")]
        if _is_over(jar):
            jar.jar.clear()
        return result


def _is_over(jar: CookieJar) -> bool:
    sizes = [len(cookie.name) + len(cookie.value or "") for cookie in jar.jar]
    return len(sizes) > MOST or sum(sizes) > MOST_BYTES

"""Redirects that lead back to where they came from."""

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response


class PatientRedirectMiddleware(RedirectMiddleware):
    """Follows a redirect to an address of its own chain, as browsers do: a site may only want to set a cookie.

    Scrapy would drop it as seen before, without a word; REDIRECT_MAX_TIMES ends a real circle with a failure.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The next request of the chain, or the response where there is none."""
        result: Request | Response = super().process_response(request, response)
        if isinstance(result, Request) and result.url in result.meta.get("redirect_urls", ()):
            result.dont_filter = True
        return result

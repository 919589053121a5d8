"""Redirects: those that lead back to where they came from, and those in a page."""

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.http import Response

_BEGINNING = 4 * 4096
"""Bytes of the 4096 characters in which Scrapy looks, of which none takes more than four."""


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


class BriefMetaRefreshMiddleware(MetaRefreshMiddleware):
    """Looks for a `meta` refresh in pages that name one: Scrapy decodes the whole of every page to see its beginning."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The next request where the page leads on, or the response."""
        if not _may_refresh(response.body[:_BEGINNING]):
            return response
        result: Request | Response = super().process_response(request, response)
        return result


def _may_refresh(beginning: bytes) -> bool:
    # UTF-16 and UTF-32 write a null byte beside each letter.
    return b"refresh" in beginning.lower() or b"\0" in beginning

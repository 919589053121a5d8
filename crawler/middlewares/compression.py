"""Packed answers are unpacked without a guess at how their packed bytes are encoded, which takes longer than all else."""

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response, TextResponse


class PlainCompressionMiddleware(HttpCompressionMiddleware):
    """Hands Scrapy's middleware an answer of bytes; it makes a text of it once it is unpacked."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The answer, unpacked."""
        if b"Content-Encoding" in response.headers and isinstance(response, TextResponse):
            response = Response(**{name: getattr(response, name) for name in Response.attributes})
        unpacked: Request | Response = super().process_response(request, response)
        return unpacked

"""Answers on their way through the middlewares that spare work."""

import gzip

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils.gz import gunzip
from scrapy.utils.test import get_crawler

from crawler.middlewares.compression import gunzipped
from crawler.middlewares.redirects import BriefMetaRefreshMiddleware

BODY = "Wörter. ".encode() * 5000
PACKED = gzip.compress(BODY)
ASKED = Request("https://news.example/old")
REFRESH = '<meta HTTP-EQUIV="Refresh" content="0; url=/new">'


@pytest.mark.parametrize("packed", [PACKED, PACKED + gzip.compress(b"<!-- -->"), gzip.compress(b""), PACKED + b"\0\0"])
def test_whole_gzip_is_unpacked_alike(packed: bytes) -> None:
    """What is whole gives the bytes that Scrapy's own way gives, or is left to it."""
    assert gunzipped(packed) in (gunzip(packed), None)
    assert gunzipped(packed[: len(PACKED)]) is not None


@pytest.mark.parametrize(
    "packed", [PACKED[:-9], PACKED[:-8] + b"12345678", PACKED + b"junk", b"", b"<html>", PACKED * 100]
)
def test_other_gzip_is_left_to_scrapy(packed: bytes) -> None:
    """What is torn, damaged, followed by something else, of many members or none is nothing for the quick way."""
    assert gunzipped(packed) is None


def test_gzip_that_swells_too_far() -> None:
    """A body of the largest size is unpacked, of one byte more not; so it is with several members."""
    assert gunzipped(PACKED, len(BODY)) == BODY
    assert gunzipped(PACKED, len(BODY) - 1) is None
    assert gunzipped(PACKED * 2, 2 * len(BODY)) == BODY * 2
    assert gunzipped(PACKED * 2, 2 * len(BODY) - 1) is None


def refreshed(body: bytes, encoding: str = "utf-8") -> Request | Response:
    """What the middleware makes of a page."""
    return BriefMetaRefreshMiddleware.from_crawler(get_crawler()).process_response(
        ASKED, HtmlResponse(ASKED.url, body=body, encoding=encoding)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16", "utf-32"])
@pytest.mark.parametrize("before", ["", "é" * 2000])
def test_a_refresh_is_followed(encoding: str, before: str) -> None:
    """A page that names a `meta` refresh at its beginning leads on, whatever its encoding."""
    led = refreshed(f"<html><title>{before}</title>{REFRESH}".encode(encoding), encoding)
    assert isinstance(led, Request) and led.url.startswith("https://news.example/new")  # UTF-16 adds its mark


def test_a_page_without_refresh_is_not_decoded() -> None:
    """A page that names no refresh where Scrapy looks for one is handed on without its text being made."""
    page = f"<html><title>{'e' * 20_000}</title>{REFRESH}".encode()

    class Unread(HtmlResponse):
        @property
        def text(self) -> str:
            raise AssertionError("the text was made")

    response = Unread(ASKED.url, body=page, encoding="utf-8")
    assert BriefMetaRefreshMiddleware.from_crawler(get_crawler()).process_response(ASKED, response) is response

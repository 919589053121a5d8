"""Why something could not be fetched: Scrapy's and Twisted's exceptions as short codes and lines for a person."""

from collections.abc import Sequence
from enum import StrEnum
from http import HTTPStatus

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Headers, Response
from scrapy.spidermiddlewares.httperror import HttpError


class Trouble(StrEnum):
    """The codes that a sink is given as `why`."""

    ROBOTS = "robots"
    OFFSITE = "offsite"
    PRIVATE = "private-address"
    OPTED_OUT = "opted-out"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TLS = "tls"
    HTTP_STATUS = "http-status"
    TOO_LARGE = "too-large"
    TRUNCATED = "truncated"
    CONTENT_TYPE = "content-type"
    REDIRECTS = "redirects"
    DOWNLOAD = "download"
    NOT_A_FEED = "not-a-feed"
    NOT_A_SITEMAP = "not-a-sitemap"
    NOTHING_FOUND = "nothing-found"
    BUG = "bug"


BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, TypeError)
"""Exceptions that speak of the program rather than of the web."""


MOST_CODINGS = 2


class RobotsForbidden(IgnoreRequest):
    """robots.txt disallows the address."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be had: `cause` is the exception, or the status as a line."""

    def __init__(self, cause: BaseException | str) -> None:
        super().__init__(str(cause))
        self.cause = cause


class HostCapped(IgnoreRequest):
    """The host got as many requests today as it may."""

    def __init__(self, host: str, cap: int) -> None:
        super().__init__(f"{host} was asked {cap} times today (max_daily); the rest waits for tomorrow")


class LeftOutlet(IgnoreRequest):
    """A redirect leads to a host that is not the outlet's."""


class PrivateAddress(IgnoreRequest):
    """The host is at addresses that are not public."""

    def __init__(self, host: str, addresses: Sequence[str]) -> None:
        super().__init__(f"{host} is at {', '.join(addresses)}, which is not public; allow_private allows it")
        self.addresses = tuple(addresses)


class FetchError(Exception):
    """A fetch of the discovery failed; an expected fate that travels up one call."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble, self.detail = trouble, detail


SIMPLE: tuple[tuple[type[BaseException], Trouble, str], ...] = (
    (RobotsForbidden, Trouble.ROBOTS, "robots.txt disallows this address; it is not fetched"),
    (LeftOutlet, Trouble.OFFSITE, "it redirects to another site; give that site a source file of its own"),
    (CannotResolveHostError, Trouble.UNREACHABLE, "the host name cannot be resolved; check the address"),
    (DownloadConnectionRefusedError, Trouble.UNREACHABLE, "the host refuses the connection; try again later"),
    (DownloadTimeoutError, Trouble.TIMEOUT, "no answer in time; try again later or raise the timeout"),
    (DownloadCancelledError, Trouble.TOO_LARGE, "the body is larger than max_page_bytes"),
    (ResponseDataLossError, Trouble.TRUNCATED, "the connection ended before the body did"),
)


def explain(error: BaseException) -> tuple[Trouble, str]:
    """The code and the line for an exception of a download. Never raises."""
    if isinstance(error, FetchError):
        return error.trouble, error.detail
    if isinstance(error, HttpError):
        return Trouble.HTTP_STATUS, status_line(error.response)
    if isinstance(error, StopDownload):
        return _stopped(error.response)
    for kind, trouble, line in SIMPLE:
        if isinstance(error, kind):
            return trouble, line
    text = " ".join(str(error).split())
    if isinstance(error, RobotsUnreachable):
        return _without_robots(error.cause)
    if isinstance(error, HostCapped):
        return Trouble.BUSY, text
    if isinstance(error, PrivateAddress):
        return Trouble.PRIVATE, text
    if isinstance(error, IgnoreRequest):
        return _ignored(error, text)
    if isinstance(error, BUGS):
        return Trouble.BUG, f"{type(error).__name__}: {text[:160]}"
    if "certificate verify failed" in text:
        return Trouble.TLS, "the server's certificate cannot be verified; check its date, this machine's clock and CAs"
    if "SSL" in text or "certificate" in text:
        return Trouble.TLS, f"the secure connection failed ({text[:120]})"
    return Trouble.DOWNLOAD, f"{type(error).__name__}: {text[:160]}"


def status_of(error: BaseException) -> int:
    """The status of the answer with which a download ended; 0 where there was none."""
    response = error.response if isinstance(error, HttpError | StopDownload) else None
    return response.status if response is not None else 0


def status_line(response: Response) -> str:
    """``404 Not Found``, with the address that redirected to it."""
    known = response.status in set(HTTPStatus)
    line = f"{response.status} {HTTPStatus(response.status).phrase}" if known else str(response.status)
    came_from = response.meta.get("redirect_urls") if response.request else None
    return f"{line} (redirected from {came_from[0]})" if came_from else line


def _without_robots(cause: BaseException | str) -> tuple[Trouble, str]:
    if isinstance(cause, str):
        return (
            Trouble.ROBOTS,
            f"robots.txt cannot be had ({cause}), so nothing may be fetched (RFC 9309); try again later",
        )
    return explain(cause)


def _stopped(response: Response | None) -> tuple[Trouble, str]:
    if response is not None and not 200 <= response.status < 300:
        return Trouble.HTTP_STATUS, status_line(response)
    if response is not None and is_overpacked(response.headers):
        return Trouble.TOO_LARGE, "it is packed several times over; such pages are not unpacked"
    kind = response.headers.get(b"Content-Type") if response is not None else None
    return Trouble.CONTENT_TYPE, f"it is {(kind or b'something else').decode('latin-1')}, not a page"


def is_overpacked(headers: Headers) -> bool:
    """Tell whether an answer names more than two content codings (RFC 9110, section 8.4)."""
    return b",".join(headers.getlist(b"Content-Encoding")).count(b",") >= MOST_CODINGS


def _ignored(error: IgnoreRequest, text: str) -> tuple[Trouble, str]:
    if "redirections" in text:
        return Trouble.REDIRECTS, "it redirects too often, or in a circle"
    if "DOWNLOAD_MAXSIZE" in text:
        return Trouble.TOO_LARGE, "the body is larger than max_page_bytes once decompressed"
    return Trouble.DOWNLOAD, text[:160] or type(error).__name__

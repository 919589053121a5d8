"""Scrapy's download handler for http and https, with a guard on its connections and a limit on an answer's head.

What it builds on is private in part (Scrapy 2.19, `scrapy.core.downloader.handlers.http11`): its tests go over real
sockets, so a new Scrapy that does otherwise fails them.
"""

from typing import Any, cast

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import wrapClientTLS
from twisted.internet.interfaces import IAddress, IStreamClientEndpoint
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol
from twisted.web.client import HTTPConnectionPool

from crawler.network.endpoint import Allows, GuardedEndpoint
from crawler.spiders.outlet import OutletSpider

HEAD_BYTES = 65_536
"""The most of status lines and headers before a body; browsers and servers allow 8 to 256 kilobytes."""


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Hangs up on an answer whose head does not end; interim answers (1xx) count too."""

    _head_of: object = None
    _head_bytes = 0

    def dataReceived(self, bytes: bytes) -> None:  # noqa: N802
        """Count what comes before the body begins."""
        parser = self._parser
        if parser is not self._head_of:
            self._head_of, self._head_bytes = parser, 0
        self._head_bytes += len(bytes)
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]
        in_head = parser is not None and parser is self._parser and parser.state in (STATUS, HEADER)
        if in_head and self._head_bytes > HEAD_BYTES:
            cast(Any, self.transport).abortConnection()


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Builds bounded protocols."""

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802
        """One for each connection."""
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class GuardedPool(HTTPConnectionPool):
    """A pool whose new connections are all guarded, whatever endpoint it is given."""

    _factory = BoundedFactory

    def __init__(self, reactor: Any, tls: Any, timeout: float, allows: Allows) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self._tls, self._timeout, self._allows = tls, timeout, allows

    def getConnection(self, key: Any, endpoint: IStreamClientEndpoint) -> Deferred[Any]:  # noqa: N802
        """`key` begins with the scheme, the host and the port, as `twisted.web.client.Agent` makes it."""
        scheme, host, port = key[:3]
        guarded: Any = GuardedEndpoint(self._reactor, host.decode("ascii").lower(), port, self._timeout, self._allows)
        if scheme == b"https":
            guarded = wrapClientTLS(self._tls.creatorForNetloc(host, port), guarded)
        connection: Deferred[Any] = super().getConnection(key, guarded)
        return connection


class GuardedHandler(HTTP11DownloadHandler):
    """Connects only where the spider's source allows it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # importing it at the top would install another one

        timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        allows = OutletSpider.of(crawler).source.may_connect
        pool = GuardedPool(reactor, self._contextFactory, timeout, allows)
        pool.maxPersistentPerHost = self._pool.maxPersistentPerHost
        self._pool = pool

"""How often one address may ask in a minute; who asks more often is told when to come again (429, Retry-After)."""

import math
import time
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from newsmill.service.problems import Problem

FREE = ("/healthz", "/readyz", "/static/")
"""What is not counted: probes, and what a page consists of."""


class RateLimit:
    """Counts the requests of each address; `most` is the most in a minute."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app, self._item = app, RateLimitItemPerMinute(most)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or have it come again."""
        if scope["type"] != "http" or scope["path"].startswith(FREE) or self._limiter.hit(self._item, asker(scope)):
            await self.app(scope, receive, send)
            return
        wait = self._limiter.get_window_stats(self._item, asker(scope)).reset_time - time.time()
        headers = {"Retry-After": str(max(math.ceil(wait), 1))}
        problem = Problem(
            429, f"more than {self._item.amount} requests in a minute (rate); wait a little", headers=headers
        )
        await problem.response()(scope, receive, send)


def asker(scope: Scope) -> str:
    """Who asks: an address of IPv4, or the network of one of IPv6, of which everybody has many."""
    host = str(scope["client"][0]) if scope.get("client") else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    return address.exploded[:19] if isinstance(address, IPv6Address) else host

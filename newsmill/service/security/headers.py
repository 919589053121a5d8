"""What a browser may do with our answers, and what it gets when we have a bug. Pure ASGI, outermost.

Scripts and styles run only where they come from this server or carry the answer's nonce, so that nothing stored runs in a
reader's browser even where it was not escaped.
"""

import logging
import secrets

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsmill.service.problems import Problem

log = logging.getLogger(__name__)
FRAMED = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""The policy for an answer that holds stored HTML, to be shown in a frame `sandbox=""`: no script, no request at all."""
_NONCE = "newsmill.nonce"
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}


def nonce(request: Request) -> str:
    """The nonce of this answer, for ``<script nonce=...>`` and ``<style nonce=...>``; made when first asked for."""
    found: str = request.scope.setdefault(_NONCE, secrets.token_urlsafe(16))
    return found


def policy(nonce: str | None) -> str:
    """The Content-Security-Policy of our own pages."""
    own = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return (
        f"default-src 'none'; script-src {own}; style-src {own}; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; frame-src 'self'; form-action 'self'; manifest-src 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    )


class SecurityHeaders:
    """Adds the headers to every answer; one that has a policy of its own (`FRAMED`) keeps it. A bug becomes a 500."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add(MutableHeaders(scope=message), scope)
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except Exception:
            log.exception("%s %s", scope["method"], scope["path"])
            if started:  # half an answer is out: the server has to cut it off
                raise
            problem = Problem(500, "a bug of newsmill; its log has the trace")
            await problem.response()(scope, receive, with_headers)


def _add(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in _FIXED.items():
        headers.setdefault(name, value)
    if "content-security-policy" not in headers:
        headers["Content-Security-Policy"] = policy(scope.get(_NONCE))
    elif "frame-ancestors 'self'" in headers["content-security-policy"]:
        headers["X-Frame-Options"] = "SAMEORIGIN"

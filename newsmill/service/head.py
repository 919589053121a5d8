"""HEAD wherever there is GET: the same head, and no body (RFC 9110, section 9.3.2)."""

import asyncio
import contextlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Head:
    """Asks GET instead, and drops the body; a body that is a stream ends with its first part."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        enough = asyncio.Event()

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
            elif not enough.is_set():
                enough.set()
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        answering = asyncio.ensure_future(self.app({**scope, "method": "GET"}, receive, headed))
        waiting = asyncio.ensure_future(enough.wait())
        try:
            await asyncio.wait((answering, waiting), return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0)  # an answer that is no stream is over by then
        finally:
            waiting.cancel()
            if enough.is_set() or not answering.done():
                answering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await answering

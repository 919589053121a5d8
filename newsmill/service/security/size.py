"""How large a request may be; what is larger is refused before it is in memory, stated length or not."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsmill.service.problems import Problem

TOO_LARGE, TOO_LONG = 413, 414
URL_BYTES = 8192
"""The most of a path and its query."""


class SizeLimit:
    """Refuses bodies of more than `most` bytes (413) and addresses that do not end (414)."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body counted, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        problem = self._problem(scope)
        if problem is not None:
            await problem.response()(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.most:
                raise HTTPException(TOO_LARGE, self._too_large)
            return message

        await self.app(scope, counted, send)

    @property
    def _too_large(self) -> str:
        return f"the body has more than {self.most} bytes; send less at once"

    def _problem(self, scope: Scope) -> Problem | None:
        if len(scope["path"]) + len(scope["query_string"]) > URL_BYTES:
            return Problem(TOO_LONG, f"the address has more than {URL_BYTES} bytes; shorten it")
        stated = Headers(scope=scope).get("content-length", "")
        if stated.isdecimal() and int(stated[:20]) > self.most:
            return Problem(TOO_LARGE, self._too_large)
        return None

"""Who is asking, and what they may do.

A token comes as ``Authorization: Bearer ...``, or in the cookie that `sign_in` sets for browsers. While no token exists the
service is open to this machine alone: to connections from loopback whose Host is a loopback name, so that no other site
reaches it through a browser either (DNS rebinding).
"""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool

from newsmill.service.problems import Problem
from newsmill.service.security.origin import host_of, is_loopback
from storage.database import Database
from storage.service import tokens

log = logging.getLogger(__name__)
COOKIE = "newsmill_token"
KNOWN_FOR = 5.0
"""Seconds that the tokens are known for without asking the database: a revoked one opens nothing after that."""
_USED_EVERY = 60.0
_SCHEME = {"WWW-Authenticate": 'Bearer realm="newsmill"'}
bearer = HTTPBearer(auto_error=False, bearerFormat="newsmill_...", description="See `newsmill tokens add`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: the name of the token, None on an open service; and what they may do."""

    name: str | None
    scopes: frozenset[str]

    def may(self, scope: str) -> bool:
        """Whether they may; admin may all."""
        return scope in self.scopes or "admin" in self.scopes


ANYBODY = Caller(name=None, scopes=frozenset(tokens.SCOPES))


@dataclass(slots=True)
class _Known:
    by_digest: dict[str, tokens.Token] = field(default_factory=dict)
    until: float = 0.0
    used: dict[int, float] = field(default_factory=dict)


class Gate:
    """Knows the tokens. `local` says that the service listens on loopback only, and so may be open."""

    def __init__(self, database: Database, *, local: bool) -> None:
        self._database, self._local, self._known = database, local, _Known()

    async def caller(self, request: Request) -> Caller:
        """Who sent the request. Raises `Problem` 401 where that cannot be told, 403 where it comes from elsewhere."""
        if time.monotonic() >= self._known.until:
            await run_in_threadpool(self.refresh)
        at = datetime.now(UTC)
        token = _presented(request)
        if token is not None:
            found = self._known.by_digest.get(tokens.digest(token))
            if found is not None and found.holds(at):
                await self._note(found, at)
                return Caller(name=found.name, scopes=frozenset(found.scopes))
        if self._local and not any(one.holds(at) for one in self._known.by_digest.values()):
            return _neighbour(request)
        what = "this token opens nothing" if token is not None else "a token is needed"
        raise Problem(401, f"{what}; make one with: newsmill tokens add NAME", headers=_SCHEME)

    def refresh(self) -> None:
        """Read the tokens anew."""
        self._known.by_digest = {one.token_sha256: one for one in self._database.read(tokens.tokens)}
        self._known.until = time.monotonic() + KNOWN_FOR

    async def _note(self, token: tokens.Token, at: datetime) -> None:
        now = time.monotonic()
        if now - self._known.used.get(token.id, -_USED_EVERY) >= _USED_EVERY:
            self._known.used[token.id] = now
            await run_in_threadpool(self._database.write, tokens.used, token.id, at)


def _presented(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return request.cookies.get(COOKIE)


def _neighbour(request: Request) -> Caller:
    client = request.client.host if request.client else ""
    if not is_loopback(client) or not is_loopback(host_of(request.headers.get("host", ""))):
        raise Problem(403, "without tokens newsmill answers this machine only; make one with: newsmill tokens add NAME")
    return ANYBODY


def needs(scope: str) -> Callable[[Request], Awaitable[Caller]]:
    """A dependency that gives the caller of a route that needs a scope: read, submit or admin."""

    async def who(request: Request, _: Annotated[object, Depends(bearer)] = None) -> Caller:
        gate: Gate = request.app.state.service.gate
        caller = await gate.caller(request)
        if not caller.may(scope):
            raise Problem(403, f"the token {caller.name} may not {scope}; make one with --scope {scope}")
        return caller

    return who


def sign_in(response: Response, request: Request, token: str) -> None:
    """Have the browser send a token from now on: to this site only, out of reach of scripts."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, token, max_age=30 * 86400, httponly=True, samesite="strict", secure=secure, path="/")


def sign_out(response: Response) -> None:
    """Have the browser forget it."""
    response.delete_cookie(COOKIE, path="/")


Reader = Annotated[Caller, Depends(needs("read"))]
Submitter = Annotated[Caller, Depends(needs("submit"))]
Admin = Annotated[Caller, Depends(needs("admin"))]

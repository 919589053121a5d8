"""Keys to the HTTP API: only their digests are kept. All functions run inside the caller's transaction.

A token is 256 random bits, so that one round of SHA-256 is enough to keep it by: there is nothing to guess.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.rows import sha256
from storage.service.tables import TokenRow

SCOPES = ("read", "submit", "admin")
PREFIX = "newsmill_"
"""Every token begins so: programs that look for leaked secrets know it by that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is known of a token; the token itself is not. `scopes` are some of `SCOPES`, moments are UTC."""

    id: int
    name: str
    token_sha256: str
    scopes: Sequence[str]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it opens anything at that moment."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)


def digest(token: str) -> str:
    """Return what a token is known by."""
    return sha256(token)


def add(
    connection: Connection, name: str, scopes: Sequence[str], at: datetime, expires_at: datetime | None = None
) -> str | None:
    """Make a token and return it, this once; None where there is one of that name. Raises ValueError for a scope."""
    unknown = set(scopes) - set(SCOPES)
    if unknown or not scopes:
        raise ValueError(f"{min(unknown, default='')!r} is no scope; known: {', '.join(SCOPES)}")
    if connection.scalar(select(TokenRow.id).where(TokenRow.name == name)) is not None:
        return None
    token = PREFIX + secrets.token_urlsafe(32)
    values = {"name": name, "token_sha256": digest(token), "scopes": list(scopes), "created_at": at}
    connection.execute(insert(TokenRow).values(**values, expires_at=expires_at))
    return token


def tokens(connection: Connection) -> list[Token]:
    """Return all tokens, by name."""
    return [Token(**row._mapping) for row in connection.execute(select(TokenRow.__table__).order_by(TokenRow.name))]


def revoke(connection: Connection, name: str, at: datetime) -> bool:
    """Have a token open nothing any more; return whether it did."""
    statement = update(TokenRow).where(TokenRow.name == name, TokenRow.revoked_at.is_(None)).values(revoked_at=at)
    return connection.execute(statement).rowcount > 0


def used(connection: Connection, token_id: int, at: datetime) -> None:
    """Note that a token was used."""
    connection.execute(update(TokenRow).where(TokenRow.id == token_id).values(used_at=at))

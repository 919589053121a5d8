"""The same article under another address: equal canonical address, or equal text in the same outlet."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from storage.addresses import normalised
from storage.models import Article, Revision
from storage.rows import sha256

# Below this many characters a text says too little to be known by it alone: outlets repeat one line under many titles.
SHORT = 200
OVERLAP = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A stored article that may be the same one."""

    id: int
    url: str
    url_sha256: str
    identity_sha256: str
    revision: int
    content_sha256: str
    title: str | None
    text: str


def identity(url: str, canonical_url: str | None) -> str:
    """Return the address that tells articles apart: the canonical one, or the page's own where that says nothing.

    Scheme, fragment, a final slash and what `storage.addresses` knows make no difference. A canonical address that is
    an outlet's front page is a mistake of the outlet's, and passed over.
    """
    return normalised(canonical_url) or normalised(url, front_page=True) or url


def text_key(url: str, title: str | None, text: str) -> str:
    """Return the digest under which equal texts meet: letter case, compatibility forms and white space set aside."""
    plain = _plain(text)
    if not plain:
        return sha256(url)
    return sha256(plain if len(plain) >= SHORT else f"{_plain(title or '')}\n{plain}")


def find(
    connection: Connection, source: int | None, keys: Mapping[str, str], title: str | None, text: str
) -> Twin | None:
    """Return the stored article of the same outlet that a page shows again, or None.

    `keys` holds the page's `identity_sha256` and `text_sha256`.
    """
    for twin in _twins(connection, source, Article.identity_sha256 == keys["identity_sha256"]):
        if _alike(twin, title, text):
            return twin
    return next(iter(_twins(connection, source, Article.text_sha256 == keys["text_sha256"])), None)


def at_address(connection: Connection, article_id: int, url_sha256: str) -> Twin | None:
    """Return the article if that is its principal address, else None."""
    found = _select(connection, Article.id == article_id, Article.url_sha256 == url_sha256)
    return next(iter(found), None)


def current(connection: Connection, article_id: Any, revision_id: int) -> Twin | None:
    """Return the article if that is its current revision, else None."""
    found = _select(connection, Article.id == article_id, Revision.id == revision_id)
    return next(iter(found), None)


def _twins(connection: Connection, source: int | None, condition: Any) -> list[Twin]:
    # `== None` becomes IS NULL: articles of no known outlet are compared with each other.
    return _select(connection, Article.source_id == source, condition)


def _select(connection: Connection, *conditions: Any) -> list[Twin]:
    query = (
        select(
            Article.id,
            Article.url,
            Article.url_sha256,
            Article.identity_sha256,
            Article.revision,
            Revision.content_sha256,
            Revision.title,
            Revision.text,
        )
        .join(Revision, (Revision.article_id == Article.id) & (Revision.number == Article.revision))
        .where(*conditions)
        .order_by(Article.id)
        .limit(20)
    )
    return [Twin(**row._mapping) for row in connection.execute(query)]


def _alike(twin: Twin, title: str | None, text: str) -> bool:
    """Guard against outlets that state one canonical address on different articles."""
    if twin.title and title and _plain(twin.title) == _plain(title):
        return True
    ours, theirs = set(_plain(text).split()), set(_plain(twin.text).split())
    return len(ours & theirs) >= OVERLAP * min(len(ours), len(theirs))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())

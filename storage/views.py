"""What the store gives out: frozen rows, with no tie to the database."""

from dataclasses import dataclass
from datetime import datetime

from cleaners.types import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """A stored article in its current revision.

    `article` is what the cleaner gave, removals included. `url` is the principal address, `urls` all that show it;
    `source` the outlet's host, empty where unknown; `revision` counts from 1; moments are UTC, `fetched_at` None where
    nobody knows it; `published_utc` is the publication date to sort by.
    """

    id: int
    url: str
    urls: tuple[str, ...]
    source: str
    article: Article
    words: int
    revision: int
    published_utc: datetime | None
    created_at: datetime
    changed_at: datetime
    fetched_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """An outlet and how much of it is stored; `failures` counts addresses that gave no article."""

    name: str
    articles: int
    pages: int
    failures: int
    fetched_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """An address that gave no article: `kind` is refused or failed, `times` how often, moments in UTC."""

    url: str
    source: str
    kind: str
    why: str
    detail: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What to send to ask for a page only if it changed (RFC 9110, section 13.1); values as the server sent them."""

    etag: str | None
    last_modified: str | None
    fetched_at: datetime | None

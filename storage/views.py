"""What the store gives out: frozen rows, with no tie to the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cleaners.types import Article
from storage.changes import Hunk


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
class RevisionRow:
    """A revision of an article, and the step from the one before.

    `cause` is outlet or rules (cleaned again by us); `size` is cosmetic, minor or substantial; `hunks` are the
    sentences that differ; `fields` maps the metadata that differ to what stood there before and what stands there now.
    The first revision has no step: `size` None, no words, no hunks, no fields. `fetched_at` is when the bytes came,
    None where nobody knows it or they are no longer archived.
    """

    number: int
    cause: str
    created_at: datetime
    fetched_at: datetime | None
    article: Article
    words: int
    size: str | None = None
    words_added: int = 0
    words_removed: int = 0
    hunks: tuple[Hunk, ...] = ()
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """An article in a line: `at` is when it was published or, where not `dated`, first stored, UTC.

    `agency` is the news agency that it credits.
    """

    id: int
    url: str
    source: str
    title: str | None
    at: datetime
    dated: bool
    agency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two articles that share their text or wording; `kind` is exact, near or rewrite, `score` how much they share."""

    later: Brief
    earlier: Brief
    kind: str
    score: float

    @property
    def syndicated(self) -> bool:
        """Whether two outlets have the same text."""
        return self.kind != "rewrite" and self.later.source != self.earlier.source

    @property
    def agency(self) -> str | None:
        """The news agency that either credits."""
        return self.earlier.agency or self.later.agency


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRow:
    """An event and the articles on it, the earliest first; `score` is their mean likeness, 0 to 1."""

    id: int
    score: float
    articles: tuple[Brief, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The outlets, in the order in which they came."""
        return tuple(dict.fromkeys(article.source for article in self.articles))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that answers a query: `score` says how well, the best having 1.

    `snippet` is the part of the text that answers best, the words found in square brackets.
    """

    row: ArticleRow
    score: float
    snippet: str

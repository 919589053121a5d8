"""What became of a page: expected fates as values. `url` is the address that was asked for."""

from dataclasses import dataclass

DELETED = "deleted"
"""Why a page is refused whose article was deleted for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A new article."""

    url: str
    article_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Nothing new: the same bytes, or the same text and metadata, as the article's current revision."""

    url: str
    article_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """The article has a new revision; `number` counts revisions from 1."""

    url: str
    article_id: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """The article is stored already under another address; `of` is its id."""

    url: str
    of: int

    @property
    def article_id(self) -> int:
        """The id of the article that this page shows."""
        return self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The page is no article; `why` is a `cleaners.types.Why` value, `detail` one line for a person."""

    url: str
    why: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The page could not be had or cleaned; `why` is a short code, `detail` one line for a person."""

    url: str
    why: str
    detail: str = ""


Outcome = Stored | Unchanged | Revised | Duplicate | Refused | Failed

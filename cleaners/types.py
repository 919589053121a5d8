"""The types that every floor shares: what came in (`Page`), what a page is made of (`Block`), what came out.

All are frozen, slotted and keyword-only. Moments are timezone-aware; a day whose time the page does not state is a
plain `datetime.date`. Names follow https://schema.org/NewsArticle where it has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a block is in the page, whatever becomes of it."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CAPTION = "caption"
    CELL = "cell"
    CODE = "code"


class Reason(StrEnum):
    """Why a block is not part of the article's text."""

    ADVERTISEMENT = "advertisement"
    BYLINE = "byline"
    CAPTION = "caption"
    COMMENTS = "comments"
    CONSENT = "consent"
    DATELINE = "dateline"
    DESCRIPTION = "description"
    DUPLICATE = "duplicate"
    EMBED = "embed"
    FOOTER = "footer"
    HIDDEN = "hidden"
    NAVIGATION = "navigation"
    NOT_MAIN_TEXT = "not-main-text"
    PAYWALL = "paywall"
    PROMOTION = "promotion"
    RELATED = "related"
    SCRIPT = "script"
    SECTION = "section"
    SHARE = "share"
    TITLE = "title"


class Paywall(StrEnum):
    """What a reader without a subscription was served."""

    NONE = "none"
    TEASER = "teaser"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why a whole page is no article."""

    EMPTY = "empty"
    NOT_HTML = "not-html"
    TOO_LARGE = "too-large"
    TOO_SHORT = "too-short"
    LISTING = "listing"
    ERROR_PAGE = "error-page"
    CONSENT_WALL = "consent-wall"
    SHELL = "shell"
    VIDEO = "video"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Bytes as they came in, from a crawl, an archive, a file or an HTTP submission.

    `url` is absolute, or empty when nobody knows it; `content_type` is the declared MIME type with its parameters, or
    empty; `fetched_at` is timezone-aware; `source` is the name of the outlet (its host), or empty; `how` it came is
    ``crawl``, ``import``, ``file`` or empty; `requested_url` is what was asked for where a redirect led to `url`, and
    `request_headers` what was sent along, where that is known. `listed` is what the feed or sitemap that lists the page
    says of it (`cleaners.listed`).
    """

    body: bytes
    url: str = ""
    content_type: str = ""
    fetched_at: datetime | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    how: str = ""
    requested_url: str = ""
    request_headers: Mapping[str, str] = field(default_factory=dict)
    listed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside a block: the half-open range of characters of the block's text, and where it leads."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of the page that is kept or removed as a whole.

    `index` counts from 0 in page order; `text` has its white space folded; `path` tells where it stands: a DOM path
    such as ``/html/body/article/p[3]``, or ``line[12]`` or ``line[12-14]`` (from 1) in plain text.
    """

    index: int
    text: str
    kind: Kind = Kind.PARAGRAPH
    path: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A block that is not body, the reason, and the id of the rule that says so (``generic/read-more``)."""

    block: Block
    reason: Reason
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page states about itself; what it does not state is None or empty, never guessed.

    `evidence` maps a field's name to where it was read, such as ``json-ld:datePublished``. `language` is an
    ISO 639-1 code, detected from the text where the page declares none.
    """

    title: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | date | None = None
    modified_at: datetime | date | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    image_url: str | None = None
    is_accessible_for_free: bool | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned page. Conservation law: `blocks` and `removals` together are the blocks of the page, each once."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    removals: tuple[Removal, ...]
    paywall: Paywall = Paywall.NONE
    paywall_evidence: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    cleaner_version: str = ""
    rules_version: str = ""

    @property
    def text(self) -> str:
        """The kept blocks, with a blank line between them."""
        return "\n\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A page that is no article: an expected fate, not an error. `detail` is one line for a person."""

    why: Why
    detail: str = ""

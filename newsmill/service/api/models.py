"""What the API takes and gives, for the OpenAPI document. Answers are written by `newsmill.stored`; tests hold both equal."""

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")
Paywall = Literal["none", "teaser", "unknown"]
STATED = "as the page states it: a day, or a moment with its offset (ISO 8601)"


class Listed(BaseModel):
    """An article in a list, without its text."""

    id: int
    url: str
    source: str | None = Field(description="Host name of the outlet, without www")
    title: str | None
    description: str | None
    authors: list[str]
    section: str | None
    language: str | None = Field(description="ISO 639-1")
    published_at: str | None = Field(description=f"Publication, {STATED}")
    paywall: Paywall
    words: int
    removed: int = Field(description="How many blocks of the page were left out")
    revision: int
    created_at: str = Field(description="When it was first stored, UTC")
    changed_at: str = Field(description="When this revision was stored, UTC")
    score: float | None = Field(default=None, description="How well it answers the search, the best one having 1")
    snippet: str | None = Field(default=None, description="What answers it, the words found in square brackets")


class Page(BaseModel, Generic[T]):
    """A part of a list; `next` is the `cursor` of the part that follows, null at the end."""

    items: list[T]
    next: str | None = None


class RemovedBlock(BaseModel):
    """A block of the page that is not in the text."""

    index: int = Field(description="Place in the page, from 0")
    reason: str
    rule: str
    text: str
    kind: str


class Block(BaseModel):
    """A block of the page, kept or removed."""

    index: int
    kept: bool
    reason: str | None
    rule: str | None
    kind: str
    path: str
    text: str


class Cleaned(BaseModel):
    """An article as it was cleaned; docs/output.md says what the fields are."""

    title: str | None
    description: str | None
    authors: list[str]
    published_at: str | None = Field(description=f"Publication, {STATED}")
    modified_at: str | None = Field(description=f"Last change, {STATED}")
    section: str | None
    tags: list[str]
    site_name: str | None
    language: str | None
    paywall: Paywall
    paywall_evidence: list[str]
    canonical_url: str | None
    image_url: str | None
    is_accessible_for_free: bool | None
    evidence: dict[str, Any]
    words: int
    removed: list[RemovedBlock]
    warnings: list[str]
    cleaner_version: str
    rules_version: str
    text: str


class Article(Cleaned):
    """A stored article in its current revision."""

    id: int
    url: str | None
    source: str | None
    urls: list[str]
    revision: int
    created_at: str
    changed_at: str
    fetched_at: str | None
    blocks: list[Block] | None = Field(default=None, description="With `blocks=true`: the whole page, in its order")


class Change(BaseModel):
    """Sentences, or a field, before and after."""

    before: Any
    after: Any


class Revision(BaseModel):
    """An article at one time, and the step from the revision before."""

    number: int
    cause: str = Field(description="outlet, or rules where we cleaned it again")
    created_at: str
    fetched_at: str | None
    size: str | None = Field(description="cosmetic, minor or substantial; null for the first")
    words_added: int
    words_removed: int
    diff: list[Change]
    fields: dict[str, Change]
    article: Cleaned


class Brief(BaseModel):
    """An article in a line."""

    id: int
    url: str
    source: str | None
    title: str | None
    at: str = Field(description="when it was published or, where not dated, first stored")
    dated: bool
    agency: str | None


class Copy(BaseModel):
    """A copy or a rewrite, and the earlier article that it is one of."""

    article: Brief
    kind: Literal["exact", "near", "rewrite"]
    score: float
    of: Brief
    syndicated: bool
    agency: str | None


class Cluster(BaseModel):
    """An event, and the articles on it, the earliest first."""

    id: int
    score: float
    sources: list[str | None]
    articles: list[Brief]


class Source(BaseModel):
    """An outlet: its file, how much of it is stored, when it is crawled."""

    name: str
    title: str | None
    url: str | None
    file: str | None
    articles: int
    pages: int
    failures: int
    fetched_at: str | None
    frontier: dict[str, int]
    next_at: str | None = Field(description="When it is crawled next; null where it is not in the schedule")
    running: bool
    trouble: str | None = Field(description="What was wrong with the last crawl")


class Crawls(BaseModel):
    """An outlet's last crawls, the latest first, and what has fallen against its own history."""

    source: str
    fallen: list[str]
    crawls: list[dict[str, Any]]


class Failure(BaseModel):
    """An address that gave no article."""

    url: str
    source: str | None
    kind: Literal["refused", "failed"]
    why: str
    detail: str
    times: int
    first_at: str
    last_at: str


class Document(BaseModel):
    """A page to be cleaned: either `html` or `text`."""

    model_config = ConfigDict(extra="forbid")

    html: str | None = Field(default=None, description="The page's markup")
    text: str | None = Field(default=None, description="Plain text")
    url: str = Field(default="", max_length=2000, description="Where it came from: it chooses the outlet's rules")


class Submission(Document):
    """A page to be stored: its `url` alone, which is fetched, or `html` or `text` with the address that it is from."""

    source: str = Field(default="", max_length=255, description="Outlet; without it the address's host")


class CleanResult(BaseModel):
    """What came out: an article with every block of the page, or why there is none."""

    article: Cleaned | None
    blocks: list[Block] | None
    rejected: str | None = Field(description="Why the page is no article: not-html, listing, too-short, ...")
    detail: str | None


class Submitted(BaseModel):
    """What became of a page: new, revised, unchanged, duplicate, refused or failed."""

    fate: Literal["new", "revised", "unchanged", "duplicate", "refused", "failed"]
    url: str
    article: int | None = Field(description="Number of the article that it gave or belongs to")
    why: str | None
    detail: str | None


class WebhookOrder(BaseModel):
    """Whom to tell of what: the conditions are those of the list of articles."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=2000, description="Where new articles are posted to, http or https")
    q: str | None = Field(default=None, max_length=1000, description="What they must answer, as in a search")
    source: str | None = Field(default=None, max_length=255)
    language: str | None = Field(default=None, max_length=20)
    section: str | None = Field(default=None, max_length=200)
    author: str | None = Field(default=None, max_length=200)
    paywall: Paywall | None = None
    copies: bool | None = None


class Webhook(BaseModel):
    """Somebody who is told of new articles."""

    id: int
    url: str
    q: str | None
    conditions: dict[str, Any]
    created_at: str
    paused_at: str | None = Field(description="When it was given up, since it took nothing any more")
    secret: str | None = Field(default=None, description="The key of the signatures; told this once")


class Delivery(BaseModel):
    """An article that a webhook was told of, or is to be."""

    id: int
    article: int
    state: Literal["waiting", "delivered", "given-up"]
    tries: int
    next_at: str | None
    status: int | None
    trouble: str | None
    created_at: str
    ended_at: str | None


class JudgementOrder(BaseModel):
    """A reader's word on a block: it was kept or removed by mistake."""

    model_config = ConfigDict(extra="forbid")

    block: int = Field(ge=0, le=10_000_000, description="Place of the block in the page, from 0")
    verdict: Literal["keep", "remove"]
    revision: int | None = Field(default=None, ge=1, le=2**31 - 1, description="Which revision; else the current one")
    reason: str | None = Field(default=None, max_length=50, description="Why it is to be removed")
    note: str = Field(default="", max_length=5000)


class Judgement(BaseModel):
    """What a reader said of a block, beside what the cleaner said."""

    id: int
    article: int
    block: int
    text: str
    label: Literal["kept", "removed"]
    reason: str | None
    rule: str | None
    verdict: Literal["keep", "remove"]
    verdict_reason: str | None
    note: str
    reader: str | None
    created_at: str

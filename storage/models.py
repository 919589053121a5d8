"""The tables, as typed SQLAlchemy 2.1 models. `migrations/` builds them; a test keeps both equal.

An outlet (`sources`) has articles; an article has one or more addresses (`pages`) and one or more revisions; each
fetch of a page that was kept is a row of `records`, which says where its bytes lie in the WARC files.
"""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import BigId, StorableJson, StorableText, UtcDateTime

Id = Annotated[int, mapped_column(BigId, primary_key=True)]

# SHA-256 digests stand in for long texts in indexes: PostgreSQL refuses index rows over about 2,700 bytes.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

IS_TEASER = text("paywall = 'teaser'")
"""The condition of the index over revisions that a paywall cut short; a query has to have it word for word."""


class Base(DeclarativeBase):
    """Names every constraint and maps Python types to ours."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: StorableText, datetime: UtcDateTime, dict[str, Any]: StorableJson}  # noqa: RUF012


def _to(target: str, comment: str, *, index: bool = True) -> Any:
    return mapped_column(BigId, ForeignKey(target), index=index, comment=comment)


class Source(Base):
    """An outlet."""

    __tablename__ = "sources"
    __table_args__ = ({"comment": "Outlets that articles come from"},)

    id: Mapped[Id] = mapped_column(comment="Key")
    name: Mapped[str] = mapped_column(unique=True, comment="Host name of the outlet, without www")
    created_at: Mapped[datetime] = mapped_column(comment="When the outlet was first seen, UTC")


class Article(Base):
    """One article, whatever number of addresses and revisions it has."""

    __tablename__ = "articles"
    __table_args__ = (
        Index(None, "source_id", "identity_sha256"),
        Index(None, "source_id", "text_sha256"),
        {"comment": "Articles; their texts are in revisions", "sqlite_autoincrement": True},
    )

    id: Mapped[Id] = mapped_column(comment="Key, never used again after a deletion")
    source_id: Mapped[int | None] = _to("sources.id", "Outlet; null where nobody knows it", index=False)
    url: Mapped[str] = mapped_column(comment="Principal address")
    url_sha256: Mapped[str] = mapped_column(index=True, comment="SHA-256 of url, hexadecimal")
    identity_sha256: Mapped[str] = mapped_column(comment="SHA-256 of the canonical address, or of url, normalised")
    text_sha256: Mapped[str] = mapped_column(comment="SHA-256 of the current text, normalised, to find equal texts")
    revision: Mapped[int] = mapped_column(comment="Number of the current revision")
    created_at: Mapped[datetime] = mapped_column(index=True, comment="When the article was first stored, UTC")
    changed_at: Mapped[datetime] = mapped_column(index=True, comment="When its current revision was stored, UTC")


class PageRow(Base):
    """One address: what the crawler has to know of it."""

    __tablename__ = "pages"
    __table_args__ = ({"comment": "One row for each address fetched: the crawl frontier's state"},)

    id: Mapped[Id] = mapped_column(comment="Key")
    source_id: Mapped[int | None] = _to("sources.id", "Outlet; null where nobody knows it")
    article_id: Mapped[int | None] = _to("articles.id", "Article that this address shows; null where none")
    url: Mapped[str] = mapped_column(comment="Address; urn:sha256:... of the bytes where nobody knows it")
    url_sha256: Mapped[str] = mapped_column(unique=True, comment="SHA-256 of url, hexadecimal")
    status: Mapped[int] = mapped_column(comment="HTTP status of the last fetch (304 for not modified)")
    etag: Mapped[str | None] = mapped_column(comment="ETag of the last good answer")
    last_modified: Mapped[str | None] = mapped_column(comment="Last-Modified of the last good answer, as sent")
    body_sha256: Mapped[str | None] = mapped_column(comment="SHA-256 of the last good answer's body, hexadecimal")
    refused: Mapped[str | None] = mapped_column(comment="Why the last good answer was no article; else null")
    asked_url: Mapped[str | None] = mapped_column(
        comment="Address that was asked for, where a redirect led here the last time; else null"
    )
    evidence: Mapped[Any] = mapped_column(
        StorableJson, nullable=True, comment="What the crawl knew of the page, a JSON object"
    )
    created_at: Mapped[datetime] = mapped_column(comment="When the address was first fetched, UTC")
    fetched_at: Mapped[datetime | None] = mapped_column(comment="When it was last fetched or revalidated, UTC")


class Record(Base):
    """Bytes in the raw archive."""

    __tablename__ = "records"
    __table_args__ = (
        UniqueConstraint("file", "offset"),
        {"comment": "Fetched bytes: where each lies in the WARC files (ISO 28500)"},
    )

    id: Mapped[Id] = mapped_column(comment="Key")
    page_id: Mapped[int] = _to("pages.id", "Address that the bytes came from")
    warc_id: Mapped[str] = mapped_column(comment="WARC-Record-ID")
    file: Mapped[str] = mapped_column(comment="Name of the WARC file inside the archive folder")
    offset: Mapped[int] = mapped_column(BigId, comment="Where the record starts in the file, bytes")
    length: Mapped[int] = mapped_column(BigId, comment="Length of the compressed record, bytes")
    request_length: Mapped[int] = mapped_column(
        BigId, server_default="0", comment="Length of the request record that follows it, bytes; 0 where there is none"
    )
    refers_to: Mapped[int | None] = _to("records.id", "Record with the body, for a revisit record; else null")
    how: Mapped[str] = mapped_column(server_default="", comment="How it came: crawl, import, file; else empty")
    body_sha256: Mapped[str] = mapped_column(index=True, comment="SHA-256 of the body, hexadecimal")
    body_length: Mapped[int] = mapped_column(BigId, comment="Length of the body, bytes")
    content_type: Mapped[str] = mapped_column(comment="Declared MIME type with parameters; empty where none")
    status: Mapped[int] = mapped_column(comment="HTTP status (200 for files)")
    fetched_at: Mapped[datetime | None] = mapped_column(comment="When the bytes were fetched, UTC; null where unknown")
    archived_at: Mapped[datetime] = mapped_column(comment="When the record was written, UTC")


class Revision(Base):
    """An article's text and metadata at one time."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        Index(None, "article_id", "number", sqlite_where=IS_TEASER, postgresql_where=IS_TEASER),
        {"comment": "Texts and metadata of articles, one row for each change"},
    )

    id: Mapped[Id] = mapped_column(comment="Key")
    article_id: Mapped[int] = _to("articles.id", "Article", index=False)
    record_id: Mapped[int | None] = _to("records.id", "Bytes that it was cleaned from; null where not archived")
    number: Mapped[int] = mapped_column(comment="Counts the article's revisions from 1")
    cause: Mapped[str] = mapped_column(comment="Who changed the text: outlet, or rules (cleaned again by us)")
    created_at: Mapped[datetime] = mapped_column(comment="When the revision was stored, UTC")
    size: Mapped[str | None] = mapped_column(comment="cosmetic, minor or substantial; null for the first")
    words_added: Mapped[int | None] = mapped_column(comment="Words that the one before did not have")
    words_removed: Mapped[int | None] = mapped_column(comment="Words of the one before that are gone")
    title: Mapped[str | None] = mapped_column(comment="Title; null where the page states none")
    description: Mapped[str | None] = mapped_column(comment="Standfirst")
    authors: Mapped[Any] = mapped_column(StorableJson, nullable=False, comment="Names, a JSON array")
    published_at: Mapped[str | None] = mapped_column(comment="Publication as stated: a day, or a moment with offset")
    published_utc: Mapped[datetime | None] = mapped_column(index=True, comment="Publication to sort by, UTC")
    modified_at: Mapped[str | None] = mapped_column(comment="Last change as stated: a day, or a moment with offset")
    modified_utc: Mapped[datetime | None] = mapped_column(comment="Last change to sort by, UTC")
    section: Mapped[str | None] = mapped_column(comment="Section of the outlet")
    tags: Mapped[Any] = mapped_column(StorableJson, nullable=False, comment="Keywords, a JSON array")
    language: Mapped[str | None] = mapped_column(comment="ISO 639-1 code")
    site_name: Mapped[str | None] = mapped_column(comment="Name of the outlet as the page states it")
    canonical_url: Mapped[str | None] = mapped_column(comment="Address that the page calls its own")
    image_url: Mapped[str | None] = mapped_column(comment="Lead image")
    is_accessible_for_free: Mapped[bool | None] = mapped_column(comment="What the page says of itself")
    evidence: Mapped[Any] = mapped_column(StorableJson, nullable=False, comment="Where each field was read, JSON")
    text: Mapped[str] = mapped_column(comment="Kept blocks, a blank line between them")
    words: Mapped[int] = mapped_column(comment="Words in text, split at white space")
    blocks: Mapped[Any] = mapped_column(
        StorableJson, nullable=False, comment="Kept blocks, a JSON array of {index, kind, text, path, links}"
    )
    removed: Mapped[int] = mapped_column(comment="Number of removed blocks")
    paywall: Mapped[str] = mapped_column(comment="none, teaser or unknown")
    paywall_evidence: Mapped[Any] = mapped_column(StorableJson, nullable=False, comment="What says so, a JSON array")
    warnings: Mapped[Any] = mapped_column(StorableJson, nullable=False, comment="The cleaner's warnings, a JSON array")
    cleaner_version: Mapped[str] = mapped_column(comment="Version of the cleaner")
    rules_version: Mapped[str] = mapped_column(comment="Version of the rules")
    content_sha256: Mapped[str] = mapped_column(comment="SHA-256 of text and metadata; equal means unchanged")


class RemovalRow(Base):
    """A block that was left out of a revision."""

    __tablename__ = "removals"
    __table_args__ = ({"comment": "Blocks left out, each with its reason; with the kept ones they make the page"},)

    revision_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True, comment="Revision"
    )
    block_index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="Place in the page, from 0")
    kind: Mapped[str] = mapped_column(comment="What the block is: paragraph, heading, ...")
    text: Mapped[str] = mapped_column(comment="Text of the block")
    path: Mapped[str] = mapped_column(comment="Where it stands: DOM path, or line[12]")
    links: Mapped[Any] = mapped_column(StorableJson, nullable=False, comment="Links, a JSON array of [start, end, url]")
    reason: Mapped[str] = mapped_column(comment="Why it was left out")
    rule: Mapped[str] = mapped_column(comment="Id of the rule that says so")


class Failure(Base):
    """An address that gave no article, one row for each cause."""

    __tablename__ = "failures"
    __table_args__ = (
        UniqueConstraint("url_sha256", "kind", "why"),
        {"comment": "Addresses that gave no article, one row for each cause"},
    )

    id: Mapped[Id] = mapped_column(comment="Key")
    source_id: Mapped[int | None] = _to("sources.id", "Outlet; null where nobody knows it")
    record_id: Mapped[int | None] = _to("records.id", "Archived bytes of the last time; null where none")
    url: Mapped[str] = mapped_column(comment="Address")
    url_sha256: Mapped[str] = mapped_column(comment="SHA-256 of url, hexadecimal")
    kind: Mapped[str] = mapped_column(comment="refused (no article) or failed (not fetched, not cleaned)")
    why: Mapped[str] = mapped_column(comment="Cause, a short code")
    detail: Mapped[str] = mapped_column(comment="One line for a person, of the last time")
    times: Mapped[int] = mapped_column(comment="How often it happened")
    first_at: Mapped[datetime] = mapped_column(comment="First time, UTC")
    last_at: Mapped[datetime] = mapped_column(index=True, comment="Last time, UTC")


class RetiredFile(Base):
    """A WARC file that is to be removed."""

    __tablename__ = "retired_files"
    __table_args__ = (
        {
            "comment": (
                "WARC files whose records have moved or will not be kept: whoever opens the archive removes them"
            )
        },
    )

    file: Mapped[str] = mapped_column(primary_key=True, comment="Name of the WARC file inside the archive folder")
    created_at: Mapped[datetime] = mapped_column(comment="When it was retired, UTC")


class Forgotten(Base):
    """An address whose article was deleted for good."""

    __tablename__ = "forgotten"
    __table_args__ = ({"comment": "Addresses of deleted articles, which no crawl brings back"},)

    url_sha256: Mapped[str] = mapped_column(
        primary_key=True, comment="SHA-256 of the normalised address, hexadecimal; the address itself is not kept"
    )
    created_at: Mapped[datetime] = mapped_column(comment="When it was deleted, UTC")


class Recleaning(Base):
    """What today's rules make of archived bytes, compared with what is stored."""

    __tablename__ = "recleanings"
    __table_args__ = (
        {"comment": "What today's rules would change, found by a run of reclean that has not written it yet"},
    )

    record_id: Mapped[int] = mapped_column(
        BigId,
        ForeignKey("records.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        comment="Archived bytes that were cleaned again",
    )
    revision_id: Mapped[int | None] = mapped_column(
        BigId,
        ForeignKey("revisions.id", ondelete="CASCADE"),
        index=True,
        comment="Revision that it was compared with; null where there was none",
    )
    cleaner_version: Mapped[str] = mapped_column(comment="Version of the cleaner")
    rules_version: Mapped[str] = mapped_column(comment="Version of the rules")
    fate: Mapped[str] = mapped_column(comment="same, reasons, changed, new, refused or failed: see storage.recleaning")
    gained: Mapped[Any] = mapped_column(
        StorableJson, nullable=False, comment="Words gained by the reason they were left out before, a JSON object"
    )
    lost: Mapped[Any] = mapped_column(
        StorableJson, nullable=False, comment="Words lost by the reason they are left out now, a JSON object"
    )
    created_at: Mapped[datetime] = mapped_column(comment="When it was cleaned, UTC")

"""The first tables: outlets, articles, addresses, archived bytes, revisions, removals, failures."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT, INT, BOOL = sa.Text(), sa.Integer(), sa.Boolean()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables, each after those that it refers to."""
    _sources()
    _articles()
    _pages()
    _records()
    _failures()
    _revisions()
    _removals()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("removals", "revisions", "failures", "records", "pages", "articles", "sources"):
        op.drop_table(table)


def _column(name: str, kind: TypeEngine[Any], comment: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null, comment=comment)


def _sources() -> None:
    op.create_table(
        "sources",
        _column("id", ID, "Key"),
        _column("name", TEXT, "Host name of the outlet, without www"),
        _column("created_at", MOMENT, "When the outlet was first seen, UTC"),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("name", name="uq_sources_name"),
        comment="Outlets that articles come from",
    )


def _articles() -> None:
    op.create_table(
        "articles",
        _column("id", ID, "Key, never used again after a deletion"),
        _column("source_id", ID, "Outlet; null where nobody knows it", null=True),
        _column("url", TEXT, "Principal address"),
        _column("url_sha256", TEXT, "SHA-256 of url, hexadecimal"),
        _column("identity_sha256", TEXT, "SHA-256 of the canonical address, or of url, normalised"),
        _column("text_sha256", TEXT, "SHA-256 of the current text, normalised, to find equal texts"),
        _column("revision", INT, "Number of the current revision"),
        _column("created_at", MOMENT, "When the article was first stored, UTC"),
        _column("changed_at", MOMENT, "When its current revision was stored, UTC"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_articles_source_id_sources"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        comment="Articles; their texts are in revisions",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_changed_at", "articles", ["changed_at"])
    op.create_index("ix_articles_created_at", "articles", ["created_at"])
    op.create_index("ix_articles_source_id_identity_sha256", "articles", ["source_id", "identity_sha256"])
    op.create_index("ix_articles_source_id_text_sha256", "articles", ["source_id", "text_sha256"])
    op.create_index("ix_articles_url_sha256", "articles", ["url_sha256"])


def _pages() -> None:
    op.create_table(
        "pages",
        _column("id", ID, "Key"),
        _column("source_id", ID, "Outlet; null where nobody knows it", null=True),
        _column("article_id", ID, "Article that this address shows; null where none", null=True),
        _column("url", TEXT, "Address; urn:sha256:... of the bytes where nobody knows it"),
        _column("url_sha256", TEXT, "SHA-256 of url, hexadecimal"),
        _column("status", INT, "HTTP status of the last fetch (304 for not modified)"),
        _column("etag", TEXT, "ETag of the last good answer", null=True),
        _column("last_modified", TEXT, "Last-Modified of the last good answer, as sent", null=True),
        _column("body_sha256", TEXT, "SHA-256 of the last good answer's body, hexadecimal", null=True),
        _column("refused", TEXT, "Why the last good answer was no article; else null", null=True),
        _column("created_at", MOMENT, "When the address was first fetched, UTC"),
        _column("fetched_at", MOMENT, "When it was last fetched or revalidated, UTC", null=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_pages_article_id_articles"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_pages_source_id_sources"),
        sa.PrimaryKeyConstraint("id", name="pk_pages"),
        sa.UniqueConstraint("url_sha256", name="uq_pages_url_sha256"),
        comment="One row for each address fetched: the crawl frontier's state",
    )
    op.create_index("ix_pages_article_id", "pages", ["article_id"])
    op.create_index("ix_pages_source_id", "pages", ["source_id"])


def _records() -> None:
    op.create_table(
        "records",
        _column("id", ID, "Key"),
        _column("page_id", ID, "Address that the bytes came from"),
        _column("warc_id", TEXT, "WARC-Record-ID"),
        _column("file", TEXT, "Name of the WARC file inside the archive folder"),
        _column("offset", ID, "Where the record starts in the file, bytes"),
        _column("length", ID, "Length of the compressed record, bytes"),
        _column("body_sha256", TEXT, "SHA-256 of the body, hexadecimal"),
        _column("body_length", ID, "Length of the body, bytes"),
        _column("content_type", TEXT, "Declared MIME type with parameters; empty where none"),
        _column("status", INT, "HTTP status (200 for files)"),
        _column("fetched_at", MOMENT, "When the bytes were fetched, UTC; null where unknown", null=True),
        _column("archived_at", MOMENT, "When the record was written, UTC"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_records_page_id_pages"),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.UniqueConstraint("file", "offset", name="uq_records_file_offset"),
        comment="Fetched bytes: where each lies in the WARC files (ISO 28500)",
    )
    op.create_index("ix_records_page_id", "records", ["page_id"])


def _failures() -> None:
    op.create_table(
        "failures",
        _column("id", ID, "Key"),
        _column("source_id", ID, "Outlet; null where nobody knows it", null=True),
        _column("record_id", ID, "Archived bytes of the last time; null where none", null=True),
        _column("url", TEXT, "Address"),
        _column("url_sha256", TEXT, "SHA-256 of url, hexadecimal"),
        _column("kind", TEXT, "refused (no article) or failed (not fetched, not cleaned)"),
        _column("why", TEXT, "Cause, a short code"),
        _column("detail", TEXT, "One line for a person, of the last time"),
        _column("times", INT, "How often it happened"),
        _column("first_at", MOMENT, "First time, UTC"),
        _column("last_at", MOMENT, "Last time, UTC"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_failures_record_id_records"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_failures_source_id_sources"),
        sa.PrimaryKeyConstraint("id", name="pk_failures"),
        sa.UniqueConstraint("url_sha256", "kind", "why", name="uq_failures_url_sha256_kind_why"),
        comment="Addresses that gave no article, one row for each cause",
    )
    op.create_index("ix_failures_last_at", "failures", ["last_at"])
    op.create_index("ix_failures_record_id", "failures", ["record_id"])
    op.create_index("ix_failures_source_id", "failures", ["source_id"])


def _revisions() -> None:
    op.create_table(
        "revisions",
        _column("id", ID, "Key"),
        _column("article_id", ID, "Article"),
        _column("record_id", ID, "Bytes that it was cleaned from; null where not archived", null=True),
        _column("number", INT, "Counts the article's revisions from 1"),
        _column("cause", TEXT, "Who changed the text: outlet, or rules (cleaned again by us)"),
        _column("created_at", MOMENT, "When the revision was stored, UTC"),
        _column("title", TEXT, "Title; null where the page states none", null=True),
        _column("description", TEXT, "Standfirst", null=True),
        _column("authors", JSON, "Names, a JSON array"),
        _column("published_at", TEXT, "Publication as stated: a day, or a moment with offset", null=True),
        _column("published_utc", MOMENT, "Publication to sort by, UTC", null=True),
        _column("modified_at", TEXT, "Last change as stated: a day, or a moment with offset", null=True),
        _column("modified_utc", MOMENT, "Last change to sort by, UTC", null=True),
        _column("section", TEXT, "Section of the outlet", null=True),
        _column("tags", JSON, "Keywords, a JSON array"),
        _column("language", TEXT, "ISO 639-1 code", null=True),
        _column("site_name", TEXT, "Name of the outlet as the page states it", null=True),
        _column("canonical_url", TEXT, "Address that the page calls its own", null=True),
        _column("image_url", TEXT, "Lead image", null=True),
        _column("is_accessible_for_free", BOOL, "What the page says of itself", null=True),
        _column("evidence", JSON, "Where each field was read, JSON"),
        _column("text", TEXT, "Kept blocks, a blank line between them"),
        _column("words", INT, "Words in text, split at white space"),
        _column("blocks", JSON, "Kept blocks, a JSON array of {index, kind, text, path, links}"),
        _column("removed", INT, "Number of removed blocks"),
        _column("paywall", TEXT, "none, teaser or unknown"),
        _column("paywall_evidence", JSON, "What says so, a JSON array"),
        _column("warnings", JSON, "The cleaner's warnings, a JSON array"),
        _column("cleaner_version", TEXT, "Version of the cleaner"),
        _column("rules_version", TEXT, "Version of the rules"),
        _column("content_sha256", TEXT, "SHA-256 of text and metadata; equal means unchanged"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_revisions_article_id_articles"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_revisions_record_id_records"),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.UniqueConstraint("article_id", "number", name="uq_revisions_article_id_number"),
        comment="Texts and metadata of articles, one row for each change",
    )
    op.create_index("ix_revisions_published_utc", "revisions", ["published_utc"])
    op.create_index("ix_revisions_record_id", "revisions", ["record_id"])


def _removals() -> None:
    op.create_table(
        "removals",
        _column("revision_id", ID, "Revision"),
        sa.Column("block_index", INT, autoincrement=False, nullable=False, comment="Place in the page, from 0"),
        _column("kind", TEXT, "What the block is: paragraph, heading, ..."),
        _column("text", TEXT, "Text of the block"),
        _column("path", TEXT, "Where it stands: DOM path, or line[12]"),
        _column("links", JSON, "Links, a JSON array of [start, end, url]"),
        _column("reason", TEXT, "Why it was left out"),
        _column("rule", TEXT, "Id of the rule that says so"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_removals_revision_id_revisions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", "block_index", name="pk_removals"),
        comment="Blocks left out, each with its reason; with the kept ones they make the page",
    )

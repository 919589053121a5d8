"""What a crawl remembers beside the pages: feeds and sitemaps, requests of a day, evidence for a page."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT, INT = sa.Text(), sa.Integer()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and the column."""
    from storage.types import StorableJson

    op.add_column(
        "pages",
        sa.Column("evidence", StorableJson(), nullable=True, comment="What the crawl knew of the page, a JSON object"),
    )
    op.create_table(
        "places",
        sa.Column("url_sha256", TEXT, nullable=False, comment="SHA-256 of url, hexadecimal"),
        sa.Column("url", TEXT, nullable=False, comment="Address"),
        sa.Column("source", TEXT, nullable=False, comment="Host name of the outlet, without www"),
        sa.Column("kind", TEXT, nullable=False, comment="feed, sitemap or section"),
        sa.Column("etag", TEXT, nullable=True, comment="ETag of the last good answer"),
        sa.Column("last_modified", TEXT, nullable=True, comment="Last-Modified of the last good answer, as sent"),
        sa.Column("body_sha256", TEXT, nullable=True, comment="SHA-256 of what it listed the last time"),
        sa.Column("links", INT, nullable=False, comment="How many addresses it listed the last time"),
        sa.Column("trouble", TEXT, nullable=True, comment="Why it could not be had the last time; else null"),
        sa.Column("failures", INT, nullable=False, comment="Failures in a row"),
        sa.Column("wait", INT, nullable=False, comment="Seconds until it is asked again, by how often it changes"),
        sa.Column("checked_at", MOMENT, nullable=False, comment="When it was last asked, UTC"),
        sa.Column("changed_at", MOMENT, nullable=True, comment="When it last listed something else, UTC"),
        sa.PrimaryKeyConstraint("url_sha256", name="pk_places"),
        comment="Feeds, sitemaps and section pages of outlets, as the crawls found them",
    )
    op.create_index("ix_places_source", "places", ["source"])
    op.create_table(
        "asked",
        sa.Column("host", TEXT, nullable=False, comment="Host name"),
        sa.Column("day", INT, nullable=False, autoincrement=False, comment="Day in UTC, counted from 1970-01-01"),
        sa.Column("requests", INT, nullable=False, comment="Requests that were sent to it that day"),
        sa.PrimaryKeyConstraint("host", "day", name="pk_asked"),
        comment="How often each host was asked, for the daily cap",
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("asked")
    op.drop_table("places")
    op.drop_column("pages", "evidence")

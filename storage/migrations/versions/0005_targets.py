"""The frontier: every address that a crawl found; what a feed or sitemap that did not change has to be known of."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT, INT = sa.Text(), sa.Integer()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table and the columns."""
    from storage.types import StorableJson

    json = StorableJson()
    found = "How and where it was found and what is said of it there, a JSON object"
    op.create_table(
        "targets",
        sa.Column("url_sha256", TEXT, nullable=False, comment="SHA-256 of url, normalised, hexadecimal"),
        sa.Column("url", TEXT, nullable=False, comment="Address as it was found first"),
        sa.Column("source", TEXT, nullable=False, comment="Host name of the outlet, without www"),
        sa.Column(
            "state", TEXT, nullable=False, comment="due (never had yet), seen, failed (tried again) or gone (given up)"
        ),
        sa.Column("next_at", MOMENT, nullable=True, comment="When it is to be fetched, UTC; null for never (again)"),
        sa.Column("tries", INT, nullable=False, comment="Failures in a row"),
        sa.Column("trouble", TEXT, nullable=True, comment="Why it could not be had the last time; else null"),
        sa.Column("rank", INT, nullable=False, comment="Its place in the list that it was found in, from 0"),
        sa.Column("found", json, nullable=False, comment=found),
        sa.Column("found_at", MOMENT, nullable=False, comment="When it was found first, UTC"),
        sa.Column("checked_at", MOMENT, nullable=True, comment="When it was last asked for, UTC; null for never"),
        sa.PrimaryKeyConstraint("url_sha256", name="pk_targets"),
        comment="The frontier: addresses that crawls found, and when each is to be fetched",
    )
    op.create_index("ix_targets_source_next_at", "targets", ["source", "next_at"])
    for column in (
        sa.Column("taken", INT, nullable=True, comment="How many of these the last crawl had room for; null unknown"),
        sa.Column("cut", sa.Boolean(), nullable=True, comment="Whether it had no room for the rest"),
        sa.Column("scope", TEXT, nullable=True, comment="Digest of what the source file allowed and denied then"),
        sa.Column("children", json, nullable=True, comment="What a sitemap index listed, a JSON array of [url, date]"),
    ):
        op.add_column("places", column)


def downgrade() -> None:
    """Drop them."""
    for name in ("children", "scope", "cut", "taken"):
        op.drop_column("places", name)
    op.drop_table("targets")

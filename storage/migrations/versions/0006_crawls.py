"""What each crawl of an outlet brought."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT, INT = sa.Text(), sa.Integer()
COUNTS = {
    "found": "Addresses that discovery gave",
    "new": "Articles that were not known",
    "revised": "Articles with another text than before",
    "unchanged": "Articles as they were, fetched whole",
    "not_modified": "Pages that the server called unmodified (304)",
    "duplicate": "Pages with an article that another address has",
    "refused": "Pages that are no article",
    "failed": "Pages, feeds and sitemaps that could not be had",
    "requests": "Requests sent",
    "bytes": "Bytes received, as they came over the network",
    "texts": "Articles stored or revised, on which the next three are counted",
    "titles": "Those of them with a title",
    "dates": "Those with a date of publication",
    "authors": "Those with an author",
}


def upgrade() -> None:
    """Make the table."""
    from storage.types import BigId, StorableJson

    op.create_table(
        "crawls",
        sa.Column("id", BigId, nullable=False, comment="Key"),
        sa.Column("source", TEXT, nullable=False, comment="Host name of the outlet, without www"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, comment="When it began, UTC"),
        sa.Column("seconds", sa.Float(), nullable=False, comment="How long it took"),
        *(
            sa.Column(name, BigId if name == "bytes" else INT, nullable=False, comment=comment)
            for name, comment in COUNTS.items()
        ),
        sa.Column("alerts", StorableJson(), nullable=False, comment="What fell suddenly, a JSON array of words"),
        sa.PrimaryKeyConstraint("id", name="pk_crawls"),
        comment="Crawls of outlets: what each brought, and how many of its articles state what they should",
    )
    op.create_index("ix_crawls_source_started_at", "crawls", ["source", "started_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("crawls")

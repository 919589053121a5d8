"""What the service keeps: tokens, the schedule with its leases, webhooks and deliveries, judgements of readers."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT, INT = sa.Text(), sa.Integer()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _tokens()
    _schedule()
    _webhooks()
    _judgements()


def downgrade() -> None:
    """Drop them."""
    for name in ("judgements", "deliveries", "webhooks", "schedule", "tokens"):
        op.drop_table(name)


def _tokens() -> None:
    from storage.types import BigId, StorableJson

    op.create_table(
        "tokens",
        sa.Column("id", BigId, nullable=False, comment="Key"),
        sa.Column("name", TEXT, nullable=False, comment="What people call it"),
        sa.Column("token_sha256", TEXT, nullable=False, comment="SHA-256 of the token, hexadecimal"),
        sa.Column("scopes", StorableJson(), nullable=False, comment="read, submit, admin: a JSON array"),
        sa.Column("created_at", MOMENT, nullable=False, comment="When it was made, UTC"),
        sa.Column("expires_at", MOMENT, nullable=True, comment="When it ends by itself, UTC; null for never"),
        sa.Column("used_at", MOMENT, nullable=True, comment="When it was last used, to about a minute, UTC"),
        sa.Column("revoked_at", MOMENT, nullable=True, comment="When it was taken back, UTC; null while it holds"),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("name", name="uq_tokens_name"),
        sa.UniqueConstraint("token_sha256", name="uq_tokens_token_sha256"),
        comment="Keys to the HTTP API, of which only the digest is kept",
    )


def _schedule() -> None:
    wanted = "When somebody asked for a crawl at once, UTC; else null"
    leased = "Until when that process has it, unless it says that it goes on, UTC"
    trouble = "What was wrong with the last crawl, one line; else null"
    op.create_table(
        "schedule",
        sa.Column("source", TEXT, nullable=False, comment="Host name of the outlet, without www"),
        sa.Column("next_at", MOMENT, nullable=False, comment="When it is to be crawled, UTC"),
        sa.Column("wanted_at", MOMENT, nullable=True, comment=wanted),
        sa.Column("holder", TEXT, nullable=True, comment="Process that is crawling it; null where none is"),
        sa.Column("leased_until", MOMENT, nullable=True, comment=leased),
        sa.Column("started_at", MOMENT, nullable=True, comment="When the last crawl began, UTC"),
        sa.Column("ended_at", MOMENT, nullable=True, comment="When it ended, UTC; null before that"),
        sa.Column("failures", INT, nullable=False, comment="Crawls in a row that brought nothing for a trouble"),
        sa.Column("trouble", TEXT, nullable=True, comment=trouble),
        sa.PrimaryKeyConstraint("source", name="pk_schedule"),
        comment="When each outlet is to be crawled, and which process is crawling it",
    )
    op.create_index("ix_schedule_next_at", "schedule", ["next_at"])


def _webhooks() -> None:
    from storage.types import BigId, StorableJson

    secret = "Key that the posts are signed with; it cannot be kept as a digest"
    conditions = "Conditions of the search, a JSON object: source, language, ..."
    op.create_table(
        "webhooks",
        sa.Column("id", BigId, nullable=False, comment="Key"),
        sa.Column("url", TEXT, nullable=False, comment="Address that the articles are posted to"),
        sa.Column("secret", TEXT, nullable=False, comment=secret),
        sa.Column("query", TEXT, nullable=True, comment="What the articles must answer; null for all"),
        sa.Column("conditions", StorableJson(), nullable=False, comment=conditions),
        sa.Column("created_at", MOMENT, nullable=False, comment="When it was made, UTC; older articles are not told"),
        sa.Column("looked_at", MOMENT, nullable=False, comment="Until when new articles were looked for, UTC"),
        sa.Column("paused_at", MOMENT, nullable=True, comment="When it was given up, UTC; null while it is told"),
        sa.Column("failures", INT, nullable=False, comment="Deliveries in a row that were given up"),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
        comment="Addresses that are told of the new articles of a search",
    )
    foreign = sa.ForeignKeyConstraint
    op.create_table(
        "deliveries",
        sa.Column("id", BigId, nullable=False, comment="Key"),
        sa.Column("webhook_id", BigId, nullable=False, comment="Webhook"),
        sa.Column("article_id", BigId, nullable=False, comment="Article"),
        sa.Column("state", TEXT, nullable=False, comment="waiting, delivered or given-up"),
        sa.Column("tries", INT, nullable=False, comment="How often it was tried"),
        sa.Column("next_at", MOMENT, nullable=True, comment="When it is tried (again), UTC; null for never"),
        sa.Column("status", INT, nullable=True, comment="HTTP status of the last answer; null where none came"),
        sa.Column("trouble", TEXT, nullable=True, comment="Why the last try failed, one line; else null"),
        sa.Column("created_at", MOMENT, nullable=False, comment="When the article was found, UTC"),
        sa.Column("ended_at", MOMENT, nullable=True, comment="When it was delivered or given up, UTC"),
        foreign(["webhook_id"], ["webhooks.id"], name="fk_deliveries_webhook_id_webhooks", ondelete="CASCADE"),
        foreign(["article_id"], ["articles.id"], name="fk_deliveries_article_id_articles", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("webhook_id", "article_id", name="uq_deliveries_webhook_id_article_id"),
        comment="Articles that webhooks are told of, and what came of it",
    )
    op.create_index("ix_deliveries_article_id", "deliveries", ["article_id"])
    op.create_index("ix_deliveries_state_next_at", "deliveries", ["state", "next_at"])


def _judgements() -> None:
    from storage.types import BigId

    foreign = sa.ForeignKeyConstraint
    verdict_reason = "Why it is to be removed, as the reader sees it"
    reader = "Name of the reader's token; null where none was needed"
    op.create_table(
        "judgements",
        sa.Column("id", BigId, nullable=False, comment="Key"),
        sa.Column("article_id", BigId, nullable=False, comment="Article"),
        sa.Column("revision_id", BigId, nullable=False, comment="Revision that was read"),
        sa.Column("block_index", INT, nullable=False, comment="Place of the block in the page, from 0"),
        sa.Column("text", TEXT, nullable=False, comment="Text of the block"),
        sa.Column("label", TEXT, nullable=False, comment="What the cleaner did with it: kept or removed"),
        sa.Column("reason", TEXT, nullable=True, comment="Why it was removed; null for a kept one"),
        sa.Column("rule", TEXT, nullable=True, comment="Id of the rule that said so; null for a kept one"),
        sa.Column("verdict", TEXT, nullable=False, comment="What the reader says is right: keep or remove"),
        sa.Column("verdict_reason", TEXT, nullable=True, comment=verdict_reason),
        sa.Column("note", TEXT, nullable=False, comment="What the reader wrote; empty where nothing"),
        sa.Column("reader", TEXT, nullable=True, comment=reader),
        sa.Column("created_at", MOMENT, nullable=False, comment="When it was said, UTC"),
        foreign(["article_id"], ["articles.id"], name="fk_judgements_article_id_articles", ondelete="CASCADE"),
        foreign(["revision_id"], ["revisions.id"], name="fk_judgements_revision_id_revisions", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_judgements"),
        comment="Blocks of which a reader said that they were kept or removed by mistake",
    )
    op.create_index("ix_judgements_article_id", "judgements", ["article_id"])
    op.create_index("ix_judgements_revision_id", "judgements", ["revision_id"])

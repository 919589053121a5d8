"""The service's tables. A webhook's deliveries and an article's judgements go with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models import Base, Id
from storage.types import BigId, StorableJson


class TokenRow(Base):
    """A key to the HTTP API."""

    __tablename__ = "tokens"
    __table_args__ = ({"comment": "Keys to the HTTP API, of which only the digest is kept"},)

    id: Mapped[Id] = mapped_column(comment="Key")
    name: Mapped[str] = mapped_column(unique=True, comment="What people call it")
    token_sha256: Mapped[str] = mapped_column(unique=True, comment="SHA-256 of the token, hexadecimal")
    scopes: Mapped[Any] = mapped_column(StorableJson, nullable=False, comment="read, submit, admin: a JSON array")
    created_at: Mapped[datetime] = mapped_column(comment="When it was made, UTC")
    expires_at: Mapped[datetime | None] = mapped_column(comment="When it ends by itself, UTC; null for never")
    used_at: Mapped[datetime | None] = mapped_column(comment="When it was last used, to about a minute, UTC")
    revoked_at: Mapped[datetime | None] = mapped_column(comment="When it was taken back, UTC; null while it holds")


class ScheduleRow(Base):
    """When an outlet is to be crawled, and who is crawling it."""

    __tablename__ = "schedule"
    __table_args__ = ({"comment": "When each outlet is to be crawled, and which process is crawling it"},)

    source: Mapped[str] = mapped_column(primary_key=True, comment="Host name of the outlet, without www")
    next_at: Mapped[datetime] = mapped_column(index=True, comment="When it is to be crawled, UTC")
    wanted_at: Mapped[datetime | None] = mapped_column(
        comment="When somebody asked for a crawl at once, UTC; else null"
    )
    holder: Mapped[str | None] = mapped_column(comment="Process that is crawling it; null where none is")
    leased_until: Mapped[datetime | None] = mapped_column(
        comment="Until when that process has it, unless it says that it goes on, UTC"
    )
    started_at: Mapped[datetime | None] = mapped_column(comment="When the last crawl began, UTC")
    ended_at: Mapped[datetime | None] = mapped_column(comment="When it ended, UTC; null before that")
    failures: Mapped[int] = mapped_column(comment="Crawls in a row that brought nothing for a trouble")
    trouble: Mapped[str | None] = mapped_column(comment="What was wrong with the last crawl, one line; else null")


class WebhookRow(Base):
    """An address that is told of new articles."""

    __tablename__ = "webhooks"
    __table_args__ = ({"comment": "Addresses that are told of the new articles of a search"},)

    id: Mapped[Id] = mapped_column(comment="Key")
    url: Mapped[str] = mapped_column(comment="Address that the articles are posted to")
    secret: Mapped[str] = mapped_column(comment="Key that the posts are signed with; it cannot be kept as a digest")
    query: Mapped[str | None] = mapped_column(comment="What the articles must answer; null for all")
    conditions: Mapped[Any] = mapped_column(
        StorableJson, nullable=False, comment="Conditions of the search, a JSON object: source, language, ..."
    )
    created_at: Mapped[datetime] = mapped_column(comment="When it was made, UTC; older articles are not told")
    looked_at: Mapped[datetime] = mapped_column(comment="Until when new articles were looked for, UTC")
    paused_at: Mapped[datetime | None] = mapped_column(comment="When it was given up, UTC; null while it is told")
    failures: Mapped[int] = mapped_column(comment="Deliveries in a row that were given up")


class DeliveryRow(Base):
    """An article that a webhook is told of."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "article_id"),
        Index(None, "state", "next_at"),
        {"comment": "Articles that webhooks are told of, and what came of it"},
    )

    id: Mapped[Id] = mapped_column(comment="Key")
    webhook_id: Mapped[int] = mapped_column(BigId, ForeignKey("webhooks.id", ondelete="CASCADE"), comment="Webhook")
    article_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("articles.id", ondelete="CASCADE"), index=True, comment="Article"
    )
    state: Mapped[str] = mapped_column(comment="waiting, delivered or given-up")
    tries: Mapped[int] = mapped_column(comment="How often it was tried")
    next_at: Mapped[datetime | None] = mapped_column(comment="When it is tried (again), UTC; null for never")
    status: Mapped[int | None] = mapped_column(comment="HTTP status of the last answer; null where none came")
    trouble: Mapped[str | None] = mapped_column(comment="Why the last try failed, one line; else null")
    created_at: Mapped[datetime] = mapped_column(comment="When the article was found, UTC")
    ended_at: Mapped[datetime | None] = mapped_column(comment="When it was delivered or given up, UTC")


class JudgementRow(Base):
    """What a reader says of a block's label."""

    __tablename__ = "judgements"
    __table_args__ = ({"comment": "Blocks of which a reader said that they were kept or removed by mistake"},)

    id: Mapped[Id] = mapped_column(comment="Key")
    article_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("articles.id", ondelete="CASCADE"), index=True, comment="Article"
    )
    revision_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("revisions.id", ondelete="CASCADE"), index=True, comment="Revision that was read"
    )
    block_index: Mapped[int] = mapped_column(comment="Place of the block in the page, from 0")
    text: Mapped[str] = mapped_column(comment="Text of the block")
    label: Mapped[str] = mapped_column(comment="What the cleaner did with it: kept or removed")
    reason: Mapped[str | None] = mapped_column(comment="Why it was removed; null for a kept one")
    rule: Mapped[str | None] = mapped_column(comment="Id of the rule that said so; null for a kept one")
    verdict: Mapped[str] = mapped_column(comment="What the reader says is right: keep or remove")
    verdict_reason: Mapped[str | None] = mapped_column(comment="Why it is to be removed, as the reader sees it")
    note: Mapped[str] = mapped_column(comment="What the reader wrote; empty where nothing")
    reader: Mapped[str | None] = mapped_column(comment="Name of the reader's token; null where none was needed")
    created_at: Mapped[datetime] = mapped_column(comment="When it was said, UTC")

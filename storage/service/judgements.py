"""What readers say of labels: "this was wrong". All functions run inside the caller's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from storage.models import Article, RemovalRow, Revision
from storage.service.tables import JudgementRow

VERDICTS = ("keep", "remove")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A reader's word on one block; the fields are those of the table, the moment is UTC."""

    id: int
    article_id: int
    revision_id: int
    block_index: int
    text: str
    label: str
    reason: str | None
    rule: str | None
    verdict: str
    verdict_reason: str | None
    note: str
    reader: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a reader says: block `block_index` of the article's revision `number` is to be kept or removed."""

    article_id: int
    number: int
    block_index: int
    verdict: str
    verdict_reason: str | None = None
    note: str = ""
    reader: str | None = None


def add(connection: Connection, said: Said, at: datetime) -> Judgement | None:
    """Store it beside what the cleaner said of the block; return it, or None where there is no such block.

    What the same reader said of the block before is replaced. Raises ValueError for an unknown verdict.
    """
    if said.verdict not in VERDICTS:
        raise ValueError(f"{said.verdict!r} is no verdict; say keep or remove")
    block = _block(connection, said)
    if block is None:
        return None
    same = (
        JudgementRow.article_id == said.article_id,
        JudgementRow.revision_id == block["revision_id"],
        JudgementRow.block_index == said.block_index,
        JudgementRow.reader.is_not_distinct_from(said.reader),
    )
    connection.execute(delete(JudgementRow).where(*same))
    values = {
        **block,
        "article_id": said.article_id,
        "block_index": said.block_index,
        "verdict": said.verdict,
        "verdict_reason": said.verdict_reason if said.verdict == "remove" else None,
        "note": said.note,
        "reader": said.reader,
        "created_at": at,
    }
    id_ = connection.scalar(insert(JudgementRow).values(**values).returning(JudgementRow.id))
    return next(iter(_judgements(connection, JudgementRow.id == id_)))


def of_article(connection: Connection, article_id: int) -> list[Judgement]:
    """Return what was said of an article's blocks, the latest first."""
    return _judgements(connection, JudgementRow.article_id == article_id)


def all_of(connection: Connection, before: int | None = None, limit: int = 100) -> list[Judgement]:
    """Return what was said of any block, the latest first; `before` is the id that the last page ended with."""
    return _judgements(connection, *(() if before is None else (JudgementRow.id < before,)), limit=limit)


def remove(connection: Connection, judgement_id: int) -> bool:
    """Take one back; return whether it was there."""
    statement = delete(JudgementRow).where(JudgementRow.id == judgement_id).returning(JudgementRow.id)
    return connection.scalar(statement) is not None


def _judgements(connection: Connection, *conditions: Any, limit: int | None = None) -> list[Judgement]:
    query = select(JudgementRow.__table__).where(*conditions).order_by(JudgementRow.id.desc()).limit(limit)
    return [Judgement(**row._mapping) for row in connection.execute(query)]


def _block(connection: Connection, said: Said) -> Mapping[str, Any] | None:
    """What the cleaner said of the block: its revision's key, text, label, reason and rule."""
    query = select(Revision.id, Revision.blocks).join(Article, Article.id == Revision.article_id)
    row = connection.execute(query.where(Article.id == said.article_id, Revision.number == said.number)).first()
    if row is None:
        return None
    for block in row.blocks:
        if block["index"] == said.block_index:
            return {"revision_id": row.id, "text": block["text"], "label": "kept", "reason": None, "rule": None}
    removed = connection.execute(
        select(RemovalRow.text, RemovalRow.reason, RemovalRow.rule).where(
            RemovalRow.revision_id == row.id, RemovalRow.block_index == said.block_index
        )
    ).first()
    return None if removed is None else {"revision_id": row.id, "label": "removed", **removed._mapping}

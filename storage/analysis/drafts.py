"""Articles on their way through the analysis: what is read of them, and the profiles made of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from cleaners.types import Reason
from storage.analysis import minhash, terms
from storage.analysis.agencies import agency
from storage.analysis.minhash import Signature
from storage.analysis.terms import Terms
from storage.models import Article, RemovalRow, Revision, Source

_CREDITS = (Reason.BYLINE, Reason.DATELINE, Reason.FOOTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article to be compared with others. `at` is what decides which is the earlier."""

    id: int
    revision_id: int
    at: datetime
    text: str
    text_sha256: str
    language: str | None
    signature: Signature | None
    terms: Terms
    agency: str | None

    @property
    def day(self) -> int:
        """The day of `at`, counted from 1970-01-01."""
        return day(self.at)

    def row(self) -> dict[str, Any]:
        """The values of `profiles`, but for the cluster."""
        return {
            "article_id": self.id,
            "revision_id": self.revision_id,
            "method": minhash.method(),
            "at": self.at,
            "signature": minhash.dumped(self.signature),
            "terms": terms.dumped(self.terms),
            "agency": self.agency,
        }


def day(moment: datetime) -> int:
    """Return the day of a moment, counted from 1970-01-01."""
    return int(moment.timestamp() // 86400)


def read(connection: Connection, ids: Sequence[int]) -> list[Draft]:
    """Return the articles in their current revisions, by id."""
    query = (
        select(
            Article.id,
            Article.text_sha256,
            Revision.id.label("revision_id"),
            func.coalesce(Revision.published_utc, Article.created_at, type_=Article.created_at.type).label("at"),
            Revision.title,
            Revision.text,
            Revision.language,
            Revision.authors,
            func.coalesce(Source.name, "").label("source"),
        )
        .join(Revision, (Revision.article_id == Article.id) & (Revision.number == Article.revision))
        .outerjoin(Source, Source.id == Article.source_id)
        .where(Article.id.in_(ids))
        .order_by(Article.id)
    )
    rows = connection.execute(query).all()
    left_out = _credits(connection, [row.revision_id for row in rows])
    signatures = minhash.signatures([row.text for row in rows])
    return [_draft(row, signature, left_out[row.revision_id]) for row, signature in zip(rows, signatures, strict=True)]


def _draft(row: Any, signature: Signature | None, left_out: Sequence[str]) -> Draft:
    return Draft(
        id=row.id,
        revision_id=row.revision_id,
        at=row.at,
        text=row.text,
        text_sha256=row.text_sha256,
        language=row.language,
        signature=signature,
        terms=terms.terms_of(row.title, row.text, row.language),
        agency=agency(row.source, row.authors, row.text, left_out),
    )


def _credits(connection: Connection, revisions: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = select(RemovalRow.revision_id, RemovalRow.text).where(
        RemovalRow.revision_id.in_(revisions), RemovalRow.reason.in_([reason.value for reason in _CREDITS])
    )
    for row in connection.execute(query.order_by(RemovalRow.revision_id, RemovalRow.block_index)):
        found[row.revision_id].append(row.text)
    return found

"""Captures that come late: a page as it was before what is stored, such as one out of an old archive.

It becomes a revision in the place where it belongs, and the ones behind it are counted on. What the article says now
stays as it is.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from storage.changes import Change, compare
from storage.models import Article, Record, Revision


def place(connection: Connection, article_id: int, at: datetime, content_sha256: str) -> int | None:
    """Return the number that a capture of a moment has among the revisions; None where one of its neighbours says the
    same."""
    moment = func.coalesce(Record.fetched_at, Revision.created_at)
    query = (
        select(Revision.number, Revision.content_sha256, moment.label("at"))
        .outerjoin(Record, Record.id == Revision.record_id)
        .where(Revision.article_id == article_id)
        .order_by(Revision.number)
    )
    rows = connection.execute(query).all()
    number = next((row.number for row in rows if row.at > at), len(rows) + 1)
    near = [row.content_sha256 for row in rows if row.number in (number - 1, number)]
    return None if content_sha256 in near else number


def make_room(connection: Connection, article_id: int, number: int, values: Mapping[str, Any]) -> None:
    """Count on the revisions from a number on, and say anew how the first of them differs from what comes before it."""
    later = (Revision.article_id == article_id) & (Revision.number >= number)
    # In two steps, since no number may be there twice even for a moment.
    connection.execute(update(Revision).where(later).values(number=-Revision.number))
    moved = (Revision.article_id == article_id) & (Revision.number < 0)
    connection.execute(update(Revision).where(moved).values(number=1 - Revision.number))
    connection.execute(update(Article).where(Article.id == article_id).values(revision=Article.revision + 1))
    following = _one(connection, article_id, number + 1)
    if following is not None:
        change = compare(values["text"], following.text, titles=(values["title"], following.title))
        sizes = {"size": change.size.value, "words_added": change.words_added, "words_removed": change.words_removed}
        connection.execute(update(Revision).where(Revision.id == following.id).values(**sizes))


def step(connection: Connection, article_id: int, number: int, values: Mapping[str, Any]) -> Change | None:
    """Return how a revision differs from the one before it; None for the first."""
    before = _one(connection, article_id, number - 1)
    if before is None:
        return None
    return compare(before.text, values["text"], titles=(before.title, values["title"]))


def _one(connection: Connection, article_id: int, number: int) -> Any:
    query = select(Revision.id, Revision.title, Revision.text)
    return connection.execute(query.where(Revision.article_id == article_id, Revision.number == number)).first()

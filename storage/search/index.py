"""The full-text index: fed in batches, each revision by its key; entries of deleted revisions go by themselves."""

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import Connection, select, text

from storage.models import Revision

# PostgreSQL takes a tsvector of 1 MiB at most; of a longer text the beginning is found.
_MOST = 200_000
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_WORDS = re.compile(r"[^\W_]+")


def add(connection: Connection, revisions: Sequence[int]) -> None:
    """Put revisions into the index, by their ids."""
    if not revisions:
        return
    if connection.dialect.name == "sqlite":
        _sqlite(connection, "INSERT INTO search (rowid, title, text) SELECT id, title, text", revisions)
    else:
        _postgresql(connection, revisions)


def remove(connection: Connection, revisions: Sequence[int]) -> None:
    """Take revisions out of the index that are in it."""
    if connection.dialect.name == "sqlite":
        # FTS5 wants the text that was put in; revisions never change, so it is there still.
        start = "INSERT INTO search (search, rowid, title, text) SELECT 'delete', id, title, text"
        _sqlite(connection, start, revisions)
    else:
        statement = text("DELETE FROM search WHERE revision_id = ANY(:ids)")
        connection.execute(statement, {"ids": list(revisions)})


def folded(words: str) -> str:
    """Return the words of a text as they are compared: in lower case, without accents, a space between them."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return " ".join(_WORDS.findall(without_accents(plain)))


def without_accents(decomposed: str) -> str:
    """Return a decomposed text (NFKD) without the accents that stand beside their letters in it."""
    return decomposed if decomposed.isascii() else _ACCENTS.sub("", decomposed)


def _sqlite(connection: Connection, start: str, revisions: Sequence[int]) -> None:
    ids = ",".join(str(int(id_)) for id_ in revisions)
    connection.exec_driver_sql(f"{start} FROM revisions WHERE id IN ({ids})")


def _postgresql(connection: Connection, revisions: Sequence[int]) -> None:
    rows = connection.execute(
        select(Revision.id, Revision.title, Revision.text).where(Revision.id.in_(revisions))
    ).all()
    statement = text(
        "INSERT INTO search (revision_id, document) VALUES (:id, "
        "setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :text), 'D'))"
    )
    values = [
        {"id": row.id, "title": folded(row.title or "")[:_MOST], "text": folded(row.text)[:_MOST]} for row in rows
    ]
    connection.execute(statement, values)

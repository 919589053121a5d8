"""The full-text index: fed in batches, each revision by its key; entries of deleted revisions go by themselves."""

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import Connection, select, text

from storage.models import Revision
from storage.search.segments import MARKS, segmented
from storage.sentences import UNSPACED

# PostgreSQL takes a tsvector of 1 MiB at most; of a longer text the beginning is found.
_MOST = 200_000
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
# Vowel signs of Indic scripts, and all of scripts without spaces, are parts of words, which Python's \w does not know.
_WORDS = re.compile(f"[\\w\u0900-\u0963\u0966-\u0df3{UNSPACED}{MARKS}]+")
_LONGEST = 500
"""Characters of a word that are kept: PostgreSQL takes words of 2,046 bytes at most."""


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
    return " ".join(word[:_LONGEST] for word in _WORDS.findall(without_accents(plain).replace("_", " ")))


def without_accents(decomposed: str) -> str:
    """Return a decomposed text (NFKD) without the accents that stand beside their letters in it."""
    return decomposed if decomposed.isascii() else _ACCENTS.sub("", decomposed)


def _sqlite(connection: Connection, start: str, revisions: Sequence[int]) -> None:
    ids = ",".join(str(int(id_)) for id_ in revisions)
    connection.exec_driver_sql(f"{start} FROM search_texts WHERE id IN ({ids})")


def _postgresql(connection: Connection, revisions: Sequence[int]) -> None:
    rows = connection.execute(
        select(Revision.id, Revision.title, Revision.text).where(Revision.id.in_(revisions))
    ).all()
    statement = text("INSERT INTO search (revision_id, document) VALUES (:id, CAST(:document AS tsvector))")
    connection.execute(statement, [{"id": row.id, "document": _document(row.title, row.text)} for row in rows])


def _document(title: str | None, running: str) -> str:
    """A `tsvector` as PostgreSQL reads it: words and their places, those of the title with weight A.

    Its own parser goes by the server's locale, and would cut words of many scripts where that does not know them.
    """
    above, below = (folded(segmented(part) or "")[:_MOST].split() for part in (title, running))
    places = [f"'{word}':{place}A" for place, word in enumerate(above, start=1)]
    return " ".join(places + [f"'{word}':{place}" for place, word in enumerate(below, start=len(above) + 2)])

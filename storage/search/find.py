"""Answers to a query: articles, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Float,
    Integer,
    Select,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from storage.filters import Filters
from storage.models import Article, Revision
from storage.search.query import Query, for_fts5, for_tsquery
from storage.search.snippet import snippet

_TITLE_WEIGHT = 5.0
"""A word in the title counts as much as five in the text."""

_WEIGHTS = f"'{{{1 / _TITLE_WEIGHT}, {1 / _TITLE_WEIGHT}, {1 / _TITLE_WEIGHT}, 1}}'::real[]"
_BY_INDEX = {
    "sqlite": "SELECT rowid AS revision_id, -rank AS score FROM search "
    f"WHERE search MATCH ? AND rank MATCH 'bm25({_TITLE_WEIGHT}, 1.0)' ORDER BY rank, rowid DESC LIMIT ? OFFSET ?",
    "postgresql": f"SELECT revision_id, ts_rank_cd({_WEIGHTS}, document, wanted, 1) AS score "
    "FROM search, CAST(%s AS tsquery) AS wanted WHERE document @@ wanted "
    "ORDER BY score DESC, revision_id DESC LIMIT %s OFFSET %s",
}
_BEST = {
    dialect: f"WITH hits AS MATERIALIZED ({best}) "
    "SELECT articles.id, hits.revision_id, hits.score FROM hits JOIN revisions ON revisions.id = hits.revision_id "
    "LEFT JOIN articles ON articles.id = revisions.article_id AND articles.revision = revisions.number"
    for dialect, best in _BY_INDEX.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that answers a query: `score` says how well, the best having 1."""

    article_id: int
    score: float
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An article that answers a query, and the revision that does; `score` is the database's own, higher is better."""

    article_id: int
    revision_id: int
    score: float


def find(connection: Connection, query: Query, filters: Filters, limit: int | None = None) -> list[Found]:
    """Return the articles that answer the query and meet the conditions, the best first."""
    several = ranked(connection, query, filters, limit)
    texts = snippets(connection, query, several)
    best = max((one.score for one in several), default=0.0) or 1.0
    return [Found(article_id=one.article_id, score=one.score / best, snippet=texts[one.revision_id]) for one in several]


def ranked(
    connection: Connection, query: Query, filters: Filters, limit: int | None = None, offset: int = 0
) -> list[Ranked]:
    """Return them without their snippets, from the one after the first `offset`."""
    if limit is not None and filters == Filters():
        quick = _ranked_by_index(connection, query, limit, offset)
        if quick is not None:
            return quick
    statement = _fts5(query) if connection.dialect.name == "sqlite" else _tsvector(query)
    statement = filters.apply(statement, connection.dialect.name).order_by(text("score DESC"), Article.id.desc())
    rows = connection.execute(statement.limit(limit).offset(offset)).all()
    return [Ranked(article_id=row.id, revision_id=row.revision_id, score=row.score) for row in rows]


def snippets(connection: Connection, query: Query, several: Sequence[Ranked]) -> dict[int, str]:
    """Return the part of each text that answers best, by revision."""
    ids = [one.revision_id for one in several]
    rows = connection.execute(select(Revision.id, Revision.text).where(Revision.id.in_(ids)))
    return {row.id: snippet(row.text, query.words, query.beginnings) for row in rows}


def matching(query: Query, dialect: str) -> Select[Any]:
    """The keys of all revisions that answer a query, as a sub-query."""
    if dialect == "sqlite":
        return select(column("rowid", Integer)).select_from(table("search")).where(_match(query))
    index, wanted = _index(), _wanted(query)
    return select(index.c.revision_id).where(index.c.document.op("@@")(wanted))


def _ranked_by_index(connection: Connection, query: Query, limit: int, offset: int) -> list[Ranked] | None:
    """The same by the index alone, which need not look at every article that answers; None where that is not enough.

    It is not where a revision in the index is no longer its article's: a newer one waits for `storage.analysis`.
    """
    dialect = connection.dialect.name
    words = for_fts5(query) if dialect == "sqlite" else for_tsquery(query)
    with connection.exec_driver_sql(_BEST[dialect], (words, limit, offset)) as result:
        rows = result.all()
    if any(id_ is None for id_, _, _ in rows):
        return None
    found = [Ranked(article_id=id_, revision_id=revision_id, score=score) for id_, revision_id, score in rows]
    return sorted(found, key=lambda one: (-one.score, -one.article_id))


def _fts5(query: Query) -> Select[Any]:
    index = table("search", column("rowid", Integer))
    # bm25() gives lower numbers to better matches.
    score = literal_column(f"-bm25(search, {_TITLE_WEIGHT}, 1.0)", Float).label("score")
    return _select(score, index, index.c.rowid).where(_match(query))


def _match(query: Query) -> Any:
    return literal_column("search").op("MATCH")(literal(for_fts5(query)))


def _tsvector(query: Query) -> Select[Any]:
    index, wanted = _index(), _wanted(query)
    weights: Any = literal_column(_WEIGHTS)
    # 1: a long text has more words of every kind, so its length is taken off by the logarithm.
    score = func.ts_rank_cd(weights, index.c.document, wanted, 1, type_=Float).label("score")
    return _select(score, index, index.c.revision_id).where(index.c.document.op("@@")(wanted))


def _index() -> Any:
    return table("search", column("revision_id", Integer), column("document", TSVECTOR))


def _wanted(query: Query) -> Any:
    return cast(literal(for_tsquery(query)), TSQUERY)


def _select(score: Any, index: Any, revision_id: Any) -> Select[Any]:
    return (
        select(Article.id, score, Revision.id.label("revision_id"))
        .select_from(index)
        .join(Revision, Revision.id == revision_id)
        .join(Article, (Article.id == Revision.article_id) & (Article.revision == Revision.number))
    )

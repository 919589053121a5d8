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

from storage.driver import Row, ask, execute
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
_CURRENT = (
    "FROM hits JOIN revisions ON revisions.id = hits.revision_id "
    "LEFT JOIN articles ON articles.id = revisions.article_id AND articles.revision = revisions.number"
)
_TEXTS = {
    "sqlite": "SELECT id, text FROM revisions WHERE id IN (SELECT json_extract(value, '$[0]') FROM json_each(?))",
    "postgresql": "SELECT id, text FROM revisions WHERE id = ANY(%s::bigint[])",
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
        rows = by_index(connection, query, "hits.revision_id", limit, offset)
        if rows is not None:
            return [Ranked(article_id=id_, revision_id=revision_id, score=score) for id_, revision_id, score in rows]
    statement = _fts5(query) if connection.dialect.name == "sqlite" else _tsvector(query)
    statement = filters.apply(statement, connection.dialect.name).order_by(text("score DESC"), Article.id.desc())
    found = connection.execute(statement.limit(limit).offset(offset)).all()
    return [Ranked(article_id=row.id, revision_id=row.revision_id, score=row.score) for row in found]


def snippets(connection: Connection, query: Query, several: Sequence[Ranked]) -> dict[int, str]:
    """Return the part of each text that answers best, by revision."""
    words, beginnings = query.words, query.beginnings
    rows = ask(connection, _TEXTS, [[one.revision_id for one in several]]) if several else ()
    return {id_: snippet(text, words, beginnings) for id_, text in rows}


def matching(query: Query, dialect: str) -> Select[Any]:
    """The keys of all revisions that answer a query, as a sub-query."""
    if dialect == "sqlite":
        return select(column("rowid", Integer)).select_from(table("search")).where(_match(query))
    index, wanted = _index(), _wanted(query)
    return select(index.c.revision_id).where(index.c.document.op("@@")(wanted))


def by_index(
    connection: Connection, query: Query, columns: str, limit: int, offset: int, more: str = ""
) -> list[Row] | None:
    """Return the article, columns and score of what answers, the best first, by the index alone, which need not look at every
    article that answers; `more` is what is joined besides. None where that is not enough.

    It is not where a revision in the index is no longer its article's: a newer one waits for `storage.analysis`.
    """
    dialect = connection.dialect.name
    words = for_fts5(query) if dialect == "sqlite" else for_tsquery(query)
    hits = f"WITH hits AS MATERIALIZED ({_BY_INDEX[dialect]})"
    statement = f"{hits} SELECT articles.id, {columns}, hits.score {_CURRENT} {more}"
    rows = execute(connection, statement, (words, limit, offset))
    if any(row[0] is None for row in rows):
        return None
    return sorted(rows, key=lambda row: (-row[-1], -row[0]))


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

"""Answers to a query: articles, the best first."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Float, Integer, Select, column, func, literal, literal_column, select, table, text
from sqlalchemy.dialects.postgresql import REGCONFIG, TSVECTOR

from storage.filters import Filters
from storage.models import Article, Revision
from storage.search.query import Query, for_fts5, for_tsquery
from storage.search.snippet import snippet

_TITLE_WEIGHT = 5.0
"""A word in the title counts as much as five in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that answers a query: `score` says how well, the best having 1."""

    article_id: int
    score: float
    snippet: str


def find(connection: Connection, query: Query, filters: Filters, limit: int | None = None) -> list[Found]:
    """Return the articles that answer the query and meet the conditions, the best first."""
    sqlite = connection.dialect.name == "sqlite"
    statement = _fts5(query) if sqlite else _tsvector(query)
    statement = filters.apply(statement, connection.dialect.name).order_by(text("score DESC"), Article.id.desc())
    rows = connection.execute(statement.limit(limit)).all()
    best = max((row.score for row in rows), default=0.0) or 1.0
    return [
        Found(article_id=row.id, score=row.score / best, snippet=snippet(row.text, query.words, query.beginnings))
        for row in rows
    ]


def _fts5(query: Query) -> Select[Any]:
    index = table("search", column("rowid", Integer))
    # bm25() gives lower numbers to better matches.
    score = literal_column(f"-bm25(search, {_TITLE_WEIGHT}, 1.0)", Float).label("score")
    return _select(score, index, index.c.rowid).where(literal_column("search").op("MATCH")(literal(for_fts5(query))))


def _tsvector(query: Query) -> Select[Any]:
    index = table("search", column("revision_id", Integer), column("document", TSVECTOR))
    wanted = func.to_tsquery(literal("simple", REGCONFIG), for_tsquery(query))
    weights: Any = literal_column(f"'{{{1 / _TITLE_WEIGHT}, {1 / _TITLE_WEIGHT}, {1 / _TITLE_WEIGHT}, 1}}'::real[]")
    # 1: a long text has more words of every kind, so its length is taken off by the logarithm.
    score = func.ts_rank_cd(weights, index.c.document, wanted, 1, type_=Float).label("score")
    return _select(score, index, index.c.revision_id).where(index.c.document.op("@@")(wanted))


def _select(score: Any, index: Any, revision_id: Any) -> Select[Any]:
    return (
        select(Article.id, score, Revision.text)
        .select_from(index)
        .join(Revision, Revision.id == revision_id)
        .join(Article, (Article.id == Revision.article_id) & (Article.revision == Revision.number))
    )

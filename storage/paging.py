"""Lists of articles a page at a time, each beginning where the last one ended. All runs inside the caller's transaction.

A place in the list is a key, not a number of rows: what is stored meanwhile moves nothing, and the thousandth page costs as
much as the first.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import Connection, Integer, Select, bindparam, select

from storage.filters import Filters
from storage.models import Article, Revision
from storage.reading import is_current
from storage.search.find import matching
from storage.search.query import Query

Order = Literal["published", "stored"]


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """The last article of a page: its key and, where articles are ordered by publication, its date."""

    id: int
    published: datetime | None = None


def article_ids(
    connection: Connection,
    filters: Filters,
    order: Order,
    after: After | None,
    limit: int,
    search: Query | None = None,
) -> list[After]:
    """Return the places of up to `limit` articles behind another one, the latest first; those without a date last.

    With `search`, only of those that answer it.
    """
    found: list[After] = []
    for statement in _statements(connection.dialect.name, filters, order, after, search):
        if len(found) < limit:
            rows = connection.execute(statement, {"limit": limit - len(found)})
            found += [After(id=row.id, published=row.published_utc) for row in rows]
    return found


@lru_cache(maxsize=256)
def _statements(
    dialect: str, filters: Filters, order: Order, after: After | None, search: Query | None
) -> tuple[Select[Any], ...]:
    """The statements that give a part of the list, one after the other; SQLAlchemy takes longer to make them than to run
    them."""
    every: Any = select(Article.id, Revision.published_utc).join(Revision, is_current())
    query = filters.apply(every, dialect)
    if search is not None:
        query = query.where(Revision.id.in_(matching(search, dialect)))
    query = query.limit(bindparam("limit", type_=Integer))
    if order == "stored":
        query = query.order_by(Article.id.desc())
        return (query if after is None else query.where(Article.id < after.id),)
    # Those without a date are asked for apart: in one question PostgreSQL could not walk its index.
    rest = query.where(Revision.published_utc.is_(None)).order_by(Article.id.desc())
    if after is not None and after.published is None:
        return (rest.where(Article.id < after.id),)
    return _dated(query, after), rest


def _dated(query: Select[Any], after: After | None) -> Select[Any]:
    query = query.where(Revision.published_utc.is_not(None))
    if after is not None:
        same = (Revision.published_utc == after.published) & (Article.id < after.id)
        query = query.where(
            Revision.published_utc <= after.published, (Revision.published_utc < after.published) | same
        )
    return query.order_by(Revision.published_utc.desc(), Article.id.desc())

"""Articles as JSON, straight from the rows: what is asked for most often and wanted as it is stored.

Three statements are sent as they stand and their JSON columns are handed on as they lie there, which takes a quarter of the
time of loading objects to take them apart again. A test holds the result equal to that of the objects. All functions run
inside the caller's transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection

from storage.driver import Row, ask
from storage.filters import Filters
from storage.search.find import by_index, ranked
from storage.search.query import Query

Json = dict[str, Any]
"""A JSON object; values may be `orjson.Fragment`, so that only orjson can write it."""

_LISTED = (
    *("url", "source", "title", "description", "authors", "section", "language", "published_at", "paywall", "words"),
    *("removed", "revision", "created_at", "changed_at"),
)
_COLUMNS = (
    "articles.url, sources.name, title, description, {authors}, section, language, published_at, "
    "paywall, words, removed, revision, articles.created_at, changed_at"
)
_SOURCES = "LEFT JOIN sources ON sources.id = articles.source_id"
_LIST = (
    f"SELECT articles.id, {_COLUMNS}{{text}} FROM articles "
    f"JOIN revisions ON article_id = articles.id AND number = revision {_SOURCES} WHERE articles.id {{among}}"
)
_ONE = (
    "SELECT revisions.id, articles.url, sources.name, title, description, {authors}, published_at, modified_at, section, "
    "{tags}, site_name, language, paywall, {paywall_evidence}, canonical_url, image_url, is_accessible_for_free, "
    "{evidence}, words, {warnings}, cleaner_version, rules_version, text, revision, articles.created_at, changed_at "
    "FROM articles JOIN revisions ON article_id = articles.id AND number = revision "
    "LEFT JOIN sources ON sources.id = articles.source_id WHERE articles.id = {key}"
)
_ABOUT = (
    *(
        "url",
        "source",
        "title",
        "description",
        "authors",
        "published_at",
        "modified_at",
        "section",
        "tags",
        "site_name",
    ),
    *("language", "paywall", "paywall_evidence", "canonical_url", "image_url", "is_accessible_for_free", "evidence"),
    *("words", "warnings", "cleaner_version", "rules_version", "text", "revision", "created_at", "changed_at"),
)
_REMOVED = "SELECT block_index, reason, rule, text, kind FROM removals WHERE revision_id = {key} ORDER BY block_index"
_REMOVAL = ("index", "reason", "rule", "text", "kind")
_PAGES = "SELECT url, fetched_at FROM pages WHERE article_id = {key} ORDER BY id"
_JSON = ("authors", "tags", "paywall_evidence", "evidence", "warnings")
_MOMENTS = ("created_at", "changed_at")


def _worded(statement: str) -> Mapping[str, str]:
    """A statement in the wording of each database; JSON comes as text from both."""
    lite = {name: name for name in _JSON} | {
        "key": "?",
        "among": "IN (SELECT json_extract(value, '$[0]') FROM json_each(?))",
    }
    full = {name: f"{name}::text" for name in _JSON} | {"key": "%s", "among": "= ANY(%s::bigint[])"}
    return {"sqlite": statement.format(**lite), "postgresql": statement.format(**full)}


_LIST_BY, _TEXTS_BY = (_worded(_LIST.replace("{text}", text)) for text in ("", ", text"))
_ONE_BY, _REMOVED_BY, _PAGES_BY, _ANSWER_BY = map(_worded, (_ONE, _REMOVED, _PAGES, f"{_COLUMNS}, revisions.text"))


def listed(connection: Connection, ids: Sequence[int]) -> list[Json]:
    """Return the articles with these keys in this order, without their texts; one that is gone is passed over."""
    if not ids:
        return []
    found = {row[0]: _object(_LISTED, row) for row in ask(connection, _LIST_BY, [ids])}
    return [found[id_] for id_ in ids if id_ in found]


@dataclass(frozen=True, slots=True)
class Answer:
    """An article that answers a search, its text, and how well it does by the database's own measure."""

    listed: Json
    text: str
    score: float


def answers(connection: Connection, query: Query, filters: Filters, limit: int, offset: int) -> list[Answer]:
    """Return what answers a query and meets the conditions, the best first, from the one after the first `offset`."""
    if filters == Filters():
        columns = _ANSWER_BY[connection.dialect.name]
        rows = by_index(connection, query, columns, limit, offset, _SOURCES)
        if rows is not None:
            return [Answer(_object(_LISTED, row[:-2]), row[-2], row[-1]) for row in rows]
    several = ranked(connection, query, filters, limit, offset)
    ids = [one.article_id for one in several]
    found = {row[0]: row for row in ask(connection, _TEXTS_BY, [ids])} if ids else {}
    both = ((found[one.article_id], one.score) for one in several if one.article_id in found)
    return [Answer(_object(_LISTED, row[:-1]), row[-1], score) for row, score in both]


def article(connection: Connection, article_id: int) -> Json | None:
    """Return one article with what was left out of its page, None where there is none of that key."""
    rows = _run(connection, _ONE_BY, article_id)
    if not rows:
        return None
    revision_id, *about = rows[0]
    values = _object(_ABOUT, (article_id, *about))
    free = values["is_accessible_for_free"]
    pages = _run(connection, _PAGES_BY, article_id)
    fetched = [at for _, at in pages if at is not None]
    return values | {
        "is_accessible_for_free": None if free is None else bool(free),
        "removed": [dict(zip(_REMOVAL, row, strict=True)) for row in _run(connection, _REMOVED_BY, revision_id)],
        "urls": [url for url, _ in pages],
        "fetched_at": moment(max(fetched)) if fetched else None,
    }


def _object(names: Sequence[str], row: Row) -> Json:
    """The values after the key, under their names."""
    values = dict(zip(("id", *names), row, strict=True))
    for name in _MOMENTS:
        values[name] = moment(values[name])
    for name in _JSON:
        if name in values:
            values[name] = orjson.Fragment(values[name])
    return values


def moment(value: Any) -> str:
    """A moment of the driver's in ISO 8601: SQLite's is a text in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return f"{value.removesuffix('.000000').replace(' ', 'T')}+00:00"


def _run(connection: Connection, statements: Mapping[str, str], key: int) -> list[Row]:
    with connection.exec_driver_sql(statements[connection.dialect.name], (key,)) as result:
        cursor: Any = result.cursor
        rows: list[Row] = cursor.fetchall()
        return rows

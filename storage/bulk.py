"""Many cleaned pages stored at once: what is new goes in with one statement a table, all else page by page.

A page is new where its address was never fetched and no article of its outlet has its address or text. Most pages of an
archive or a first crawl are; storing them so takes a tenth of the time.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage import frontier, records, saving
from storage.derived import Pending
from storage.driver import NewRow, ask, execute, insertion
from storage.item import Item
from storage.models import Article, PageRow, Record, RemovalRow, Revision, Source
from storage.outcomes import Duplicate, Revised, Stored, Unchanged
from storage.rows import removal_columns, revision_values
from storage.warc import address

Saved = Stored | Unchanged | Revised | Duplicate


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A cleaned page as rows, all but their keys; `rows` is None where something about it is out of the ordinary."""

    item: Item
    url: str
    url_sha256: str
    source: str
    keys: dict[str, str]
    rows: "_Rows | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """What the page makes, keys left open until `_insert` knows them."""

    article: NewRow
    page: NewRow
    record: NewRow | None
    revision: NewRow
    removals: list[NewRow]


class _Tables:
    """The tables that a new page makes rows in."""

    def __init__(self, dialect: str) -> None:
        self.articles = insertion(Article, dialect, "id", "source_id")
        self.pages = insertion(PageRow, dialect, "id", "source_id", "article_id")
        self.records = insertion(Record, dialect, "id", "page_id")
        self.revisions = insertion(Revision, dialect, "id", "article_id", "record_id")
        self.removals = insertion(RemovalRow, dialect, "revision_id")
        self.pending = insertion(Pending, dialect, "article_id")


def make_ready(items: Iterable[Item], at: datetime, dialect: str) -> list[Ready]:
    """Return the items as rows: all that can be done before the transaction. Raises ValueError for a naive date."""
    tables = _Tables(dialect)
    return [_ready(item, at, tables) for item in items]


def save_all(connection: Connection, many: Sequence[Ready], at: datetime) -> list[Saved]:
    """Store the pages; return what became of each, in their order.

    Raises IntegrityError where another process has stored one of them in the same moment; `save_each` then does it.
    """
    fresh = _fresh(connection, many, at)
    outcomes: dict[int, Saved] = dict(_insert(connection, fresh)) if fresh else {}
    for index, one in enumerate(many):
        if index not in outcomes:
            outcomes[index] = _save(connection, one, at)
    return [outcomes[index] for index in range(len(many))]


def save_each(connection: Connection, many: Sequence[Ready], at: datetime) -> list[Saved]:
    """Store the pages one after the other."""
    return [_save(connection, one, at) for one in many]


def _save(connection: Connection, one: Ready, at: datetime) -> Saved:
    """Store a page on its own; the same bytes may have come from its address while it was being cleaned."""
    page, archived = one.item.page, one.item.archived
    known = frontier.same_body(connection, page) if frontier.is_good(page) else None
    if known is None:
        return saving.save(connection, page, archived, one.item.article, at)
    saving.unchanged(connection, page, archived, at)
    return Unchanged(url=one.url, article_id=known)


def _ready(item: Item, at: datetime, tables: _Tables) -> Ready:
    page, article = item.page, item.article
    url = address(page)
    keys = saving.keys(url, article)
    source = page.source or frontier.host_of(page.url, article.metadata.canonical_url)
    row = frontier.values(page, None, at, digest=item.archived.body_sha256 if item.archived else "")
    rows = None
    if source and frontier.is_good(page) and (item.archived is None or item.archived.row is None):
        times = {"created_at": at, "changed_at": at}
        rows = _Rows(
            article=tables.articles.row({**row, **times, **keys, "revision": 1}),
            page=tables.pages.row(row),
            record=None if item.archived is None else tables.records.row(records.values(page, 0, item.archived)),
            revision=tables.revisions.row(
                {**revision_values(article), "number": 1, "cause": saving.OUTLET, "created_at": at}
            ),
            removals=tables.removals.rows(removal_columns(article)),
        )
    return Ready(item=item, url=url, url_sha256=row["url_sha256"], source=source, keys=keys, rows=rows)


def _fresh(connection: Connection, many: Sequence[Ready], at: datetime) -> dict[int, tuple[Ready, int | None]]:
    """Those that nothing stored, and nothing before them in the list, has to do with, and their outlets; by index."""
    sources = _sources(connection, {one.source for one in many}, at)
    found: dict[int, tuple[Ready, int | None]] = {}
    claimed: set[tuple[Any, ...]] = set()
    for index, one in enumerate(many):
        source = sources[one.source]
        marks = _marks(one, source)
        if one.rows is not None and marks.isdisjoint(claimed):
            found[index] = one, source
        claimed |= marks
    stored = _stored(connection, list(found.values())) if found else set()
    return {index: pair for index, pair in found.items() if stored.isdisjoint(_marks(*pair))}


def _sources(connection: Connection, names: Set[str], at: datetime) -> dict[str, int | None]:
    """The outlets' keys by name; their rows are made where they are new, and stay locked, in the order of names."""
    found: dict[str, int | None] = dict(ask(connection, _SOURCES, [list(names)]))
    new = [{"name": name, "created_at": at} for name in sorted(names - set(found)) if name]
    if new:
        connection.execute(frontier.insert_into(connection.dialect.name, Source).on_conflict_do_nothing(), new)
        found = dict(ask(connection, _SOURCES, [list(names)]))
    return {"": None, **found}


def _marks(one: Ready, source: int | None) -> set[tuple[Any, ...]]:
    """What an article is known by: its address, and in its outlet its identity and its text."""
    keys = one.keys
    return {(0, one.url_sha256), (source, keys["identity_sha256"]), (source, keys["text_sha256"])}


def _stored(connection: Connection, many: Sequence[tuple[Ready, int | None]]) -> set[tuple[Any, ...]]:
    """Those of the marks that the database has."""
    wanted = ((one.url_sha256, source, one.keys["identity_sha256"], one.keys["text_sha256"]) for one, source in many)
    return set(ask(connection, _STORED, list(zip(*wanted, strict=True))))


# As the driver takes them: SQLAlchemy would spell out hundreds of parameters anew for each batch.
_SOURCES = {
    "sqlite": "SELECT name, id FROM sources WHERE name IN (SELECT json_extract(value, '$[0]') FROM json_each(?))",
    "postgresql": "SELECT name, id FROM sources WHERE name = ANY(%s) ORDER BY name FOR KEY SHARE",
}
_WANTED = {
    "sqlite": "SELECT json_extract(value, '$[0]') AS url, json_extract(value, '$[1]') AS source, "
    "json_extract(value, '$[2]') AS identity, json_extract(value, '$[3]') AS text FROM json_each(?)",
    "postgresql": "SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[]) "
    "AS given (url, source, identity, text)",
}
_STORED = {
    dialect: f"WITH wanted AS MATERIALIZED ({wanted}) "
    "SELECT 0, url_sha256 FROM wanted CROSS JOIN pages WHERE url_sha256 = wanted.url "
    "UNION ALL SELECT source_id, identity_sha256 FROM wanted CROSS JOIN articles "
    "WHERE source_id = wanted.source AND identity_sha256 = wanted.identity "
    "UNION ALL SELECT source_id, text_sha256 FROM wanted CROSS JOIN articles "
    "WHERE source_id = wanted.source AND text_sha256 = wanted.text"
    for dialect, wanted in _WANTED.items()
}


def _insert(connection: Connection, fresh: dict[int, tuple[Ready, int | None]]) -> dict[int, Stored]:
    tables = _Tables(connection.dialect.name)
    rows = [(one.rows, source) for one, source in fresh.values() if one.rows is not None]
    kept = sum(row.record is not None for row, _ in rows)
    numbers = {"articles": len(rows), "pages": len(rows), "revisions": len(rows), "records": kept}
    ids, pages, revisions, record_ids = _ids(connection, numbers)
    archived = [page for (row, _), page in zip(rows, pages, strict=True) if row.record is not None]
    record_of = dict(zip(archived, record_ids, strict=True))
    for (row, source), id_, page, revision in zip(rows, ids, pages, revisions, strict=True):
        record_id = record_of.get(page)
        row.article[:2] = id_, source
        row.page[:3] = page, source, id_
        row.revision[:3] = revision, id_, record_id
        if row.record is not None:
            row.record[:2] = record_id, page
        for removal in row.removals:
            removal[0] = revision
    tables.articles.run(connection, [row.article for row, _ in rows])
    tables.pages.run(connection, [row.page for row, _ in rows])
    tables.records.run(connection, [row.record for row, _ in rows if row.record is not None])
    tables.revisions.run(connection, [row.revision for row, _ in rows])
    tables.removals.run(connection, [removal for row, _ in rows for removal in row.removals])
    tables.pending.run(connection, [[id_] for id_ in ids])
    return {
        index: Stored(url=one.url, article_id=id_) for (index, (one, _)), id_ in zip(fresh.items(), ids, strict=True)
    }


def _ids(connection: Connection, wanted: Mapping[str, int]) -> list[list[int]]:
    """For each table so many numbers that no row of it has; nobody else takes them in the meantime."""
    if connection.dialect.name == "postgresql":
        return [[row[0] for row in execute(connection, _NEXT, (table, number))] for table, number in wanted.items()]
    parts = (_LAST_ARTICLE if table == "articles" else _LAST.format(table) for table in wanted)
    (last,) = execute(connection, f"SELECT {', '.join(parts)}")
    return [list(range(one + 1, one + 1 + number)) for one, number in zip(last, wanted.values(), strict=True)]


_NEXT = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
_LAST = "(SELECT coalesce(max(id), 0) FROM {})"
# The numbers of articles are never used again.
_LAST_ARTICLE = (
    f"max({_LAST.format('articles')}, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'articles'), 0))"
)

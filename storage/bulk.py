"""Many cleaned pages stored at once: what is new goes in with one statement a table, all else page by page.

A page is new where its address was never fetched and no article of its outlet has its address or text. Most pages of an
archive or a first crawl are; storing them so takes a tenth of the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, tuple_
from sqlalchemy.exc import IntegrityError

from storage import frontier, records, saving
from storage.derived import Pending
from storage.item import Item
from storage.models import Article, PageRow, Record, RemovalRow, Revision
from storage.outcomes import Duplicate, Revised, Stored, Unchanged
from storage.rows import removal_values, revision_values, sha256
from storage.warc import address

Saved = Stored | Unchanged | Revised | Duplicate


@dataclass(frozen=True, slots=True, kw_only=True)
class _New:
    item: Item
    url: str
    url_sha256: str
    source: int | None
    keys: dict[str, str]


def save_all(connection: Connection, items: Sequence[Item], at: datetime) -> list[Saved]:
    """Store the pages; return what became of each, in their order."""
    outcomes: dict[int, Saved] = {}
    fresh = _fresh(connection, items, at)
    if fresh:
        try:
            with connection.begin_nested():
                outcomes = _insert(connection, fresh, at)
        except IntegrityError:  # another process has just stored one of them
            outcomes = {}
    for index, item in enumerate(items):
        if index not in outcomes:
            outcomes[index] = saving.save(connection, item.page, item.archived, item.article, at)
    return [outcomes[index] for index in range(len(items))]


def _fresh(connection: Connection, items: Sequence[Item], at: datetime) -> dict[int, _New]:
    """Those of the items that nothing stored, and nothing before them in the list, has to do with; by their index."""
    sources: dict[str, int | None] = {}
    found: dict[int, _New] = {}
    claimed: set[tuple[Any, ...]] = set()
    for index, item in enumerate(items):
        name = item.page.source or frontier.host_of(item.page.url, item.article.metadata.canonical_url)
        if name not in sources:
            sources[name] = frontier.ensure_source(connection, name, at)
        new = _new(item, sources[name])
        marks = {(new.url_sha256,), *_marks(new)}
        if not marks & claimed and _is_plain(new):
            found[index] = new
        claimed |= marks
    stored = _stored(connection, list(found.values()))
    return {index: new for index, new in found.items() if not stored & {(new.url_sha256,), *_marks(new)}}


def _new(item: Item, source: int | None) -> _New:
    url = address(item.page)
    return _New(item=item, url=url, url_sha256=sha256(url), source=source, keys=saving.keys(url, item.article))


def _is_plain(new: _New) -> bool:
    """Whether nothing about the page is out of the ordinary."""
    archived = new.item.archived
    return new.source is not None and frontier.is_good(new.item.page) and (archived is None or archived.row is None)


def _marks(new: _New) -> tuple[tuple[int | None, str], tuple[int | None, str]]:
    return (new.source, new.keys["identity_sha256"]), (new.source, new.keys["text_sha256"])


def _stored(connection: Connection, many: Sequence[_New]) -> set[tuple[Any, ...]]:
    """Those of the marks that the database has."""
    urls = select(PageRow.url_sha256).where(PageRow.url_sha256.in_([new.url_sha256 for new in many]))
    found: set[tuple[Any, ...]] = {(row[0],) for row in connection.execute(urls)}
    for column, place in ((Article.identity_sha256, 0), (Article.text_sha256, 1)):
        wanted = [_marks(new)[place] for new in many]
        query = select(Article.source_id, column).where(tuple_(Article.source_id, column).in_(wanted))
        found |= {(row[0], row[1]) for row in connection.execute(query)}
    return found


def _insert(connection: Connection, fresh: dict[int, _New], at: datetime) -> dict[int, Saved]:
    many = list(fresh.values())
    ids, pages, revisions = (_ids(connection, table, len(many)) for table in (Article, PageRow, Revision))
    archived = [(new.item, page) for new, page in zip(many, pages, strict=True) if new.item.archived is not None]
    records_ = dict(zip((page for _, page in archived), _ids(connection, Record, len(archived)), strict=True))
    _execute(connection, Article, [_article(new, id_, at) for new, id_ in zip(many, ids, strict=True)])
    _execute(connection, PageRow, [_page(*row, at) for row in zip(many, pages, ids, strict=True)])
    rows = [
        {"id": records_[page], **records.values(item.page, page, item.archived)}
        for item, page in archived
        if item.archived is not None
    ]
    _execute(connection, Record, rows)
    numbered = zip(many, revisions, ids, (records_.get(page) for page in pages), strict=True)
    _execute(connection, Revision, [_revision(*row, at) for row in numbered])
    removals = [
        row for new, revision in zip(many, revisions, strict=True) for row in removal_values(new.item.article, revision)
    ]
    _execute(connection, RemovalRow, removals)
    _execute(connection, Pending, [{"article_id": id_} for id_ in ids])
    stored = (Stored(url=new.url, article_id=id_) for new, id_ in zip(many, ids, strict=True))
    return dict(zip(fresh, stored, strict=True))


def _execute(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _ids(connection: Connection, table: Any, count: int) -> list[int]:
    """Numbers that no row of the table has; nobody else takes them in the meantime."""
    if connection.dialect.name == "postgresql":
        query = text(
            f"SELECT nextval(pg_get_serial_sequence('{table.__tablename__}', 'id')) FROM generate_series(1, :n)"
        )
        return list(connection.scalars(query, {"n": count}))
    last = connection.scalar(select(func.max(table.id))) or 0
    if table is Article:  # whose numbers are never used again
        last = max(last, connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'articles'")) or 0)
    return list(range(last + 1, last + 1 + count))


def _article(new: _New, id_: int, at: datetime) -> dict[str, Any]:
    values = {"id": id_, "source_id": new.source, "url": new.url, "url_sha256": new.url_sha256, "revision": 1}
    return {**values, "created_at": at, "changed_at": at, **new.keys}


def _page(new: _New, id_: int, article_id: int, at: datetime) -> dict[str, Any]:
    return {"id": id_, "article_id": article_id, **frontier.values(new.item.page, new.source, at)}


def _revision(new: _New, id_: int, article_id: int, record: int | None, at: datetime) -> dict[str, Any]:
    values = {"id": id_, "article_id": article_id, "record_id": record, "number": 1, "cause": saving.OUTLET}
    return {**revision_values(new.item.article), **values, "created_at": at}

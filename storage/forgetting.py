"""Taking things out of the store: articles with all that belongs to them, and raw bytes that grew old."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.orm import aliased

from storage import frontier, reading, sound, targets
from storage.duplicates import identity
from storage.models import Article, Failure, Forgotten, PageRow, Record, Revision, Source
from storage.places import PlaceRow
from storage.rewriting import CHUNK, Changes, Rewriting
from storage.rows import sha256
from storage.store import Store
from storage.warc import Original, encode, encode_revisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """How much was taken out: articles, addresses, records of the archive, bytes of its files."""

    articles: int
    pages: int
    records: int
    bytes: int


def existing(store: Store, ids: Iterable[int]) -> set[int]:
    """Return those of the ids that are articles."""
    query = select(Article.id).where(Article.id.in_(list(ids)))
    return set(store.database.read(lambda connection: connection.scalars(query).all()))


def delete_articles(store: Store, ids: Sequence[int], *, again: bool = False) -> Deleted:
    """Take articles out of tables and archive: every revision, every address, every byte fetched from there.

    Unless `again`, their addresses are remembered as digests, and no crawl or import brings them back. Ids that are not
    there are passed over. What a killed run left to do, the same call does. Raises StoreError where the database or the
    archive cannot be used, or another process writes the files concerned.
    """
    ids = sorted(existing(store, ids))
    store.raw.settle()  # what a killed process left in the archive belongs to an address too
    total, saved, pages = 0, 0, None
    while pages is None:  # a crawl may bring one of them again meanwhile
        records = store.database.read(_records_of, ids)
        total, saved = total + len(records), saved + _drop(store, records)
        pages = store.database.write(_delete, ids, again, datetime.now(UTC))
    store.database.write(_merge_search)
    store.database.scrub()
    return Deleted(articles=len(ids), pages=pages, records=total, bytes=saved)


def drop(store: Store, record_id: int) -> None:
    """Take out a record, and its address where that shows no article. Raises StoreError as `delete_articles` does."""
    url = store.database.read(sound.url_of, record_id)
    _drop(store, [record_id])
    if url is not None:
        bare = (PageRow.url_sha256 == sha256(url)) & PageRow.article_id.is_(None)
        unarchived = ~select(Record.id).where(Record.page_id == PageRow.id).exists()
        store.database.write(lambda connection: connection.execute(delete(PageRow).where(bare, unarchived)))


def prune(store: Store, before: datetime, *, dry_run: bool = False) -> Deleted:
    """Take bytes out of the archive that were fetched before an aware moment; articles and revisions stay.

    Bytes to which a later visit refers stay as long as that. Raises StoreError as `delete_articles` does.
    """
    store.raw.settle()
    found = store.database.read(_older, before)
    saved = sum(found.values()) if dry_run else _drop(store, found)
    return Deleted(articles=0, pages=0, records=len(found), bytes=saved)


def _drop(store: Store, records: Collection[int]) -> int:
    """Take records out of the archive and the tables; return how many bytes the archive is smaller by."""
    changes = Changes(drop=set(records))
    _pass_on(store, changes.drop)
    files = store.database.read(_files, records)
    with Rewriting(store.database, store.raw, files) as rewriting:
        return sum(rewriting.rewrite(file, changes) for file in files)


def _pass_on(store: Store, records: Collection[int]) -> None:
    """Give bodies to the records of other addresses that only refer to one of those that go."""
    for ids in store.database.read(_orphans, records):
        own, others = store.database.read(_files, ids[:1]), store.database.read(_files, ids[1:])
        changes = Changes(anew=_anew(store, ids), refers_to={key: None if key == ids[0] else ids[0] for key in ids})
        with Rewriting(store.database, store.raw, [*own, *others]) as rewriting:
            for file in [*own, *(one for one in others if one not in own)]:  # the others refer to the first
                rewriting.rewrite(file, changes)


def _anew(store: Store, ids: Sequence[int]) -> dict[int, bytes]:
    """Return the records with these keys anew: the first one whole, the others as referring to it."""
    anew: dict[int, bytes] = {}
    original: Original | None = None
    for kept in [store.database.read(reading.record, key) for key in ids]:
        if kept is None:
            continue
        record, page = kept.record, store.page_of(kept)
        date = record.fetched_at or record.archived_at
        if original is None:
            anew[record.id] = encode(page, record.warc_id, date)
            original = Original(warc_id=record.warc_id, url=kept.url, date=date)
        else:
            anew[record.id] = encode_revisit(page, record.warc_id, date, original)
    return anew


def _records_of(connection: Connection, ids: Sequence[int]) -> list[int]:
    found: list[int] = []
    for chunk in _chunks(ids):
        query = select(Record.id).join(PageRow, PageRow.id == Record.page_id).where(PageRow.article_id.in_(chunk))
        found += connection.scalars(query).all()
    return found


def _older(connection: Connection, before: datetime) -> dict[int, int]:
    """Return the keys of the records that are older, with their lengths."""
    later = aliased(Record)
    age = func.coalesce(Record.fetched_at, Record.archived_at)
    visited = select(later.id).where(
        later.refers_to == Record.id, func.coalesce(later.fetched_at, later.archived_at) >= before
    )
    query = select(Record.id, Record.length + Record.request_length).where(age < before, ~visited.exists())
    return {row[0]: row[1] for row in connection.execute(query)}


def _orphans(connection: Connection, records: Collection[int]) -> list[list[int]]:
    """Return the records that refer to one of these and are none of these, those that refer to the same one together."""
    found: dict[int | None, list[int]] = {}
    for chunk in _chunks(list(records)):
        query = select(Record.refers_to, Record.id).where(Record.refers_to.in_(chunk)).order_by(Record.id)
        for original, key in connection.execute(query):
            if key not in records:
                found.setdefault(original, []).append(key)
    return list(found.values())


def _files(connection: Connection, records: Collection[int]) -> list[str]:
    found: set[str] = set()
    for chunk in _chunks(list(records)):
        found |= set(connection.scalars(select(Record.file).where(Record.id.in_(chunk)).distinct()))
    return sorted(found)


def _delete(connection: Connection, ids: Sequence[int], again: bool, at: datetime) -> int | None:
    """Take the rows out that are left of the articles; return the number of their addresses, None where bytes are left."""
    if _records_of(connection, ids):
        return None
    pages = connection.execute(select(PageRow.url, PageRow.url_sha256).where(PageRow.article_id.in_(ids))).all()
    if not again:
        digests = {sha256(identity(page.url, None)) for page in pages}
        digests |= set(connection.scalars(select(Article.identity_sha256).where(Article.id.in_(ids))))
        statement = frontier.insert_into(connection.dialect.name, Forgotten).on_conflict_do_nothing()
        for digest in sorted(digests):
            connection.execute(statement, {"url_sha256": digest, "created_at": at})
    for page in pages:
        connection.execute(delete(Failure).where(Failure.url_sha256 == page.url_sha256))
    targets.forget(connection, [page.url for page in pages])
    if again:
        _ask_anew(connection, ids)
    connection.execute(delete(PageRow).where(PageRow.article_id.in_(ids)))
    connection.execute(delete(Revision).where(Revision.article_id.in_(ids)))
    connection.execute(delete(Article).where(Article.id.in_(ids)))
    return len(pages)


def _ask_anew(connection: Connection, ids: Sequence[int]) -> None:
    """Have the feeds of the articles' outlets read whole the next time: those that did not change list them too."""
    outlets = select(Source.name).join(Article, Article.source_id == Source.id).where(Article.id.in_(ids))
    changes = {"etag": None, "last_modified": None}
    connection.execute(update(PlaceRow).where(PlaceRow.source.in_(outlets)).values(**changes))


def _merge_search(connection: Connection) -> None:
    """Have FTS5 write its index anew: until it merges, the words of a deleted text stay in it, marked as deleted."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search (search) VALUES ('optimize')"))


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))

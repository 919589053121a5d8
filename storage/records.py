"""What the tables know of the archive's records. All runs inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, select, update

from cleaners.types import Page
from storage import frontier
from storage.archive import Archived, Found, Vouched
from storage.models import Article, PageRow, Record, Revision
from storage.rows import sha256
from storage.warc import Original, address, body_sha256, is_http

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Archivable:
    """What is archived of a page already: the record of this very fetch, and one with the same body."""

    same: Archived | None = None
    original: Original | None = None
    refers_to: int | None = None
    file: str = ""


def known(connection: Connection, page: Page) -> Archivable:
    """Return what the archive has of a page.

    It is the same fetch where address, status, body and time are the same, or nobody knows a time; what is no answer of
    a web server is the same whenever it was read. An answer of another time, or of another address, is a revisit.
    """
    values = {"digest": body_sha256(page), "size": len(page.body), "address": sha256(address(page))}
    rows = connection.execute(_same_bodies(), values).all()
    same = next((row for row in rows if _is_same(row, page)), None)
    whole = (
        next((row for row in rows if row.refers_to is None and is_http(row.url)), None) if is_http(page.url) else None
    )
    kept = None if same is None else _archived(same)
    if whole is None:
        return Archivable(same=kept)
    original = Original(warc_id=whole.warc_id, url=whole.url, date=whole.fetched_at or whole.archived_at)
    return Archivable(same=kept, original=original, refers_to=whole.id, file=whole.file)


@cache
def _same_bodies() -> Any:
    return (
        select(*Record.__table__.columns, PageRow.url, PageRow.url_sha256)
        .join(PageRow, PageRow.id == Record.page_id)
        .where(Record.body_sha256 == bindparam("digest"), Record.body_length == bindparam("size"))
        .order_by((PageRow.url_sha256 == bindparam("address")).desc(), Record.id.desc())
        .limit(100)
    )


def _is_same(row: Any, page: Page) -> bool:
    if row.url_sha256 != sha256(address(page)) or row.status != page.status:
        return False
    return not is_http(page.url) or page.fetched_at in (None, row.fetched_at)


def _archived(row: Any) -> Archived:
    return Archived(
        record_id=row.warc_id,
        file=row.file,
        offset=row.offset,
        length=row.length,
        body_sha256=row.body_sha256,
        body_length=row.body_length,
        archived_at=row.archived_at,
        row=row.id,
        request_length=row.request_length,
        refers_to=row.refers_to,
    )


def values(page: Page, page_id: int, archived: Archived) -> dict[str, Any]:
    """Return the columns of `records` for archived bytes."""
    return {
        "page_id": page_id,
        "warc_id": archived.record_id,
        "file": archived.file,
        "offset": archived.offset,
        "length": archived.length,
        "request_length": archived.request_length,
        "refers_to": archived.refers_to,
        "how": page.how,
        "body_sha256": archived.body_sha256,
        "body_length": archived.body_length,
        "content_type": page.content_type,
        "status": page.status,
        "fetched_at": page.fetched_at,
        "archived_at": archived.archived_at,
    }


def ensure(connection: Connection, page: Page, page_id: int, archived: Archived) -> int:
    """Return the key of the archived bytes' row, making it where it is new."""
    if archived.row is not None:
        return archived.row
    key: int | None = connection.scalar(_inserting(connection.dialect.name), values(page, page_id, archived))
    if key is None:  # the transaction was begun anew, or another process has adopted the record
        place = (Record.file == archived.file) & (Record.offset == archived.offset)
        key = connection.scalars(select(Record.id).where(place)).one()
    return key


@cache
def _inserting(dialect: str) -> Any:
    return frontier.insert_into(dialect, Record).on_conflict_do_nothing().returning(Record.id)


def adopt(connection: Connection, found: Sequence[Found], at: datetime) -> int:
    """Make rows for records that a killed process left; return how many. Nothing is cleaned here.

    Records whose id is known are copies, or lie in a file that was renamed: `storage.checking` sees to them.
    """
    adopted = 0
    for one in _new(connection, found):
        refers_to = None
        if one.described.kind == "revisit":
            refers_to = connection.scalar(select(Record.id).where(Record.warc_id == one.described.refers_to))
            if refers_to is None:
                continue
        page = page_of(one, at)
        digest, length = body_sha256(page), len(page.body)
        if refers_to is not None:
            body = select(Record.body_sha256, Record.body_length).where(Record.id == refers_to)
            digest, length = connection.execute(body).one().t
        archived = Archived(
            record_id=one.described.warc_id,
            file=one.file,
            offset=one.offset,
            length=one.length,
            body_sha256=digest,
            body_length=length,
            archived_at=at,
            request_length=one.request_length,
            refers_to=refers_to,
        )
        ensure(connection, page, frontier.ensure_page(connection, page, at), archived)
        adopted += 1
    return adopted


def _new(connection: Connection, found: Sequence[Found]) -> list[Found]:
    known: set[str] = set()
    for start in range(0, len(found), CHUNK):
        ids = [one.described.warc_id for one in found[start : start + CHUNK]]
        known |= set(connection.scalars(select(Record.warc_id).where(Record.warc_id.in_(ids))))
    return [one for one in found if one.described.warc_id not in known]


def page_of(found: Found, at: datetime) -> Page:
    """Return the page that a record holds."""
    one = found.described
    url = "" if one.url.startswith("urn:sha256:") else one.url
    return Page(
        url=url,
        body=one.capture.body,
        content_type=one.content_type,
        fetched_at=one.date or at,
        status=one.capture.status,
        headers=one.capture.headers,
        source=frontier.host_of(url),
    )


def vouched(connection: Connection, file: str) -> Vouched:
    """Return from where and up to where the database knows every record of a file, and where the last known one ends."""
    end = Record.offset + Record.length + Record.request_length
    rows = select(
        Record.offset.label("offset"), end.label("end"), func.lag(end).over(order_by=Record.offset).label("before")
    )
    known = rows.where(Record.file == file).subquery()
    gap = func.min(case((known.c.offset > known.c.before, known.c.before)))
    until, last, first = connection.execute(select(gap, func.max(known.c.end), func.min(known.c.offset))).one()
    last = last or 0
    return Vouched(last if until is None else until, last, first or 0)


def give_back(connection: Connection, article_id: int, record_id: int) -> None:
    """Tie an article to a new record of its bytes, where the one that it was made from is no longer kept."""
    current = select(Article.revision).where(Article.id == article_id).scalar_subquery()
    connection.execute(
        update(Revision)
        .where(Revision.article_id == article_id, Revision.number == current, Revision.record_id.is_(None))
        .values(record_id=record_id)
    )

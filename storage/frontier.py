"""What is known of each address: the state that a crawl starts from. All runs inside the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cleaners.types import Page
from storage.archive import Archived
from storage.models import PageRow, Record, Source
from storage.rows import sha256
from storage.views import Validators
from storage.warc import address, body_sha256

# What the first fetch of an address says for good.
_FIRST = ("url", "url_sha256", "created_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A page's row: its key, and the article that it shows, if any."""

    id: int
    article_id: int | None


def insert_into(dialect: str, model: Any) -> Any:
    """Return the dialect's INSERT, the kind that knows ON CONFLICT."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(model)


def host_of(*urls: str | None) -> str:
    """Return the first host among http addresses, without ``www.``, or an empty text."""
    for url in urls:
        if url and url.lower().startswith(("http://", "https://")):
            return host(url)
    return ""


def host(url: str) -> str:
    """Return the host of an address in lower case without ``www.``; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # such as an unclosed IPv6 bracket
        return ""


def ensure_source(connection: Connection, name: str, at: datetime) -> int | None:
    """Return the outlet's key, making its row where it is new; None for an empty name.

    The row stays locked until the transaction ends, so that two workers cannot both store one outlet's article.
    """
    if not name:
        return None
    query = select(Source.id).where(Source.name == name).with_for_update(key_share=True)
    found = connection.scalar(query)
    if found is None:
        values = {"name": name, "created_at": at}
        connection.execute(insert_into(connection.dialect.name, Source).on_conflict_do_nothing(), values)
        found = connection.scalar(query)
    return found


def touch(connection: Connection, page: Page, source: int | None, at: datetime, refused: str | None = None) -> Known:
    """Note that the page was fetched and what it was; the row stays locked until the transaction ends.

    An answer that is no success (RFC 9110, section 15.3) leaves what is known of the last good one as it is, so the
    next crawl can still ask whether that has changed.
    """
    url = address(page)
    values = {
        "url": url,
        "url_sha256": sha256(url),
        "source_id": source,
        "created_at": at,
        "status": page.status,
        "fetched_at": page.fetched_at,
    }
    if is_good(page):
        values |= {
            "etag": _header(page, "etag"),
            "last_modified": _header(page, "last-modified"),
            "body_sha256": body_sha256(page),
            "refused": refused,
        }
    changes = [name for name in values if name not in _FIRST and not (name == "source_id" and source is None)]
    row = connection.execute(_touching(connection.dialect.name, tuple(changes)), values).one()
    return Known(id=row.id, article_id=row.article_id)


@cache
def _touching(dialect: str, changes: tuple[str, ...]) -> Any:
    insert = insert_into(dialect, PageRow)
    updated = {name: insert.excluded[name] for name in changes}
    statement = insert.on_conflict_do_update(index_elements=["url_sha256"], set_=updated)
    return statement.returning(PageRow.id, PageRow.article_id)


def is_good(page: Page) -> bool:
    """Tell whether the answer was a success."""
    return 200 <= page.status < 300


def link(connection: Connection, page_id: int, article_id: int) -> None:
    """Note which article an address shows."""
    connection.execute(update(PageRow).where(PageRow.id == page_id).values(article_id=article_id))


def ensure_record(connection: Connection, page: Page, page_id: int, archived: Archived) -> int:
    """Return the key of the archived bytes' row, making it where it is new."""
    if archived.row is not None:
        return archived.row
    values = {
        "page_id": page_id,
        "warc_id": archived.record_id,
        "file": archived.file,
        "offset": archived.offset,
        "length": archived.length,
        "body_sha256": archived.body_sha256,
        "body_length": len(page.body),
        "content_type": page.content_type,
        "status": page.status,
        "fetched_at": page.fetched_at,
        "archived_at": archived.archived_at,
    }
    key: int | None = connection.scalar(insert(Record).returning(Record.id), values)
    assert key is not None
    return key


def find_record(connection: Connection, page: Page) -> Archived | None:
    """Return where the same bytes from the same address lie already, if they do."""
    query = (
        select(Record.id, Record.warc_id, Record.file, Record.offset, Record.length, Record.archived_at)
        .join(PageRow, PageRow.id == Record.page_id)
        .where(PageRow.url_sha256 == sha256(address(page)), Record.body_sha256 == body_sha256(page))
        .where(Record.status == page.status)
        .order_by(Record.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return Archived(
        record_id=row.warc_id,
        file=row.file,
        offset=row.offset,
        length=row.length,
        body_sha256=body_sha256(page),
        archived_at=row.archived_at,
        row=row.id,
    )


def archived_until(connection: Connection, file: str) -> int:
    """Return the offset in bytes at which the last record ends that the database knows in a file; 0 for none."""
    query = select(Record.offset, Record.length).where(Record.file == file).order_by(Record.offset.desc()).limit(1)
    row = connection.execute(query).first()
    return 0 if row is None else row.offset + row.length


def same_body(connection: Connection, page: Page) -> int | None:
    """Return the article that the address gave from these very bytes, if it did."""
    query = select(PageRow.article_id).where(
        PageRow.url_sha256 == sha256(address(page)),
        PageRow.body_sha256 == body_sha256(page),
        PageRow.refused.is_(None),
    )
    return connection.scalar(query)


def validators(connection: Connection, url: str) -> Validators | None:
    """Return what to ask the server with, None for an address that gave no good answer yet."""
    query = select(PageRow.etag, PageRow.last_modified, PageRow.fetched_at).where(
        PageRow.url_sha256 == sha256(url), PageRow.body_sha256.is_not(None)
    )
    row = connection.execute(query).first()
    return None if row is None else Validators(etag=row[0], last_modified=row[1], fetched_at=row[2])


def not_modified(connection: Connection, url: str, at: datetime) -> None:
    """Note that the server called the page unchanged."""
    connection.execute(update(PageRow).where(PageRow.url_sha256 == sha256(url)).values(status=304, fetched_at=at))


def _header(page: Page, name: str) -> str | None:
    return next((value for key, value in page.headers.items() if key.lower() == name), None)

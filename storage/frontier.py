"""What is known of each address: the state that a crawl starts from. All runs inside the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cleaners.types import Page
from storage.addresses import host_name, unwrapped
from storage.driver import ask, execute, moment
from storage.duplicates import identity
from storage.models import PageRow, Source
from storage.rows import sha256
from storage.views import Validators
from storage.warc import address, body_sha256

# What the first fetch of an address says for good.
_FIRST = ("url", "url_sha256", "created_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A page's row: its key, and the article that it shows, if any; `late` where a later fetch is known already."""

    id: int
    article_id: int | None
    late: bool = False


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
    """Return the host of an address in lower case without ``www.`` and the like; empty where there is none."""
    try:
        return host_name(urlsplit(unwrapped(url)).hostname or "")
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


def ensure_page(connection: Connection, page: Page, at: datetime) -> int:
    """Return the key of the address's row; a new one knows nothing yet of what the server answered."""
    url = address(page)
    query = select(PageRow.id).where(PageRow.url_sha256 == sha256(url))
    found = connection.scalar(query)
    if found is None:
        values = {
            "url": url,
            "url_sha256": sha256(url),
            "source_id": ensure_source(connection, page.source or host_of(page.url), at),
            "status": page.status,
            "created_at": at,
        }
        connection.execute(insert_into(connection.dialect.name, PageRow).on_conflict_do_nothing(), values)
        found = connection.scalars(query).one()
    return found


def touch(connection: Connection, page: Page, source: int | None, at: datetime, refused: str | None = None) -> Known:
    """Note that the page was fetched and what it was; the row stays locked until the transaction ends.

    An answer that is no success (RFC 9110, section 15.3) leaves what is known of the last good one as it is, so the
    next crawl can still ask whether that has changed. So does one that comes late, out of an archive.
    """
    row_values = values(page, source, at, refused)
    changes = [name for name in row_values if name not in _FIRST and not (name == "source_id" and source is None)]
    row = connection.execute(_touching(connection.dialect.name, tuple(changes)), row_values).first()
    if row is None:
        found = select(PageRow.id, PageRow.article_id).where(PageRow.url_sha256 == row_values["url_sha256"])
        return Known(**connection.execute(found.with_for_update(key_share=True)).one()._mapping, late=True)
    return Known(id=row.id, article_id=row.article_id)


def values(
    page: Page, source: int | None, at: datetime, refused: str | None = None, *, digest: str = ""
) -> dict[str, Any]:
    """Return the columns of `pages` that a fetch fills; of an answer that is no success only those that it may change.

    `digest` is the body's, where it is known already.
    """
    url = address(page)
    found: dict[str, Any] = {
        "url": url,
        "url_sha256": sha256(url),
        "source_id": source,
        "created_at": at,
        "status": page.status,
        "fetched_at": page.fetched_at,
        "asked_url": page.requested_url or None,
    }
    if is_good(page):
        found |= {
            "etag": _header(page, "etag"),
            "last_modified": _header(page, "last-modified"),
            "body_sha256": digest or body_sha256(page),
            "refused": refused,
        }
    return found


@cache
def _touching(dialect: str, changes: tuple[str, ...]) -> Any:
    insert = insert_into(dialect, PageRow)
    updated = {name: insert.excluded[name] for name in changes}
    new = insert.excluded.fetched_at
    in_order = or_(PageRow.fetched_at.is_(None), new.is_(None), new >= PageRow.fetched_at)
    statement = insert.on_conflict_do_update(index_elements=["url_sha256"], set_=updated, where=in_order)
    return statement.returning(PageRow.id, PageRow.article_id)


def is_good(page: Page) -> bool:
    """Tell whether the answer was a success."""
    return 200 <= page.status < 300


def link(connection: Connection, page_id: int, article_id: int) -> None:
    """Note which article an address shows."""
    connection.execute(update(PageRow).where(PageRow.id == page_id).values(article_id=article_id))


def is_forgotten(connection: Connection, *urls: str | None) -> bool:
    """Tell whether the article of one of these addresses was deleted for good."""
    digests = [sha256(identity(url, None)) for url in urls if url]
    return bool(digests and ask(connection, _FORGOTTEN, [digests]))


# As the driver takes them: both are asked for every page.
_FORGOTTEN = {
    "sqlite": "SELECT 1 FROM forgotten WHERE url_sha256 IN (SELECT json_extract(value, '$[0]') FROM json_each(?))",
    "postgresql": "SELECT 1 FROM forgotten WHERE url_sha256 = ANY(%s::text[])",
}


def same_body(connection: Connection, page: Page) -> int | None:
    """Return the article that the address gave from these very bytes, if it did."""
    values = {"address": sha256(address(page)), "digest": body_sha256(page)}
    key: int | None = connection.scalar(_same_body(), values)
    return key


@cache
def _same_body() -> Any:
    return select(PageRow.article_id).where(
        PageRow.url_sha256 == bindparam("address"),
        PageRow.body_sha256 == bindparam("digest"),
        PageRow.refused.is_(None),
    )


def validators(connection: Connection, url: str) -> Validators | None:
    """Return what to ask the server with, None for an address that gave no good answer yet."""
    rows = execute(connection, _VALIDATORS[connection.dialect.name], (sha256(url),))
    return Validators(etag=rows[0][0], last_modified=rows[0][1], fetched_at=moment(rows[0][2])) if rows else None


_ASKED_WITH = "SELECT etag, last_modified, fetched_at FROM pages WHERE url_sha256 = {} AND body_sha256 IS NOT NULL"
_VALIDATORS = {"sqlite": _ASKED_WITH.format("?"), "postgresql": _ASKED_WITH.format("%s")}


def not_modified(connection: Connection, url: str, at: datetime) -> None:
    """Note that the server called the page unchanged, unless a later fetch is known."""
    known = (PageRow.url_sha256 == sha256(url)) & or_(PageRow.fetched_at.is_(None), PageRow.fetched_at <= at)
    connection.execute(update(PageRow).where(known).values(status=304, fetched_at=at))


def _header(page: Page, name: str) -> str | None:
    return next((value for key, value in page.headers.items() if key.lower() == name), None)

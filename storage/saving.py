"""The steps of storing one page, each inside the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from cleaners import types
from cleaners.types import Page
from storage import duplicates, frontier
from storage.archive import Archived
from storage.duplicates import Twin
from storage.models import Article, Failure, RemovalRow, Revision
from storage.outcomes import Duplicate, Refused, Revised, Stored, Unchanged
from storage.rows import removal_values, revision_values, sha256
from storage.types import storable
from storage.warc import address

WHY_LENGTH = 200
REFUSED, FAILED = "refused", "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A cleaned page on its way into the tables."""

    url: str
    at: datetime
    source: int | None
    record: int | None
    article: types.Article
    keys: dict[str, str]
    values: dict[str, Any]


def save(
    connection: Connection, page: Page, archived: Archived | None, article: types.Article, at: datetime
) -> Stored | Unchanged | Revised | Duplicate:
    """Store a cleaned page; return what became of it."""
    url, meta = address(page), article.metadata
    source = frontier.ensure_source(connection, page.source or frontier.host_of(page.url, meta.canonical_url), at)
    known = frontier.touch(connection, page, source, at)
    draft = _Draft(
        url=url,
        at=at,
        source=source,
        record=None if archived is None else frontier.ensure_record(connection, page, known.id, archived),
        article=article,
        keys={
            "identity_sha256": sha256(duplicates.identity(url, meta.canonical_url)),
            "text_sha256": duplicates.text_key(url, meta.title, article.text),
        },
        values=revision_values(article),
    )
    own = known.article_id and duplicates.at_address(connection, known.article_id, sha256(url))
    outcome = _update(connection, draft, own) if own else _place(connection, draft)
    frontier.link(connection, known.id, outcome.article_id)
    return outcome


def refuse(
    connection: Connection, page: Page, archived: Archived | None, why: str, detail: str, at: datetime
) -> Refused:
    """Note a page that is no article."""
    source = frontier.ensure_source(connection, page.source or frontier.host_of(page.url), at)
    known = frontier.touch(connection, page, source, at, refused=why)
    record = None if archived is None else frontier.ensure_record(connection, page, known.id, archived)
    note(connection, address(page), REFUSED, why, detail, at=at, source=source, record=record)
    return Refused(url=address(page), why=why, detail=detail)


def note(
    connection: Connection,
    url: str,
    kind: str,
    why: str,
    detail: str,
    *,
    at: datetime,
    source: int | None,
    record: int | None,
) -> None:
    """Write a failure down: a new row, or one more time for a cause that is known."""
    values = {"url": url, "url_sha256": sha256(url), "kind": kind, "why": storable(why)[:WHY_LENGTH], "detail": detail}
    times = {"source_id": source, "record_id": record, "times": 1, "first_at": at, "last_at": at}
    insert = frontier.insert_into(connection.dialect.name, Failure)
    latest = {name: insert.excluded[name] for name in ("source_id", "record_id", "detail", "last_at")}
    statement = insert.on_conflict_do_update(
        index_elements=["url_sha256", "kind", "why"], set_={**latest, "times": Failure.times + 1}
    )
    connection.execute(statement, {**values, **times})


def _place(connection: Connection, draft: _Draft) -> Stored | Revised | Duplicate:
    """Find the article that an address shows, or make one."""
    meta = draft.article.metadata
    twin = duplicates.find(connection, draft.source, draft.keys, meta.title, draft.article.text)
    if twin is None:
        return _store(connection, draft)
    if twin.identity_sha256 == draft.keys["identity_sha256"] and _is_promoted(draft, twin):
        # The article's own address turns up after another one; from now on this one says what the article is.
        values = {"url": draft.url, "url_sha256": sha256(draft.url)}
        connection.execute(update(Article).where(Article.id == twin.id).values(**values))
        outcome = _update(connection, draft, twin)
        if isinstance(outcome, Revised):
            return outcome
    return Duplicate(url=draft.url, of=twin.id)


def _is_promoted(draft: _Draft, twin: Twin) -> bool:
    ours, theirs = (sha256(duplicates.identity(url, None)) for url in (draft.url, twin.url))
    return ours == draft.keys["identity_sha256"] != theirs


def _store(connection: Connection, draft: _Draft) -> Stored:
    values = {
        "source_id": draft.source,
        "url": draft.url,
        "url_sha256": sha256(draft.url),
        "revision": 1,
        "created_at": draft.at,
        "changed_at": draft.at,
        **draft.keys,
    }
    article_id = connection.scalar(insert(Article).returning(Article.id), values)
    assert article_id is not None
    _revise(connection, draft, article_id, 1)
    return Stored(url=draft.url, article_id=article_id)


def _update(connection: Connection, draft: _Draft, stored: Twin) -> Unchanged | Revised:
    if draft.values["content_sha256"] == stored.content_sha256:
        return Unchanged(url=draft.url, article_id=stored.id)
    number = stored.revision + 1
    values = {"revision": number, "changed_at": draft.at, **draft.keys}
    connection.execute(update(Article).where(Article.id == stored.id).values(**values))
    _revise(connection, draft, stored.id, number)
    return Revised(url=draft.url, article_id=stored.id, number=number)


def _revise(connection: Connection, draft: _Draft, article_id: int, number: int) -> None:
    values = {
        **draft.values,
        "article_id": article_id,
        "record_id": draft.record,
        "number": number,
        "cause": "outlet",
        "created_at": draft.at,
    }
    revision_id = connection.scalar(insert(Revision).returning(Revision.id), values)
    assert revision_id is not None
    removals = removal_values(draft.article, revision_id)
    if removals:
        connection.execute(insert(RemovalRow), removals)

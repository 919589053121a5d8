"""The steps of storing one page, each inside the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from cleaners import types
from cleaners.types import Page
from storage import duplicates, frontier, late, pending, records
from storage.addresses import is_plain
from storage.archive import Archived
from storage.changes import Change, compare
from storage.duplicates import Twin
from storage.models import Article, Failure, RemovalRow, Revision
from storage.outcomes import Duplicate, Failed, Refused, Revised, Stored, Unchanged
from storage.rows import removal_values, revision_values, sha256
from storage.types import storable
from storage.warc import address

WHY_LENGTH = 200
REFUSED, FAILED = "refused", "failed"
UNSTORABLE = "not-storable"
OUTLET, RULES = "outlet", "rules"


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
    cause: str = OUTLET
    late: datetime | None = None


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
        record=None if archived is None else records.ensure(connection, page, known.id, archived),
        article=article,
        keys=keys(url, article),
        values=revision_values(article),
        late=page.fetched_at if known.late else None,
    )
    own = known.article_id and duplicates.at_address(connection, known.article_id, sha256(url))
    outcome = _update(connection, draft, own) if own else _place(connection, draft)
    frontier.link(connection, known.id, outcome.article_id)
    return outcome


def keys(url: str, article: types.Article) -> dict[str, str]:
    """Return the digests under which the same article is found again: of its address and of its text."""
    meta = article.metadata
    return {
        "identity_sha256": sha256(duplicates.identity(url, meta.canonical_url)),
        "text_sha256": duplicates.text_key(url, meta.title, article.text),
    }


def refuse(
    connection: Connection, page: Page, archived: Archived | None, why: str, detail: str, at: datetime
) -> Refused:
    """Note a page that is no article."""
    source = frontier.ensure_source(connection, page.source or frontier.host_of(page.url), at)
    known = frontier.touch(connection, page, source, at, refused=why)
    record = None if archived is None else records.ensure(connection, page, known.id, archived)
    note(connection, address(page), REFUSED, why, detail, at=at, source=source, record=record)
    return Refused(url=address(page), why=why, detail=detail)


def unchanged(connection: Connection, page: Page, archived: Archived | None, at: datetime) -> None:
    """Note that a page was fetched again and has the bytes that its article was made from."""
    known = frontier.touch(connection, page, None, at)
    if archived is None or archived.row is not None:
        return
    record = records.ensure(connection, page, known.id, archived)
    if archived.refers_to is None and known.article_id is not None:
        records.give_back(connection, known.article_id, record)


def keep(connection: Connection, page: Page, archived: Archived, at: datetime) -> None:
    """Note where a page's bytes lie, and nothing else of it."""
    records.ensure(connection, page, frontier.ensure_page(connection, page, at), archived)


def correct(connection: Connection, revision_id: int, article: types.Article) -> None:
    """Say anew what a revision was cleaned to, its text and metadata being the same: blocks, removals, versions."""
    connection.execute(update(Revision).where(Revision.id == revision_id).values(**revision_values(article)))
    connection.execute(delete(RemovalRow).where(RemovalRow.revision_id == revision_id))
    _remove(connection, article, revision_id)


def revise(connection: Connection, url: str, revision_id: int, article: types.Article, at: datetime) -> Revised | None:
    """Store what our rules make of the bytes of a revision now; None where it is the article's current one no more."""
    of = select(Revision.article_id).where(Revision.id == revision_id).scalar_subquery()
    stored = duplicates.current(connection, of, revision_id)
    if stored is None:
        return None
    record = connection.scalar(select(Revision.record_id).where(Revision.id == revision_id))
    draft = _Draft(
        url=url,
        at=at,
        source=None,
        record=record,
        article=article,
        cause=RULES,
        keys=keys(url, article),
        values=revision_values(article),
    )
    outcome = _update(connection, draft, stored)
    return outcome if isinstance(outcome, Revised) else None


def fail(connection: Connection, url: str, why: str, detail: str, outlet: str, at: datetime) -> Failed:
    """Note an address that could not be had; `outlet` is its source's name."""
    source = frontier.ensure_source(connection, outlet, at)
    note(connection, url, FAILED, why, detail, at=at, source=source, record=None)
    return Failed(url=url, why=why, detail=detail)


def set_aside(connection: Connection, page: Page, archived: Archived | None, detail: str, at: datetime) -> Failed:
    """Note a page whose article the database does not take; its bytes are kept."""
    url = address(page)
    source = frontier.ensure_source(connection, page.source or frontier.host_of(page.url), at)
    page_id = frontier.ensure_page(connection, page, at)
    record = None if archived is None else records.ensure(connection, page, page_id, archived)
    note(connection, url, FAILED, UNSTORABLE, detail, at=at, source=source, record=record)
    return Failed(url=url, why=UNSTORABLE, detail=detail)


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
    if ours != draft.keys["identity_sha256"]:
        return False
    return theirs != ours or (is_plain(draft.url) and not is_plain(twin.url))


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
    if draft.late is not None:
        return _insert(connection, draft, stored, draft.late)
    number = stored.revision + 1
    values = {"revision": number, "changed_at": draft.at, **draft.keys}
    connection.execute(update(Article).where(Article.id == stored.id).values(**values))
    titles = stored.title, draft.article.metadata.title
    _revise(connection, draft, stored.id, number, compare(stored.text, draft.article.text, titles=titles))
    return Revised(url=draft.url, article_id=stored.id, number=number)


def _insert(connection: Connection, draft: _Draft, stored: Twin, at: datetime) -> Unchanged | Revised:
    """Store what the page said before what is stored, in its place among the revisions."""
    number = late.place(connection, stored.id, at, draft.values["content_sha256"])
    if number is None:
        return Unchanged(url=draft.url, article_id=stored.id)
    late.make_room(connection, stored.id, number, draft.values)
    change = late.step(connection, stored.id, number, draft.values)
    _revise(connection, draft, stored.id, number, change)
    return Revised(url=draft.url, article_id=stored.id, number=number)


def _revise(connection: Connection, draft: _Draft, article_id: int, number: int, change: Change | None = None) -> None:
    values = {
        **draft.values,
        "article_id": article_id,
        "record_id": draft.record,
        "number": number,
        "cause": draft.cause,
        "created_at": draft.at,
        "size": change and change.size.value,
        "words_added": change and change.words_added,
        "words_removed": change and change.words_removed,
    }
    revision_id = connection.scalar(insert(Revision).returning(Revision.id), values)
    assert revision_id is not None
    _remove(connection, draft.article, revision_id)
    pending.add(connection, article_id)


def _remove(connection: Connection, article: types.Article, revision_id: int) -> None:
    removals = removal_values(article, revision_id)
    if removals:
        connection.execute(insert(RemovalRow), removals)

"""Works off the list of articles that wait: into search, pairs of copies and rewrites, and events."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from storage import duplicates, pending
from storage.analysis import drafts as reading
from storage.analysis import events, pairs
from storage.analysis.drafts import Draft
from storage.database import Database
from storage.derived import Band, Pair, Posting, Profile
from storage.models import Article, Revision
from storage.rows import sha256
from storage.search import index

BATCH = 200


def settle(database: Database) -> int:
    """Bring everything up to date; return how many articles were looked at. Raises StoreError as the store does.

    Each batch is one transaction, so a process that is stopped in the middle loses nothing and does nothing twice.
    """
    done = 0
    while database.read(pending.any_left):
        done += database.write(settle_batch, datetime.now(UTC))
    return done


def settle_batch(connection: Connection, at: datetime, most: int = BATCH) -> int:
    """Take up to `most` articles off the list and look at them; return how many it were."""
    ids = pending.take(connection, most)
    if not ids:
        return 0
    known = _forget(connection, ids)
    read = reading.read(connection, ids)
    drafts = events.weigh(connection, read, set(ids) - known)
    index.add(connection, [draft.revision_id for draft in drafts])
    _identify(connection, ids)
    connection.execute(insert(Profile), [draft.row() for draft in drafts])
    pairs.note_bands(connection, drafts)
    events.note_terms(connection, drafts)
    _compare(connection, drafts, at)
    return len(ids)


def _compare(connection: Connection, drafts: Sequence[Draft], at: datetime) -> None:
    near = events.candidates(connection, drafts)
    around = events.load(connection, {id_ for ids in near.values() for id_ in ids} | set(near))
    copies = pairs.find_copies(connection, drafts)
    found: list[Mapping[str, Any]] = []
    paired: defaultdict[int, set[int]] = defaultdict(set)

    def pair(rows: Sequence[Mapping[str, Any]]) -> None:
        found.extend(rows)
        for row in rows:
            paired[row["article_id"]].add(row["earlier_id"])
            paired[row["earlier_id"]].add(row["article_id"])

    for draft in drafts:
        pair(pairs.rows(draft, copies[draft.id]))
        like = events.assign(connection, draft, near[draft.id], around, at)
        known = paired[draft.id] | {copy.id for copy in copies[draft.id]}
        others = sorted(set(like) - known, key=lambda id_: -like[id_])
        pair(pairs.rows(draft, pairs.find_rewrites(connection, draft, others)))
    pairs.note(connection, found)


def _forget(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Take out what was known of the articles' earlier revisions; return the articles of which something was."""
    query = select(Profile.article_id, Profile.revision_id).where(Profile.article_id.in_(ids))
    known = {row.article_id: row.revision_id for row in connection.execute(query)}
    if known:
        index.remove(connection, list(known.values()))
        old = list(known)
        connection.execute(delete(Pair).where(or_(Pair.article_id.in_(old), Pair.earlier_id.in_(old))))
        for table in (Band, Posting, Profile):
            connection.execute(delete(table).where(table.article_id.in_(old)))
    return set(known)


def _identify(connection: Connection, ids: Sequence[int]) -> None:
    """Bring the address by which an article is known to today's rules: it may have been stored by older ones."""
    query = (
        select(Article.id, Article.url, Article.identity_sha256, Revision.canonical_url)
        .join(Revision, (Revision.article_id == Article.id) & (Revision.number == Article.revision))
        .where(Article.id.in_(ids))
    )
    for row in connection.execute(query).all():
        identity = sha256(duplicates.identity(row.url, row.canonical_url))
        if identity != row.identity_sha256:
            connection.execute(update(Article).where(Article.id == row.id).values(identity_sha256=identity))

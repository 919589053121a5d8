"""Copies and rewrites: found, told apart, written down as pairs of a later and an earlier article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from storage.analysis import many, minhash
from storage.analysis.drafts import Draft
from storage.analysis.minhash import Signature
from storage.analysis.wording import COPY, PLACES, REWRITE, Words, own_words, shared
from storage.derived import Band, Pair, Profile
from storage.frontier import insert_into
from storage.models import Article, Revision

EXACT, NEAR, REWRITTEN = "exact", "near", "rewrite"
COPIES = (EXACT, NEAR)
MOST_READ, MOST_KEPT = 100, 20
"""Of a text that hundreds of outlets print, that many copies are looked at, and that many, the earliest, noted."""
MOST_COMPARED = 10
"""Articles on the same event, the likest, whose wording is compared with a new one's."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pair, not yet in order of time."""

    id: int
    at: datetime
    kind: str
    score: float


def note_bands(connection: Connection, drafts: Sequence[Draft]) -> None:
    """Write the keys under which copies of the articles will be found."""
    keys = [(band, draft.id) for draft in drafts for band in minhash.bands(draft.signature, draft.text_sha256)]
    many.put(connection, Band, {"band": [band for band, _ in keys], "article_id": [id_ for _, id_ in keys]})


def find_copies(connection: Connection, draft: Draft) -> list[Found]:
    """Return the articles that have the same or nearly the same text, the earliest first."""
    keys = minhash.bands(draft.signature, draft.text_sha256)
    near = select(Band.article_id).where(Band.band.in_(keys), Band.article_id != draft.id).distinct().limit(MOST_READ)
    query = (
        select(Profile.article_id, Profile.at, Profile.signature, Article.text_sha256)
        .join(Article, Article.id == Profile.article_id)
        .where(Profile.article_id.in_(near.scalar_subquery()), Profile.method == minhash.method())
        .order_by(Profile.at, Profile.article_id)
    )
    found = []
    for row in connection.execute(query):
        kind, score = _likeness(draft, row.text_sha256, minhash.loaded(row.signature))
        if kind:
            found.append(Found(row.article_id, row.at, kind, score))
    return found


def find_rewrites(connection: Connection, draft: Draft, candidates: Sequence[int]) -> list[Found]:
    """Return those of the candidates (ids of articles on the same event) that share the article's wording."""
    if not candidates:
        return []
    query = (
        select(Profile.article_id, Profile.at, Revision.text, Revision.language)
        .join(Revision, Revision.id == Profile.revision_id)
        .where(Profile.article_id.in_(candidates[:MOST_COMPARED]))
    )
    mine = own_words(draft.text, draft.language)
    found = []
    for row in connection.execute(query):
        kind, score = _reuse(mine, own_words(row.text, row.language))
        if kind:
            found.append(Found(row.article_id, row.at, kind, score))
    return found


def note(connection: Connection, draft: Draft, found: Sequence[Found]) -> None:
    """Write the first of the pairs, each with the later article first."""
    rows = []
    for other in found[:MOST_KEPT]:
        later, earlier = sorted(((draft.at, draft.id), (other.at, other.id)), reverse=True)
        rows.append({"article_id": later[1], "earlier_id": earlier[1], "kind": other.kind, "score": other.score})
    if rows:
        statement = insert_into(connection.dialect.name, Pair)
        connection.execute(statement.on_conflict_do_nothing(), rows)


def known(connection: Connection, article_id: int) -> set[int]:
    """Return the articles that are paired with one."""
    query = select(Pair.article_id, Pair.earlier_id).where(
        or_(Pair.article_id == article_id, Pair.earlier_id == article_id)
    )
    return {id_ for row in connection.execute(query) for id_ in row} - {article_id}


def _likeness(draft: Draft, text_sha256: str, signature: Signature | None) -> tuple[str, float]:
    if draft.text_sha256 == text_sha256:
        return EXACT, 1.0
    score = minhash.jaccard(draft.signature, signature)
    return (NEAR, score) if score >= minhash.NEAR else ("", score)


def _reuse(one: Words, other: Words) -> tuple[str, float]:
    common = shared(one, other)
    if common.runs < PLACES or common.share < REWRITE:
        return "", common.share
    return (NEAR if common.share >= COPY else REWRITTEN), common.share

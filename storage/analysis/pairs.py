"""Copies and rewrites: found, told apart, written down as pairs of a later and an earlier article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.analysis import many, minhash
from storage.analysis.drafts import Draft
from storage.analysis.minhash import Signature
from storage.analysis.wording import COPY, PLACES, REWRITE, Words, own_words, shared
from storage.derived import Band, Pair, Profile
from storage.driver import ask
from storage.frontier import insert_into
from storage.models import Article, Revision

EXACT, NEAR, REWRITTEN = "exact", "near", "rewrite"
COPIES = (EXACT, NEAR)
MOST_READ, MOST_KEPT = 100, 20
"""Of a text that hundreds of outlets print, that many copies are looked at, and that many, the earliest, noted."""
_CHUNK = 5000
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


def find_copies(connection: Connection, drafts: Sequence[Draft]) -> dict[int, list[Found]]:
    """Return, for each article, those that have the same or nearly the same text, the earliest first."""
    near = _near(connection, drafts)
    query = (
        select(Profile.article_id, Profile.at, Profile.signature, Article.text_sha256)
        .join(Article, Article.id == Profile.article_id)
        .where(Profile.method == minhash.method())
        .order_by(Profile.at, Profile.article_id)
    )
    wanted = sorted({id_ for ids in near.values() for id_ in ids})
    others: dict[int, Any] = {}
    for start in range(0, len(wanted), _CHUNK):
        part = query.where(Profile.article_id.in_(wanted[start : start + _CHUNK]))
        others.update((row.article_id, row) for row in connection.execute(part))
    return {draft.id: _copies(draft, [others[id_] for id_ in near[draft.id] if id_ in others]) for draft in drafts}


def _copies(draft: Draft, others: Sequence[Any]) -> list[Found]:
    found = []
    for row in sorted(others, key=lambda row: (row.at, row.article_id)):
        kind, score = _likeness(draft, row.text_sha256, minhash.loaded(row.signature))
        if kind:
            found.append(Found(row.article_id, row.at, kind, score))
    return found


def _near(connection: Connection, drafts: Sequence[Draft]) -> dict[int, list[int]]:
    """The articles that share a band with each of these, the first stored first."""
    keys = [(draft.id, band) for draft in drafts for band in minhash.bands(draft.signature, draft.text_sha256)]
    found: dict[int, set[int]] = {draft.id: set() for draft in drafts}
    for id_, other in ask(connection, _SHARING, [*zip(*keys, strict=True)] or [(), ()]):
        found[id_].add(other)
    return {id_: sorted(others)[:MOST_READ] for id_, others in found.items()}


# A band that thousands share is not read to its end.
_SHARING = {
    "sqlite": "SELECT json_extract(w.value, '$[0]'), b.article_id FROM json_each(?) AS w CROSS JOIN bands AS b "
    "ON b.band = json_extract(w.value, '$[1]') AND b.article_id IN (SELECT article_id FROM bands "
    "WHERE band = json_extract(w.value, '$[1]') AND article_id <> json_extract(w.value, '$[0]') "
    f"ORDER BY article_id LIMIT {MOST_READ})",
    "postgresql": "SELECT w.id, b.article_id FROM unnest(%s::bigint[], %s::bigint[]) AS w(id, band) "
    "CROSS JOIN LATERAL (SELECT article_id FROM bands WHERE bands.band = w.band AND article_id <> w.id "
    f"ORDER BY article_id LIMIT {MOST_READ}) AS b",
}


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


def rows(draft: Draft, found: Sequence[Found]) -> list[dict[str, Any]]:
    """Return the first of the pairs as rows for `note`, each with the later article first."""
    made = []
    for other in found[:MOST_KEPT]:
        later, earlier = sorted(((draft.at, draft.id), (other.at, other.id)), reverse=True)
        made.append({"article_id": later[1], "earlier_id": earlier[1], "kind": other.kind, "score": other.score})
    return made


def note(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write pairs; the first that two articles make stays."""
    if rows:
        statement = insert_into(connection.dialect.name, Pair)
        connection.execute(statement.on_conflict_do_nothing(), list(rows))


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

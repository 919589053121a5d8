"""Clusters: articles on one event, put together as they come (single-pass clustering with average linkage).

An article joins the event to whose articles it is likest on average, or makes an event with the likest article that
stands alone (topic detection as in Allan et al. 1998, "On-line new event detection and tracking"). Only articles of a
few days around it are looked at.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from sqlalchemy import Connection, func, insert, select

from storage.analysis import many, minhash, terms
from storage.analysis.drafts import Draft
from storage.analysis.terms import Terms, likeness, weighed
from storage.derived import Cluster, Posting, Profile, TermCount
from storage.driver import ask, execute

TOGETHER = 0.3
"""Least mean likeness on one event. Two different stories rarely reach 0.1, two of one matter stay below 0.3."""
WINDOW = 4
"""Days before and after an article in which others are on the same event."""
MOST_CANDIDATES, MOST_MEMBERS = 50, 50
_IN_COMMON = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An article that may be on the same event as another."""

    id: int
    terms: Terms
    cluster: int | None


class Around:
    """The articles around new ones; kept up to date as events get more articles."""

    def __init__(self) -> None:
        self._by_id: dict[int, Neighbour] = {}
        self._events: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, one: Neighbour) -> None:
        """Add an article that is not there yet, or put one that is there into an event."""
        before = self._by_id.get(one.id)
        self._by_id[one.id] = one
        if one.cluster is not None and (before is None or before.cluster != one.cluster):
            self._events[one.cluster].append(one.id)

    def like(self, near: Sequence[int], *, but: int) -> list[Neighbour]:
        """Return the articles with these ids, and those that share an event with one of them, but for one."""
        events = {one.cluster for one in map(self._by_id.get, near) if one is not None and one.cluster is not None}
        ids = {id_ for event in events for id_ in self._events[event]}.union(near)
        return [self._by_id[id_] for id_ in sorted(ids) if id_ != but and id_ in self._by_id]


def weigh(connection: Connection, drafts: Sequence[Draft], new: Set[int]) -> list[Draft]:
    """Count the terms of the `new` among the articles in; return the articles with their terms weighed."""
    counted = Counter(term for draft in drafts if draft.id in new for term in draft.terms.hashes.tolist())
    if counted:
        columns = {"term": sorted(counted), "articles": [counted[term] for term in sorted(counted)]}
        more = "ON CONFLICT (term) DO UPDATE SET articles = term_counts.articles + excluded.articles"
        many.put(connection, TermCount, columns, on_conflict=more)
    known = connection.scalar(select(func.count()).select_from(Profile)) or 0
    counts = _counts(connection, {term for draft in drafts for term in draft.terms.hashes.tolist()})
    return [replace(draft, terms=weighed(draft.terms, known + len(drafts), counts)) for draft in drafts]


def _counts(connection: Connection, wanted: Set[int]) -> dict[int, int]:
    """In how many articles each term was found."""
    return dict(ask(connection, _COUNTS, [sorted(wanted)]))


_COUNTS = {
    "sqlite": "SELECT term, articles FROM term_counts WHERE term IN (SELECT json_extract(value, '$[0]') FROM json_each(?))",
    "postgresql": "SELECT term, articles FROM term_counts WHERE term = ANY(%s::bigint[])",
}


def note_terms(connection: Connection, drafts: Sequence[Draft]) -> None:
    """Write the terms by which the articles will be found."""
    rows = [(term, draft.day, draft.id) for draft in drafts for term in draft.terms.telling()]
    columns = {name: [row[place] for row in rows] for place, name in enumerate(("term", "day", "article_id"))}
    many.put(connection, Posting, columns)


def candidates(connection: Connection, drafts: Sequence[Draft]) -> dict[int, list[int]]:
    """Return, for each article, those that share some of the terms that say most, within the window.

    The most in common come first.
    """
    asked = [
        (draft.id, term, draft.day - WINDOW, draft.day + WINDOW) for draft in drafts for term in draft.terms.telling()
    ]
    found: dict[int, list[int]] = {draft.id: [] for draft in drafts}
    for id_, other in ask(connection, _CANDIDATES, [*zip(*asked, strict=True)] or [(), (), (), ()]):
        found[id_].append(other)
    return found


_MOST_FIRST = (
    "row_number() OVER (PARTITION BY w.id ORDER BY count(*) DESC, p.article_id DESC) AS place FROM "
    "{wanted} GROUP BY w.id, p.article_id "
    f"HAVING count(*) >= {_IN_COMMON}) AS found WHERE place <= {MOST_CANDIDATES} ORDER BY id, place"
)
_CANDIDATES = {
    "sqlite": "SELECT id, article_id FROM (SELECT w.id, p.article_id, "
    + _MOST_FIRST.format(
        wanted="(SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS term, "
        "json_extract(value, '$[2]') AS first, json_extract(value, '$[3]') AS last FROM json_each(?)) AS w "
        "CROSS JOIN postings AS p ON p.term = w.term AND p.day BETWEEN w.first AND w.last AND p.article_id <> w.id"
    ),
    # OFFSET 0 has each term looked up by the key, whatever the planner thinks of rows that are new.
    "postgresql": "SELECT id, article_id FROM (SELECT w.id, p.article_id, "
    + _MOST_FIRST.format(
        wanted="unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) AS w(id, term, first, last) "
        "CROSS JOIN LATERAL (SELECT article_id FROM postings WHERE postings.term = w.term "
        "AND day BETWEEN w.first AND w.last AND article_id <> w.id OFFSET 0) AS p"
    ),
}


def load(connection: Connection, ids: Set[int]) -> Around:
    """Return the articles of these ids, and those that share an event with them."""
    around = Around()
    rows = ask(connection, _THESE, [sorted(ids)])
    clusters = {row[2] for row in rows} - {None}
    for row in (*rows, *ask(connection, _MEMBERS, [sorted(clusters)])):
        around.add(Neighbour(id=row[0], terms=terms.loaded(row[1]), cluster=row[2]))
    return around


_ROWS = f"SELECT article_id, terms, cluster_id FROM profiles WHERE method = '{minhash.method()}'"
_LATEST = (
    "SELECT article_id, terms, cluster_id FROM (SELECT article_id, terms, cluster_id, "
    "row_number() OVER (PARTITION BY cluster_id ORDER BY at DESC) AS place "
    f"FROM profiles WHERE method = '{minhash.method()}' AND cluster_id {{}}) AS found WHERE place <= {MOST_MEMBERS}"
)
_AMONG = {"sqlite": "IN (SELECT json_extract(value, '$[0]') FROM json_each(?))", "postgresql": "= ANY(%s::bigint[])"}
_THESE = {dialect: f"{_ROWS} AND article_id {among}" for dialect, among in _AMONG.items()}
_MEMBERS = {dialect: _LATEST.format(among) for dialect, among in _AMONG.items()}


def assign(
    connection: Connection, draft: Draft, near: Sequence[int], around: Around, at: datetime
) -> Mapping[int, float]:
    """Put the article into an event; return the candidates' likeness where it is high enough for one event."""
    others = around.like(near, but=draft.id)
    if not others:
        return {}
    values = likeness(draft.terms, [one.terms for one in others])
    like = {one.id: value for one, value in zip(others, values, strict=True)}
    best = _best(others, like)
    if best is not None:
        members, mean = best
        _join(connection, draft, members, mean, around, at)
    return {id_: like[id_] for id_ in near if like.get(id_, 0.0) >= TOGETHER}


def _best(others: Sequence[Neighbour], like: Mapping[int, float]) -> tuple[list[Neighbour], float] | None:
    """The event's articles, or the article alone, that are likest on average, and how much."""
    groups: dict[tuple[str, int], list[Neighbour]] = defaultdict(list)
    for one in others:
        groups[("alone", one.id) if one.cluster is None else ("event", one.cluster)].append(one)
    means = {key: float(np.mean([like[one.id] for one in group])) for key, group in groups.items()}
    key = max(means, key=lambda key: (means[key], key))
    return (groups[key], means[key]) if means[key] >= TOGETHER else None


def _join(
    connection: Connection, draft: Draft, members: Sequence[Neighbour], mean: float, around: Around, at: datetime
) -> None:
    cluster = members[0].cluster
    joining = [Neighbour(id=draft.id, terms=draft.terms, cluster=None)]
    if cluster is None:
        cluster = connection.scalar(insert(Cluster).returning(Cluster.id), {"created_at": at})
        joining.append(members[0])
    execute(connection, _JOINING[connection.dialect.name], [(cluster, mean, one.id) for one in joining], many=True)
    for one in joining:
        around.add(replace(one, cluster=cluster))


_JOIN = "UPDATE profiles SET cluster_id = {0}, closeness = {0} WHERE article_id = {0}"
_JOINING = {"sqlite": _JOIN.format("?"), "postgresql": _JOIN.format("%s")}

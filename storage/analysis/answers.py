"""What the analysis found, for those who ask: pairs and events with the articles in them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, or_, select

from storage.derived import Pair, Profile
from storage.models import Article, Revision, Source
from storage.views import Brief, ClusterRow, PairRow

_CHUNK = 500


def pairs(connection: Connection, kind: str | None, article: int | None, limit: int | None) -> list[PairRow]:
    """Return the pairs, those with the latest article first."""
    query = select(Pair).join(Profile, Profile.article_id == Pair.article_id)
    query = query if kind is None else query.where(Pair.kind == kind)
    if article is not None:
        query = query.where(or_(Pair.article_id == article, Pair.earlier_id == article))
    order = (Profile.at.desc(), Pair.article_id.desc(), Pair.earlier_id)
    rows = connection.execute(query.order_by(*order).limit(limit)).all()
    briefs = _briefs(connection, {id_ for row in rows for id_ in (row.article_id, row.earlier_id)})
    return [
        PairRow(later=briefs[row.article_id], earlier=briefs[row.earlier_id], kind=row.kind, score=row.score)
        for row in rows
    ]


def clusters(connection: Connection, article: int | None, limit: int | None) -> list[ClusterRow]:
    """Return the events that more than one article is on, the one with the latest article first."""
    latest = func.max(Profile.at)
    query = select(Profile.cluster_id, func.avg(Profile.closeness)).where(Profile.cluster_id.is_not(None))
    if article is not None:
        own = select(Profile.cluster_id).where(Profile.article_id == article).scalar_subquery()
        query = query.where(Profile.cluster_id == own)
    query = query.group_by(Profile.cluster_id).having(func.count() > 1)
    query = query.order_by(latest.desc(), Profile.cluster_id.desc()).limit(limit)
    scores: dict[int, float] = {row[0]: float(row[1]) for row in connection.execute(query)}
    members: Any = select(Profile.cluster_id, Profile.article_id).where(Profile.cluster_id.in_(scores))
    members = members.order_by(Profile.at, Profile.article_id)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for cluster, article_id in connection.execute(members):
        found[cluster].append(article_id)
    briefs = _briefs(connection, {id_ for ids in found.values() for id_ in ids})
    return [
        ClusterRow(id=id_, score=score, articles=tuple(briefs[one] for one in found[id_]))
        for id_, score in scores.items()
    ]


def _briefs(connection: Connection, ids: Iterable[int]) -> dict[int, Brief]:
    found: dict[int, Brief] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        query: Any = (
            select(
                Article.id,
                Article.url,
                func.coalesce(Source.name, "").label("source"),
                Revision.title,
                Profile.at,
                Revision.published_utc.is_not(None).label("dated"),
                Profile.agency,
            )
            .join(Revision, (Revision.article_id == Article.id) & (Revision.number == Article.revision))
            .join(Profile, Profile.article_id == Article.id)
            .outerjoin(Source, Source.id == Article.source_id)
            .where(Article.id.in_(ordered[start : start + _CHUNK]))
        )
        found |= {row.id: Brief(**row._mapping) for row in connection.execute(query)}
    return found

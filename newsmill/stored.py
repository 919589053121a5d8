"""What is stored, as JSON types: the same for the commands' `--json`, the HTTP API and all else that programs read."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from newsmill.render import as_dict, explained, moment

if TYPE_CHECKING:
    from storage import ArticleRow, Brief, ClusterRow, PairRow, RevisionRow
    from storage.listing import Listed
    from storage.runs import CrawlRow


def row_as_dict(row: "ArticleRow", *, explain: bool = False) -> dict[str, Any]:
    """A stored article as JSON types: the article's own fields, and what the database knows of it."""
    value = as_dict(row.article, url=row.url)
    value["id"] = row.id
    stored = {
        "source": row.source or None,
        "urls": list(row.urls),
        "revision": row.revision,
        "created_at": moment(row.created_at),
        "changed_at": moment(row.changed_at),
        "fetched_at": moment(row.fetched_at),
    }
    return value | stored | ({"blocks": explained(row.article)} if explain else {})


def listed_as_dict(row: "Listed") -> dict[str, Any]:
    """An article in a list, as JSON types."""
    return {
        "id": row.id,
        "url": row.url,
        "source": row.source or None,
        "title": row.title,
        "description": row.description,
        "authors": list(row.authors),
        "section": row.section,
        "language": row.language,
        "published_at": moment(row.published_at),
        "paywall": row.paywall,
        "words": row.words,
        "removed": row.removed,
        "revision": row.revision,
        "created_at": moment(row.created_at),
        "changed_at": moment(row.changed_at),
    }


def revision_as_dict(row: "RevisionRow") -> dict[str, Any]:
    """A revision as JSON types: the article as it was then, and the step from the one before."""
    article = as_dict(row.article)
    before = {name: _value(old) for name, (old, _) in row.fields.items()}
    after = {name: _value(new) for name, (_, new) in row.fields.items()}
    step = {
        "size": row.size,
        "words_added": row.words_added,
        "words_removed": row.words_removed,
        "diff": [{"before": list(hunk.before), "after": list(hunk.after)} for hunk in row.hunks],
        "fields": {name: {"before": before[name], "after": after[name]} for name in before},
    }
    when = {"created_at": moment(row.created_at), "fetched_at": moment(row.fetched_at)}
    del article["id"], article["url"]
    return {"number": row.number, "cause": row.cause, **when, **step, "article": article}


def _value(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value.isoformat() if hasattr(value, "isoformat") else value


def pair_as_dict(row: "PairRow") -> dict[str, Any]:
    """A pair as JSON types."""
    return {
        "article": _brief(row.later),
        "kind": row.kind,
        "score": round(row.score, 4),
        "of": _brief(row.earlier),
        "syndicated": row.syndicated,
        "agency": row.agency,
    }


def cluster_as_dict(row: "ClusterRow") -> dict[str, Any]:
    """An event as JSON types."""
    return {
        "id": row.id,
        "score": round(row.score, 4),
        "sources": [source or None for source in row.sources],
        "articles": [_brief(article) for article in row.articles],
    }


def _brief(article: "Brief") -> dict[str, Any]:
    return {
        "id": article.id,
        "url": article.url,
        "source": article.source or None,
        "title": article.title,
        "at": article.at.isoformat(),
        "dated": article.dated,
        "agency": article.agency,
    }


def crawls_as_dict(rows: "Sequence[CrawlRow]", fallen: Sequence[str]) -> dict[str, Any]:
    """An outlet's crawls, the latest first, and what has fallen, a line each."""
    crawls = [asdict(row) | {"started_at": row.started_at.isoformat()} for row in rows]
    return {"source": rows[0].source, "fallen": list(fallen), "crawls": crawls}

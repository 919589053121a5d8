"""What the servers are asked for: the same articles and words of both, in each one's addresses."""

import random
from collections.abc import Callable
from urllib.parse import quote, urlencode

from bench.store_made import vocabulary

KINDS = ("article", "search", "list")
PATHS = 500
Asked = Callable[[str, int], list[str]]
_LISTED = (
    "title",
    "description",
    "authors",
    "section",
    "language",
    "published_at",
    "paywall",
    "words",
    "removed",
    "number",
)
_SEARCH = f"""
select revisions.article_id, sources.name, articles.url, {", ".join(f"revisions.{name}" for name in _LISTED)},
articles.created_at, articles.changed_at, -bm25(search, 5.0, 1.0) as score
from search join revisions on revisions.id = search.rowid join articles on articles.id = revisions.article_id
left join sources on sources.id = articles.source_id
where search match :q order by score desc limit 20
"""


def words(number: int) -> list[str]:
    """Searches: one word that some articles have, or two that many have."""
    chosen, known = random.Random(1000 + number), vocabulary()
    return [
        chosen.choice(known[3000:20000]) if index % 2 else " ".join(chosen.sample(known[300:3000], 2))
        for index in range(PATHS)
    ]


def articles(number: int, count: int) -> list[int]:
    """Articles by their keys."""
    chosen = random.Random(2000 + number)
    return [chosen.randint(1, count) for _ in range(PATHS)]


def OURS(count: int, kind: str, number: int) -> list[str]:  # noqa: N802
    """Addresses of newsmill."""
    if kind == "article":
        return [f"/articles/{id_}" for id_ in articles(number, count)]
    if kind == "search":
        return [f"/articles?q={quote(one)}&limit=20" for one in words(number)]
    return ["/articles?limit=50"]


def THEIRS(name: str, count: int, kind: str, number: int) -> list[str]:  # noqa: N802
    """Addresses of Datasette, without what it would add to them."""
    if kind == "article":
        return [f"/{name}/revisions/{id_}.json" for id_ in articles(number, count)]
    if kind == "search":
        sql = " ".join(_SEARCH.split())
        quoted = [" ".join(f'"{word}"' for word in one.split()) for one in words(number)]
        return [f"/{name}.json?{urlencode({'sql': sql, 'q': one, '_shape': 'array'})}" for one in quoted]
    columns = "&".join(f"_col={column}" for column in _LISTED)
    rest = "_sort_desc=published_utc&_size=50&_nocount=1&_nofacet=1&_nosuggest=1"
    return [f"/{name}/revisions.json?{columns}&{rest}"]

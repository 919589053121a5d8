"""Articles as flat rows, a thousand at a time: what every export is made of.

The values are the driver's own, without SQLAlchemy's conversions: whoever makes columns of them converts a column at
once, which is many times quicker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, func, null, select, type_coerce
from sqlalchemy.types import NullType

from storage.database import Database
from storage.derived import Profile
from storage.driver import ask
from storage.filters import COPIES, Filters
from storage.models import Article, Revision, Source

Kind = Literal["integer", "text", "list", "moment", "truth"]
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export."""

    name: str
    kind: Kind
    comment: str


COLUMNS = (
    Column("id", "integer", "Number of the article in the database"),
    Column("url", "text", "Principal address"),
    Column("source", "text", "Host name of the outlet, without www"),
    Column("title", "text", "Title"),
    Column("description", "text", "Standfirst"),
    Column("authors", "list", "Names"),
    Column("published_at", "moment", "Publication, UTC; midnight where only the day is stated"),
    Column("published_stated", "text", "Publication as stated: a day, or a moment with its offset"),
    Column("modified_at", "moment", "Last change, UTC"),
    Column("modified_stated", "text", "Last change as stated"),
    Column("section", "text", "Section of the outlet"),
    Column("tags", "list", "Keywords"),
    Column("language", "text", "ISO 639-1 code"),
    Column("site_name", "text", "Name of the outlet as the page states it"),
    Column("canonical_url", "text", "Address that the page calls its own"),
    Column("image_url", "text", "Lead image"),
    Column("is_accessible_for_free", "truth", "What the page says of itself"),
    Column("paywall", "text", "none, teaser or unknown"),
    Column("words", "integer", "Words of the text"),
    Column("revision", "integer", "Number of the revision, from 1"),
    Column("created_at", "moment", "When the article was first stored, UTC"),
    Column("changed_at", "moment", "When this revision was stored, UTC"),
    Column("copy_of", "integer", "Earliest article with the same or nearly the same text"),
    Column("rewrite_of", "integer", "Earliest article of which this is a rewrite"),
    Column("cluster", "integer", "Event that several articles are on"),
    Column("agency", "text", "News agency that is credited"),
    Column("cleaner_version", "text", "Version of the cleaner"),
    Column("rules_version", "text", "Version of the rules"),
    Column("text", "text", "The clean text, a blank line between paragraphs"),
)
NAMES = tuple(column.name for column in COLUMNS)
_COPY_OF = NAMES.index("copy_of")

Row = Sequence[Any]
"""The values of a row as the driver gives them: on SQLite moments and lists are text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Revisions `after` (excluded) and `until` (included): what changed between two exports."""

    after: int = 0
    until: int | None = None


def pages(database: Database, filters: Filters, span: Span, size: int = PAGE) -> Iterator[list[Row]]:
    """Yield the articles in order of id, `size` at a time; each page is a transaction, memory holds one."""
    last = 0
    while rows := database.read(_page, filters, span, last, size):
        yield rows
        last = rows[-1][0]


def _page(connection: Connection, filters: Filters, span: Span, last: int, size: int) -> list[Row]:
    query = filters.apply(_query(), connection.dialect.name).where(Article.id > last)
    number = Revision.id + 0  # as an expression, lest SQLite walk the revisions and sort all of them for each page
    query = query.where(number > span.after) if span.after else query
    query = query if span.until is None else query.where(number <= span.until)
    with connection.execute(query.order_by(Article.id).limit(size)) as result:
        cursor: Any = result.cursor
        rows: list[Row] = cursor.fetchall()
    return _with_pairs(connection, rows)


def _with_pairs(connection: Connection, rows: list[Row]) -> list[Row]:
    """Fill in of what an article is a copy or a rewrite; few are, and a sub-query for each would double the time."""
    ids = [row[0] for row in rows]
    earliest: dict[int, dict[bool, int]] = {}
    for id_, kind, earlier in ask(connection, _PAIRS, [ids]) if ids else ():
        earliest.setdefault(id_, {}).setdefault(kind in COPIES, earlier)
    for place, id_ in enumerate(ids if earliest else ()):
        if id_ in earliest:
            found, row = earliest[id_], rows[place]
            rows[place] = (*row[:_COPY_OF], found.get(True), found.get(False), *row[_COPY_OF + 2 :])
    return rows


_JOINED = "FROM pairs JOIN profiles ON profiles.article_id = pairs.earlier_id WHERE pairs.article_id"
_ORDER = "ORDER BY pairs.article_id, profiles.at, profiles.article_id"
_PAIRS = {
    "sqlite": f"SELECT pairs.article_id, kind, earlier_id {_JOINED} "
    f"IN (SELECT json_extract(value, '$[0]') FROM json_each(?)) {_ORDER}",
    "postgresql": f"SELECT pairs.article_id, kind, earlier_id {_JOINED} = ANY(%s::bigint[]) {_ORDER}",
}


def _query() -> Select[Any]:
    rev, raw = Revision, _raw
    about = (Article.id, Article.url, Source.name, rev.title, rev.description, raw(rev.authors))
    dates = (raw(rev.published_utc), rev.published_at, raw(rev.modified_utc), rev.modified_at)
    place = (rev.section, raw(rev.tags), rev.language, rev.site_name, rev.canonical_url, rev.image_url)
    facts = (raw(rev.is_accessible_for_free), rev.paywall, rev.words, Article.revision)
    ours = (raw(Article.created_at), raw(Article.changed_at), null(), null())
    rest = (Profile.cluster_id, Profile.agency, rev.cleaner_version, rev.rules_version, rev.text)
    return (
        select(*about, *dates, *place, *facts, *ours, *rest)
        .join(rev, (rev.article_id == Article.id) & (rev.number == Article.revision))
        .outerjoin(Source, Source.id == Article.source_id)
        .outerjoin(Profile, Profile.article_id == Article.id)
    )


def _raw(column: Any) -> Any:
    return type_coerce(column, NullType())


def newest(connection: Connection) -> int:
    """Return the newest revision, 0 for none; every revision up to it is there for whoever looks from now on."""
    if connection.dialect.name == "postgresql":
        # Numbers are given before they are committed: wait for those who write just now.
        connection.exec_driver_sql("LOCK TABLE revisions IN SHARE MODE")
    return connection.scalar(select(func.max(Revision.id))) or 0

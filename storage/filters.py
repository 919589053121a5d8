"""Which articles are meant: the same conditions for lists, search and exports."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import aliased

from storage.addresses import outlet_names
from storage.derived import Pair
from storage.models import Article, Revision, Source

COPIES = ("exact", "near")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Conditions on articles in their current revisions, see `storage.conditions`."""

    source: str | None = None
    language: str | None = None
    paywall: str | None = None
    section: str | None = None
    author: str | None = None
    since: datetime | date | None = None
    before: datetime | date | None = None
    copies: bool | None = None

    def apply(self, query: Select[Any], dialect: str) -> Select[Any]:
        """Return the query, which joins articles with their current revisions, with the conditions added."""
        for column, value in ((Revision.language, self.language), (Revision.paywall, self.paywall)):
            query = query if value is None else query.where(column == value)
        if self.source is not None:
            outlets = select(Source.id).where(Source.name.in_(outlet_names(self.source)))
            query = query.where(Article.source_id.in_(outlets))
        if self.section is not None:
            query = query.where(func.lower(Revision.section) == self.section.lower())
        if self.author is not None:
            query = query.where(_names(dialect).contains(self.author.lower(), autoescape=True))
        if self.since is not None:
            query = query.where(Revision.published_utc >= _instant(self.since))
        if self.before is not None:
            query = query.where(Revision.published_utc < _instant(self.before))
        return query if self.copies is None else query.where(_is_copy() if self.copies else ~_is_copy())


def _names(dialect: str) -> Any:
    """The names of the authors in lower case, as one text."""
    if dialect == "sqlite":
        each = func.json_each(Revision.authors).table_valued("value")
        return func.lower(select(func.group_concat(each.c.value, "\n")).scalar_subquery())
    return func.lower(cast(Revision.authors, String))


def _is_copy() -> Any:
    earlier = aliased(Pair)
    return select(earlier.article_id).where(earlier.article_id == Article.id, earlier.kind.in_(COPIES)).exists()


def _instant(value: datetime | date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)

"""What each crawl of an outlet brought, over time: the outlet's health. All functions run inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Float, Index, Text, case, cast, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.models import Article, Base, Id, Revision
from storage.models import Source as SourceTable
from storage.types import BigId, StorableJson


class Run(Base):
    """One crawl of one outlet."""

    __tablename__ = "crawls"
    __table_args__ = (
        Index(None, "source", "started_at"),
        {"comment": "Crawls of outlets: what each brought, and how many of its articles state what they should"},
    )

    id: Mapped[Id] = mapped_column(comment="Key")
    source: Mapped[str] = mapped_column(comment="Host name of the outlet, without www")
    started_at: Mapped[datetime] = mapped_column(comment="When it began, UTC")
    seconds: Mapped[float] = mapped_column(Float, comment="How long it took")
    found: Mapped[int] = mapped_column(comment="Addresses that discovery gave")
    new: Mapped[int] = mapped_column(comment="Articles that were not known")
    revised: Mapped[int] = mapped_column(comment="Articles with another text than before")
    unchanged: Mapped[int] = mapped_column(comment="Articles as they were, fetched whole")
    not_modified: Mapped[int] = mapped_column(comment="Pages that the server called unmodified (304)")
    duplicate: Mapped[int] = mapped_column(comment="Pages with an article that another address has")
    refused: Mapped[int] = mapped_column(comment="Pages that are no article")
    failed: Mapped[int] = mapped_column(comment="Pages, feeds and sitemaps that could not be had")
    requests: Mapped[int] = mapped_column(comment="Requests sent")
    bytes: Mapped[int] = mapped_column(BigId, comment="Bytes received, as they came over the network")
    texts: Mapped[int] = mapped_column(comment="Articles stored or revised, on which the next three are counted")
    titles: Mapped[int] = mapped_column(comment="Those of them with a title")
    dates: Mapped[int] = mapped_column(comment="Those with a date of publication")
    authors: Mapped[int] = mapped_column(comment="Those with an author")
    alerts: Mapped[Any] = mapped_column(
        StorableJson, nullable=False, comment="What fell suddenly, a JSON array of words"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlRow:
    """One crawl of one outlet; the fields are those of the table."""

    source: str
    started_at: datetime
    seconds: float = 0.0
    found: int = 0
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    not_modified: int = 0
    duplicate: int = 0
    refused: int = 0
    failed: int = 0
    requests: int = 0
    bytes: int = 0
    texts: int = 0
    titles: int = 0
    dates: int = 0
    authors: int = 0
    alerts: Sequence[str] = field(default=())

    @property
    def pages(self) -> int:
        """The pages that came whole: each is an article or was refused."""
        return self.new + self.revised + self.unchanged + self.duplicate + self.refused


def stated(connection: Connection, source: str, since: datetime) -> Mapping[str, int]:
    """How many of an outlet's current revisions were made since then, and how many of these have a title and so on."""

    def having(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    row = connection.execute(
        select(
            func.count().label("texts"),
            having(Revision.title.is_not(None)).label("titles"),
            having(Revision.published_at.is_not(None)).label("dates"),
            having(cast(Revision.authors, Text) != "[]").label("authors"),
        )
        .join(Article, (Article.id == Revision.article_id) & (Article.revision == Revision.number))
        .join(SourceTable, SourceTable.id == Article.source_id)
        .where(SourceTable.name == source, Article.changed_at >= since)
    ).one()
    return dict(row._mapping)


def note(connection: Connection, row: CrawlRow) -> None:
    """Keep what a crawl brought."""
    connection.execute(insert(Run).values(**asdict(row) | {"alerts": list(row.alerts)}))


def runs(connection: Connection, source: str | None, limit: int) -> list[CrawlRow]:
    """The last crawls of an outlet, or of each of them, the latest first."""
    rank = func.row_number().over(partition_by=Run.source, order_by=(Run.started_at.desc(), Run.id.desc()))
    ranked = select(Run.id.label("id"), rank.label("rank")).subquery()
    query = select(Run.__table__).join(ranked, ranked.c.id == Run.id).where(ranked.c.rank <= limit)
    if source is not None:
        query = query.where(Run.source == source)
    rows = connection.execute(query.order_by(Run.source, Run.started_at.desc(), Run.id.desc()))
    return [CrawlRow(**{name: row._mapping[name] for name in CrawlRow.__slots__}) for row in rows]

"""Tables of what can be computed again from the others: likeness, clusters, what waits to be looked at; and exports.

All rows of an article go with it. The full-text index beside them has no model: it is FTS5 on SQLite and a
`tsvector` on PostgreSQL, see `storage.search`.
"""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

import storage.places  # its tables belong to the schema too
import storage.runs  # so do its
import storage.service.tables  # so do these
import storage.targets  # noqa: F401 - so does its
from storage.models import Base, Id
from storage.types import BigId

__all__ = ["Band", "Base", "Cluster", "Export", "Pair", "Pending", "Posting", "Profile", "TermCount"]


class Pending(Base):
    """An article whose current revision waits for `storage.analysis`."""

    __tablename__ = "pending"
    __table_args__ = ({"comment": "Articles whose current revision is not in search, pairs and clusters yet"},)

    article_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, comment="Article"
    )


class Cluster(Base):
    """An event that articles report on; the articles name it in `profiles`."""

    __tablename__ = "clusters"
    __table_args__ = ({"comment": "Events that articles report on", "sqlite_autoincrement": True},)

    id: Mapped[Id] = mapped_column(comment="Key")
    created_at: Mapped[datetime] = mapped_column(comment="When the first article was put into it, UTC")


class Profile(Base):
    """What likeness is judged by."""

    __tablename__ = "profiles"
    __table_args__ = ({"comment": "What likeness of articles is judged by, one row an article"},)

    article_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, comment="Article"
    )
    revision_id: Mapped[int] = mapped_column(BigId, comment="Revision that it was made of")
    method: Mapped[str] = mapped_column(comment="How signature and terms were made; only equal ones are compared")
    at: Mapped[datetime] = mapped_column(comment="Publication, or when first stored, UTC: the earlier is the original")
    signature: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="MinHash of the 5-word shingles, 128 little-endian uint32; null for a short text"
    )
    terms: Mapped[bytes] = mapped_column(
        LargeBinary, comment="Terms: int64 hashes, as many float32 weights, as many flags of names"
    )
    agency: Mapped[str | None] = mapped_column(comment="News agency that the article credits")
    cluster_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("clusters.id", ondelete="SET NULL"), index=True, comment="Event; null where it stands alone"
    )
    closeness: Mapped[float | None] = mapped_column(Float, comment="Mean likeness to the event's articles, 0 to 1")


class Band(Base):
    """A band of a MinHash signature: texts that are alike share at least one."""

    __tablename__ = "bands"
    __table_args__ = (
        {"comment": "Bands of MinHash signatures, and exact texts, to find copies by", "sqlite_with_rowid": False},
    )

    band: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, comment="64-bit hash of the band")
    article_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True, comment="Article"
    )


class Posting(Base):
    """A term that tells an article from others."""

    __tablename__ = "postings"
    __table_args__ = (
        {"comment": "The few terms that say most of an article, to find its event by", "sqlite_with_rowid": False},
    )

    term: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, comment="64-bit hash of the term")
    day: Mapped[int] = mapped_column(primary_key=True, comment="Day of the profile's moment, counted from 1970-01-01")
    article_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True, comment="Article"
    )


class TermCount(Base):
    """In how many articles a term was found."""

    __tablename__ = "term_counts"
    __table_args__ = ({"comment": "In how many articles a term was found, to weigh it; deletions are not taken off"},)

    term: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, comment="64-bit hash of the term")
    articles: Mapped[int] = mapped_column(comment="Number of articles")


class Pair(Base):
    """Two articles of which one is a copy or a rewrite of the other, or both of a third."""

    __tablename__ = "pairs"
    __table_args__ = ({"comment": "Articles that share their text or their wording, the later and the earlier"},)

    article_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, comment="The later article"
    )
    earlier_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True, comment="The earlier one"
    )
    kind: Mapped[str] = mapped_column(comment="exact, near or rewrite")
    score: Mapped[float] = mapped_column(Float, comment="Jaccard of shingles, or share of common wording, 0 to 1")


class Export(Base):
    """How far an export went."""

    __tablename__ = "exports"
    __table_args__ = ({"comment": "How far the exports into each place went, for those that go on from there"},)

    target_sha256: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of target, hexadecimal")
    target: Mapped[str] = mapped_column(comment="Where it went: a folder")
    what: Mapped[str] = mapped_column(comment="What went there: the form and the conditions")
    until_revision: Mapped[int] = mapped_column(BigId, comment="The last revision that was taken into account")
    articles: Mapped[int] = mapped_column(comment="Articles written by all runs")
    exported_at: Mapped[datetime] = mapped_column(comment="When the last run ended, UTC")

"""Tables of likeness, clusters and exports, and the full-text index; every stored article waits to be looked at."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT, INT, FLOAT, BLOB = sa.Text(), sa.Integer(), sa.Float(), sa.LargeBinary()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, then put all articles on the list of those that wait."""
    _clusters()
    _profiles()
    _pending()
    band = _column("band", ID, "64-bit hash of the band")
    _keys("bands", "Bands of MinHash signatures, and exact texts, to find copies by", band)
    term = _column("term", ID, "64-bit hash of the term")
    day = _column("day", INT, "Day of the profile's moment, counted from 1970-01-01")
    _keys("postings", "The few terms that say most of an article, to find its event by", term, day)
    _term_counts()
    _pairs()
    _exports()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()
    op.execute("INSERT INTO pending (article_id) SELECT id FROM articles")


def downgrade() -> None:
    """Drop the tables."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER search_forgets")
    for table in (
        "search",
        "exports",
        "pairs",
        "term_counts",
        "postings",
        "bands",
        "pending",
        "profiles",
        "clusters",
    ):
        op.drop_table(table)


def _column(name: str, kind: TypeEngine[Any], comment: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null, comment=comment, autoincrement=name == "id")


def _article(table: str, column: str = "article_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["articles.id"], name=f"fk_{table}_{column}_articles", ondelete="CASCADE")


def _clusters() -> None:
    op.create_table(
        "clusters",
        _column("id", ID, "Key"),
        _column("created_at", MOMENT, "When the first article was put into it, UTC"),
        sa.PrimaryKeyConstraint("id", name="pk_clusters"),
        comment="Events that articles report on",
        sqlite_autoincrement=True,
    )


def _profiles() -> None:
    op.create_table(
        "profiles",
        _column("article_id", ID, "Article"),
        _column("revision_id", ID, "Revision that it was made of"),
        _column("method", TEXT, "How signature and terms were made; only equal ones are compared"),
        _column("at", MOMENT, "Publication, or when first stored, UTC: the earlier is the original"),
        _column(
            "signature",
            BLOB,
            "MinHash of the 5-word shingles, 128 little-endian uint32; null for a short text",
            null=True,
        ),
        _column("terms", BLOB, "Terms: int64 hashes, as many float32 weights, as many flags of names"),
        _column("agency", TEXT, "News agency that the article credits", null=True),
        _column("cluster_id", ID, "Event; null where it stands alone", null=True),
        _column("closeness", FLOAT, "Mean likeness to the event's articles, 0 to 1", null=True),
        _article("profiles"),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name="fk_profiles_cluster_id_clusters", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_profiles"),
        comment="What likeness of articles is judged by, one row an article",
    )
    op.create_index("ix_profiles_cluster_id", "profiles", ["cluster_id"])


def _pending() -> None:
    op.create_table(
        "pending",
        _column("article_id", ID, "Article"),
        _article("pending"),
        sa.PrimaryKeyConstraint("article_id", name="pk_pending"),
        comment="Articles whose current revision is not in search, pairs and clusters yet",
    )


def _keys(table: str, comment: str, *keys: sa.Column[Any]) -> None:
    op.create_table(
        table,
        *keys,
        _column("article_id", ID, "Article"),
        _article(table),
        sa.PrimaryKeyConstraint(*(key.name for key in keys), "article_id", name=f"pk_{table}"),
        comment=comment,
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{table}_article_id", table, ["article_id"])


def _term_counts() -> None:
    op.create_table(
        "term_counts",
        _column("term", ID, "64-bit hash of the term"),
        _column("articles", INT, "Number of articles"),
        sa.PrimaryKeyConstraint("term", name="pk_term_counts"),
        comment="In how many articles a term was found, to weigh it; deletions are not taken off",
    )


def _pairs() -> None:
    op.create_table(
        "pairs",
        _column("article_id", ID, "The later article"),
        _column("earlier_id", ID, "The earlier one"),
        _column("kind", TEXT, "exact, near or rewrite"),
        _column("score", FLOAT, "Jaccard of shingles, or share of common wording, 0 to 1"),
        _article("pairs"),
        _article("pairs", "earlier_id"),
        sa.PrimaryKeyConstraint("article_id", "earlier_id", name="pk_pairs"),
        comment="Articles that share their text or their wording, the later and the earlier",
    )
    op.create_index("ix_pairs_earlier_id", "pairs", ["earlier_id"])


def _exports() -> None:
    op.create_table(
        "exports",
        _column("target_sha256", TEXT, "SHA-256 of target, hexadecimal"),
        _column("target", TEXT, "Where it went: a folder"),
        _column("what", TEXT, "What went there: the form and the conditions"),
        _column("until_revision", ID, "The last revision that was taken into account"),
        _column("articles", INT, "Articles written by all runs"),
        _column("exported_at", MOMENT, "When the last run ended, UTC"),
        sa.PrimaryKeyConstraint("target_sha256", name="pk_exports"),
        comment="How far the exports into each place went, for those that go on from there",
    )


def _sqlite() -> None:
    # The texts stay in `revisions`; an entry is taken out with the very text that it was made of
    # (https://www.sqlite.org/fts5.html#external_content_tables), hence before the row goes.
    op.execute(
        "CREATE VIRTUAL TABLE search USING fts5(title, text, content='revisions', content_rowid='id', "
        'tokenize="unicode61 remove_diacritics 2")'
    )
    op.execute(
        "CREATE TRIGGER search_forgets BEFORE DELETE ON revisions "
        "WHEN EXISTS (SELECT 1 FROM search_docsize WHERE id = OLD.id) BEGIN "
        "INSERT INTO search (search, rowid, title, text) VALUES ('delete', OLD.id, OLD.title, OLD.text); END"
    )


def _postgresql() -> None:
    op.execute(
        "CREATE TABLE search (revision_id BIGINT CONSTRAINT pk_search PRIMARY KEY "
        "CONSTRAINT fk_search_revision_id_revisions REFERENCES revisions ON DELETE CASCADE, document TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_search_document ON search USING gin (document)")
    op.execute("COMMENT ON TABLE search IS 'Full-text index of current revisions'")
    op.execute("COMMENT ON COLUMN search.revision_id IS 'Revision'")
    op.execute("COMMENT ON COLUMN search.document IS 'Words of title (A) and text (D), letter case and accents off'")

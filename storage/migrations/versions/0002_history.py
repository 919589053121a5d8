"""Sizes of revisions; requests and revisits in the archive; deletions that last; re-cleaning that goes on."""

from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from storage.changes import compare

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT, INT = sa.Text(), sa.Integer()
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add columns and tables, then tell the sizes of the revisions that are there."""
    _columns()
    _tables()
    _tell_sizes()


def downgrade() -> None:
    """Take them back."""
    for table in ("recleanings", "forgotten", "retired_files"):
        op.drop_table(table)
    op.drop_index("ix_records_body_sha256", "records")
    op.drop_index("ix_records_refers_to", "records")
    for table, columns in {
        "revisions": ("size", "words_added", "words_removed"),
        "records": ("refers_to", "request_length", "how"),
        "pages": ("asked_url",),
    }.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)


def _column(name: str, kind: TypeEngine[Any], comment: str, *, null: bool = False, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null, comment=comment, **more)


def _columns() -> None:
    op.add_column("revisions", _column("size", TEXT, "cosmetic, minor or substantial; null for the first", null=True))
    op.add_column("revisions", _column("words_added", INT, "Words that the one before did not have", null=True))
    op.add_column("revisions", _column("words_removed", INT, "Words of the one before that are gone", null=True))
    key = sa.ForeignKey("records.id", name="fk_records_refers_to_records")
    column = sa.Column("refers_to", ID, key, comment="Record with the body, for a revisit record; else null")
    # SQLite takes a key only with its column; elsewhere it keeps its name.
    op.add_column("records", column, inline_references=op.get_bind().dialect.name == "sqlite")
    op.create_index("ix_records_refers_to", "records", ["refers_to"])
    op.create_index("ix_records_body_sha256", "records", ["body_sha256"])
    length = "Length of the request record that follows it, bytes; 0 where there is none"
    op.add_column("records", _column("request_length", ID, length, server_default="0"))
    op.add_column("records", _column("how", TEXT, "How it came: crawl, import, file; else empty", server_default=""))
    asked = "Address that was asked for, where a redirect led here the last time; else null"
    op.add_column("pages", _column("asked_url", TEXT, asked, null=True))


def _tables() -> None:
    op.create_table(
        "retired_files",
        _column("file", TEXT, "Name of the WARC file inside the archive folder"),
        _column("created_at", MOMENT, "When it was retired, UTC"),
        sa.PrimaryKeyConstraint("file", name="pk_retired_files"),
        comment="WARC files whose records have moved or will not be kept: whoever opens the archive removes them",
    )
    op.create_table(
        "forgotten",
        _column("url_sha256", TEXT, "SHA-256 of the normalised address, hexadecimal; the address itself is not kept"),
        _column("created_at", MOMENT, "When it was deleted, UTC"),
        sa.PrimaryKeyConstraint("url_sha256", name="pk_forgotten"),
        comment="Addresses of deleted articles, which no crawl brings back",
    )
    op.create_table(
        "recleanings",
        _column("record_id", ID, "Archived bytes that were cleaned again"),
        _column("revision_id", ID, "Revision that it was compared with; null where there was none", null=True),
        _column("cleaner_version", TEXT, "Version of the cleaner"),
        _column("rules_version", TEXT, "Version of the rules"),
        _column("fate", TEXT, "same, reasons, changed, new, refused or failed: see storage.recleaning"),
        _column("gained", JSON, "Words gained by the reason they were left out before, a JSON object"),
        _column("lost", JSON, "Words lost by the reason they are left out now, a JSON object"),
        _column("created_at", MOMENT, "When it was cleaned, UTC"),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name="fk_recleanings_record_id_records", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_recleanings_revision_id_revisions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name="pk_recleanings"),
        comment="What today's rules would change, found by a run of reclean that has not written it yet",
    )
    op.create_index("ix_recleanings_revision_id", "recleanings", ["revision_id"])


def _tell_sizes() -> None:
    connection = op.get_bind()
    rows = sa.table("revisions", *(sa.column(name) for name in ("id", "article_id", "number", "title", "text")))
    sizes = sa.table("revisions", *(sa.column(name) for name in ("id", "size", "words_added", "words_removed")))
    later = sa.select(rows.c.article_id).where(rows.c.number > 1)
    for article_id in connection.scalars(later.distinct()).all():
        query = sa.select(rows).where(rows.c.article_id == article_id).order_by(rows.c.number)
        found = connection.execute(query).all()
        for before, after in pairwise(found):
            change = compare(before.text, after.text, titles=(before.title, after.title))
            values = {"size": change.size.value, "words_added": change.words_added}
            values["words_removed"] = change.words_removed
            connection.execute(sa.update(sizes).where(sizes.c.id == after.id).values(**values))

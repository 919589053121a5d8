"""Any part of a text in a script without spaces is found: the full-text index is made anew."""

from alembic import op
from sqlalchemy import text

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_BATCH = 1000
# The signs of Thai and Indic words belong to them, hence M.
_NEW = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
_OLD = "unicode61 remove_diacritics 2"


def upgrade() -> None:
    """Make the index anew, of the revisions that were in it."""
    if op.get_bind().dialect.name == "sqlite":
        # `newsmill_segmented` is a function that every connection of newsmill has.
        op.execute(
            "CREATE VIEW search_texts AS "
            "SELECT id, newsmill_segmented(title) AS title, newsmill_segmented(text) AS text FROM revisions"
        )
        _remake("search_texts", _NEW, "newsmill_segmented(OLD.title), newsmill_segmented(OLD.text)")
    else:
        _fill_postgresql()


def downgrade() -> None:
    """Make the index as it was; on PostgreSQL it stays, but for texts without spaces it is the same."""
    if op.get_bind().dialect.name == "sqlite":
        _remake("revisions", _OLD, "OLD.title, OLD.text")
        op.execute("DROP VIEW search_texts")


def _remake(content: str, tokenizer: str, old: str) -> None:
    op.execute("DROP TRIGGER search_forgets")
    op.execute("DROP TABLE search")
    op.execute(
        f"CREATE VIRTUAL TABLE search USING fts5(title, text, content='{content}', content_rowid='id', "
        f'tokenize="{tokenizer}")'
    )
    op.execute(
        "CREATE TRIGGER search_forgets BEFORE DELETE ON revisions "
        "WHEN EXISTS (SELECT 1 FROM search_docsize WHERE id = OLD.id) BEGIN "
        f"INSERT INTO search (search, rowid, title, text) VALUES ('delete', OLD.id, {old}); END"
    )
    op.execute(
        "INSERT INTO search (rowid, title, text) "
        f"SELECT id, title, text FROM {content} WHERE id IN (SELECT revision_id FROM profiles)"
    )


def _fill_postgresql() -> None:
    from storage.search import index

    connection = op.get_bind()
    indexed = connection.execute(text("SELECT revision_id FROM search ORDER BY revision_id"))
    ids = [int(row[0]) for row in indexed]
    connection.execute(text("DELETE FROM search"))
    for start in range(0, len(ids), _BATCH):
        index.add(connection, ids[start : start + _BATCH])

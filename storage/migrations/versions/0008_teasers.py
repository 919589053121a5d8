"""An index of the few revisions that a paywall cut short, so that counting them reads no texts."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = "ix_revisions_article_id_number"


def upgrade() -> None:
    """Make the index."""
    teaser = sa.text("paywall = 'teaser'")
    op.create_index(NAME, "revisions", ["article_id", "number"], sqlite_where=teaser, postgresql_where=teaser)


def downgrade() -> None:
    """Drop it."""
    op.drop_index(NAME, "revisions")

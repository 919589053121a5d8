"""What feeds say of when to ask for them again."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; feeds tell the next time that they are read."""
    from storage.types import StorableJson

    comment = "What a feed says of when to ask again, a JSON object: wait (seconds), skip_hours, skip_days (UTC)"
    op.add_column("places", sa.Column("hints", StorableJson(), nullable=True, comment=comment))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("places") as table:
        table.drop_column("hints")

"""A worry about the listener who writes: what it is about, and the lines that listener never sees."""

import sqlalchemy as sa
from alembic import op

from vault.database import UtcDateTime

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("entries", sa.Column("kept_from", sa.String(32)))
    op.create_table(
        "worries",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("case_id", sa.String(32), sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("about", sa.String(32), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("looked_at", UtcDateTime),
        sa.Column("looked_by", sa.String(32)),
    )

"""Voices and films that nobody has played yet."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("vault_items", sa.Column("unheard", sa.Boolean, nullable=False, server_default=sa.false()))

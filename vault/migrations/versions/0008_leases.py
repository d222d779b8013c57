"""Leases: what only one process at a time may use, a messenger's token above all."""

import sqlalchemy as sa
from alembic import op

from vault.database import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("fence", sa.BigInteger, nullable=False),
        sa.Column("until", UtcDateTime, nullable=False),
        sa.Column("asked_at", UtcDateTime),
        sa.Column("contested_at", UtcDateTime),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def downgrade() -> None:
    op.drop_table("leases")

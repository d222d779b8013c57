"""The vault, deepened: withheld pieces, recovery words, warnings before the end, anchors."""

import sqlalchemy as sa
from alembic import op

from vault.database import Ordinal, UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "vault_withheld",
        sa.Column("item_id", sa.String(32), primary_key=True),
        sa.Column("vault_id", sa.String(32), sa.ForeignKey("vaults.id"), nullable=False, index=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("memo", sa.LargeBinary),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.add_column("vaults", sa.Column("recovery", sa.LargeBinary))
    op.add_column("vaults", sa.Column("recovery_phrase", sa.LargeBinary))
    op.add_column("vaults", sa.Column("warned_at", UtcDateTime))
    op.create_index("ix_vaults_recovery_phrase", "vaults", ["recovery_phrase"], unique=True)
    op.create_table(
        "vault_anchors",
        sa.Column("id", Ordinal, primary_key=True),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("token", sa.LargeBinary, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "vault_anchored",
        sa.Column("vault_id", sa.String(32), sa.ForeignKey("vaults.id"), primary_key=True),
        sa.Column("anchor_id", Ordinal, sa.ForeignKey("vault_anchors.id"), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("way", sa.Text, nullable=False),
    )

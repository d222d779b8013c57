"""The desk on Telegram: what listeners did, stored before it is acknowledged; what they are owed; roles in a case."""

import sqlalchemy as sa
from alembic import op

from vault.database import Ordinal, UtcDateTime

revision = "0030"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("telegram_topics", sa.Column("role", sa.String(8), nullable=False, server_default="claimant"))
    op.add_column("telegram_topics", sa.Column("offered", sa.String(32), nullable=False, server_default=""))
    op.add_column("telegram_topics", sa.Column("rung_at", UtcDateTime))
    op.create_table(
        "telegram_inbox",
        sa.Column("id", Ordinal, nullable=False),
        sa.Column("external", sa.LargeBinary, nullable=False),
        sa.Column("account", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("means", sa.String(80), nullable=False),
        sa.Column("fault", sa.String(64), nullable=False),
        sa.Column("came_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_telegram_inbox"),
        sa.UniqueConstraint("external", name="uq_telegram_inbox_external"),
    )
    op.create_index("ix_telegram_inbox_state_id", "telegram_inbox", ["state", "id"])
    op.create_table(
        "telegram_owed",
        sa.Column("id", Ordinal, nullable=False),
        sa.Column("mark", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_telegram_owed"),
    )
    op.create_index("ix_telegram_owed_mark_id", "telegram_owed", ["mark", "id"])


def downgrade() -> None:
    op.drop_table("telegram_owed")
    op.drop_table("telegram_inbox")
    for column in ("rung_at", "offered", "role"):
        op.drop_column("telegram_topics", column)

"""Knocks: a right passphrase whose one-time code is still to come. Practices: how far a practice case has got."""

import sqlalchemy as sa
from alembic import op

from vault.database import UtcDateTime

revision = "0010"
down_revision = "0008"

ID, WORD = sa.String(32), sa.String(40)


def upgrade() -> None:
    op.create_table(
        "knocks",
        sa.Column("id", ID, nullable=False),
        sa.Column("token", sa.LargeBinary, nullable=False),
        sa.Column("listener_id", ID, nullable=False),
        sa.Column("seed", sa.LargeBinary, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_knocks"),
        sa.UniqueConstraint("token", name="uq_knocks_token"),
        sa.ForeignKeyConstraint(
            ["listener_id"], ["listeners.id"], name="fk_knocks_listener_id_listeners", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "practices",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("story", WORD, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("listener_id", ID, nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_practices"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_practices_case_id_cases", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("practices")
    op.drop_table("knocks")

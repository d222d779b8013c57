"""Correspondents and their addresses, inbox and outbox."""

import sqlalchemy as sa
from alembic import op

from vault.database import Ordinal, UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "correspondents",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("state", sa.LargeBinary),
        sa.Column("case_id", sa.String(32)),
        sa.Column("vault_id", sa.String(32)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_correspondents"),
    )
    op.create_index("ix_correspondents_case_id", "correspondents", ["case_id"])
    op.create_index("ix_correspondents_vault_id", "correspondents", ["vault_id"])
    op.create_table(
        "addresses",
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("correspondent_id", sa.String(32), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.PrimaryKeyConstraint("channel", "fingerprint", name="pk_addresses"),
        sa.ForeignKeyConstraint(
            ["correspondent_id"], ["correspondents.id"], name="fk_addresses_correspondent_id_correspondents"
        ),
    )
    op.create_index("ix_addresses_correspondent_id", "addresses", ["correspondent_id"])
    _mail()


def _mail() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", Ordinal, nullable=False),
        sa.Column("ref", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("external", sa.LargeBinary, nullable=False),
        sa.Column("correspondent_id", sa.String(32), nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("fault", sa.String(64)),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "external", name="uq_inbox_channel_external"),
        sa.ForeignKeyConstraint(
            ["correspondent_id"], ["correspondents.id"], name="fk_inbox_correspondent_id_correspondents"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_state_id", "inbox", ["state", "id"])
    op.create_index("ix_inbox_correspondent_id", "inbox", ["correspondent_id"])
    op.create_table(
        "outbox",
        sa.Column("id", Ordinal, nullable=False),
        sa.Column("ref", sa.String(32), nullable=False),
        sa.Column("correspondent_id", sa.String(32), nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("entry_id", sa.String(32)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("delivered_at", UtcDateTime),
        sa.Column("read_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(
            ["correspondent_id"], ["correspondents.id"], name="fk_outbox_correspondent_id_correspondents"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_correspondent_id_id", "outbox", ["correspondent_id", "id"])


def downgrade() -> None:
    for table in ("outbox", "inbox", "addresses", "correspondents"):
        op.drop_table(table)

"""Doors that carry letters out: sealed addresses, how far a letter went, files to be fetched; the desk on Telegram."""

import sqlalchemy as sa
from alembic import op

from vault.database import Ordinal, UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("addresses", sa.Column("sealed", sa.LargeBinary))
    op.add_column("inbox", sa.Column("place", sa.String(64)))
    op.add_column("outbox", sa.Column("sent_as", sa.String(255)))
    op.create_index("ix_outbox_state_id", "outbox", ["state", "id"])
    op.create_index("ix_outbox_entry_id", "outbox", ["entry_id"])
    op.add_column("entries", sa.Column("reply_to", sa.String(32)))
    op.add_column("entries", sa.Column("replaces", sa.String(32)))
    _attachments()
    _desk()
    _lines()


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", Ordinal, nullable=False),
        sa.Column("ref", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("correspondent_id", sa.String(32), nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("album", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("receipt", sa.LargeBinary),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", UtcDateTime, nullable=False),
        sa.Column("came_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.UniqueConstraint(
            "channel", "correspondent_id", "place", name="uq_attachments_channel_correspondent_id_place"
        ),
        sa.ForeignKeyConstraint(
            ["correspondent_id"], ["correspondents.id"], name="fk_attachments_correspondent_id_correspondents"
        ),
    )
    op.create_index("ix_attachments_state_id", "attachments", ["state", "id"])
    op.create_index("ix_attachments_correspondent_id", "attachments", ["correspondent_id"])


def _desk() -> None:
    op.create_table(
        "telegram_listeners",
        sa.Column("listener_id", sa.String(32), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("told", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("listener_id", name="pk_telegram_listeners"),
        sa.UniqueConstraint("fingerprint", name="uq_telegram_listeners_fingerprint"),
    )
    op.create_table(
        "telegram_topics",
        sa.Column("id", Ordinal, nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("listener_id", sa.String(32), nullable=False),
        sa.Column("designation", sa.String(60), nullable=False),
        sa.Column("thread", sa.BigInteger),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("told_upto", sa.BigInteger, nullable=False),
        sa.Column("asked", sa.String(80), nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_telegram_topics"),
        sa.UniqueConstraint("case_id", "listener_id", name="uq_telegram_topics_case_id_listener_id"),
    )
    op.create_index("ix_telegram_topics_listener_id", "telegram_topics", ["listener_id"])


def _lines() -> None:
    op.create_table(
        "telegram_lines",
        sa.Column("topic_id", Ordinal, nullable=False),
        sa.Column("message", sa.BigInteger, nullable=False),
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("told", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "message", name="pk_telegram_lines"),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["telegram_topics.id"], name="fk_telegram_lines_topic_id_telegram_topics"
        ),
    )
    op.create_index("ix_telegram_lines_entry_id", "telegram_lines", ["entry_id"])
    op.create_table(
        "telegram_board",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("shown", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_telegram_board"),
    )


def downgrade() -> None:
    for table in ("telegram_board", "telegram_lines", "telegram_topics", "telegram_listeners", "attachments"):
        op.drop_table(table)
    op.drop_index("ix_outbox_entry_id", "outbox")
    op.drop_index("ix_outbox_state_id", "outbox")
    for table, column in (
        ("entries", "replaces"),
        ("entries", "reply_to"),
        ("outbox", "sent_as"),
        ("inbox", "place"),
        ("addresses", "sealed"),
    ):
        op.drop_column(table, column)

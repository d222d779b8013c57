"""After the talk: notices to platforms and their mail, referrals, drafts of dossiers."""

import sqlalchemy as sa
from alembic import op

from vault.database import Ordinal, UtcDateTime

revision = "0005"
down_revision = "0004"

ID, WORD = sa.String(32), sa.String(40)


def upgrade() -> None:
    _notices()
    _events()
    _mails()
    _referrals()
    _dossiers()


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("platform", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("way", WORD, nullable=False),
        sa.Column("links", sa.Integer, nullable=False),
        sa.Column("flagger", sa.Boolean, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("sent_at", UtcDateTime),
        sa.Column("acknowledged_at", UtcDateTime),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column("reminded", sa.Integer, nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    for column in ("case_id", "due_at", "sent_at"):
        op.create_index(f"ix_notices_{column}", "notices", [column])


def _events() -> None:
    op.create_table(
        "notice_events",
        sa.Column("id", Ordinal, nullable=False),
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("event", WORD, nullable=False),
        sa.Column("listener_id", ID),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice_events"),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name="fk_notice_events_notice_id_notices", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_notice_events_notice_id", "notice_events", ["notice_id"])
    op.create_table(
        "notice_links",
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("notice_id", "fingerprint", name="pk_notice_links"),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name="fk_notice_links_notice_id_notices", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_notice_links_fingerprint", "notice_links", ["fingerprint"])


def _mails() -> None:
    op.create_table(
        "notice_mails",
        sa.Column("id", ID, nullable=False),
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("state", WORD, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", UtcDateTime, nullable=False),
        sa.Column("fault", sa.String(80), nullable=False),
        sa.Column("written_at", UtcDateTime, nullable=False),
        sa.Column("settled_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_notice_mails"),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name="fk_notice_mails_notice_id_notices", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_notice_mails_notice_id", "notice_mails", ["notice_id"])
    op.create_index("ix_notice_mails_state_next_at", "notice_mails", ["state", "next_at"])


def _referrals() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID),
        sa.Column("service", sa.String(80), nullable=False),
        sa.Column("need", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("warm", sa.Boolean, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("answered_at", UtcDateTime),
        sa.Column("asked_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_referrals"),
    )
    op.create_index("ix_referrals_case_id", "referrals", ["case_id"])


def _dossiers() -> None:
    op.create_table(
        "dossiers",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("item_id", sa.String(32)),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("shown_at", UtcDateTime),
        sa.Column("agreed_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_dossiers_case_id_cases", ondelete="CASCADE"),
    )
    op.create_index("ix_dossiers_case_id", "dossiers", ["case_id"])
    op.create_table(
        "dossier_words",
        sa.Column("id", Ordinal, nullable=False),
        sa.Column("dossier_id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_words"),
        sa.UniqueConstraint("dossier_id", "entry_id", name="uq_dossier_words_dossier_id_entry_id"),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name="fk_dossier_words_dossier_id_dossiers", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    for table in ("dossier_words", "dossiers", "referrals", "notice_mails", "notice_links", "notice_events", "notices"):
        op.drop_table(table)

"""The desk's second storey: hand-overs, second listeners, skills, decisions, call-backs, debriefs, practice cases."""

import sqlalchemy as sa
from alembic import op

from vault.database import UtcDateTime

revision = "0006"
down_revision = "0005"

ID, WORD = sa.String(32), sa.String(40)
CASES = ("offered_to", "second", "abuse_until", "practice")
LISTENERS = ("languages", "minors", "capacity", "otp", "otp_step", "paused_until")


def upgrade() -> None:
    op.add_column("cases", sa.Column("offered_to", ID))
    op.add_column("cases", sa.Column("second", ID))
    op.add_column("cases", sa.Column("abuse_until", UtcDateTime))
    op.add_column("cases", sa.Column("practice", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("ix_cases_claimed_by", "cases", ["claimed_by"])
    op.create_index("ix_cases_offered_to_state_place", "cases", ["offered_to", "state", "place"])
    op.add_column("waits", sa.Column("listener_id", ID))
    op.add_column("outcomes", sa.Column("listener_id", ID))
    op.add_column("listeners", sa.Column("languages", WORD, nullable=False, server_default=""))
    op.add_column("listeners", sa.Column("minors", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("listeners", sa.Column("capacity", sa.Integer))
    op.add_column("listeners", sa.Column("otp", sa.LargeBinary))
    op.add_column("listeners", sa.Column("otp_step", sa.BigInteger))
    op.add_column("listeners", sa.Column("paused_until", UtcDateTime))
    _decisions()
    _call_backs()
    _debriefs()


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("detail", WORD, nullable=False),
        sa.Column("told", WORD, nullable=False),
        sa.Column("listener_id", ID, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("entry_id", ID),
        sa.Column("state", WORD, nullable=False),
        sa.Column("reader_id", ID),
        sa.Column("read_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_decisions_case_id_cases", ondelete="CASCADE"),
    )
    op.create_index("ix_decisions_case_id", "decisions", ["case_id"])
    op.create_index("ix_decisions_state_at", "decisions", ["state", "at"])


def _call_backs() -> None:
    op.create_table(
        "call_backs",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_call_backs"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_call_backs_case_id_cases", ondelete="CASCADE"),
    )


def _debriefs() -> None:
    op.create_table(
        "debriefs",
        sa.Column("id", ID, nullable=False),
        sa.Column("listener_id", ID, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("held_at", UtcDateTime),
        sa.Column("held_by", ID),
        sa.PrimaryKeyConstraint("id", name="pk_debriefs"),
    )
    op.create_index("ix_debriefs_held_at", "debriefs", ["held_at"])


def downgrade() -> None:
    for table in ("debriefs", "call_backs", "decisions"):
        op.drop_table(table)
    for index in ("ix_cases_claimed_by", "ix_cases_offered_to_state_place"):
        op.drop_index(index, "cases")
    for table, columns in (
        ("listeners", LISTENERS),
        ("outcomes", ("listener_id",)),
        ("waits", ("listener_id",)),
        ("cases", CASES),
    ):
        for column in columns:
            op.drop_column(table, column)

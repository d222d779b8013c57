"""Cases and their talk, listeners and their sessions, what is due and what rings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID, WORD = sa.String(32), sa.String(40)
MOMENT = sa.DateTime(timezone=True)
ORDINAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    steps = (
        _cases,
        _waits,
        _entries,
        _listeners,
        _sessions,
        _attempts,
        _invitations,
        _alarms,
        _rings,
        _timers,
        _outcomes,
        _visits,
        _rescue_places,
    )
    for step in steps:
        step()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", ID, primary_key=True),
        sa.Column("designation", sa.String(60), nullable=False),
        sa.Column("correspondent", ID, nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("place", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("waiting_since", MOMENT, nullable=False),
        sa.Column("last_word_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column("unanswered_since", MOMENT),
        sa.Column("closed_at", MOMENT),
        sa.Column("contacts", sa.Integer, nullable=False),
        sa.Column("vault", sa.String(64)),
        sa.Column("claimed_by", ID),
        sa.Column("previous_listener", ID),
        sa.Column("called", WORD, nullable=False),
        sa.Column("reasons", sa.LargeBinary),
        sa.Column("facts", sa.LargeBinary),
        sa.Column("weighed", sa.LargeBinary),
        sa.Column("settled", sa.LargeBinary),
    )
    op.create_index("ix_cases_correspondent", "cases", ["correspondent"])
    op.create_index("ix_cases_state_place_id", "cases", ["state", "place", "id"])
    still = sa.text("state <> 'closed'")
    op.create_index(
        "uq_cases_open_designation", "cases", ["designation"], unique=True, sqlite_where=still, postgresql_where=still
    )


def _waits() -> None:
    op.create_table(
        "waits",
        sa.Column("id", ORDINAL, primary_key=True, autoincrement=True),
        sa.Column("case_id", ID, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT),
        sa.Column("came", sa.Boolean, nullable=False),
    )
    op.create_index("ix_waits_case_id", "waits", ["case_id"])
    op.create_index("ix_waits_until", "waits", ["until"])


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("number", ORDINAL, primary_key=True, autoincrement=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("author", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("listener_id", ID),
        sa.Column("alias", sa.String(60), nullable=False),
        sa.Column("once", sa.LargeBinary),
        sa.Column("delivery", WORD, nullable=False),
        sa.Column("delivered_at", MOMENT),
        sa.Column("read_at", MOMENT),
        sa.UniqueConstraint("case_id", "once"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_entries_case_id_number", "entries", ["case_id", "number"])


def _listeners() -> None:
    op.create_table(
        "listeners",
        sa.Column("id", ID, primary_key=True),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("seed", sa.LargeBinary, nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT),
        sa.UniqueConstraint("fingerprint"),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", ID, primary_key=True),
        sa.Column("cookie", sa.LargeBinary, nullable=False),
        sa.Column("listener_id", ID, sa.ForeignKey("listeners.id", ondelete="CASCADE"), nullable=False),
        sa.Column("seed", sa.LargeBinary, nullable=False),
        sa.Column("alias", sa.String(60), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.UniqueConstraint("cookie"),
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("fingerprint", sa.LargeBinary, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
    )


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", ID, primary_key=True),
        sa.Column("token", sa.LargeBinary, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("team_seed", sa.LargeBinary),
        sa.Column("made_by", ID),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.UniqueConstraint("token"),
    )


def _alarms() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", ID, primary_key=True),
        sa.Column("case_id", ID, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.Column("who", WORD, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("link", sa.LargeBinary, nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("rings", sa.Integer, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended", WORD, nullable=False),
        sa.UniqueConstraint("link"),
    )
    op.create_index("ix_alarms_case_id", "alarms", ["case_id"])
    still = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_alarms_ringing",
        "alarms",
        ["case_id", "reason", "who"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )


def _rings() -> None:
    op.create_table(
        "rings",
        sa.Column("id", ORDINAL, primary_key=True, autoincrement=True),
        sa.Column("alarm_id", ID, sa.ForeignKey("alarms.id", ondelete="CASCADE"), nullable=False),
        sa.Column("way", WORD, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("fault", sa.String(80), nullable=False),
    )
    op.create_index("ix_rings_alarm_id", "rings", ["alarm_id"])


def _timers() -> None:
    op.create_table(
        "timers",
        sa.Column("id", ORDINAL, primary_key=True, autoincrement=True),
        sa.Column("case_id", ID, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("step", WORD, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.UniqueConstraint("case_id", "kind"),
    )
    op.create_index("ix_timers_due_at", "timers", ["due_at"])


def _outcomes() -> None:
    op.create_table(
        "outcomes",
        sa.Column("id", ORDINAL, primary_key=True, autoincrement=True),
        sa.Column("case_id", ID),
        sa.Column("closed_at", MOMENT, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("type", WORD, nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
    )
    op.create_index("ix_outcomes_closed_at", "outcomes", ["closed_at"])


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", ORDINAL, primary_key=True, autoincrement=True),
        sa.Column("case_id", ID, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("listener_id", ID, nullable=False),
        sa.Column("act", WORD, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_visits_case_id", "visits", ["case_id"])


def _rescue_places() -> None:
    op.create_table(
        "rescue_places",
        sa.Column("id", ID, primary_key=True),
        sa.Column("case_id", ID, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
    )
    op.create_index("ix_rescue_places_case_id", "rescue_places", ["case_id"])

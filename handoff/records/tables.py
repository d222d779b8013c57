"""The tables. What is `sealed` here opens under the service key, entries only under the team's key.

Clear: ids, states, levels, channels and times. Sealed: everything that tells about a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from vault.database import Ordinal, UtcDateTime, metadata

if TYPE_CHECKING:
    from vault.database import Transaction

Id = sa.String(32)
Word = sa.String(40)


def _case_id() -> sa.Column[Any]:
    return sa.Column("case_id", Id, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False)


cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("designation", sa.String(60), nullable=False),
    sa.Column("correspondent", Id, nullable=False),
    sa.Column("channel", Word, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("state", Word, nullable=False),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("place", UtcDateTime, nullable=False),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("waiting_since", UtcDateTime, nullable=False),
    sa.Column("last_word_at", UtcDateTime, nullable=False),
    sa.Column("answered_at", UtcDateTime),
    sa.Column("unanswered_since", UtcDateTime),
    sa.Column("closed_at", UtcDateTime),
    sa.Column("contacts", sa.Integer, nullable=False),
    sa.Column("vault", sa.String(64)),
    sa.Column("claimed_by", Id),
    sa.Column("previous_listener", Id),
    sa.Column("called", Word, nullable=False),
    sa.Column("offered_to", Id),  # who is asked to take it from its listener; while it waits, whom it is kept for
    sa.Column("second", Id),  # a second listener, who reads along
    sa.Column("abuse_until", UtcDateTime),
    sa.Column("practice", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reasons", sa.LargeBinary),
    sa.Column("facts", sa.LargeBinary),
    sa.Column("weighed", sa.LargeBinary),
    sa.Column("settled", sa.LargeBinary),
    sa.Index(None, "state", "place", "id"),
    sa.Index(None, "correspondent"),
    sa.Index(None, "claimed_by"),
    sa.Index(None, "offered_to", "state", "place"),
    sa.Index(
        "uq_cases_open_designation",
        "designation",
        unique=True,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    ),
)

waits = sa.Table(
    "waits",
    metadata,
    sa.Column("id", Ordinal, primary_key=True, autoincrement=True),
    _case_id(),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("until", UtcDateTime),
    sa.Column("came", sa.Boolean, nullable=False),  # by their own word: a contact; no hand-over is one
    sa.Column("listener_id", Id),  # who came
    sa.Index(None, "case_id"),
    sa.Index(None, "until"),
)

entries = sa.Table(
    "entries",
    metadata,
    sa.Column("number", Ordinal, primary_key=True, autoincrement=True),
    sa.Column("id", Id, nullable=False),
    _case_id(),
    sa.Column("author", Word, nullable=False),
    sa.Column("kind", Word, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("listener_id", Id),
    sa.Column("alias", sa.String(60), nullable=False),  # what the listener was called that day
    sa.Column("once", sa.LargeBinary),
    sa.Column("delivery", Word, nullable=False),
    sa.Column("delivered_at", UtcDateTime),
    sa.Column("read_at", UtcDateTime),
    sa.Column("reply_to", Id),  # the line this one answers
    sa.Column("replaces", Id),  # the line this one corrects
    sa.Column("kept_from", Id),  # the listener it is about, who never sees it
    sa.UniqueConstraint("id"),
    sa.UniqueConstraint("case_id", "once"),
    sa.Index(None, "case_id", "number"),
)

listeners = sa.Table(
    "listeners",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    sa.Column("name", sa.LargeBinary, nullable=False),
    sa.Column("role", Word, nullable=False),
    sa.Column("seed", sa.LargeBinary, nullable=False),
    sa.Column("enrolled_at", UtcDateTime, nullable=False),
    sa.Column("retired_at", UtcDateTime),
    sa.Column("languages", Word, nullable=False, server_default=""),  # "" is every language
    sa.Column("minors", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("capacity", sa.Integer),
    sa.Column("otp", sa.LargeBinary),  # the secret of their one-time codes, sealed under their own seed
    sa.Column("otp_step", sa.BigInteger),  # the last step a code was taken of; none: begun, not asked for yet
    sa.Column("paused_until", UtcDateTime),
    sa.UniqueConstraint("fingerprint"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("cookie", sa.LargeBinary, nullable=False),
    sa.Column("listener_id", Id, sa.ForeignKey("listeners.id", ondelete="CASCADE"), nullable=False),
    sa.Column("seed", sa.LargeBinary, nullable=False),
    sa.Column("alias", sa.String(60), nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("cookie"),
)

knocks = sa.Table(  # whoever's passphrase was right and whose code is still to come
    "knocks",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("token", sa.LargeBinary, nullable=False),
    sa.Column("listener_id", Id, sa.ForeignKey("listeners.id", ondelete="CASCADE"), nullable=False),
    sa.Column("seed", sa.LargeBinary, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("token"),
)

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("fingerprint", sa.LargeBinary, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", UtcDateTime, nullable=False),
)

invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("token", sa.LargeBinary, nullable=False),
    sa.Column("role", Word, nullable=False),
    sa.Column("team_seed", sa.LargeBinary),
    sa.Column("made_by", Id),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
    sa.UniqueConstraint("token"),
)

worries = sa.Table(
    "worries",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _case_id(),
    sa.Column("about", Id, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("looked_at", UtcDateTime),
    sa.Column("looked_by", Id),
    sa.Index(None, "case_id"),
)

alarms = sa.Table(
    "alarms",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _case_id(),
    sa.Column("reason", Word, nullable=False),
    sa.Column("who", Word, nullable=False),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("link", sa.LargeBinary, nullable=False),
    sa.Column("raised_at", UtcDateTime, nullable=False),
    sa.Column("next_at", UtcDateTime, nullable=False),
    sa.Column("rings", sa.Integer, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("ended", Word, nullable=False),
    sa.UniqueConstraint("link"),
    sa.Index(None, "case_id"),
    sa.Index(
        "uq_alarms_ringing",
        "case_id",
        "reason",
        "who",
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
)

rings = sa.Table(
    "rings",
    metadata,
    sa.Column("id", Ordinal, primary_key=True, autoincrement=True),
    sa.Column("alarm_id", Id, sa.ForeignKey("alarms.id", ondelete="CASCADE"), nullable=False),
    sa.Column("way", Word, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("fault", sa.String(80), nullable=False),
    sa.Index(None, "alarm_id"),
)

timers = sa.Table(
    "timers",
    metadata,
    sa.Column("id", Ordinal, primary_key=True, autoincrement=True),
    _case_id(),
    sa.Column("kind", Word, nullable=False),
    sa.Column("step", Word, nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("case_id", "kind"),
    sa.Index(None, "due_at"),
)

outcomes = sa.Table(
    "outcomes",
    metadata,
    sa.Column("id", Ordinal, primary_key=True, autoincrement=True),
    sa.Column("case_id", Id),
    sa.Column("closed_at", UtcDateTime, nullable=False),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("outcome", Word, nullable=False),
    sa.Column("type", Word, nullable=False),
    sa.Column("channel", Word, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("listener_id", Id),
    sa.Index(None, "closed_at"),
)

visits = sa.Table(
    "visits",
    metadata,
    sa.Column("id", Ordinal, primary_key=True, autoincrement=True),
    _case_id(),
    sa.Column("listener_id", Id, nullable=False),
    sa.Column("act", Word, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "case_id"),
)

places = sa.Table(
    "rescue_places",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _case_id(),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("offered_at", UtcDateTime, nullable=False),
    sa.Index(None, "case_id"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _case_id(),
    sa.Column("kind", Word, nullable=False),
    sa.Column("detail", Word, nullable=False),
    sa.Column("told", Word, nullable=False),
    sa.Column("listener_id", Id, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("entry_id", Id),  # the note that holds the words
    sa.Column("state", Word, nullable=False),
    sa.Column("reader_id", Id),
    sa.Column("read_at", UtcDateTime),
    sa.Index(None, "case_id"),
    sa.Index(None, "state", "at"),
)

call_backs = sa.Table(
    "call_backs",
    metadata,
    sa.Column("case_id", Id, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
)

practices = sa.Table(  # how far the story of a practice case has got
    "practices",
    metadata,
    sa.Column("case_id", Id, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("story", Word, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("listener_id", Id, nullable=False),
    sa.Column("made_by", Id, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
)

debriefs = sa.Table(
    "debriefs",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("listener_id", Id, nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("held_at", UtcDateTime),
    sa.Column("held_by", Id),
    sa.Index(None, "held_at"),
)


def insert(tx: Transaction, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that knows ON CONFLICT on the database at hand."""
    return postgresql.insert(table) if tx.connection.dialect.name == "postgresql" else sqlite.insert(table)

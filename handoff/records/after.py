"""The tables of what comes after the talk: notices and their mail, referrals, drafts of dossiers.

Clear: ids, platforms, kinds, states, times: what is counted. Sealed to the team: every word, link and account.
"""

from __future__ import annotations

import sqlalchemy as sa

from handoff.records.tables import Id, Word
from vault.database import Ordinal, UtcDateTime, metadata

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("case_id", Id),  # NULL once the case is erased: what was counted stays, pointing nowhere
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("platform", Word, nullable=False),
    sa.Column("kind", Word, nullable=False),
    sa.Column("state", Word, nullable=False),
    sa.Column("way", Word, nullable=False),
    sa.Column("links", sa.Integer, nullable=False),
    sa.Column("flagger", sa.Boolean, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("made_by", Id, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("acknowledged_at", UtcDateTime),
    sa.Column("decided_at", UtcDateTime),
    sa.Column("steps", sa.Integer, nullable=False),
    sa.Column("reminded", sa.Integer, nullable=False),
    sa.Column("due_at", UtcDateTime),
    sa.Index(None, "case_id"),
    sa.Index(None, "due_at"),
    sa.Index(None, "sent_at"),
)

notice_events = sa.Table(
    "notice_events",
    metadata,
    sa.Column("id", Ordinal, primary_key=True, autoincrement=True),
    sa.Column("notice_id", Id, sa.ForeignKey("notices.id", ondelete="CASCADE"), nullable=False),
    sa.Column("event", Word, nullable=False),
    sa.Column("listener_id", Id),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "notice_id"),
)

notice_links = sa.Table(
    "notice_links",
    metadata,
    sa.Column("notice_id", Id, sa.ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("fingerprint", sa.LargeBinary, primary_key=True),  # keyed, and of this case alone
    sa.Index(None, "fingerprint"),
)

mails = sa.Table(
    "notice_mails",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("notice_id", Id, sa.ForeignKey("notices.id", ondelete="CASCADE"), nullable=False),
    sa.Column("sealed", sa.LargeBinary),  # under the service key until it has left, then gone
    sa.Column("state", Word, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_at", UtcDateTime, nullable=False),
    sa.Column("fault", sa.String(80), nullable=False),
    sa.Column("written_at", UtcDateTime, nullable=False),
    sa.Column("settled_at", UtcDateTime),
    sa.Index(None, "notice_id"),
    sa.Index(None, "state", "next_at"),
)

referrals = sa.Table(
    "referrals",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("case_id", Id),
    sa.Column("service", sa.String(80), nullable=False),
    sa.Column("need", Word, nullable=False),
    sa.Column("state", Word, nullable=False),
    sa.Column("warm", sa.Boolean, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("made_by", Id, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("answered_at", UtcDateTime),
    sa.Column("asked_at", UtcDateTime),
    sa.Index(None, "case_id"),
)

dossiers = sa.Table(
    "dossiers",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("case_id", Id, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    sa.Column("state", Word, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("item_id", sa.String(32)),
    sa.Column("made_by", Id, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("shown_at", UtcDateTime),
    sa.Column("agreed_at", UtcDateTime),
    sa.Index(None, "case_id"),
)

dossier_words = sa.Table(
    "dossier_words",
    metadata,
    sa.Column("id", Ordinal, primary_key=True, autoincrement=True),
    sa.Column("dossier_id", Id, sa.ForeignKey("dossiers.id", ondelete="CASCADE"), nullable=False),
    sa.Column("entry_id", Id, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("dossier_id", "entry_id"),
)

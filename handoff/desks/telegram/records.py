"""Tables and SQL of the desk on Telegram: who is who, which topic is which case, which message is which line.

Clear: ids and Telegram's own numbers of messages and topics. Sealed: a listener's chat. No word of anybody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.records.tables import alarms, cases, entries, insert, listeners, visits, waits
from vault.database import Ordinal, UtcDateTime, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from vault.database import Transaction

Id = sa.String(32)
people = sa.Table(
    "telegram_listeners",
    metadata,
    sa.Column("listener_id", Id, primary_key=True),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    sa.Column("chat", sa.LargeBinary, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("told", sa.String(8), nullable=False),  # "" | "sign-in" | "blocked": what keeps words from them now
    sa.UniqueConstraint("fingerprint"),
)
topics = sa.Table(
    "telegram_topics",
    metadata,
    sa.Column("id", Ordinal, primary_key=True),
    sa.Column("case_id", Id, nullable=False),
    sa.Column("listener_id", Id, nullable=False),
    sa.Column("designation", sa.String(60), nullable=False),
    sa.Column("thread", sa.BigInteger),
    sa.Column("state", sa.String(8), nullable=False),  # "new" | "open" | "closed" | "web": it is held at the web desk
    sa.Column("told_upto", sa.BigInteger, nullable=False),
    sa.Column("asked", sa.String(80), nullable=False),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("role", sa.String(8), nullable=False, server_default="claimant"),  # what they were last told they are
    sa.Column("offered", sa.String(32), nullable=False, server_default=""),  # which offer they were told of
    sa.Column("rung_at", UtcDateTime),  # the last alarm they were told of
    sa.UniqueConstraint("case_id", "listener_id"),
    sa.Index(None, "listener_id"),
)
lines = sa.Table(
    "telegram_lines",
    metadata,
    sa.Column("topic_id", Ordinal, sa.ForeignKey("telegram_topics.id"), primary_key=True),
    sa.Column("message", sa.BigInteger, primary_key=True),
    sa.Column("entry_id", Id, nullable=False),
    sa.Column("told", sa.String(10), nullable=False),
    sa.Index(None, "entry_id"),
)
board = sa.Table(
    "telegram_board",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("shown", sa.String(64), nullable=False),
)


# -- listeners ---------------------------------------------------------------------------------------------------------


async def link(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down which chat is whose; an account is one listener's, and a listener has one account."""
    same = (people.c.listener_id == row["listener_id"]) | (people.c.fingerprint == row["fingerprint"])
    await tx.run(sa.delete(people).where(same))
    await tx.run(sa.insert(people).values(**row))


async def person_of(tx: Transaction, fingerprints: Sequence[bytes]) -> sa.Row[Any] | None:
    """Return the listener an account belongs to."""
    return await tx.row(sa.select(people).where(people.c.fingerprint.in_(fingerprints)))


async def person(tx: Transaction, listener_id: str) -> sa.Row[Any] | None:
    """Return a listener's account."""
    return await tx.row(sa.select(people).where(people.c.listener_id == listener_id))


async def told(tx: Transaction, listener_id: str, what: str) -> None:
    """Write down what keeps words from a listener, and that they were told."""
    await tx.run(sa.update(people).where(people.c.listener_id == listener_id).values(told=what))


# -- topics ------------------------------------------------------------------------------------------------------------


async def open_topic(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down that a case is to have a topic with a listener; one that was closed opens again."""
    new = insert(tx, topics).values(**row)
    fresh = {"state": "new", "asked": "", "offered": "", "role": row["role"]}
    keys = ["case_id", "listener_id"]
    await tx.run(new.on_conflict_do_update(index_elements=keys, set_=fresh, where=topics.c.state == "closed"))


async def invited(tx: Transaction) -> Sequence[sa.Row[Any]]:
    """Return whom a live case is offered to, or who reads along in it, and has no topic for it yet."""
    asked = (cases.c.offered_to == people.c.listener_id) | (cases.c.second == people.c.listener_id)
    has = sa.exists().where(topics.c.case_id == cases.c.id, topics.c.listener_id == people.c.listener_id)
    still = has.where(topics.c.state != "closed")
    what = (cases.c.id, cases.c.designation, cases.c.channel, people.c.listener_id)
    query = sa.select(*what).select_from(cases.join(people, asked))
    return await tx.rows(query.where(cases.c.state.in_(("live", "silent")), ~still))


async def taken_since(tx: Transaction, listener_id: str, since: datetime) -> str | None:
    """Return a case this listener has taken since then and has no topic for: a kill came between."""
    has = sa.exists().where(topics.c.case_id == cases.c.id, topics.c.listener_id == listener_id)
    joined = cases.join(waits, waits.c.case_id == cases.c.id)
    mine = (cases.c.claimed_by == listener_id, waits.c.listener_id == listener_id, waits.c.until >= since, ~has)
    row = await tx.row(sa.select(cases.c.id).select_from(joined).where(*mine).limit(1))
    return None if row is None else str(row.id)


async def all_topics(tx: Transaction) -> Sequence[sa.Row[Any]]:
    """Return every topic: how its case stands (None where it was erased), its newest line, when its listener left."""
    theirs = sa.or_(entries.c.kept_from.is_(None), entries.c.kept_from != topics.c.listener_id)
    lines_of = sa.select(sa.func.max(entries.c.number)).where(entries.c.case_id == topics.c.case_id, theirs)
    newest = lines_of.scalar_subquery()
    joined = topics.outerjoin(cases, cases.c.id == topics.c.case_id)
    joined = joined.outerjoin(listeners, listeners.c.id == topics.c.listener_id)
    whose = (cases.c.claimed_by, cases.c.offered_to, cases.c.second)
    left_at = listeners.c.retired_at.label("left_at")
    case = (cases.c.state.label("case_state"), *whose, newest.label("newest"), left_at)
    return await tx.rows(sa.select(topics, *case).select_from(joined).order_by(topics.c.id))


async def topic_at(tx: Transaction, listener_id: str, thread: int | None) -> sa.Row[Any] | None:
    """Return the topic a listener writes in; without a thread, the one case they hold without one."""
    mine = (topics.c.listener_id == listener_id) & topics.c.state.in_(("new", "open"))
    place = topics.c.thread.is_(None) if thread is None else topics.c.thread == thread
    oldest_open = (topics.c.state.desc(), topics.c.id)  # "open" before "new": who stands in the chat already
    return await tx.row(sa.select(topics).where(mine, place).order_by(*oldest_open).limit(1))


async def asked_at(tx: Transaction, listener_id: str, thread: int | None) -> str:
    """Return what is asked in a topic, "" for nothing, and ask it no more."""
    row = await topic_at(tx, listener_id, thread)
    if row is None or not row.asked:
        return ""
    await topic_now(tx, row.id, {"asked": ""})
    return str(row.asked)


async def rung_since(tx: Transaction, case_id: str, since: datetime, reasons: Sequence[str]) -> Sequence[sa.Row[Any]]:
    """Return the alarms of a case raised since then for some reasons, and not ended, oldest first."""
    rung = (alarms.c.case_id == case_id, alarms.c.raised_at > since, alarms.c.ended_at.is_(None))
    query = sa.select(alarms.c.reason, alarms.c.who, alarms.c.raised_at).where(*rung, alarms.c.reason.in_(reasons))
    return await tx.rows(query.order_by(alarms.c.raised_at))


async def last_visit(tx: Transaction, case_id: str, acts: Sequence[str]) -> sa.Row[Any] | None:
    """Return who did one of these in a case last, and which."""
    mine = sa.select(visits.c.act, visits.c.listener_id).where(visits.c.case_id == case_id, visits.c.act.in_(acts))
    return await tx.row(mine.order_by(visits.c.id.desc()).limit(1))


async def topic_now(tx: Transaction, topic_id: int, values: Mapping[str, Any]) -> None:
    """Write down how a topic stands."""
    await tx.run(sa.update(topics).where(topics.c.id == topic_id).values(**values))


async def forget_topic(tx: Transaction, topic_id: int) -> None:
    """Forget a topic and which message was which line."""
    await tx.run(sa.delete(lines).where(lines.c.topic_id == topic_id))
    await tx.run(sa.delete(topics).where(topics.c.id == topic_id))


async def forget_lines(tx: Transaction, topic_id: int) -> None:
    """Forget which message was which line: the topic was removed by hand."""
    await tx.run(sa.delete(lines).where(lines.c.topic_id == topic_id))


# -- lines -------------------------------------------------------------------------------------------------------------


async def add_lines(tx: Transaction, topic_id: int, message: int, entry_ids: Sequence[str]) -> None:
    """Write down that a message shows these lines; the last of them is the one it is answered as."""
    if entry_ids:
        row = {"topic_id": topic_id, "message": message, "entry_id": entry_ids[-1], "told": ""}
        await tx.run(insert(tx, lines).values(**row).on_conflict_do_nothing())


async def correct_line(tx: Transaction, topic_id: int, message: int, entry_id: str) -> None:
    """Write down which line corrects a message, in place of an earlier one: it stands under its number, negative."""
    new = insert(tx, lines).values(topic_id=topic_id, message=-message, entry_id=entry_id, told="")
    fresh = {"entry_id": entry_id, "told": ""}
    await tx.run(new.on_conflict_do_update(index_elements=["topic_id", "message"], set_=fresh))


async def line_at(tx: Transaction, topic_id: int, message: int) -> str | None:
    """Return which line a message shows."""
    row = await tx.row(sa.select(lines.c.entry_id).where(lines.c.topic_id == topic_id, lines.c.message == message))
    return row.entry_id if row else None


async def entry(tx: Transaction, entry_id: str) -> sa.Row[Any] | None:
    """Return a line's id and whose it is."""
    return await tx.row(sa.select(entries.c.id, entries.c.author).where(entries.c.id == entry_id))


async def message_of(tx: Transaction, topic_id: int, entry_id: str) -> int | None:
    """Return which message shows a line."""
    row = await tx.row(sa.select(lines.c.message).where(lines.c.topic_id == topic_id, lines.c.entry_id == entry_id))
    return abs(row.message) if row else None


async def numbers_of(tx: Transaction, case_id: str) -> dict[str, int]:
    """Return the place of each line of a case in its talk."""
    rows = await tx.rows(sa.select(entries.c.id, entries.c.number).where(entries.c.case_id == case_id))
    return {row.id: row.number for row in rows}


async def travelled(tx: Transaction, topic_id: int) -> Sequence[sa.Row[Any]]:
    """Return the listener's own lines whose journey is further than was told."""
    joined = lines.join(entries, entries.c.id == lines.c.entry_id)
    own = (lines.c.topic_id == topic_id) & (entries.c.author == "listener") & (entries.c.delivery != lines.c.told)
    return await tx.rows(sa.select(lines.c.message, entries.c.delivery).select_from(joined).where(own))


async def told_travel(tx: Transaction, topic_id: int, message: int, state: str) -> None:
    """Write down what was told of a line's journey."""
    mine = (lines.c.topic_id == topic_id) & (lines.c.message == message)
    await tx.run(sa.update(lines).where(mine).values(told=state))


# -- the board ---------------------------------------------------------------------------------------------------------


async def cards(tx: Transaction) -> dict[str, sa.Row[Any]]:
    """Return what stands on the board, by name."""
    return {row.name: row for row in await tx.rows(sa.select(board))}


async def put_card(tx: Transaction, name: str, number: int, shown: str) -> None:
    """Write down which message a card is, and what it shows."""
    new = insert(tx, board).values(name=name, number=number, shown=shown)
    await tx.run(new.on_conflict_do_update(index_elements=["name"], set_={"number": number, "shown": shown}))


async def drop_card(tx: Transaction, name: str | None = None) -> None:
    """Take one card off the board, or all; the group's own number stays."""
    which = sa.delete(board).where(board.c.name != "group")
    await tx.run(which if name is None else which.where(board.c.name == name))

"""Tables and SQL of the desk on Telegram: who is who, which topic is which case, which message is which line.

Clear: ids and Telegram's own numbers of messages and topics. Sealed: a listener's chat. No word of anybody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.records.tables import cases, entries, insert
from vault.database import Ordinal, UtcDateTime, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    sa.Column("state", sa.String(8), nullable=False),  # "new" | "open" | "closed"
    sa.Column("told_upto", sa.BigInteger, nullable=False),
    sa.Column("asked", sa.String(80), nullable=False),
    sa.Column("opened_at", UtcDateTime, nullable=False),
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
    """Write down that a case is to have a topic with a listener; one that was there opens again."""
    new = insert(tx, topics).values(**row)
    again = new.on_conflict_do_update(index_elements=["case_id", "listener_id"], set_={"state": "new", "asked": ""})
    await tx.run(again)


async def all_topics(tx: Transaction) -> Sequence[sa.Row[Any]]:
    """Return every topic with how its case stands (None where it was erased) and its newest line."""
    theirs = sa.or_(entries.c.kept_from.is_(None), entries.c.kept_from != topics.c.listener_id)
    lines_of = sa.select(sa.func.max(entries.c.number)).where(entries.c.case_id == topics.c.case_id, theirs)
    newest = lines_of.scalar_subquery()
    joined = topics.outerjoin(cases, cases.c.id == topics.c.case_id)
    case = (cases.c.state.label("case_state"), cases.c.claimed_by, newest.label("newest"))
    return await tx.rows(sa.select(topics, *case).select_from(joined).order_by(topics.c.id))


async def topic_at(tx: Transaction, listener_id: str, thread: int | None) -> sa.Row[Any] | None:
    """Return the topic a listener writes in; without a thread, the one case they hold without one."""
    mine = (topics.c.listener_id == listener_id) & (topics.c.state != "closed")
    place = topics.c.thread.is_(None) if thread is None else topics.c.thread == thread
    return await tx.row(sa.select(topics).where(mine, place).order_by(topics.c.id.desc()).limit(1))


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


async def line_at(tx: Transaction, topic_id: int, message: int) -> str | None:
    """Return which line a message shows."""
    row = await tx.row(sa.select(lines.c.entry_id).where(lines.c.topic_id == topic_id, lines.c.message == message))
    return row.entry_id if row else None


async def message_of(tx: Transaction, topic_id: int, entry_id: str) -> int | None:
    """Return which message shows a line."""
    row = await tx.row(sa.select(lines.c.message).where(lines.c.topic_id == topic_id, lines.c.entry_id == entry_id))
    return row.message if row else None


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

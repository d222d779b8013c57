"""This package's tables and SQL: who writes from where, what came in, what goes out.

No clear word, name or address stands in any column: addresses and outside message ids are keyed fingerprints, bodies
and states are sealed with the service key and bound to their row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from vault.database import Ordinal, Transaction, UtcDateTime, metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

correspondents = sa.Table(
    "correspondents",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("state", sa.LargeBinary),
    sa.Column("case_id", sa.String(32)),
    sa.Column("vault_id", sa.String(32)),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Index("ix_correspondents_case_id", "case_id"),
    sa.Index("ix_correspondents_vault_id", "vault_id"),
)
addresses = sa.Table(
    "addresses",
    metadata,
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("fingerprint", sa.LargeBinary, primary_key=True),
    sa.Column("correspondent_id", sa.String(32), sa.ForeignKey("correspondents.id"), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("sealed", sa.LargeBinary),  # the address itself, where letters are carried to it
    sa.Index("ix_addresses_correspondent_id", "correspondent_id"),
)
inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", Ordinal, primary_key=True),
    sa.Column("ref", sa.String(32), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("external", sa.LargeBinary, nullable=False),
    sa.Column("correspondent_id", sa.String(32), sa.ForeignKey("correspondents.id"), nullable=False),
    sa.Column("body", sa.LargeBinary),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("fault", sa.String(64)),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("place", sa.String(64)),  # the channel's own number of the message, where it tells nothing of a person
    sa.UniqueConstraint("channel", "external"),
    sa.Index("ix_inbox_state_id", "state", "id"),
    sa.Index("ix_inbox_correspondent_id", "correspondent_id"),
    sqlite_autoincrement=True,  # an id that was used is never used again: order and "since this letter" hang on it
)
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Ordinal, primary_key=True),
    sa.Column("ref", sa.String(32), nullable=False),
    sa.Column("correspondent_id", sa.String(32), sa.ForeignKey("correspondents.id"), nullable=False),
    sa.Column("body", sa.LargeBinary),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("entry_id", sa.String(32)),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("delivered_at", UtcDateTime),
    sa.Column("read_at", UtcDateTime),
    sa.Column("sent_as", sa.String(255)),  # the channel's own numbers of what was sent so far, with commas between
    sa.Index("ix_outbox_correspondent_id_id", "correspondent_id", "id"),
    sa.Index("ix_outbox_state_id", "state", "id"),
    sa.Index("ix_outbox_entry_id", "entry_id"),
    sqlite_autoincrement=True,  # idem
)
attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("id", Ordinal, primary_key=True),
    sa.Column("ref", sa.String(32), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("correspondent_id", sa.String(32), sa.ForeignKey("correspondents.id"), nullable=False),
    sa.Column("place", sa.String(64), nullable=False),
    sa.Column("album", sa.String(64), nullable=False),
    sa.Column("body", sa.LargeBinary),
    sa.Column("receipt", sa.LargeBinary),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_at", UtcDateTime, nullable=False),
    sa.Column("came_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("channel", "correspondent_id", "place"),
    sa.Index("ix_attachments_state_id", "state", "id"),
    sa.Index("ix_attachments_correspondent_id", "correspondent_id"),
)

TIMER = "timer"
"""The place of what no person sent: the end of a watch."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One inbox row that waits to be dealt with."""

    id: int
    ref: str
    channel: str
    correspondent: str
    body: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One outbox row on its way: `id` only ever grows, `body` is what the channel shows.

    `ref` is what a channel may call it by outside the house: the ids count everybody's letters, and tell how many.
    """

    id: int
    body: dict[str, Any]
    entry_id: str | None = None
    ref: str = ""


def is_away(error: BaseException) -> bool:
    """Tell whether the database itself failed (gone, locked, full): the same again may succeed, whatever the row."""
    return isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError | sa.exc.TimeoutError)


def insert_new(tx: Transaction, table: sa.Table) -> Any:
    """Build an INSERT that leaves a row alone which is there already, on either engine."""
    dialect = sqlite if tx.connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table).on_conflict_do_nothing()


async def add_correspondent(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down a new correspondent."""
    await tx.run(sa.insert(correspondents), [row])


async def add_address(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down where a correspondent can be reached, as a fingerprint; an ended one makes place."""
    same = (addresses.c.channel == row["channel"]) & (addresses.c.fingerprint == row["fingerprint"])
    await tx.run(sa.delete(addresses).where(same, addresses.c.ended_at.is_not(None)))
    await tx.run(sa.insert(addresses), [row])


async def move_address(tx: Transaction, channel: str, fingerprints: Sequence[bytes], correspondent: str) -> None:
    """Let an address speak for another correspondent: the same person came back by phrase."""
    of_address = (addresses.c.channel == channel) & addresses.c.fingerprint.in_(fingerprints)
    await tx.run(sa.update(addresses).where(of_address).values(correspondent_id=correspondent))


async def at_address(tx: Transaction, channel: str, fingerprints: Sequence[bytes]) -> str | None:
    """Find who writes from an address that has not ended, by its fingerprint under any service key held."""
    row = await tx.row(
        sa.select(addresses.c.correspondent_id).where(
            addresses.c.channel == channel, addresses.c.fingerprint.in_(fingerprints), addresses.c.ended_at.is_(None)
        )
    )
    return row.correspondent_id if row else None


async def end_addresses(tx: Transaction, correspondent: str, channels: Sequence[str], at: datetime) -> None:
    """Let no address of this correspondent on these channels speak any more."""
    theirs = (addresses.c.correspondent_id == correspondent) & addresses.c.channel.in_(channels)
    await tx.run(sa.update(addresses).where(theirs, addresses.c.ended_at.is_(None)).values(ended_at=at))


async def end_ticket(tx: Transaction, fingerprints: Sequence[bytes], at: datetime, since: datetime) -> str | None:
    """End a ticket given after a moment; return whose it was, None where there is no such ticket any more."""
    live = (addresses.c.channel == "ticket") & addresses.c.fingerprint.in_(fingerprints)
    due = live & addresses.c.ended_at.is_(None) & (addresses.c.created_at > since)
    ended = await tx.rows(sa.update(addresses).where(due).values(ended_at=at).returning(addresses.c.correspondent_id))
    return ended[0].correspondent_id if ended else None


async def with_vault(tx: Transaction, vault_id: str) -> str | None:
    """Find the correspondent whose evidence lies in a vault."""
    row = await tx.row(sa.select(correspondents.c.id).where(correspondents.c.vault_id == vault_id).limit(1))
    return row.id if row else None


async def owner_of(tx: Transaction, vault_id: str) -> sa.Row[Any] | None:
    """Return the id and the channel of whoever keeps evidence in a vault."""
    columns = (correspondents.c.id, correspondents.c.channel)
    return await tx.row(sa.select(*columns).where(correspondents.c.vault_id == vault_id).limit(1))


async def with_case(tx: Transaction, case_id: str) -> sa.Row[Any] | None:
    """Find the correspondent of a case."""
    return await tx.row(sa.select(correspondents).where(correspondents.c.case_id == case_id))


async def seen_before(tx: Transaction, channel: str, externals: Iterable[bytes]) -> set[bytes]:
    """Tell which outside message ids are stored already."""
    found = await tx.rows(
        sa.select(inbox.c.external).where(inbox.c.channel == channel, inbox.c.external.in_(list(externals)))
    )
    return {row.external for row in found}


async def store_incoming(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, bytes]]:
    """Write inbox rows down, in this order; return channel and outside id of those that were not known yet."""
    new = insert_new(tx, inbox).returning(inbox.c.channel, inbox.c.external)
    stored = await tx.run(new, rows)
    return {(row.channel, bytes(row.external)) for row in stored}


async def waiting(tx: Transaction, limit: int) -> list[Stored]:
    """Return the oldest rows nobody has dealt with, in the order they came."""
    found = await tx.rows(sa.select(inbox).where(inbox.c.state == "new").order_by(inbox.c.id).limit(limit))
    return [Stored(r.id, r.ref, r.channel, r.correspondent_id, r.body, r.received_at) for r in found]


async def finish(tx: Transaction, ids: Sequence[int]) -> None:
    """Mark rows as dealt with and drop their words; the outside id stays, against repeats."""
    await tx.run(sa.update(inbox).where(inbox.c.id.in_(ids)).values(state="done", body=None))


async def set_aside(tx: Transaction, row_id: int, fault: str) -> None:
    """Put a row that cannot be dealt with out of the way, words kept, so that it stops nobody else."""
    await tx.run(sa.update(inbox).where(inbox.c.id == row_id).values(state="aside", fault=fault[:64]))


async def count_aside(tx: Transaction) -> int:
    """Count the rows that were set aside."""
    row = await tx.row(sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "aside"))
    return int(row[0]) if row else 0


async def conversations(tx: Transaction, ids: Iterable[str]) -> dict[str, sa.Row[Any]]:
    """Load where each of these correspondents stands."""
    found = await tx.rows(sa.select(correspondents).where(correspondents.c.id.in_(list(ids))))
    return {row.id: row for row in found}


async def save_conversations(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write back where correspondents stand now: `row_id`, `state`, `language`, `case_id`."""
    if rows:
        statement = (
            sa.update(correspondents)
            .where(correspondents.c.id == sa.bindparam("row_id"))
            .values(
                state=sa.bindparam("new_state"),
                language=sa.bindparam("new_language"),
                case_id=sa.bindparam("new_case"),
            )
        )
        await tx.run(statement, rows)


async def vault_held(tx: Transaction, correspondent: str) -> str | None:
    """Return a correspondent's vault; who asks first holds the answer, so that two at once never open two."""
    mine = sa.select(correspondents.c.vault_id).where(correspondents.c.id == correspondent).with_for_update()
    row = await tx.row(mine)
    return None if row is None else row.vault_id


async def give_vault(tx: Transaction, correspondent: str, vault_id: str) -> None:
    """Remember which vault is a correspondent's."""
    await tx.run(sa.update(correspondents).where(correspondents.c.id == correspondent).values(vault_id=vault_id))


async def post(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write letters down that are to go out."""
    if rows:
        await tx.run(sa.insert(outbox), rows)


async def undelivered(tx: Transaction, correspondent: str, after: int, limit: int = 200) -> Sequence[sa.Row[Any]]:
    """Return the letters a correspondent has not confirmed yet, oldest first."""
    return await tx.rows(
        sa.select(outbox.c.id, outbox.c.ref, outbox.c.body, outbox.c.entry_id)
        .where(outbox.c.correspondent_id == correspondent, outbox.c.id > after, outbox.c.body.is_not(None))
        .order_by(outbox.c.id)
        .limit(limit)
    )


async def letter_id(tx: Transaction, correspondent: str, ref: str) -> int:
    """Return the id of a correspondent's letter; 0 where they have none of this name."""
    mine = (outbox.c.correspondent_id == correspondent) & (outbox.c.ref == ref)
    row = await tx.row(sa.select(outbox.c.id).where(mine))
    return 0 if row is None else int(row.id)


async def confirmed(
    tx: Transaction, channel: str, correspondent: str, upto: int, at: datetime, *, read: bool
) -> list[str]:
    """Mark letters as arrived (and as read), drop their words, and return the talk's entries they belong to.

    Letters to somebody of another channel stay as they are: what carries them there says how far they came.
    """
    state = "read" if read else "arrived"
    theirs = (correspondents.c.id == correspondent) & (correspondents.c.channel == channel)
    of_channel = sa.select(correspondents.c.id).where(theirs).scalar_subquery()
    mine = (outbox.c.correspondent_id == of_channel) & (outbox.c.id <= upto)
    fresh = mine & (outbox.c.state != "read") if read else mine & (outbox.c.state == "queued")
    arrived_at = sa.func.coalesce(outbox.c.delivered_at, sa.literal(at, UtcDateTime))
    values: dict[str, Any] = {"state": state, "body": None, "delivered_at": arrived_at}
    now = sa.update(outbox).where(fresh).values(**values, **({"read_at": at} if read else {}))
    return [row.entry_id for row in await tx.rows(now.returning(outbox.c.entry_id)) if row.entry_id]


async def forget(tx: Transaction, correspondent: str, vault: str | None = None) -> None:
    """Forget what a correspondent said and where they stood; what waits to be dealt with is said after that.

    `vault`: the one that stays theirs.
    """
    for table in (outbox, attachments):
        await tx.run(sa.delete(table).where(table.c.correspondent_id == correspondent))
    dealt = (inbox.c.correspondent_id == correspondent) & (inbox.c.state != "new")
    await tx.run(sa.delete(inbox).where(dealt))
    of_person = sa.update(correspondents).where(correspondents.c.id == correspondent)
    await tx.run(of_person.values(state=None, case_id=None, vault_id=vault))


# -- letters that are carried to an address ----------------------------------------------------------------------------

OWED = ("queued", "held")
"""The states of a letter that still has to go out."""
AWAY = "away"
"""The state of one that had not gone out when they left fast."""


async def sealed_address(tx: Transaction, channel: str, correspondent: str) -> sa.Row[Any] | None:
    """Return fingerprint and sealed address at which a correspondent is reached, None where none is kept."""
    mine = (addresses.c.channel == channel) & (addresses.c.correspondent_id == correspondent)
    kept = addresses.c.ended_at.is_(None) & addresses.c.sealed.is_not(None)
    return await tx.row(sa.select(addresses.c.fingerprint, addresses.c.sealed).where(mine, kept).limit(1))


async def owed(tx: Transaction, channel: str) -> list[str]:
    """Return whom this channel still owes a letter."""
    of_channel = outbox.join(correspondents, outbox.c.correspondent_id == correspondents.c.id)
    due = (correspondents.c.channel == channel) & outbox.c.state.in_(OWED) & outbox.c.body.is_not(None)
    found = await tx.rows(sa.select(outbox.c.correspondent_id).select_from(of_channel).where(due).distinct())
    return [row.correspondent_id for row in found]


async def next_owed(tx: Transaction, correspondent: str) -> sa.Row[Any] | None:
    """Return the oldest letter a correspondent is owed."""
    mine = (outbox.c.correspondent_id == correspondent) & outbox.c.state.in_(OWED) & outbox.c.body.is_not(None)
    return await tx.row(sa.select(outbox).where(mine).order_by(outbox.c.id).limit(1))


async def letter_now(tx: Transaction, letter_id: int, values: Mapping[str, Any]) -> None:
    """Write down how far a letter went."""
    await tx.run(sa.update(outbox).where(outbox.c.id == letter_id).values(**values))


async def letters_between(tx: Transaction, correspondent: str, before: Sequence[str], after: str) -> list[str]:
    """Move all letters of these states to another; return the entries they belong to."""
    mine = (outbox.c.correspondent_id == correspondent) & outbox.c.state.in_(before) & outbox.c.body.is_not(None)
    moved = await tx.rows(sa.update(outbox).where(mine).values(state=after).returning(outbox.c.entry_id))
    return [row.entry_id for row in moved if row.entry_id]


async def sent_as(tx: Transaction, entry_id: str) -> str:
    """Return under which outside numbers an entry was sent, "" where it was not."""
    row = await tx.row(sa.select(outbox.c.sent_as).where(outbox.c.entry_id == entry_id, outbox.c.sent_as.is_not(None)))
    return str(row.sent_as) if row else ""


async def entry_sent_as(tx: Transaction, correspondent: str, number: str) -> str | None:
    """Return the entry that was sent under an outside number."""
    listed = sa.literal(",") + outbox.c.sent_as + sa.literal(",")
    mine = (outbox.c.correspondent_id == correspondent) & listed.contains(f",{number},", autoescape=True)
    row = await tx.row(sa.select(outbox.c.entry_id).where(mine).order_by(outbox.c.id.desc()).limit(1))
    return row.entry_id if row else None


async def ref_of(tx: Transaction, channel: str, external: bytes) -> str | None:
    """Return the ref of a stored message, which is the id of its line in the talk."""
    row = await tx.row(sa.select(inbox.c.ref).where(inbox.c.channel == channel, inbox.c.external == external))
    return row.ref if row else None


async def place_of(tx: Transaction, ref: str) -> str | None:
    """Return the channel's own number of a stored message."""
    row = await tx.row(sa.select(inbox.c.place).where(inbox.c.ref == ref))
    return row.place if row else None

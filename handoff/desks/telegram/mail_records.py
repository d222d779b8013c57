"""Tables and SQL of what listeners did and of what they are owed: stored before it is acknowledged, or forgotten.

Sealed: what came, and what is still to be said. Clear: how far each got, and keyed fingerprints of whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.records.tables import insert
from vault.database import Ordinal, UtcDateTime, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from vault.database import Transaction

inbox = sa.Table(
    "telegram_inbox",
    metadata,
    sa.Column("id", Ordinal, primary_key=True, autoincrement=True),
    sa.Column("external", sa.LargeBinary, nullable=False),
    sa.Column("account", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary),  # sealed; gone once it is dealt with
    sa.Column("state", sa.String(8), nullable=False),  # "new" | "begun" | "done" | "aside"
    sa.Column("means", sa.String(80), nullable=False),  # what had been asked when it was begun
    sa.Column("fault", sa.String(64), nullable=False),
    sa.Column("came_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("external"),
    sa.Index(None, "state", "id"),
)
owed = sa.Table(
    "telegram_owed",
    metadata,
    sa.Column("id", Ordinal, primary_key=True, autoincrement=True),
    sa.Column("mark", sa.LargeBinary, nullable=False),  # whose chat
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Index(None, "mark", "id"),
)
OPEN = ("new", "begun")


# -- what came in ------------------------------------------------------------------------------------------------------


async def store(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store what came, each once."""
    for row in rows:
        await tx.run(insert(tx, inbox).values(**row).on_conflict_do_nothing(index_elements=["external"]))


async def waiting(tx: Transaction) -> list[bytes]:
    """Return the accounts of which something is not dealt with."""
    query = sa.select(inbox.c.account).where(inbox.c.state.in_(OPEN)).distinct()
    return [row.account for row in await tx.rows(query)]


async def next_of(tx: Transaction, account: bytes) -> sa.Row[Any] | None:
    """Return the oldest thing an account did that is not dealt with."""
    mine = sa.select(inbox).where(inbox.c.account == account, inbox.c.state.in_(OPEN))
    return await tx.row(mine.order_by(inbox.c.id).limit(1))


async def begin(tx: Transaction, row_id: int, means: str) -> None:
    """Write down that something is begun, and what it answers: begun again, it means the same."""
    await tx.run(sa.update(inbox).where(inbox.c.id == row_id).values(state="begun", means=means))


async def settle(tx: Transaction, row_id: int, fault: str = "") -> None:
    """Write down that something is dealt with, or was set aside for a fault; its words are not kept."""
    values = {"state": "aside" if fault else "done", "fault": fault[:64], "body": None}
    await tx.run(sa.update(inbox).where(inbox.c.id == row_id).values(**values))


async def count_aside(tx: Transaction) -> int:
    """Count what was set aside."""
    row = await tx.row(sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "aside"))
    return 0 if row is None else int(row[0])


async def forget(tx: Transaction, dealt_before: datetime, aside_before: datetime) -> None:
    """Remove what was dealt with long enough ago that Telegram offers it no more, and what was set aside long ago."""
    await tx.run(sa.delete(inbox).where(inbox.c.state == "done", inbox.c.came_at < dealt_before))
    await tx.run(sa.delete(inbox).where(inbox.c.state == "aside", inbox.c.came_at < aside_before))
    await tx.run(sa.delete(owed).where(owed.c.since < aside_before))


# -- what is owed ------------------------------------------------------------------------------------------------------


async def owe(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down something that is still to be said to somebody."""
    await tx.run(sa.insert(owed).values(**row))


async def behind(tx: Transaction) -> set[bytes]:
    """Return the chats to which something is owed."""
    return {row.mark for row in await tx.rows(sa.select(owed.c.mark).distinct())}


async def next_owed(tx: Transaction, mark: bytes) -> sa.Row[Any] | None:
    """Return what has been owed to a chat the longest."""
    return await tx.row(sa.select(owed).where(owed.c.mark == mark).order_by(owed.c.id).limit(1))


async def paid(tx: Transaction, row_id: int) -> None:
    """Write down that it was said."""
    await tx.run(sa.delete(owed).where(owed.c.id == row_id))

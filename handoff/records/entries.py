"""SQL about the talk: entries sealed to the team, and how far each has travelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.records.tables import entries

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from vault.database import Transaction

FURTHER = ("", "queued", "held", "failed", "blocked", "sent", "delivered", "read")
"""The states of delivery; a later one never gives way to an earlier one."""


async def add_all(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert sealed entries, in this order."""
    if rows:
        await tx.run(sa.insert(entries), rows)


async def said_once(tx: Transaction, case_id: str, once: bytes) -> str | None:
    """Return the id of the entry that was made for this client key, if it was."""
    mine = sa.select(entries.c.id).where(entries.c.case_id == case_id, entries.c.once == once)
    row = await tx.row(mine)
    return None if row is None else str(row.id)


async def of_case(tx: Transaction, case_id: str, reader: str) -> list[sa.Row[Any]]:
    """Return the entries of a case, oldest first, without those that are kept from the listener who reads."""
    theirs = sa.or_(entries.c.kept_from.is_(None), entries.c.kept_from != reader)
    query = sa.select(entries).where(entries.c.case_id == case_id, theirs).order_by(entries.c.number)
    return list(await tx.rows(query))


async def mark(tx: Transaction, entry_ids: Collection[str], state: str, at: datetime) -> set[str]:
    """Move the delivery of entries on, never back; return the cases in which something changed."""
    earlier = FURTHER[: FURTHER.index(state)]
    values: dict[str, Any] = {"delivery": state}
    if state in {"delivered", "read"}:
        values["delivered_at"] = sa.func.coalesce(entries.c.delivered_at, sa.bindparam("now", at, entries.c.at.type))
    if state == "read":
        values["read_at"] = at
    moving = sa.update(entries).where(entries.c.id.in_(entry_ids), entries.c.delivery.in_(earlier)).values(**values)
    return {str(row.case_id) for row in await tx.rows(moving.returning(entries.c.case_id))}

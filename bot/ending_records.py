"""What has had its time: every statement of the night work about correspondents and their mail.

Lives here: SQL. Does not live here: the tables (`bot.records`), how long anything is kept (`bot.housekeeping`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.records import addresses, attachments, correspondents, inbox, outbox
from handoff.records.tables import cases
from vault.records import vaults

if TYPE_CHECKING:
    from datetime import datetime

    from vault.database import Transaction

AT_ONCE = 500
"""Correspondents one night's look takes on; the next look takes the rest."""


async def expire(tx: Transaction, before: datetime) -> None:
    """Remove what is older than `before` and over: letters that arrived, rows dealt with or set aside."""
    over = inbox.c.state.in_(("done", "aside")) & (inbox.c.received_at < before)
    await tx.run(sa.delete(inbox).where(over))
    await tx.run(sa.delete(outbox).where(outbox.c.body.is_(None), outbox.c.created_at < before))
    await tx.run(sa.delete(attachments).where(attachments.c.body.is_(None), attachments.c.came_at < before))


async def bereft(tx: Transaction) -> list[sa.Row[Any]]:
    """Find those whose case has had its time, and their vault: what else is known of them has no reason any more."""
    there = sa.select(cases.c.id).where(cases.c.id == correspondents.c.case_id).exists()
    return await _held(tx, correspondents.c.case_id.is_not(None) & ~there)


async def leave_erased_vaults(tx: Transaction) -> None:
    """Let nobody's evidence lie in a vault that was erased: the next piece opens a new one."""
    standing = sa.select(vaults.c.id).where(vaults.c.id == correspondents.c.vault_id, vaults.c.erased_at.is_(None))
    gone = correspondents.c.vault_id.is_not(None) & ~standing.exists()
    await tx.run(sa.update(correspondents).where(gone).values(vault_id=None))


async def unwritten(tx: Transaction, before: datetime) -> list[str]:
    """Find those who came before a moment and of whom nothing is kept: they never wrote, or were erased.

    Whoever wrote something that was not dealt with yet, or is owed a letter since that moment, is none of them.
    """
    empty = correspondents.c.case_id.is_(None) & correspondents.c.vault_id.is_(None)
    found = [row.id for row in await _held(tx, empty & (correspondents.c.created_at < before))]
    if not found:
        return []
    wrote = sa.select(inbox.c.correspondent_id).where(inbox.c.correspondent_id.in_(found), inbox.c.state != "done")
    owed = sa.select(outbox.c.correspondent_id).where(
        outbox.c.correspondent_id.in_(found), outbox.c.body.is_not(None), outbox.c.created_at >= before
    )
    busy = {row.correspondent_id for row in await tx.rows(sa.union(wrote, owed))}
    return [one for one in found if one not in busy]


async def _held(tx: Transaction, which: sa.ColumnElement[bool]) -> list[sa.Row[Any]]:
    """Return id and vault of these; nobody else changes them, or stores what they write, until `tx` ends."""
    columns = (correspondents.c.id, correspondents.c.vault_id)
    query = sa.select(*columns).where(which).order_by(correspondents.c.created_at).limit(AT_ONCE)
    return list(await tx.rows(query.with_for_update(skip_locked=True)))


async def erase(tx: Transaction, correspondent: str) -> None:
    """Remove everything this package holds of one correspondent."""
    for table in (outbox, attachments, inbox, addresses):
        await tx.run(sa.delete(table).where(table.c.correspondent_id == correspondent))
    await tx.run(sa.delete(correspondents).where(correspondents.c.id == correspondent))

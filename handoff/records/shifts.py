"""SQL about who is there, what each has taken and ended, and debriefs. Figures are a listener's own."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.records.tables import debriefs, listeners, outcomes, sessions, waits
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from vault.database import Transaction


async def signed_in(tx: Transaction, started_after: datetime, seen_after: datetime) -> list[sa.Row[Any]]:
    """Return each listener with a session that still counts, by their latest one."""
    joined = sessions.join(listeners, sessions.c.listener_id == listeners.c.id)
    what = (sessions.c.listener_id, sessions.c.alias, sessions.c.started_at, listeners.c.role)
    skills = (listeners.c.languages, listeners.c.minors, listeners.c.capacity, listeners.c.paused_until)
    counts = (sessions.c.started_at > started_after, sessions.c.seen_at > seen_after, listeners.c.retired_at.is_(None))
    found = await tx.rows(sa.select(*what, *skills).select_from(joined).where(*counts).order_by(sessions.c.started_at))
    return list({row.listener_id: row for row in found}.values())


async def signed_in_of(tx: Transaction, listener_ids: set[str], seen_after: datetime) -> set[str]:
    """Return which of these listeners were at the desk since then."""
    there = sa.select(sessions.c.listener_id).where(sessions.c.listener_id.in_(listener_ids))
    return {row.listener_id for row in await tx.rows(there.where(sessions.c.seen_at > seen_after))}


async def anyone_since(tx: Transaction, seen_after: datetime) -> bool:
    """Tell whether any listener of the team was at the desk since then."""
    joined = sessions.join(listeners, sessions.c.listener_id == listeners.c.id)
    there = sa.select(sessions.c.listener_id).select_from(joined)
    lately = (sessions.c.seen_at > seen_after, listeners.c.retired_at.is_(None))
    return await tx.row(there.where(*lately).limit(1)) is not None


async def change(tx: Transaction, listener_id: str, values: Mapping[str, Any]) -> None:
    """Set some columns of a listener."""
    await tx.run(sa.update(listeners).where(listeners.c.id == listener_id).values(**values))


async def taken_since(tx: Transaction, listener_id: str, since: datetime) -> dict[Level, int]:
    """Return how many cases this listener came to since then, by the level they had."""
    query = sa.select(waits.c.level, sa.func.count().label("taken"))
    mine = query.where(waits.c.listener_id == listener_id, waits.c.until >= since).group_by(waits.c.level)
    return {Level(row.level): row.taken for row in await tx.rows(mine)}


async def emergencies_since(tx: Transaction, listener_id: str, since: datetime, but: str = "") -> int:
    """Return how many people in an emergency this listener came to since then, `but` one case."""
    mine = (waits.c.listener_id == listener_id, waits.c.until >= since, waits.c.level == int(Level.emergency))
    counted = sa.select(sa.func.count(waits.c.case_id.distinct())).where(*mine, waits.c.case_id != but)
    row = await tx.row(counted)
    return 0 if row is None else int(row[0])


async def closed_since(tx: Transaction, listener_id: str, since: datetime) -> int:
    """Return how many conversations this listener has ended since then."""
    mine = (outcomes.c.listener_id == listener_id, outcomes.c.closed_at >= since)
    row = await tx.row(sa.select(sa.func.count()).select_from(outcomes).where(*mine))
    return 0 if row is None else int(row[0])


async def debrief_asked(tx: Transaction, listener_id: str) -> bool:
    """Tell whether this listener waits for a debrief."""
    mine = (debriefs.c.listener_id == listener_id, debriefs.c.held_at.is_(None))
    return await tx.row(sa.select(debriefs.c.id).where(*mine).limit(1)) is not None


async def ask_debrief(tx: Transaction, listener_id: str, at: datetime) -> None:
    """Note that a listener asks for a debrief."""
    await tx.run(sa.insert(debriefs).values(id=secrets.token_hex(16), listener_id=listener_id, asked_at=at))


async def debriefs_open(tx: Transaction) -> list[str]:
    """Return who waits for a debrief, the longest first."""
    waiting = sa.select(debriefs.c.listener_id).where(debriefs.c.held_at.is_(None)).order_by(debriefs.c.asked_at)
    return [row.listener_id for row in await tx.rows(waiting)]


async def hold_debrief(tx: Transaction, listener_id: str, held_by: str, at: datetime) -> None:
    """Note that a debrief was held."""
    mine = sa.update(debriefs).where(debriefs.c.listener_id == listener_id, debriefs.c.held_at.is_(None))
    await tx.run(mine.values(held_at=at, held_by=held_by))

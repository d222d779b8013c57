"""SQL about what is due and what rings: timers, alarms, and each ring written down before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.records.tables import alarms, insert, rings, timers
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from vault.database import Transaction


@dataclass(frozen=True, slots=True)
class Timer:
    """Something due for a case at a moment."""

    id: int
    case_id: str
    kind: str
    step: str
    since: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that rings until someone acknowledges it, claims the case, or its reason has gone."""

    id: str
    case_id: str
    reason: str
    who: str
    level: Level
    raised_at: datetime
    next_at: datetime
    rings: int
    ended_at: datetime | None


async def set_timers(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set timers (case_id, kind, step, since, due_at); one of the same case and kind is replaced."""
    if rows:
        new = insert(tx, timers)
        fresh = {name: new.excluded[name] for name in ("step", "since", "due_at")}
        await tx.run(new.on_conflict_do_update(index_elements=["case_id", "kind"], set_=fresh), rows)


async def stop_timers(tx: Transaction, case_ids: Collection[str], kinds: Collection[str] | None = None) -> None:
    """Stop timers of these cases: those of some kinds, or all."""
    if not case_ids:
        return
    which = sa.delete(timers).where(timers.c.case_id.in_(case_ids))
    await tx.run(which if kinds is None else which.where(timers.c.kind.in_(kinds)))


async def due(tx: Transaction, now: datetime, limit: int, skip: int = 0) -> list[tuple[int, str]]:
    """Return what is due (timer id, case id), the longest due first, without so many that were tried already."""
    query = sa.select(timers.c.id, timers.c.case_id).where(timers.c.due_at <= now)
    ordered = query.order_by(timers.c.due_at, timers.c.id).limit(limit).offset(skip)
    return [(row.id, row.case_id) for row in await tx.rows(ordered)]


async def take(tx: Transaction, timer_id: int, now: datetime) -> Timer | None:
    """Take a timer out, if it is still there and still due: whoever gets it does what it asks."""
    gone = sa.delete(timers).where(timers.c.id == timer_id, timers.c.due_at <= now).returning(*timers.c)
    row = await tx.row(gone)
    return None if row is None else Timer(row.id, row.case_id, row.kind, row.step, row.since, row.due_at)


async def raise_alarm(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Insert an alarm; False where the same one (case, reason, who) rings already: it becomes graver if it must."""
    new = insert(tx, alarms).values(**row)
    graver = {"level": new.excluded.level, "next_at": new.excluded.next_at}
    raised = new.on_conflict_do_update(
        index_elements=["case_id", "reason", "who"],
        index_where=sa.text("ended_at IS NULL"),
        set_=graver,
        where=alarms.c.level < new.excluded.level,
    )
    added = await tx.row(raised.returning(alarms.c.id))
    return added is not None and added.id == row["id"]


async def end_alarms(
    tx: Transaction,
    case_ids: Collection[str],
    at: datetime,
    ended: str,
    *,
    only: Collection[str] | None = None,
    but: Collection[str] = (),
) -> None:
    """End the alarms of these cases that still ring: `only` those with some reasons, `but` never those with others."""
    if not case_ids:
        return
    which = sa.update(alarms).where(alarms.c.case_id.in_(case_ids), alarms.c.ended_at.is_(None))
    if only is not None:
        which = which.where(alarms.c.reason.in_(only))
    if but:
        which = which.where(alarms.c.reason.not_in(but))
    await tx.run(which.values(ended_at=at, ended=ended))


async def to_ring(tx: Transaction, now: datetime, limit: int) -> list[str]:
    """Return the ids of the alarms whose next ring is due, the gravest first."""
    due_now = sa.select(alarms.c.id).where(alarms.c.ended_at.is_(None), alarms.c.next_at <= now)
    return [row.id for row in await tx.rows(due_now.order_by(alarms.c.level.desc(), alarms.c.next_at).limit(limit))]


async def begin_ring(tx: Transaction, alarm_id: str, now: datetime, next_at: datetime, link: bytes) -> Alarm | None:
    """Count a ring, set the next one and the link, if still due; None where someone else rings it."""
    still = sa.update(alarms).where(alarms.c.id == alarm_id, alarms.c.ended_at.is_(None), alarms.c.next_at <= now)
    row = await tx.row(still.values(next_at=next_at, link=link, rings=alarms.c.rings + 1).returning(*alarms.c))
    return None if row is None else _alarm(row)


async def write_ring(tx: Transaction, alarm_id: str, way: str, at: datetime) -> int:
    """Write a ring down before it is sent; return its id."""
    written = sa.insert(rings).values(alarm_id=alarm_id, way=way, at=at, fault="").returning(rings.c.id)
    row = await tx.row(written)
    return int(row[0]) if row is not None else 0


async def settle_ring(tx: Transaction, ring_id: int, sent_at: datetime | None, fault: str) -> None:
    """Write down what became of a ring."""
    await tx.run(sa.update(rings).where(rings.c.id == ring_id).values(sent_at=sent_at, fault=fault[:80]))


async def put_off(tx: Transaction, alarm_id: str, at: datetime, until: datetime) -> None:
    """Have an alarm that would ring at a moment do so later; one that became graver meanwhile rings when it is to."""
    same = sa.update(alarms).where(alarms.c.id == alarm_id, alarms.c.ended_at.is_(None), alarms.c.next_at == at)
    await tx.run(same.values(next_at=until))


async def by_link(tx: Transaction, links: Collection[bytes]) -> Alarm | None:
    """Return the alarm an acknowledge link belongs to, while it rings."""
    row = await tx.row(sa.select(alarms).where(alarms.c.link.in_(links), alarms.c.ended_at.is_(None)))
    return None if row is None else _alarm(row)


async def all_ringing(tx: Transaction) -> list[Alarm]:
    """Return every alarm nobody has acknowledged."""
    return [_alarm(row) for row in await tx.rows(sa.select(alarms).where(alarms.c.ended_at.is_(None)))]


async def end_alarm(tx: Transaction, alarm_id: str, at: datetime, ended: str) -> bool:
    """End one alarm; False where it had ended already."""
    still = sa.update(alarms).where(alarms.c.id == alarm_id, alarms.c.ended_at.is_(None))
    return (await tx.run(still.values(ended_at=at, ended=ended))).rowcount == 1


async def ringing(tx: Transaction, case_ids: Collection[str]) -> set[str]:
    """Return which of these cases have an alarm nobody has acknowledged, as everybody at the desk may know it."""
    open_ones = (alarms.c.case_id.in_(case_ids), alarms.c.ended_at.is_(None), alarms.c.reason != "worry")
    query = sa.select(alarms.c.case_id).where(*open_ones).distinct()  # a worry is shown to no listener
    return {row.case_id for row in await tx.rows(query)}


async def forget(tx: Transaction, case_id: str) -> None:
    """Remove the alarms of a case and their rings."""
    mine = sa.select(alarms.c.id).where(alarms.c.case_id == case_id)
    await tx.run(sa.delete(rings).where(rings.c.alarm_id.in_(mine)))
    await tx.run(sa.delete(alarms).where(alarms.c.case_id == case_id))


def _alarm(row: sa.Row[Any]) -> Alarm:
    return Alarm(
        row.id, row.case_id, row.reason, row.who, Level(row.level), row.raised_at, row.next_at, row.rings, row.ended_at
    )

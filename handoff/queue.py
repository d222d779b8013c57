"""Who is next: the order of the queue (pure), and claiming from it, which gives one case to one listener only.

Every level is worth a head start, so that urgency is one number that grows with waiting and never changes its order:
the queue is sorted by `place = waiting since - head start`, an index the database walks. A fresh emergency passes
everyone; whoever waits rises all the same, and nobody is passed for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from handoff.case import Case, CaseId, Move, after
from handoff.errors import IllegalMoveError
from handoff.records import cases as records
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vault.database import Transaction

HEAD_START: Mapping[Level, timedelta] = {
    Level.low: timedelta(0),
    Level.medium: timedelta(hours=4),
    Level.high: timedelta(hours=12),
    Level.critical: timedelta(days=4),
    Level.emergency: timedelta(days=30),
}
"""How much waiting each level is worth. A long weekend of waiting at high does not pass a critical case of now."""

ENOUGH = 5
"""Measured waits below which no estimate is given: a guess would be a promise."""


def urgency(level: Level, waited: timedelta) -> timedelta:
    """Return how urgent a case is that has waited so long at this level: the greatest is next."""
    return HEAD_START[level] + waited


def place(level: Level, waiting_since: datetime) -> datetime:
    """Return where a case stands in the queue: the earliest is next, which is the greatest `urgency` at any moment."""
    return waiting_since - HEAD_START[level]


def estimate(waits: Sequence[timedelta]) -> tuple[int, int] | None:
    """Return the minutes half of these waits, and nine in ten, stayed below; None where too few were measured."""
    if len(waits) < ENOUGH:
        return None
    ordered = sorted(waits)
    half, most = ordered[(len(ordered) - 1) // 2], ordered[-(-len(ordered) * 9 // 10) - 1]
    return _minutes(half), max(_minutes(most), _minutes(half))


def _minutes(wait: timedelta) -> int:
    return max(1, -(-wait // timedelta(minutes=1)))


async def claim_next(tx: Transaction, listener_id: str, at: datetime) -> CaseId | None:
    """Give the next case to this listener; None when nobody waits. Two listeners never get the same one."""
    claimed = await records.claim_first(tx, listener_id, at)
    if claimed is None:
        return None
    await records.end_wait(tx, claimed, at)
    return claimed


async def claim(tx: Transaction, case_id: str, listener_id: str, at: datetime) -> None:
    """Give this very case to this listener. Raises IllegalMoveError where it does not wait, or someone was first."""
    if not await records.claim_this(tx, case_id, listener_id, at):
        raise IllegalMoveError("the case does not wait: someone else has claimed it")
    await records.end_wait(tx, case_id, at)


async def release(tx: Transaction, case: Case, at: datetime) -> None:
    """Put a case back into the queue, at the place it had before. Raises IllegalMoveError."""
    state = after(case.state, Move.RELEASE)
    held = {"claimed_by": None, "previous_listener": case.claimed_by}
    await records.change(tx, case.id, {"state": state, "waiting_since": at, "unanswered_since": None, **held})
    await records.begin_waits(tx, [(case.id, case.level, at)], came=False)


async def reopen(tx: Transaction, case: Case, at: datetime) -> None:
    """Put a closed case back into the queue, by a listener's will. Raises IllegalMoveError."""
    state = after(case.state, Move.REOPEN)
    place_now = {"waiting_since": at, "place": place(case.level, at)}
    fresh = {"closed_at": None, "unanswered_since": None, "called": ""}
    await records.change(tx, case.id, {"state": state, **place_now, **fresh})
    await records.begin_waits(tx, [(case.id, case.level, at)], came=False)


async def places_in_line(
    tx: Transaction, case_ids: Sequence[str], at: datetime
) -> dict[str, tuple[int, tuple[int, int] | None]]:
    """Return, for each case that waits, how many are before it and the measured minutes (see `estimate`)."""
    ahead = await records.ahead(tx, case_ids)
    if not ahead:
        return {}
    levels = {level for _, level in ahead.values()}
    measured = {level: await _measured(tx, level, at) for level in levels}
    return {case_id: (before, measured[level]) for case_id, (before, level) in ahead.items()}


async def _measured(tx: Transaction, level: Level, at: datetime) -> tuple[int, int] | None:
    since = at - timedelta(days=28)
    of_level = estimate(await records.waits_since(tx, since, level))
    return of_level or estimate(await records.waits_since(tx, since, None))

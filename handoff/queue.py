"""Who is next: the order of the queue (pure), and claiming from it, which gives one case to one listener only.

Every level is worth a head start, so that urgency is one number that grows with waiting and never changes its order:
the queue is sorted by `place = waiting since - head start`, an index the database walks. A fresh emergency passes
everyone; whoever waits rises all the same, and nobody is passed for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from handoff.case import Case, CaseId, Move, after
from handoff.errors import IllegalMoveError
from handoff.reach import Wanted, fits
from handoff.records import cases as records
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import sqlalchemy as sa

    from vault.database import Transaction

HEAD_START: Mapping[Level, timedelta] = {
    Level.low: timedelta(0),
    Level.medium: timedelta(hours=4),
    Level.high: timedelta(hours=12),
    Level.critical: timedelta(days=4),
    Level.emergency: timedelta(days=30),
}
"""How much waiting each level is worth. A long weekend of waiting at high does not pass a critical case of now."""

PAGE = 100
"""How many cases are looked at in one go where their seals have to be opened."""
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


async def claim_next(
    tx: Transaction,
    listener_id: str,
    at: datetime,
    wanted: Wanted | None = None,
    is_minor: Callable[[sa.Row[Any]], bool] | None = None,
) -> CaseId | None:
    """Give the next case to this listener; None when nobody waits for them. Two listeners never get the same one.

    `is_minor` tells of a row, with its sealed facts, whether the one harmed may be a minor.
    """
    wish = wanted or Wanted(listener_id, at)
    claimed = await _claim_kept(tx, wish)
    if claimed is None and (wish.reach.minors or is_minor is None):
        claimed = await records.claim_first(tx, wish)
    elif claimed is None and is_minor is not None:
        claimed = await _claim_within(tx, wish, is_minor)
    if claimed is not None:
        await records.end_wait(tx, claimed, listener_id, at)
    return claimed


async def _claim_kept(tx: Transaction, wish: Wanted) -> CaseId | None:
    """Claim who came back to this listener, unless somebody graver waits."""
    kept = await records.kept_for(tx, wish.listener_id)
    if kept is None or (wish.emergencies is not None and wish.emergencies is not (kept[1] is Level.emergency)):
        return None
    first = await records.next_free(tx, wish, 1)
    if first and first[0].level > kept[1]:
        return None
    return await records.claim_this(tx, kept[0], wish.listener_id, wish.at)


async def _claim_within(tx: Transaction, wish: Wanted, is_minor: Callable[[sa.Row[Any]], bool]) -> CaseId | None:
    """Claim the first case within reach, looking page by page: whether somebody may be a minor is sealed."""
    skip = 0
    while rows := await records.next_free(tx, wish, PAGE, skip):
        for row in rows:
            if not fits(wish.reach, Level(row.level), row.language, is_minor=is_minor(row)):
                continue
            claimed = await records.claim_this(tx, row.id, wish.listener_id, wish.at)
            if claimed is not None:
                return claimed
        skip += PAGE
    return None


async def claim(tx: Transaction, case_id: str, listener_id: str, at: datetime) -> None:
    """Give this very case to this listener. Raises IllegalMoveError where it does not wait, or someone was first."""
    if not await records.claim_this(tx, case_id, listener_id, at):
        raise IllegalMoveError("the case does not wait: someone else has claimed it")
    await records.end_wait(tx, case_id, listener_id, at)


async def release(tx: Transaction, case: Case, at: datetime) -> None:
    """Put a case back into the queue, at the place it had before. Raises IllegalMoveError."""
    state = after(case.state, Move.RELEASE)
    held = {"claimed_by": None, "previous_listener": case.claimed_by, "offered_to": None, "second": None}
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

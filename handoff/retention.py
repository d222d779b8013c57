"""How long this package keeps what, and how a case is erased. What people's keys seal elsewhere is the vault's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from handoff.records import cases as records
from handoff.records import people, practice

if TYPE_CHECKING:
    from datetime import datetime

    from vault.database import Transaction

LONGEST_SESSION = timedelta(days=1)
FORGET_FAILURES = timedelta(days=1)
LONGEST_PRACTICE = timedelta(days=7)


async def expire(tx: Transaction, before: datetime) -> int:
    """Erase the cases closed before a moment; return how many. Their outcomes stay, pointing nowhere."""
    gone = await records.closed_before(tx, before)
    for case_id in gone:
        await records.erase(tx, case_id)
    return len(gone)


async def forget_places(tx: Transaction, before: datetime) -> int:
    """Destroy the places offered for rescue before a moment; return how many."""
    return await records.forget_places(tx, before)


async def tidy(tx: Transaction, now: datetime) -> None:
    """Remove sessions, invitations, failed attempts and practice cases that no longer mean anything."""
    await people.end_sessions(tx, now - LONGEST_SESSION, now - LONGEST_SESSION)
    await people.drop_invitations(tx, now)
    await people.forget_failures(tx, before=now - FORGET_FAILURES)
    for case_id in await practice.made_before(tx, now - LONGEST_PRACTICE):
        await records.erase(tx, case_id)


async def erase(tx: Transaction, case_id: str) -> None:
    """Erase one case: its talk, timers, alarms, places. Its outcome stays, pointing nowhere."""
    await records.erase(tx, case_id)

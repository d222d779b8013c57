"""A worry about the listener who writes: it reaches somebody else, and never that listener.

Lives here: writing it down and ringing, letting a line into the talk after all, and a supervisor's look. What is kept
from a listener is left out wherever their session reads (`handoff.records.entries`). Does not live here: understanding
it in words, and what is answered (`bot.worries`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING

from handoff.bells import WORRY, Climb
from handoff.case import State
from handoff.errors import NoSuchCaseError
from handoff.ladder import Kind
from handoff.permissions import ANYWHERE, Act, demand
from handoff.records import cases as case_records
from handoff.records import people
from handoff.records import worries as records

if TYPE_CHECKING:
    from handoff.asking import Asking
    from handoff.bells import Bells
    from handoff.case import Case
    from handoff.changes import Changes
    from handoff.door import Door
    from handoff.listener import Session
    from vault.database import Transaction

RUNG = ("supervisor", "on_call")


@dataclass(frozen=True, slots=True)
class Worry:
    """One worry as a supervisor's board shows it: where, since when, and about whom, by the name colleagues use."""

    id: str
    case_id: str
    designation: str
    at: datetime
    about: str


def whom(case: Case | None) -> str | None:
    """Return whom a worry in this case is about: who holds it, else who held it last; None where nobody ever did."""
    return None if case is None else case.claimed_by or case.previous_listener


async def colleague(tx: Transaction, listener_id: str) -> bool:
    """Tell whether there is a supervisor other than this listener, who will find a worry on their board."""
    return await people.another_supervisor(tx, listener_id)


async def raise_worry(tx: Transaction, bells: Bells, changes: Changes, case_id: str, at: datetime) -> None:
    """Write a worry down and ring supervisor and on-call for it; nothing where nobody ever held the case."""
    case = await case_records.get(tx, case_id)
    about = whom(case)
    if about is None:
        return
    await records.add(tx, {"id": secrets.token_hex(16), "case_id": case_id, "about": about, "at": at})
    for who in RUNG:
        await bells.ring(tx, case_id, case.level, WORRY, who, at)
    changes.tell_of(tx, [case_id])


async def show(tx: Transaction, bells: Bells, changes: Changes, case_id: str, entry_id: str, at: datetime) -> None:
    """Let a line into the talk that was kept from the listener in doubt; it waits for an answer from now on."""
    if not await records.show(tx, case_id, entry_id):
        return
    case = await case_records.get(tx, case_id)
    if case.state is State.LIVE and case.unanswered_since is None:
        await case_records.change(tx, case_id, {"unanswered_since": at, "last_word_at": at})
        await bells.climb(tx, [Climb(case.id, Kind.UNANSWERED, case.level, at)])
    changes.tell_of(tx, [case_id])


class Worries:
    """What supervisors see of worries. None of it is ever shown to whom it is about."""

    def __init__(self, asking: Asking, door: Door) -> None:
        self._asking, self._door = asking, door

    async def unseen(self, session: Session) -> list[Worry]:
        """Return what no supervisor has looked at yet; nothing to anybody else, and nothing about oneself."""
        if Act.REVIEW not in ANYWHERE[session.role]:
            return []
        async with self._asking.database.reading() as tx:
            shown = await self._door.shown_as(tx)
            rows = await records.unseen(tx, session.listener_id)
        return [Worry(row.id, row.case_id, row.designation, row.at, shown.get(row.about, "")) for row in rows]

    async def looked(self, session: Session, worry_id: str) -> str:
        """Take note that this supervisor looks into it; return the case. Raises NotAllowedError, NoSuchCaseError."""
        demand(session.role, Act.REVIEW)
        async with self._asking.database.transaction() as tx:
            case_id = await records.looked_at(tx, worry_id, session.listener_id, self._asking.clock())
            if case_id is None:
                raise NoSuchCaseError("no such worry")
            self._asking.changes.tell_of(tx, [case_id])
        return case_id

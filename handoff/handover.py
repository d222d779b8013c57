"""Handing a case to a colleague while it goes on, warm: they see the talk and the note before they say yes.

Lives here: offering, answering, taking back, a second listener who reads along. Does not live here: handing back to the
queue and a supervisor's taking over (`handoff.desk`).
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from handoff.permissions import Act
from handoff.records import cases as records
from handoff.refusals import NoOfferError, OffShiftError, OnPauseError

if TYPE_CHECKING:
    from handoff.asking import Asking
    from handoff.case import Case
    from handoff.listener import Colleague, Session
    from handoff.moves import Moves
    from handoff.shifts import Shifts
    from vault.database import Transaction

OFFERED, TAKEN_BACK, ACCEPTED, REFUSED = "offered", "taken_back", "accepted", "refused"
JOINED, LEFT = "joined", "left"
"""What is written into a case's visits, with the one who did it."""


class Handover:
    """Hand-overs between two listeners who are both there."""

    def __init__(self, asking: Asking, shifts: Shifts, moves: Moves) -> None:
        self._asking, self._shifts, self._moves = asking, shifts, moves

    async def colleagues(self, session: Session) -> list[Colleague]:
        """Return who else is signed in now, those with the fewest conversations first."""
        others = (one for one in await self.there() if one.id != session.listener_id)
        return sorted(others, key=lambda one: (one.paused_until is not None, one.holds, one.alias))

    async def there(self) -> list[Colleague]:
        """Return everybody who is signed in now."""
        async with self._asking.database.reading() as tx:
            return await self._shifts.on_shift(tx)

    async def offer(self, session: Session, case_id: str, to: str, note: str) -> None:
        """Ask a colleague to take a case over; an earlier offer is taken back.

        Raises EmptyMessageError without a note, OffShiftError, OnPauseError.
        """
        async with self._asking.allowed(session, case_id, Act.OFFER) as (tx, case):
            await self._there(tx, session, to)
            await self._asking.keep_note(tx, session, case, note)
            await self._write(tx, session, case, OFFERED, offered_to=to)

    async def take_back(self, session: Session, case_id: str) -> None:
        """Take an offer back that nobody has answered. Raises NoOfferError."""
        async with self._asking.allowed(session, case_id, Act.OFFER) as (tx, case):
            if case.offered_to is None:
                raise NoOfferError("nothing is offered")
            await self._write(tx, session, case, TAKEN_BACK, offered_to=None)

    async def accept(self, session: Session, case_id: str) -> None:
        """Take over what was offered. Raises FullError below emergency, NotAllowedError once it is taken back."""
        async with self._asking.allowed(session, case_id, Act.ANSWER) as (tx, case):
            await self._asking.demand_key(tx, session)
            await self._shifts.demand_room(tx, session, case.level)
            await self._write(tx, session, case, ACCEPTED)
            await self._moves.hand_over(tx, case, session.listener_id, self._asking.clock())

    async def refuse(self, session: Session, case_id: str, note: str = "") -> None:
        """Say no; the case stays with who offered it, who reads so in the log."""
        async with self._asking.allowed(session, case_id, Act.ANSWER) as (tx, case):
            if note.strip():
                await self._asking.keep_note(tx, session, case, note)
            await self._write(tx, session, case, REFUSED, offered_to=None)
            line = self._asking.crossing(session, case.id, REFUSED, secrets.token_hex(16))
            await self._asking.relay.remark(tx, line, REFUSED)

    async def bring_in(self, session: Session, case_id: str, second: str) -> None:
        """Ask a second listener into the room: they read along and write notes. Raises OffShiftError, OnPauseError."""
        async with self._asking.allowed(session, case_id, Act.OFFER) as (tx, case):
            await self._there(tx, session, second)
            await records.change(tx, case.id, {"second": second})
            await records.add_visit(tx, case.id, second, JOINED, self._asking.clock())

    async def leave(self, session: Session, case_id: str) -> None:
        """Leave a room one was asked into, or end the reading along as the one who holds the case."""
        async with self._asking.database.transaction() as tx:
            case = await records.get_locked(tx, case_id)
            act = Act.OFFER if case.claimed_by == session.listener_id else Act.LEAVE
            await self._asking.seen(tx, session, case_id, act)
            await self._write(tx, session, case, LEFT, second=None)
            self._asking.changes.tell_of(tx, [case_id])

    async def _there(self, tx: Transaction, session: Session, listener_id: str) -> None:
        there = {one.id: one for one in await self._shifts.on_shift(tx)}
        if listener_id not in there or listener_id == session.listener_id:
            raise OffShiftError("not signed in now")
        if there[listener_id].paused_until is not None:
            raise OnPauseError("has a pause now")

    async def _write(self, tx: Transaction, session: Session, case: Case, act: str, **values: str | None) -> None:
        if values:
            await records.change(tx, case.id, values)
        await records.add_visit(tx, case.id, session.listener_id, act, self._asking.clock())

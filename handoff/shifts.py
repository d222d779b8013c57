"""Who is there now and how much they carry: skills, room for one more, pauses, and the end of a shift.

A shift is a session: whoever is signed in is on shift. Lives here: what guards listeners. Does not live here: opening
hours (`handoff.hours`), sessions themselves (`handoff.door`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from handoff.errors import NotAllowedError
from handoff.listener import Colleague, Role, Session, Skills
from handoff.permissions import Act, demand
from handoff.reach import Reach, Wanted, reach_of
from handoff.records import cases as records
from handoff.records import people, shifts
from handoff.refusals import FullError, OnPauseError, SecondEmergencyError
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

    from handoff.asking import Asking
    from handoff.case import Case
    from handoff.door import Door
    from vault.database import Transaction

MOST = 12
"""The largest number of live conversations anybody may be given room for."""
FIGURES_DAYS = 28


@dataclass(frozen=True, slots=True)
class Figures:
    """One listener's own figures: nobody else's are shown, nobody is compared."""

    taken: int
    closed: int
    emergencies: int
    by_level: tuple[tuple[Level, int], ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """A listener's own shift: since when, until when the house is open, what they carry, and what they asked for."""

    since: datetime
    ends: datetime | None
    paused_until: datetime | None
    holds: int
    room: int
    emergencies: int
    debrief: bool
    figures: Figures
    recent: Figures


class Shifts:
    """Asks and changes who is on shift. `capacity`: live conversations at once; `pause`: how long one lasts."""

    def __init__(
        self,
        asking: Asking,
        door: Door,
        *,
        closes_at: Callable[[datetime], datetime | None],
        capacity: int,
        pause: timedelta,
    ) -> None:
        self._asking, self._door, self._closes_at = asking, door, closes_at
        self._capacity, self._pause = capacity, pause

    async def on_shift(self, tx: Transaction) -> list[Colleague]:
        """Return everybody whose session has neither ended nor idled."""
        now, live = self._asking.clock(), await records.live_with(tx)
        rows = await shifts.signed_in(tx, *self._door.ends(now))
        return [_colleague(row, live.get(row.listener_id, 0), now) for row in rows]

    async def demand_room(self, tx: Transaction, session: Session, level: Level) -> None:
        """Raise FullError where this listener carries as much as they can; an emergency always has room."""
        if level is not Level.emergency and await self._room(tx, session.listener_id) <= 0:
            raise FullError("holds as many as they can")

    async def _room(self, tx: Transaction, listener_id: str) -> int:
        row = await people.listener(tx, listener_id)
        capacity = self._capacity if row is None or row.capacity is None else row.capacity
        return capacity - (await records.live_with(tx)).get(listener_id, 0)

    # -- taking ----------------------------------------------------------------------------------------------------

    async def wanted(self, tx: Transaction, session: Session, *, agreed: bool | None) -> Wanted:
        """Return what this listener is given next. Raises OnPauseError, SecondEmergencyError, and FullError.

        `agreed`: whether they take a second emergency this shift; None where they were not asked yet.
        """
        now, me = self._asking.clock(), session.listener_id
        await self._demand_no_pause(tx, session)
        reach = await self._reach(tx, me)
        had = await shifts.emergencies_since(tx, me, session.started_at)
        if await self._room(tx, me) <= 0:
            return await self._only_emergencies(tx, Wanted(me, now, reach, emergencies=True), had, agreed=agreed)
        if not had or agreed:
            return Wanted(me, now, reach)
        if agreed is None:
            await self._ask_first(tx, Wanted(me, now, reach))
        return Wanted(me, now, reach, emergencies=False)

    async def _only_emergencies(self, tx: Transaction, wanted: Wanted, had: int, *, agreed: bool | None) -> Wanted:
        if agreed is False or not await records.next_free(tx, wanted, 1):
            raise FullError("holds as many as they can")
        if had and agreed is None:
            raise SecondEmergencyError("a second one needs agreement")
        return wanted

    @staticmethod
    async def _ask_first(tx: Transaction, wanted: Wanted) -> None:
        first = await records.next_free(tx, wanted, 1)
        if first and first[0].level == int(Level.emergency):
            raise SecondEmergencyError("a second one needs agreement")

    async def demand_fit(self, tx: Transaction, session: Session, case: Case, *, agreed: bool) -> None:
        """Raise where this listener cannot claim this case now, as `wanted` does; one they had before is no second."""
        await self._demand_no_pause(tx, session)
        await self.demand_room(tx, session, case.level)
        burns = case.level is Level.emergency and not agreed
        if burns and await shifts.emergencies_since(tx, session.listener_id, session.started_at, but=case.id):
            raise SecondEmergencyError("a second one needs agreement")

    async def _demand_no_pause(self, tx: Transaction, session: Session) -> None:
        row = await people.listener(tx, session.listener_id)
        if row is not None and _paused(row.paused_until, self._asking.clock()) is not None:
            raise OnPauseError("has a pause now")

    async def _reach(self, tx: Transaction, listener_id: str) -> Reach:
        there = {one.id: one.skills for one in await self.on_shift(tx)}
        own = there.pop(listener_id, Skills())
        return reach_of(own, there.values())

    # -- one's own shift ---------------------------------------------------------------------------------------------

    async def own(self, session: Session) -> Shift:
        """Return this listener's shift, with their own figures of today and of the last four weeks."""
        now, me = self._asking.clock(), session.listener_id
        async with self._asking.database.reading() as tx:
            row = await people.listener(tx, me)
            room = await self._room(tx, me)
            today = await self._figures(tx, me, session.started_at)
            recent = await self._figures(tx, me, now - timedelta(days=FIGURES_DAYS))
            holds = (await records.live_with(tx)).get(me, 0)
            asked = await shifts.debrief_asked(tx, me)
        paused = _paused(row.paused_until, now) if row else None
        ends = self._closes_at(now)
        return Shift(session.started_at, ends, paused, holds, room, today.emergencies, asked, today, recent)

    async def _figures(self, tx: Transaction, listener_id: str, since: datetime) -> Figures:
        taken = await shifts.taken_since(tx, listener_id, since)
        closed = await shifts.closed_since(tx, listener_id, since)
        levels = tuple((level, taken[level]) for level in sorted(Level, reverse=True) if taken.get(level))
        return Figures(sum(taken.values()), closed, taken.get(Level.emergency, 0), levels)

    async def pause(self, session: Session, minutes: float | None = None) -> datetime:
        """Begin a pause: nothing new is given until it ends. Returns its end; what is held stays held."""
        until = self._asking.clock() + (self._pause if minutes is None else timedelta(minutes=minutes))
        await self._set(session.listener_id, paused_until=until)
        return until

    async def resume(self, session: Session) -> None:
        """End a pause."""
        await self._set(session.listener_id, paused_until=None)

    async def _set(self, listener_id: str, **values: object) -> None:
        async with self._asking.database.transaction() as tx:
            await shifts.change(tx, listener_id, values)
            self._asking.changes.tell_of(tx, [])

    async def ask_debrief(self, session: Session) -> None:
        """Ask for a talk before the end of the shift; supervisors see who asks. Asked twice, it is asked once."""
        async with self._asking.database.transaction() as tx:
            if not await shifts.debrief_asked(tx, session.listener_id):
                await shifts.ask_debrief(tx, session.listener_id, self._asking.clock())
            self._asking.changes.tell_of(tx, [])

    # -- what a supervisor sees and sets -----------------------------------------------------------------------------

    async def debriefs(self, session: Session) -> list[str]:
        """Return the ids of the listeners who wait for a debrief. Supervisors only."""
        demand(session.role, Act.TEAM)
        async with self._asking.database.reading() as tx:
            return await shifts.debriefs_open(tx)

    async def debriefed(self, session: Session, listener_id: str) -> None:
        """Write down that a debrief was held: with somebody else, never with oneself."""
        demand(session.role, Act.TEAM)
        if listener_id == session.listener_id:
            raise NotAllowedError("nobody debriefs themselves")
        async with self._asking.database.transaction() as tx:
            await shifts.hold_debrief(tx, listener_id, session.listener_id, self._asking.clock())
            self._asking.changes.tell_of(tx, [])

    async def set_skills(self, session: Session, listener_id: str, skills: Skills) -> None:
        """Say what somebody takes on. Supervisors only."""
        demand(session.role, Act.TEAM)
        capacity = None if skills.capacity is None else max(1, min(MOST, skills.capacity))
        spoken = " ".join(sorted(skills.languages))
        await self._set(listener_id, languages=spoken, minors=skills.minors, capacity=capacity)


def _paused(until: datetime | None, now: datetime) -> datetime | None:
    return until if until is not None and until > now else None


def _colleague(row: sa.Row[Any], holds: int, now: datetime) -> Colleague:
    skills = people.skills_of(row)
    paused = _paused(row.paused_until, now)
    return Colleague(row.listener_id, row.alias, Role(row.role), skills, row.started_at, paused, holds)

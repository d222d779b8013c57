"""The rounds: what is due is looked for again and again, and each thing is done in a transaction of its own.

Lives here: doing the steps of the ladders and waking the bot's watches. Does not live here: when they are due
(`handoff.ladder`) and the sending of rings (`handoff.alarm`). A round may run anywhere, twice or late: whoever takes a
timer out does what it asks, and nothing is done twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from handoff.bells import Climb, watch
from handoff.case import Case, Move, State, after
from handoff.errors import NoSuchCaseError
from handoff.ladder import Kind, Step, still_stands
from handoff.records import bells as records
from handoff.records import cases as case_records

if TYPE_CHECKING:
    from datetime import datetime

    from handoff.bells import Bells
    from handoff.changes import Changes
    from vault.database import Database, Transaction

AT_ONCE = 200
"""How many due things a round takes at a time; the next round takes the rest, and what fails keeps nobody's place."""


class Prompt(Protocol):
    """What the program says to a correspondent when time goes by, supplied by `bot`."""

    async def late(self, tx: Transaction, case: Case) -> None:
        """Say that nobody could answer yet, that the team was called again, and which numbers answer now."""

    async def silence(self, tx: Transaction, case: Case, kind: str) -> None:
        """Act on silence: "first" and "second" (after a risk message; see `case.state`), or a watch's own kind.

        "late" is asked for once more in this way where `late` itself could not be said.
        """


class Rounds:
    """Does what is due."""

    def __init__(self, database: Database, bells: Bells, prompt: Prompt, changes: Changes) -> None:
        self._database, self._bells, self._prompt, self._changes = database, bells, prompt, changes

    async def tick(self, now: datetime) -> int:
        """Do everything that is due; return how much was. What fails stays due, and is told when all was tried."""
        tour = _Round(self._database, self._bells, self._prompt, self._changes, now)
        tried: list[bool] = []
        while due := await self._due(now, tried.count(False)):
            lately = [await tour.do(timer_id, case_id) for timer_id, case_id in due]
            tried += lately
            if all(lately) or len(due) < AT_ONCE:
                break
        if tour.faults:
            raise ExceptionGroup("some of what is due could not be done", tour.faults)
        return sum(tried)

    async def _due(self, now: datetime, failed: int) -> list[tuple[int, str]]:
        async with self._database.reading() as tx:
            return await records.due(tx, now, AT_ONCE, failed)


class _Round:
    """One round, and what went wrong on it."""

    def __init__(self, database: Database, bells: Bells, prompt: Prompt, changes: Changes, now: datetime) -> None:
        self._database, self._bells, self._prompt, self._changes, self._now = database, bells, prompt, changes, now
        self.faults: list[Exception] = []

    async def do(self, timer_id: int, case_id: str) -> bool:
        """Do one thing in a transaction of its own; tell whether it was still there to be done."""
        try:
            return await self._do(timer_id, case_id)
        except Exception as fault:  # noqa: BLE001 - one fault must not keep the other alarms from ringing
            self.faults.append(fault)
            return False

    async def _do(self, timer_id: int, case_id: str) -> bool:
        async with self._database.transaction() as tx:
            try:
                case = await case_records.get_locked(tx, case_id)
            except NoSuchCaseError:
                return False  # erased meanwhile, its timers with it
            timer = await records.take(tx, timer_id, self._now)
            if timer is None or case.practice:
                return False  # of a practice case nothing is due to anybody: its timers go as they come
            await self._step(tx, case, timer)
            self._changes.tell_of(tx, [case_id])
        return True

    async def _step(self, tx: Transaction, case: Case, timer: records.Timer) -> None:
        if timer.kind not in set(Kind):
            await self._prompt.silence(tx, case, timer.kind)
            return
        kind, step = Kind(timer.kind), Step(timer.step)
        if not still_stands(case, kind):
            return
        await self._climb(tx, case, kind, step)
        await self._bells.climb(tx, [Climb(case.id, kind, case.level, timer.since, step)])

    async def _climb(self, tx: Transaction, case: Case, kind: Kind, step: Step) -> None:
        match step:
            case Step.SUPERVISOR | Step.ON_CALL:
                await self._call(tx, case, kind, step.value)
            case Step.LATE:
                await self._say(tx, case, step)
            case Step.FIRST:
                if case.state is State.WAITING:
                    await self._call(tx, case, kind, Step.ON_CALL.value)
                await self._say(tx, case, step)
            case Step.SECOND:
                await self._call(tx, case, kind, Step.SUPERVISOR.value)
                await self._say(tx, case, step)
            case Step.DECIDE:
                await self._decide(tx, case)
            case _:
                await self._call(tx, case, kind, Step.SUPERVISOR.value)

    async def _call(self, tx: Transaction, case: Case, kind: Kind, who: str) -> None:
        if case.called != Step.ON_CALL:  # the board says how far it went
            await case_records.change(tx, case.id, {"called": who})
        await self._bells.ring(tx, case.id, case.level, kind.value, who, self._now)

    async def _say(self, tx: Transaction, case: Case, step: Step) -> None:
        """Have the bot speak. Where it cannot, it is asked again next round: no ring ever waits for words."""
        try:
            async with tx.connection.begin_nested():
                if step is Step.LATE:
                    await self._prompt.late(tx, case)
                else:
                    await self._prompt.silence(tx, case, step.value)
        except Exception as fault:  # noqa: BLE001 - idem
            self.faults.append(fault)
            await watch(tx, case.id, step.value, self._now)

    async def _decide(self, tx: Transaction, case: Case) -> None:
        """Call both, and go on looking: nobody's silence is ever closed by a clock."""
        for who in (Step.SUPERVISOR, Step.ON_CALL):
            await self._call(tx, case, Kind.SILENCE, who.value)
        if case.state is State.LIVE:
            await case_records.change(tx, case.id, {"state": after(case.state, Move.FALL_SILENT)})
        await self._bells.climb(tx, [Climb(case.id, Kind.LOOK, case.level, self._now)])

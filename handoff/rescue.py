"""Where a life may be in danger: the emergency call, the address behind glass, reports, and what could not be done.

One person is enough to call; the supervisor is told meanwhile. Every act is a decision on record, its words a note
sealed to the team. Lives here: taking such decisions. Does not live here: who may (`handoff.permissions`), what is said
on the telephone (the page reads it out of the room).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handoff.bells import Climb
from handoff.decisions import AUTHORITIES, CAUSES, HELP, Decision, Kind, Stage, Told
from handoff.errors import IllegalMoveError
from handoff.ladder import RISK
from handoff.ladder import Kind as Ladder
from handoff.permissions import Act, demand
from handoff.records import decisions as records
from handoff.refusals import OnlyInDangerError, SamePersonError, UntoldError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from handoff.asking import Asking
    from handoff.bells import Bells
    from handoff.case import Case
    from handoff.door import Door
    from handoff.listener import Session
    from vault.database import Transaction

RESCUE, GLASS = "rescue", "glass"
"""The reasons of the alarms by which a supervisor learns of it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Whether the person was told, and in words what was done, or why they were not. Raises UntoldError."""

    told: Told
    words: str

    def __post_init__(self) -> None:
        """Refuse what leaves open whether they know."""
        if self.told is Told.NOTHING or not self.words.strip():
            raise UntoldError("was the person told, and if not, why?")


@dataclass(frozen=True, slots=True)
class Made:
    """A decision about to be written down."""

    kind: Kind
    detail: str
    words: str
    told: Told = Told.NOTHING
    stage: Stage = Stage.DONE


class Rescue:
    """Takes decisions that may save a life, and those that report to the authorities.

    `address_of` returns where a channel reaches a correspondent, None where the channel keeps no address; `services`
    the ids of the numbers that answer at a moment.
    """

    def __init__(
        self,
        asking: Asking,
        bells: Bells,
        door: Door,
        address_of: Callable[[str, str], Awaitable[str | None]],
        services: Callable[[datetime], Sequence[str]],
    ) -> None:
        self._asking, self._bells, self._door = asking, bells, door
        self._address_of, self._services = address_of, services

    async def call(self, session: Session, case_id: str, service: str, telling: Telling) -> str:
        """Record an emergency call; a supervisor is rung, and asked in half an hour whether help came."""
        _among(service, self._services(self._asking.clock()))
        async with self._asking.allowed(session, case_id, Act.RESCUE) as (tx, case):
            decision = await self._decide(tx, session, case, Made(Kind.CALL, service, telling.words, telling.told))
            await self._bells.ring(tx, case.id, case.level, RESCUE, "supervisor", self._asking.clock())
            await self._bells.climb(tx, [Climb(case.id, Ladder.HELP, case.level, self._asking.clock())])
        return decision

    async def help_came(self, session: Session, case_id: str, what: str, words: str) -> str:
        """Record what became of an emergency call; nobody is asked about it any more. Raises EmptyMessageError."""
        _among(what, HELP)
        async with self._asking.allowed(session, case_id, Act.RESCUE) as (tx, case):
            decision = await self._decide(tx, session, case, Made(Kind.HELP, what, words))
            await self._bells.stop(tx, [case.id], [Ladder.HELP], self._asking.clock())
        return decision

    async def give_up(self, session: Session, case_id: str, cause: str, words: str) -> str:
        """Record that no rescue was possible, and why. Raises OnlyInDangerError, EmptyMessageError."""
        _among(cause, CAUSES)
        async with self._asking.allowed(session, case_id, Act.RESCUE) as (tx, case):
            _demand_danger(case)
            decision = await self._decide(tx, session, case, Made(Kind.NO_RESCUE, cause, words))
            await self._bells.ring(tx, case.id, case.level, RESCUE, "supervisor", self._asking.clock())
        return decision

    async def break_glass(self, session: Session, case_id: str, words: str) -> str | None:
        """Open the address a channel keeps, for the emergency services; None where it keeps none.

        Written down, and rung to a supervisor, before it is shown. Raises OnlyInDangerError, EmptyMessageError.
        """
        async with self._asking.allowed(session, case_id, Act.GLASS) as (tx, case):
            _demand_danger(case)
            await self._decide(tx, session, case, Made(Kind.GLASS, case.channel, words))
            await self._bells.ring(tx, case.id, case.level, GLASS, "supervisor", self._asking.clock())
        return await self._address_of(case.channel, case.correspondent)

    async def report(self, session: Session, case_id: str, to: str, telling: Telling, *, urgent: bool) -> str:
        """Decide on a report to the authorities; where it is not urgent, a second reader agrees before it is sent."""
        _among(to, AUTHORITIES)
        async with self._asking.allowed(session, case_id, Act.REPORT) as (tx, case):
            stage = Stage.DONE if urgent else Stage.ASKED
            made = Made(Kind.REPORT, to, telling.words, telling.told, stage)
            decision = await self._decide(tx, session, case, made)
            if not urgent:
                await self._bells.ring(tx, case.id, case.level, "report", "supervisor", self._asking.clock())
        return decision

    async def answer(self, session: Session, case_id: str, decision: str, words: str, *, agreed: bool) -> None:
        """Say as the second reader whether a report is to be sent. Raises SamePersonError, IllegalMoveError."""
        async with self._asking.allowed(session, case_id, Act.REVIEW) as (tx, case):
            row = await records.one(tx, case_id, decision)
            if row is None or row.state != Stage.ASKED:
                raise IllegalMoveError("nothing waits for a second reader")
            if row.listener_id == session.listener_id:
                raise SamePersonError("the second reader is somebody else")
            await self._asking.keep_note(tx, session, case, words)
            stage = Stage.AGREED if agreed else Stage.DECLINED
            await records.read(tx, decision, session.listener_id, self._asking.clock(), stage)
            if not await records.is_asked(tx, case_id):  # another may still wait for its reader
                await self._bells.stop(tx, [case.id], ["report"], self._asking.clock())

    async def sent(self, session: Session, case_id: str, decision: str) -> None:
        """Write down that a report both have agreed on was sent. Raises IllegalMoveError."""
        async with self._asking.allowed(session, case_id, Act.REPORT) as (tx, _):
            row = await records.one(tx, case_id, decision)
            if row is None or row.state != Stage.AGREED:
                raise IllegalMoveError("no report that both agreed on")
            await records.change(tx, decision, {"state": Stage.DONE.value})

    # -- looking -------------------------------------------------------------------------------------------------------

    async def to_read(self, session: Session) -> list[Decision]:
        """Return what waits for a second reader or for a supervisor's eyes. Supervisors only."""
        demand(session.role, Act.REVIEW)
        async with self._asking.database.reading() as tx:
            return await records.to_read(tx, await self._door.shown_as(tx))

    async def looked_at(self, session: Session, case_id: str, decision: str) -> None:
        """Note that a supervisor has looked at a decision; never at their own. Raises SamePersonError."""
        demand(session.role, Act.REVIEW)
        async with self._asking.allowed(session, case_id, Act.REVIEW) as (tx, _):
            row = await records.one(tx, case_id, decision)
            if row is None:
                raise IllegalMoveError("no such decision")
            if row.listener_id == session.listener_id:
                raise SamePersonError("somebody else looks at it")
            await records.read(tx, decision, session.listener_id, self._asking.clock(), Stage(row.state))

    async def _decide(self, tx: Transaction, session: Session, case: Case, made: Made) -> str:
        return await decide(tx, self._asking, session, case, made)


async def decide(tx: Transaction, asking: Asking, session: Session, case: Case, made: Made) -> str:
    """Write a decision down, its words as a note; return its id. Raises EmptyMessageError without a word."""
    decision_id = secrets.token_hex(16)
    entry = await asking.keep_note(tx, session, case, made.words)
    what = {"kind": made.kind.value, "detail": made.detail, "told": made.told.value, "state": made.stage.value}
    who = {"listener_id": session.listener_id, "at": asking.clock(), "entry_id": entry}
    await records.add(tx, {"id": decision_id, "case_id": case.id, **what, **who})
    return decision_id


async def asked_again(tx: Transaction, asking: Asking, session: Session, case_id: str, answer: str) -> None:
    """Write down that the direct question was asked again before the end, and what the answer was."""
    await _without_words(tx, asking, session, case_id, (Kind.AGAIN, answer))


async def abused(tx: Transaction, asking: Asking, session: Session, case: Case, words: str) -> None:
    """Write down that a talk was ended for abuse of the line; words are welcome, one tap is enough."""
    if words.strip():
        await decide(tx, asking, session, case, Made(Kind.ABUSE, "", words))
    else:
        await _without_words(tx, asking, session, case.id, (Kind.ABUSE, ""))


async def _without_words(
    tx: Transaction, asking: Asking, session: Session, case_id: str, kind_and_detail: tuple[Kind, str]
) -> None:
    kind, detail = kind_and_detail
    what = {"kind": kind.value, "detail": detail, "told": "", "state": Stage.DONE.value, "entry_id": None}
    who = {"listener_id": session.listener_id, "at": asking.clock()}
    await records.add(tx, {"id": secrets.token_hex(16), "case_id": case_id, **what, **who})


def _among(choice: str, choices: Sequence[str]) -> None:
    if choice not in choices:
        raise UntoldError("one of the choices is missing")


def _demand_danger(case: Case) -> None:
    if case.level < RISK:
        raise OnlyInDangerError("only where a life may be in danger")

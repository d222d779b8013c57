"""A night in which a fifth is critical: emergencies are always taken first, and bells ring only where nobody came."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handoff.alarm import AT_ONCE
from handoff.case import State
from handoff.records.tables import alarms
from nlu.severity import Level

if TYPE_CHECKING:
    from datetime import datetime

    from handoff.listener import Session
    from tests.handoff.havens import Haven

MINUTES, TALK = 300, (15, 35)
SHARES = {Level.emergency: 4, Level.critical: 20, Level.high: 30, Level.medium: 36, Level.low: 10}
RUNGS = {"supervisor": {Level.emergency: 0, Level.critical: 2}, "on_call": {Level.emergency: 2, Level.critical: 5}}


@dataclass
class Night:
    """A simulated night: who came at which level, who was taken when, and who waited meanwhile."""

    here: Haven
    chance: random.Random
    came: dict[str, tuple[Level, datetime]] = field(default_factory=dict)
    taken: dict[str, datetime] = field(default_factory=dict)
    passed: list[tuple[Level, Level]] = field(default_factory=list)

    async def goes_by(self, team: list[Session]) -> None:
        busy: dict[str, tuple[datetime, str]] = {}
        for _ in range(MINUTES):
            if self.chance.random() < 0.28:
                await self._somebody_comes()
            for session in team:
                await self._works(session, busy)
            await self.here.rounds.tick(self.here.clock.now)
            self.here.clock.forward(minutes=1)

    async def _somebody_comes(self) -> None:
        (level,) = self.chance.choices(list(SHARES), weights=list(SHARES.values()))
        case_id = await self.here.comes(f"c{len(self.came)}", level, "bonsoir")
        self.came[case_id] = (max(level, Level.medium), self.here.clock.now)

    async def _works(self, session: Session, busy: dict[str, tuple[datetime, str]]) -> None:
        now, desk = self.here.clock.now, self.here.desk
        if session.id in busy:
            until, case_id = busy[session.id]
            if now < until:
                return
            await desk.close(session, case_id, points=["repos"], outcome="helped", type="none", again="no")
            del busy[session.id]
        case_id = await desk.take_next(session, agreed=True)
        if case_id is not None:
            waiting = [level for other, (level, _) in self.came.items() if other not in self.taken]
            self.passed.append((self.came[case_id][0], max(waiting)))
            self.taken[case_id] = now
            await desk.say(session, case_id, "je suis là", case_id)
            await self.here.no_longer_due(case_id, "silence")
            busy[session.id] = (self.here.clock.now + self._talk(), case_id)

    def _talk(self) -> timedelta:
        return timedelta(minutes=self.chance.randint(*TALK))

    def waited(self, case_id: str) -> float:
        """Return the minutes somebody waited for a human, until the end of the night if nobody came."""
        return ((self.taken.get(case_id) or self.here.clock.now) - self.came[case_id][1]).total_seconds() / 60


@pytest.mark.parametrize("seed", range(3))
async def test_a_night_with_a_fifth_critical_keeps_emergencies_first(here: Haven, seed: int) -> None:
    grace = await here.first_supervisor()
    team = [grace, await here.enrolled(grace, "ada"), await here.enrolled(grace, "eve")]
    night = Night(here, random.Random(seed))
    await night.goes_by(team)

    levels = [level for level, _ in night.came.values()]
    assert levels.count(Level.emergency) > 0
    assert levels.count(Level.critical) >= len(levels) // 8
    assert any(taken < Level.emergency for taken, _ in night.passed)
    assert [taken for taken, _ in night.passed] == [gravest for _, gravest in night.passed]
    for case_id, (level, _) in night.came.items():
        if level == Level.emergency:
            assert night.waited(case_id) <= max(TALK)  # at most until the first who is free
    await _rang_only_where_nobody_came(here, night)


async def _rang_only_where_nobody_came(here: Haven, night: Night) -> None:
    raised = await here.rows(alarms.select().where(alarms.c.reason == "unclaimed"))
    rang = {(row.case_id, row.who) for row in raised}
    for case_id, (level, _) in night.came.items():
        for who, minutes in RUNGS.items():
            if level in minutes and night.waited(case_id) <= minutes[level]:
                assert (case_id, who) not in rang, "a bell rang though somebody was there in time"
            elif level in minutes and night.waited(case_id) >= minutes[level] + 1:
                assert (case_id, who) in rang
    assert {row.level for row in raised if row.who == "on_call"} <= {Level.emergency, Level.critical}


async def test_when_everything_rings_at_once_emergencies_ring_first(here: Haven) -> None:
    for number in range(AT_ONCE + 10):
        await here.comes(f"c{number}", Level.critical)
    here.clock.forward(minutes=1)
    emergency = await here.comes("julie", Level.emergency)
    here.clock.forward(minutes=30)
    for _ in range(3):
        await here.rounds.tick(here.clock.now)
    assert await here.alarm.tick(here.clock.now) == AT_ONCE
    rung = {row.case_id for row in await here.rows(alarms.select().where(alarms.c.rings > 0))}
    assert emergency in rung


async def test_one_more_critical_never_delays_an_emergency(here: Haven) -> None:
    grace = await here.first_supervisor()
    for number in range(20):
        await here.comes(f"c{number}", Level.critical)
        here.clock.forward(minutes=10)
    emergency = await here.comes("julie", Level.emergency)
    assert await here.desk.take_next(grace) == emergency
    assert (await here.case(emergency)).state is State.LIVE

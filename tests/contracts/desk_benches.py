"""The two desks of the contract, each with the correspondents' side of it."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import TYPE_CHECKING

from handoff.alarm import Ringing
from handoff.bells import token_of
from handoff.changes import Changes
from handoff.listener import Role
from handoff.records.tables import alarms
from handoff.room import Tile
from nlu.severity import Level
from tests.handoff.desks.paper import NOW, PaperCase, PaperDesk, a_case
from tests.handoff.havens import PASSPHRASE, Haven, person

if TYPE_CHECKING:
    from handoff.desk import Desk
    from handoff.listener import Session

CONTENT = b"the original"
"""What a piece of evidence holds."""


class Bench(ABC):
    """A desk to be tried, and the correspondents' side of it. Each case's correspondent is its own name."""

    desk: Desk
    changes: Changes
    called: tuple[str, bool] = ("supervisor", True)
    """What the card of a case says once its listener has called a supervisor: whom, and whether it rings."""

    @abstractmethod
    async def first_supervisor(self) -> Session: ...

    @abstractmethod
    async def comes(self, name: str, level: Level = Level.medium, words: str = "", **facts: str) -> str: ...

    @abstractmethod
    async def writes(self, case_id: str, words: str, kind: str = "text") -> None: ...

    @abstractmethod
    async def offers_place(self, case_id: str, place: str) -> None: ...

    @abstractmethod
    async def sends(self, case_id: str, *, shared: bool) -> str: ...

    @abstractmethod
    async def alarm_of(self, case_id: str) -> str: ...

    @abstractmethod
    def letters_to(self, name: str) -> list[str]: ...

    @abstractmethod
    def later(self, minutes: float) -> None: ...

    async def enrolled(self, by: Session, name: str, role: Role = Role.LISTENER) -> Session:
        token = await self.desk.invite(by, role)
        session = await self.desk.session(await self.desk.enrol(token, name, PASSPHRASE))
        assert session is not None
        return session


class PaperBench(Bench):
    def __init__(self) -> None:
        self.changes = Changes()
        self.desk = self.paper = PaperDesk(self.changes)
        self.names: dict[str, str] = {}

    async def first_supervisor(self) -> Session:
        self.paper.people["grace"] = (PASSPHRASE, Role.SUPERVISOR)
        session = await self.desk.session(await self.desk.sign_in("grace", PASSPHRASE))
        assert session is not None
        return session

    async def comes(self, name: str, level: Level = Level.medium, words: str = "", **facts: str) -> str:
        case_id = secrets.token_hex(16)
        case = a_case(case_id, level, (NOW - self.paper.now) / timedelta(minutes=1))
        self.paper.cases[case_id] = PaperCase(case, facts=dict(facts))
        self.names[case_id] = name
        if words:
            await self.writes(case_id, words)
        self.paper.tell(case_id)
        return case_id

    async def writes(self, case_id: str, words: str, kind: str = "text") -> None:
        self.paper.write(case_id, "correspondent", words, kind=kind)

    async def offers_place(self, case_id: str, place: str) -> None:
        self.paper.cases[case_id].place = place

    async def sends(self, case_id: str, *, shared: bool) -> str:
        item_id, tiles = secrets.token_hex(16), self.paper.cases[case_id].tiles
        self.paper.cases[case_id].tiles = (*tiles, Tile(item_id, len(tiles) + 1, NOW, shared, 4096))
        return item_id

    async def alarm_of(self, case_id: str) -> str:
        self.paper.alarms["token"] = Ringing(self.paper.cases[case_id].case.level, self.paper.now, 1)
        return "token"

    def letters_to(self, name: str) -> list[str]:
        return [text for case_id, text in self.paper.crossed if self.names[case_id] == name]

    def later(self, minutes: float) -> None:
        self.paper.now += timedelta(minutes=minutes)


class RealBench(Bench):
    called = ("nobody", False)  # no way of ringing is configured here

    def __init__(self, haven: Haven) -> None:
        self.haven, self.desk, self.changes = haven, haven.desk, haven.changes

    async def first_supervisor(self) -> Session:
        return await self.haven.first_supervisor()

    async def comes(self, name: str, level: Level = Level.medium, words: str = "", **facts: str) -> str:
        return await self.haven.comes(name, level, words, facts=facts)

    async def writes(self, case_id: str, words: str, kind: str = "text") -> None:
        await self.haven.writes(case_id, words, kind=kind)

    async def offers_place(self, case_id: str, place: str) -> None:
        async with self.haven.database.transaction() as tx:
            await self.haven.arrivals.offer_place(tx, case_id, place.encode(), self.haven.clock.now)

    async def sends(self, case_id: str, *, shared: bool) -> str:
        return await self.haven.sends(case_id, CONTENT, shared=shared)

    async def alarm_of(self, case_id: str) -> str:
        haven = self.haven
        async with haven.database.transaction() as tx:
            await haven.arrivals.ring(tx, case_id, "asked", haven.clock.now)
        await haven.alarm.tick(haven.clock.now)
        (row,) = await haven.rows(alarms.select().where(alarms.c.case_id == case_id))
        return token_of(haven.keys.service, row.id)

    def letters_to(self, name: str) -> list[str]:
        return self.haven.letters.to(person(name))

    def later(self, minutes: float) -> None:
        self.haven.clock.forward(minutes=minutes)

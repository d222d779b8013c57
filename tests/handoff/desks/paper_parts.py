"""The parts of the desk on paper: who is there, and one's own shift. What they do is tested on the real desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handoff.codes import Codes, Mode, Setup
from handoff.handover import Handover
from handoff.listener import Colleague, Role, Skills
from handoff.shifts import Figures, Shift, Shifts
from nlu.severity import Level

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.desks.paper import PaperDesk

ALIASES = {"ada": "Camille", "grace": "Sacha"}


class PaperHandover(Handover):
    def __init__(self, paper: PaperDesk) -> None:
        self.paper = paper

    async def colleagues(self, session: Session) -> list[Colleague]:
        others = {name: role for name, (_, role) in self.paper.people.items() if name != session.listener_id}
        return [
            Colleague(name, ALIASES.get(name, name.title()), role, Skills(), self.paper.now)
            for name, role in others.items()
        ]


class PaperShifts(Shifts):
    def __init__(self, paper: PaperDesk) -> None:
        self.paper = paper

    async def own(self, session: Session) -> Shift:
        mine = [one.case for one in self.paper.cases.values() if one.case.claimed_by == session.listener_id]
        figures = Figures(len(mine), 0, 0, ((Level.critical, len(mine)),))
        asks = session.role is Role.LISTENER
        return Shift(session.started_at, None, None, len(mine), 2, 0, asks, figures, figures)

    async def debriefs(self, session: Session) -> list[str]:
        return ["ada"]


class PaperCodes(Codes):
    def __init__(self) -> None:
        self.mode = Mode.OFFERED

    async def own(self, session: Session, house: str) -> Setup:
        return Setup(on=False)

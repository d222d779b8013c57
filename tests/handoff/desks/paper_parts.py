"""The parts of the desk on paper: who is there, and one's own shift. What they do is tested on the real desk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handoff.case import Move
from handoff.codes import Codes, Mode, Setup
from handoff.handover import Handover
from handoff.leaving import Leaving
from handoff.listener import Colleague, Role, Skills
from handoff.listening import Listening, Shown
from handoff.permissions import Act, demand
from handoff.refusals import LastSupervisorError
from handoff.shifts import Figures, Shift, Shifts
from handoff.worries import Worries, Worry
from nlu.severity import Level

if TYPE_CHECKING:
    from handoff.case import CaseId
    from handoff.listener import Session
    from tests.handoff.desks.paper import PaperDesk
    from vault.evidence import OpenItem

VOICE = "i4"
ALIASES = {"ada": "Camille", "grace": "Sacha"}


class PaperHandover(Handover):
    def __init__(self, paper: PaperDesk) -> None:
        self.paper = paper

    async def there(self) -> list[Colleague]:
        return [
            Colleague(name, ALIASES.get(name, name.title()), role, Skills(), self.paper.now)
            for name, (_, role) in self.paper.people.items()
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


class PaperLeaving(Leaving):
    def __init__(self, paper: PaperDesk) -> None:
        self.paper = paper

    async def remove(self, session: Session, listener_id: str, note: str) -> list[CaseId]:
        demand(session.role, Act.TEAM)
        paper = self.paper
        others = {name for name, (_, role) in paper.people.items() if role is Role.SUPERVISOR} - {listener_id}
        if not others - paper.retired:
            raise LastSupervisorError("last")
        paper.retired.add(listener_id)
        paper.sessions = {cookie: s for cookie, s in paper.sessions.items() if s.listener_id != listener_id}
        held = [one.case.id for one in paper.cases.values() if one.case.claimed_by == listener_id]
        for case_id in held:
            paper.write(case_id, "note", note, alias=session.alias)
            paper._move(case_id, Move.RELEASE, claimed_by=None, previous_listener=listener_id)
        return held


class PaperListening(Listening):
    """Piece 4 is a voice; the right to play it is real, its custody is tested on the real desk."""

    def __init__(self, paper: PaperDesk) -> None:
        self.paper = paper

    async def show(self, session: Session, case_id: str, item_id: str) -> Shown:
        if item_id == VOICE:
            self.paper.tile(session, case_id, item_id)
            return Shown(player=self.paper.player, ticket="t")
        return Shown(picture=await self.paper.preview(session, case_id, item_id))

    async def play(self, session: Session, case_id: str, item_id: str, ticket: str) -> OpenItem:
        self.paper.played.append((item_id, ticket))
        paper = self.paper.cases[case_id]
        paper.tiles = tuple(replace(one, unheard=False) if one.item_id == item_id else one for one in paper.tiles)
        self.paper.tell(case_id)
        return self.paper.item(item_id, self.paper.recording, self.paper.recorded_as)


class PaperWorries(Worries):
    def __init__(self, paper: PaperDesk) -> None:
        self.paper = paper

    async def unseen(self, session: Session) -> list[Worry]:
        return self.paper.worried if session.role is Role.SUPERVISOR else []

    async def looked(self, session: Session, worry_id: str) -> str:
        demand(session.role, Act.REVIEW)
        (found,) = [one for one in self.paper.worried if one.id == worry_id]
        self.paper.worried.remove(found)
        return found.case_id


class PaperCodes(Codes):
    def __init__(self) -> None:
        self.mode = Mode.OFFERED

    async def own(self, session: Session, house: str) -> Setup:
        return Setup(on=False)

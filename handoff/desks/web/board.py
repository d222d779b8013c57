"""The board: every open case as a card, the gravest first, without a word anybody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handoff.case import State
from handoff.desks.web.faults import ClaimedByOtherError
from handoff.errors import IllegalMoveError
from handoff.listener import Role
from handoff.permissions import ANYWHERE, Act
from handoff.refusals import SecondEmergencyError
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.desks.web.frame import Frame
    from handoff.listener import Session
    from handoff.room import Card


@dataclass(frozen=True, slots=True)
class Shelves:
    """The cards as the board groups them, each group in the order it came."""

    mine: tuple[Card, ...]
    waiting: tuple[Card, ...]
    held: tuple[Card, ...]
    practice: tuple[Card, ...] = ()

    @classmethod
    def of(cls, cards: Sequence[Card]) -> Shelves:
        """Group cards: one's own, those nobody holds yet, those with others, and apart what is only practice."""
        real = [card for card in cards if not card.practice]
        rest = [card for card in real if not card.mine]
        return cls(
            tuple(card for card in real if card.mine),
            tuple(card for card in rest if card.state is State.WAITING),
            tuple(card for card in rest if card.state is not State.WAITING),
            tuple(card for card in cards if card.practice),
        )

    @property
    def emergencies(self) -> int:
        """How many emergencies wait for anybody."""
        return sum(card.level is Level.emergency for card in self.waiting)


class BoardPages:
    """The board and what is done from it."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def page(self, request: Request) -> Response:
        """Show the whole board."""
        asked = request.query_params
        return await self._board(request, "board.html", nobody="nobody" in asked, second=asked.get("second"))

    async def part(self, request: Request) -> Response:
        """Show the cards alone, for a page that is open already."""
        return await self._board(request, "part/live.html")

    async def _board(
        self, request: Request, template: str, *, nobody: bool = False, second: str | None = None
    ) -> Response:
        session = await self._frame.session(request)
        shelves = Shelves.of(await self._desk.board(session))
        may_invite = Act.INVITE in ANYWHERE[session.role]
        worries = await self._desk.worries.unseen(session)
        return self._frame.draw(
            request,
            template,
            session=session,
            shelves=shelves,
            nobody=nobody,
            may_invite=may_invite,
            second=second,
            worries=worries,
            practised="practised" in request.query_params,
            reminders=await self._frame.reminders(session),
        )

    async def look(self, request: Request) -> Response:
        """Take note that this supervisor looks into a worry, and go to its room."""
        session, _ = await self._frame.signed_form(request)
        case_id = await self._desk.worries.looked(session, request.path_params["worry_id"])
        return self._frame.to(request, f"/room/{case_id}")

    async def take_next(self, request: Request) -> Response:
        """Claim the next case and go to its room; a second emergency is asked about first."""
        session, form = await self._frame.signed_form(request)
        try:
            case_id = await self._desk.take_next(session, agreed={"yes": True, "no": False}.get(form.get("agreed", "")))
        except SecondEmergencyError:
            return self._frame.to(request, "/?second=next")
        return self._frame.to(request, f"/room/{case_id}" if case_id else "/?nobody")

    async def claim(self, request: Request) -> Response:
        """Claim this very case; whoever was first is named by their alias."""
        session, form = await self._frame.signed_form(request)
        case_id = request.path_params["case_id"]
        try:
            await self._desk.claim(session, case_id, agreed=form.get("agreed") == "yes")
        except SecondEmergencyError:
            return self._frame.to(request, f"/?second={case_id}")
        except IllegalMoveError:
            raise ClaimedByOtherError(await self._holder(session, case_id)) from None
        return self._frame.to(request, f"/room/{case_id}")

    async def _holder(self, session: Session, case_id: str) -> str:
        cards = await self._desk.board(session)
        return next((card.claimant for card in cards if card.case_id == case_id), "")

    async def invite(self, request: Request) -> Response:
        """Make an invitation and show its link, once."""
        session, form = await self._frame.signed_form(request)
        role = Role.SUPERVISOR if form.get("role") == Role.SUPERVISOR.value else Role.LISTENER
        token = await self._desk.invite(session, role)
        base = self._frame.house.settings.public_url or str(request.base_url).rstrip("/")
        return self._frame.draw(
            request, "part/invited.html", session=session, role=role, address=f"{base}/enrol/{token}"
        )

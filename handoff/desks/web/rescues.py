"""The page of an emergency: what to say on the telephone, and the decisions that are written down.

Lives here: from a request to one call of `desk.rescue`. Nothing on this page waits for a second person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handoff.decisions import AUTHORITIES, CAUSES, HELP, Kind, Told
from handoff.ladder import RISK
from handoff.permissions import Act, demand_page
from handoff.rescue import Telling
from handoff.telephone import known

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.desks.web.frame import Form, Frame
    from handoff.listener import Session


class RescuePages:
    """What is done where a life may be in danger."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def page(self, request: Request) -> Response:
        """Show what is known, to be read out, and what may be decided."""
        return await self._drawn(request, await self._frame.session(request))

    async def _drawn(self, request: Request, session: Session, glass: str | None = None) -> Response:
        room = await self._desk.room(session, request.path_params["case_id"])
        demand_page(room.may, Act.RESCUE)
        numbers = self._frame.house.numbers(room.numbers, self._frame.speech(request).language)
        kinds: dict[str, Any] = {"authorities": AUTHORITIES, "causes": CAUSES, "helps": HELP}
        called = any(one.kind is Kind.CALL for one in room.decisions)
        here: dict[str, Any] = {
            "room": room,
            "card": room.card,
            "may": {act.value for act in room.may},
            "severe": room.card.level >= RISK,
            "known": known(room.grounds, room.entries),
        }
        service = self._frame.house.settings.name
        return self._frame.draw(
            request,
            "rescue.html",
            session=session,
            numbers=numbers,
            called=called,
            service=service,
            glass=glass,
            **kinds,
            **here,
        )

    async def call(self, request: Request) -> Response:
        """Record an emergency call."""
        session, form = await self._frame.signed_form(request)
        await self._desk.rescue.call(session, request.path_params["case_id"], form.get("service", ""), _telling(form))
        return self._back(request)

    async def help_came(self, request: Request) -> Response:
        """Record what became of it."""
        session, form = await self._frame.signed_form(request)
        case_id = request.path_params["case_id"]
        await self._desk.rescue.help_came(session, case_id, form.get("what", ""), form.get("words", ""))
        return self._back(request)

    async def give_up(self, request: Request) -> Response:
        """Record that no rescue was possible."""
        session, form = await self._frame.signed_form(request)
        case_id = request.path_params["case_id"]
        await self._desk.rescue.give_up(session, case_id, form.get("cause", ""), form.get("words", ""))
        return self._back(request)

    async def glass(self, request: Request) -> Response:
        """Show the address, once, after it was written down that it is shown."""
        session, form = await self._frame.signed_form(request)
        case_id = request.path_params["case_id"]
        address = await self._desk.rescue.break_glass(session, case_id, form.get("words", ""))
        return await self._drawn(request, session, glass=address or "")

    async def report(self, request: Request) -> Response:
        """Record a report, or ask a second reader about it."""
        session, form = await self._frame.signed_form(request)
        case_id, to, urgent = request.path_params["case_id"], form.get("to", ""), form.get("urgent") == "yes"
        await self._desk.rescue.report(session, case_id, to, _telling(form), urgent=urgent)
        return self._back(request)

    async def answer(self, request: Request) -> Response:
        """Say as the second reader whether it is sent."""
        session, form = await self._frame.signed_form(request)
        case_id, decision = request.path_params["case_id"], request.path_params["decision_id"]
        agreed = form.get("agreed") == "yes"
        await self._desk.rescue.answer(session, case_id, decision, form.get("words", ""), agreed=agreed)
        return self._back(request)

    async def sent(self, request: Request) -> Response:
        """Write down that the report was sent."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.rescue.sent(session, request.path_params["case_id"], request.path_params["decision_id"])
        return self._back(request)

    async def seen(self, request: Request) -> Response:
        """Note that a supervisor has looked at a decision."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.rescue.looked_at(session, request.path_params["case_id"], request.path_params["decision_id"])
        return self._frame.to(request, "/team")

    def _back(self, request: Request) -> Response:
        return self._frame.to(request, f"/room/{request.path_params['case_id']}")


def _telling(form: Form) -> Telling:
    told = form.get("told", "")
    return Telling(Told(told) if told in set(Told) else Told.NOTHING, form.get("words", ""))

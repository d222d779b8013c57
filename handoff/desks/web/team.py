"""One's own shift, and for supervisors the team: who is there, what each takes on, who asks for a debrief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handoff.codes import Mode
from handoff.desks.web.practices import PracticePages
from handoff.listener import Skills
from handoff.permissions import Act, demand
from handoff.refusals import StillLiveError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.desks.web.frame import Form, Frame
    from handoff.listener import Session


class ShiftPages:
    """What a listener sees and does about their own shift."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def page(self, request: Request) -> Response:
        """Show one's own shift; `?held` says why the way out led here."""
        session = await self._frame.session(request)
        shift = await self._desk.shifts.own(session)
        held = "held" in request.query_params
        codes = self._desk.codes.mode is not Mode.OFF
        return self._frame.draw(request, "shift.html", session=session, shift=shift, held=held, codes=codes)

    async def pause(self, request: Request) -> Response:
        """Begin a pause."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.shifts.pause(session)
        return self._frame.to(request, "/shift")

    async def resume(self, request: Request) -> Response:
        """End it."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.shifts.resume(session)
        return self._frame.to(request, "/shift")

    async def debrief(self, request: Request) -> Response:
        """Ask for a talk."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.shifts.ask_debrief(session)
        return self._frame.to(request, "/shift")

    async def end(self, request: Request) -> Response:
        """Hand everything back with a note, and leave."""
        session, form = await self._frame.signed_form(request)
        await self._desk.end_shift(session, form.get("note", ""))
        return self._frame.out(request)


class TeamPages:
    """What a supervisor sees and sets."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def page(self, request: Request) -> Response:
        """Show the team."""
        session = await self._frame.session(request)
        demand(session.role, Act.TEAM)
        everybody = [one for one in await self._desk.listeners() if one.retired_at is None]
        there = {one.id: one for one in await self._desk.handover.there()}
        asks = await self._desk.shifts.debriefs(session)
        languages = self._frame.house.settings.languages
        to_read = await self._desk.rescue.to_read(session)
        return self._frame.draw(
            request,
            "team.html",
            session=session,
            everybody=everybody,
            there=there,
            asks=asks,
            spoken=languages,
            to_read=to_read,
            released=request.query_params.get("released", ""),
            **await PracticePages(self._frame).values(session),
        )

    async def skills(self, request: Request) -> Response:
        """Say what somebody takes on."""
        session, form = await self._frame.signed_form(request)
        await self._desk.shifts.set_skills(session, request.path_params["listener_id"], self._skills(form))
        return self._frame.to(request, "/team")

    def _skills(self, form: Form) -> Skills:
        spoken = frozenset(one for one in self._frame.house.settings.languages if form.get(f"speaks-{one}"))
        every = spoken == frozenset(self._frame.house.settings.languages)
        most = form.get("capacity", "")
        capacity = int(most) if most.isdecimal() and most else None
        return Skills(frozenset() if every else spoken, bool(form.get("minors")), capacity)

    async def remove(self, request: Request) -> Response:
        """Let somebody in no more, and say how many conversations went back; those that go on are asked about."""
        session, form = await self._frame.signed_form(request)
        note, gone = self._frame.speech(request).say("removed-note"), request.path_params["listener_id"]
        known = int(form["live"]) if form.get("live", "").isdecimal() else 0
        try:
            released = await self._desk.leaving.remove(session, gone, note, known=known)
        except StillLiveError as asks:
            return await self._asked(request, session, gone, asks.count)
        return self._frame.to(request, f"/team?released={len(released)}")

    async def _asked(self, request: Request, session: Session, gone: str, live: int) -> Response:
        person = next(one for one in await self._desk.listeners() if one.id == gone)
        return self._frame.draw(request, "removing.html", session=session, person=person, live=live, status=409)

    async def recovery(self, request: Request) -> Response:
        """Show a recovery code, this once, to be printed."""
        session, _ = await self._frame.signed_form(request)
        code = await self._desk.recovery.print_code(session)
        return self._frame.draw(request, "recovery.html", session=session, code=code)

    async def debriefed(self, request: Request) -> Response:
        """Write down that a debrief was held."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.shifts.debriefed(session, request.path_params["listener_id"])
        return self._frame.to(request, "/team")

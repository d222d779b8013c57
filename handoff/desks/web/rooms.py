"""A case's room: the one screen in its order, and every act that leaves it.

Lives here: from a request to one call of the desk. Does not live here: pieces of evidence (`pieces`), what may be done
(`handoff.permissions`): a page only hides what the desk would refuse.
"""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from handoff.case import OUTCOMES
from handoff.decisions import ENDS
from handoff.desks.web.faults import fault_of
from handoff.errors import HandoffError, HeldForNoteError
from handoff.permissions import Act
from handoff.refusals import (
    AskAgainError,
    HeldForContactError,
    HeldForPromiseError,
    HeldForTableError,
    TooManySignsError,
    UnknownVariableError,
)
from nlu.reading import Violence
from nlu.severity import Level

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.desks.web.frame import Form, Frame
    from handoff.listener import Session

POINTS = ("point_1", "point_2", "point_3")
PLAN = ("who", "where", "helps")
OWN_FACTS = ("danger", "harm_plan", "what", "demand", "deadline")
"""Answers shown as they were given, after those the screen has a place of their own for."""
LONGEST_KEY = 64
HELD = (HeldForContactError, HeldForPromiseError, TooManySignsError, UnknownVariableError)
"""What a line of the last words may be held for."""


class RoomPages:
    """The room and what is done in it."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def page(self, request: Request) -> Response:
        """Show the whole room."""
        session = await self._frame.session(request)
        return await self._drawn(request, session, "room.html", key_value=secrets.token_hex(12))

    async def parts(self, request: Request) -> Response:
        """Show again what may have changed, for a page that is open: never a box someone may be typing in."""
        return await self._drawn(request, await self._frame.session(request), "part/room.html")

    async def _drawn(self, request: Request, session: Session, template: str, **more: Any) -> Response:
        room = await self._desk.room(session, request.path_params["case_id"])
        language = self._frame.speech(request).language
        values: dict[str, Any] = {
            "room": room,
            "card": room.card,
            "may": {act.value for act in room.may},
            "own_facts": OWN_FACTS,
            "mark_until": (self._frame.house.clock() + timedelta(days=7)).date().isoformat(),
            "colleagues": (),
            "canned": (),
        }
        if template == "room.html" and Act.OFFER in room.may:
            values["colleagues"] = await self._desk.handover.colleagues(session)
            values["canned"] = self._frame.house.canned(room.language, room.register, session.alias)
        numbers = self._frame.house.numbers(room.numbers, language)
        return self._frame.draw(request, template, session=session, numbers=numbers, **values, **more)

    # -- words -------------------------------------------------------------------------------------------------------

    async def say(self, request: Request) -> Response:
        """Send a message, or hold it and ask where it looks like a note."""
        session, form = await self._frame.signed_form(request)
        case_id, text, key = request.path_params["case_id"], form.get("text", ""), _key(form)
        confirmed, because = form.get("confirmed") == "yes", form.get("because", "")
        try:
            await self._desk.say(session, case_id, text, key, confirmed=confirmed, because=because)
        except (HeldForNoteError, HeldForTableError, HeldForPromiseError, HeldForContactError) as held:
            return self._held(request, session, held)
        return await self._after_words(request, session)

    def _held(self, request: Request, session: Session, held: HandoffError) -> Response:
        if "hx-request" not in request.headers:
            raise held
        response = self._frame.draw(request, "part/held.html", session=session, status=409, **_asked(held))
        response.headers.update({"HX-Retarget": "#say-answer", "HX-Reswap": "innerHTML"})
        return response

    async def note(self, request: Request) -> Response:
        """Keep a note."""
        session, form = await self._frame.signed_form(request)
        await self._desk.note(session, request.path_params["case_id"], form.get("text", ""), _key(form))
        return await self._after_words(request, session)

    async def _after_words(self, request: Request, session: Session) -> Response:
        if "hx-request" in request.headers:
            return await self._drawn(request, session, "part/room.html")
        return self._frame.to(request, f"/room/{request.path_params['case_id']}#write")

    async def place(self, request: Request) -> Response:
        """Reveal the place offered for rescue; the desk writes down who looked."""
        session, _ = await self._frame.signed_form(request)
        place = await self._desk.place(session, request.path_params["case_id"])
        return self._frame.draw(request, "part/place.html", session=session, place=place)

    async def call_back(self, request: Request) -> Response:
        """Reveal the number to call back; the desk writes down who looked."""
        session, _ = await self._frame.signed_form(request)
        number = await self._desk.call_back(session, request.path_params["case_id"])
        return self._frame.draw(request, "part/place.html", session=session, place=number)

    async def called_back(self, request: Request) -> Response:
        """Destroy it once they were called."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.called_back(session, request.path_params["case_id"])
        return self._back(request)

    # -- moves -------------------------------------------------------------------------------------------------------

    async def release(self, request: Request) -> Response:
        """Hand the case back, with a note for whoever takes it next."""
        session, form = await self._frame.signed_form(request)
        await self._desk.release(session, request.path_params["case_id"], form.get("note", ""))
        return self._frame.to(request, "/")

    async def take_over(self, request: Request) -> Response:
        """Take the case from the listener who holds it."""
        session, form = await self._frame.signed_form(request)
        await self._desk.take_over(session, request.path_params["case_id"], form.get("reason", ""))
        return self._back(request)

    async def reopen(self, request: Request) -> Response:
        """Put a closed case back into the queue."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.reopen(session, request.path_params["case_id"])
        return self._back(request)

    async def lower(self, request: Request) -> Response:
        """Set the level, with the reason a human gives."""
        session, form = await self._frame.signed_form(request)
        name = form.get("level", "")
        if name in Level.__members__ and form.get("reason", "").strip():
            await self._desk.lower(session, request.path_params["case_id"], Level[name], form["reason"].strip())
        return self._back(request)

    async def call(self, request: Request) -> Response:
        """Call a supervisor into the room."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.call(session, request.path_params["case_id"])
        return self._back(request)

    async def abuse(self, request: Request) -> Response:
        """End a talk in which the line is abused, with the day until which it is marked; then a pause is near."""
        session, form = await self._frame.signed_form(request)
        until = _day(form.get("until", ""))
        await self._desk.endings.abuse(session, request.path_params["case_id"], until, form.get("words", ""))
        return self._frame.to(request, "/shift")

    def _back(self, request: Request) -> Response:
        return self._frame.to(request, f"/room/{request.path_params['case_id']}")

    # -- the end -----------------------------------------------------------------------------------------------------

    async def close_page(self, request: Request) -> Response:
        """Ask for the outcome and what to retain, and show the last words as they will be sent."""
        session = await self._frame.session(request)
        return await self._closing(request, session, {}, "close.html")

    async def close_preview(self, request: Request) -> Response:
        """Show the last words again, as the points are typed."""
        session, form = await self._frame.signed_form(request)
        return await self._closing(request, session, form, "part/last_words.html")

    async def _closing(self, request: Request, session: Session, form: Form, template: str, **more: Any) -> Response:
        room = await self._desk.room(session, request.path_params["case_id"])
        letter = self._frame.house.last_words(room, _points(form), _plan(form))
        asked: dict[str, Any] = {"plan": PLAN, "ends": ENDS, "severe": room.card.level >= Level.high}
        kinds: dict[str, Any] = {
            **asked,
            "outcomes": OUTCOMES,
            "types": tuple(Violence),
            "points": POINTS,
        }
        here: dict[str, Any] = {
            "room": room,
            "card": room.card,
            "may_close": Act.CLOSE in room.may,
            "missing": False,
            "why": "",
            "kinds": (),
            "promised": (),
            "again_missing": False,
        }
        return self._frame.draw(
            request, template, session=session, letter=letter, form=form, **kinds, **{**here, **more}
        )

    async def close(self, request: Request) -> Response:
        """Send the last words and write the outcome down; without a point or an outcome, ask again.

        So where a line looks wrong: all that was typed comes back, with the question a message is held with.
        """
        session, form = await self._frame.signed_form(request)
        points, outcome, kind = _points(form), form.get("outcome", ""), form.get("type", "")
        if not points or outcome not in OUTCOMES or kind not in set(Violence):
            return await self._closing(request, session, form, "close.html", missing=True, status=422)
        ending: dict[str, Any] = {"points": points, "outcome": outcome, "type": kind, "plan": _plan(form)}
        ending.update(again=form.get("again", ""), confirmed=form.get("confirmed") == "yes")
        try:
            await self._desk.close(session, _case(request), **ending, because=form.get("because", ""))
        except HELD as held:
            asked = _asked(held)
            return await self._closing(request, session, form, "close.html", **asked, status=fault_of(held).status)
        except AskAgainError:
            return await self._closing(request, session, form, "close.html", again_missing=True, status=422)
        return self._frame.to(request, "/?practised" if form.get("practised") else "/")


def _case(request: Request) -> str:
    return str(request.path_params["case_id"])


def _asked(held: HandoffError) -> dict[str, Any]:
    """Return what the question about held words is asked with: its texts' ids, and of what kinds the words are."""
    fault = fault_of(held)
    kinds = held.kinds if isinstance(held, HeldForContactError) else ()
    promised = held.kinds if isinstance(held, HeldForPromiseError) else ()
    return {"why": fault.name, "arguments": fault.arguments, "kinds": kinds, "promised": promised}


def _points(form: Form) -> list[str]:
    return [form[name].strip() for name in POINTS if form.get(name, "").strip()]


def _day(text: str) -> datetime:
    """Return the end of a day; one that cannot be read is long past, and refused as such."""
    try:
        return datetime.combine(date.fromisoformat(text), time(23, 59), UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _plan(form: Form) -> list[str]:
    lines = [form.get(f"plan_{name}", "").strip() for name in PLAN]
    return lines if any(lines) else []


def _key(form: Form) -> str:
    return form.get("key", "")[:LONGEST_KEY] or secrets.token_hex(16)

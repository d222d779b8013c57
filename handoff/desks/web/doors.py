"""The doors: enrolling by invitation, signing in (in one step or two) and out, and the key of the session's forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import JSONResponse

from handoff.desks.web.faults import fault_of
from handoff.errors import (
    InvitationError,
    NameTakenError,
    SignInRefusedError,
    TooManyAttemptsError,
    WeakPassphraseError,
)
from handoff.refusals import CodeNeededError, StillHeldError, TooLateError
from vault.turnstile import Lanes

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.desks.web.frame import Frame

INSIDE = re.compile(r"/(?:room/[0-9A-Za-z_-]{1,64})?")
"""Where a sign-in may lead: the board or a room, never another site."""
LONGEST = 256


class Doors:
    """The pages of people who are not signed in yet, or want to leave."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk, self._lanes = frame, frame.desk, Lanes()

    async def sign_in_page(self, request: Request) -> Response:
        """Show name and passphrase."""
        return self._sign_in(request, _inside(request.query_params.get("next", "/")))

    def _sign_in(self, request: Request, where: str, error: Exception | None = None, name: str = "") -> Response:
        fault = fault_of(error) if error else None
        status = fault.status if fault else 200
        response = self._frame.draw(request, "sign_in.html", status=status, fault=fault, next=where, name=name)
        if fault and fault.name == "throttled":
            response.headers["Retry-After"] = str(fault.arguments["seconds"])
        return response

    async def sign_in(self, request: Request) -> Response:
        """Sign in; a wrong name and a wrong passphrase get the same answer."""
        form = await self._frame.form(request)
        where, name = _inside(form.get("next", "/")), form.get("name", "").strip()[:LONGEST]
        network = self._lanes.of(request.client.host if request.client else "")
        lane = self._desk.lane_of(name, request.cookies.get(self._frame.device_name, ""), network)
        try:
            cookie = await self._desk.sign_in(name, form.get("passphrase", "")[:LONGEST], lane)
        except CodeNeededError as needed:
            return self._knocked(request, where, needed.knock)
        except (SignInRefusedError, TooManyAttemptsError) as error:
            return self._sign_in(request, where, error, name)
        return await self._let_in(request, where, cookie)

    # -- the second step -----------------------------------------------------------------------------------------------

    def _knocked(self, request: Request, where: str, knock: str) -> Response:
        response = self._frame.to(request, "/sign-in/code?" + urlencode({"next": where}))
        self._frame.keep_knock(response, knock)
        return response

    async def code_page(self, request: Request) -> Response:
        """Ask for the code."""
        return self._ask_code(request, _inside(request.query_params.get("next", "/")))

    def _ask_code(self, request: Request, where: str, error: Exception | None = None) -> Response:
        fault = fault_of(error) if error else None
        status = fault.status if fault else 200
        response = self._frame.draw(request, "sign_in_code.html", status=status, fault=fault, next=where)
        if fault and fault.name == "throttled":
            response.headers["Retry-After"] = str(fault.arguments["seconds"])
        return response

    async def code(self, request: Request) -> Response:
        """Let in whoever gives the code; where it took too long, ask for the passphrase again."""
        form = await self._frame.form(request)
        where, knock = _inside(form.get("next", "/")), request.cookies.get(self._frame.knock_name, "")
        try:
            cookie = await self._desk.answer_code(knock, form.get("code", "")[:LONGEST])
        except TooLateError as error:
            return self._sign_in(request, where, error)
        except (CodeNeededError, TooManyAttemptsError) as error:
            return self._ask_code(request, where, error)
        response = await self._let_in(request, where, cookie)
        self._frame.drop_knock(response)
        return response

    async def _let_in(self, request: Request, where: str, cookie: str) -> Response:
        response = self._frame.to(request, where)
        self._frame.keep_cookie(response, cookie)
        session = await self._desk.session(cookie)
        if session is not None:
            self._frame.keep_device(request, response, self._desk.device_for(session.name))
        return response

    async def sign_out(self, request: Request) -> Response:
        """End the session, here and in the house; whoever still talks with somebody is led to handing over."""
        session, _ = await self._frame.signed_form(request, owing=True)
        try:
            await self._desk.sign_out(session)
        except StillHeldError:
            return self._frame.to(request, "/shift?held")
        return self._frame.out(request)

    async def enrol_page(self, request: Request) -> Response:
        """Show an invitation, as long as it is one."""
        role = await self._desk.invited(request.path_params["token"])
        if role is None:
            raise InvitationError("no such invitation")
        return self._frame.draw(request, "enrol.html", fault=None, role=role, name="")

    async def enrol(self, request: Request) -> Response:
        """Take an invitation up; a plain passphrase is told so kindly, the name typed is kept."""
        form, token = await self._frame.form(request), request.path_params["token"]
        name = form.get("name", "").strip()[:LONGEST]
        try:
            cookie = await self._desk.enrol(token, name, form.get("passphrase", "")[:LONGEST])
        except (NameTakenError, WeakPassphraseError) as error:
            role, fault = await self._desk.invited(token), fault_of(error)
            return self._frame.draw(request, "enrol.html", status=fault.status, fault=fault, role=role, name=name)
        return await self._let_in(request, "/", cookie)

    async def form_key(self, request: Request) -> Response:
        """Give a page that outlived its session the key of the new one: same origin only, by the browser's own rule."""
        session = await self._frame.session(request)
        return JSONResponse({"key": session.form_key})


def _inside(path: str) -> str:
    return path if INSIDE.fullmatch(path) else "/"

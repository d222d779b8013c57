"""One-time codes on the pages: the second step of signing in, one's own code, and a supervisor's reset.

Lives here: from a request to one call of `handoff.codes`. Does not live here: whether a code is due (`handoff.door`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handoff.codes import Mode
from handoff.desks.web.faults import fault_of
from handoff.errors import TooManyAttemptsError
from handoff.refusals import CodeNeededError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.desks.web.frame import Frame
    from handoff.listener import Session

LONGEST = 32
HOME = "/code"


class CodePages:
    """A listener's own code."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def page(self, request: Request) -> Response:
        """Show whether a code is asked for, or the secret that waits to be confirmed."""
        return await self._drawn(request, await self._frame.session(request, owing=True))

    async def _drawn(self, request: Request, session: Session, error: Exception | None = None) -> Response:
        fault = fault_of(error) if error else None
        codes = self._desk.codes
        values = {"setup": await codes.own(session, self._frame.house.settings.name), "off": codes.mode is Mode.OFF}
        status = fault.status if fault else 200
        return self._frame.draw(request, "code.html", session=session, status=status, fault=fault, **values)

    async def begin(self, request: Request) -> Response:
        """Draw a secret; whoever has a code gives it first."""
        session, form = await self._frame.signed_form(request, owing=True)
        try:
            await self._desk.codes.begin(session, form.get("code", "")[:LONGEST])
        except (CodeNeededError, TooManyAttemptsError) as error:
            return await self._drawn(request, session, error)
        return self._frame.to(request, HOME)

    async def confirm(self, request: Request) -> Response:
        """Switch the code on with the first one the telephone shows."""
        session, form = await self._frame.signed_form(request, owing=True)
        try:
            await self._desk.codes.confirm(session, form.get("code", "")[:LONGEST])
        except (CodeNeededError, TooManyAttemptsError) as error:
            return await self._drawn(request, session, error)
        return self._frame.to(request, HOME)

    async def reset(self, request: Request) -> Response:
        """Take somebody's code away. Supervisors only."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.codes.reset(session, request.path_params["listener_id"])
        return self._frame.to(request, "/team")

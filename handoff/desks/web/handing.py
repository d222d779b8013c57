"""Handing a case over from its room, and reading along: each a post, each leading back to a page that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.desks.web.frame import Frame


class HandingPages:
    """What two listeners arrange between them about one room."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def offer(self, request: Request) -> Response:
        """Ask a colleague to take the case over, with a note."""
        session, form = await self._frame.signed_form(request)
        note, to = form.get("note", ""), form.get("to", "")
        await self._desk.handover.offer(session, request.path_params["case_id"], to, note)
        return self._room(request)

    async def take_back(self, request: Request) -> Response:
        """Take the offer back."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.handover.take_back(session, request.path_params["case_id"])
        return self._room(request)

    async def accept(self, request: Request) -> Response:
        """Say yes."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.handover.accept(session, request.path_params["case_id"])
        return self._room(request)

    async def refuse(self, request: Request) -> Response:
        """Say no, with a word for whoever asked."""
        session, form = await self._frame.signed_form(request)
        await self._desk.handover.refuse(session, request.path_params["case_id"], form.get("note", ""))
        return self._frame.to(request, "/")

    async def second(self, request: Request) -> Response:
        """Ask somebody to read along."""
        session, form = await self._frame.signed_form(request)
        await self._desk.handover.bring_in(session, request.path_params["case_id"], form.get("to", ""))
        return self._room(request)

    async def leave(self, request: Request) -> Response:
        """End the reading along: who read goes to the board, who holds the case stays."""
        session, form = await self._frame.signed_form(request)
        await self._desk.handover.leave(session, request.path_params["case_id"])
        return self._room(request) if form.get("stay") else self._frame.to(request, "/")

    def _room(self, request: Request) -> Response:
        return self._frame.to(request, f"/room/{request.path_params['case_id']}")

"""The page behind an alarm's link: how grave, since when, and one button. It works without signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.desks.web.frame import Frame


class BellPage:
    """Where on-call says that they are on it. A GET changes nothing: mail scanners follow links."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def page(self, request: Request) -> Response:
        """Show what rings."""
        ringing = await self._desk.ringing(request.path_params["token"])
        return self._drawn(request, ringing is not None, ringing=ringing, done=False)

    async def acknowledge(self, request: Request) -> Response:
        """Stop the ringing."""
        ringing = await self._desk.acknowledge(request.path_params["token"])
        return self._drawn(request, ringing is not None, ringing=ringing, done=True)

    def _drawn(self, request: Request, known: bool, **values: Any) -> Response:  # noqa: FBT001 - found or not
        return self._frame.draw(request, "alarm.html", status=200 if known else 404, **values)

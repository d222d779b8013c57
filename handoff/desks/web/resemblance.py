"""The same picture again, at the desk: a button on a piece, and the numbers of the pieces that show it too.

Lives here: from a request to one call of `handoff.resemblance`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from handoff.desks.web.frame import Frame
    from handoff.resemblance import Resemblance


class ResemblancePages:
    """What a listener asks about a picture."""

    def __init__(self, frame: Frame, resemblance: Resemblance) -> None:
        self._frame, self._resemblance = frame, resemblance

    def routes(self, at: str) -> list[BaseRoute]:
        """Return its route, `at` being a case's room."""
        return [Route(f"{at}/evidence/{{item_id}}/again", self.again, methods=["POST"])]

    async def again(self, request: Request) -> Response:
        """Compare one picture with the person's other shared pieces, and tell their numbers in this room."""
        session, _ = await self._frame.signed_form(request)
        case_id, item_id = request.path_params["case_id"], request.path_params["item_id"]
        found = await self._resemblance.again(session, case_id, item_id)
        tiles = (await self._frame.desk.room(session, case_id)).tiles
        numbers = {tile.item_id: tile.number for tile in tiles}
        same = [(item, numbers[item]) for item in found.items if item in numbers]
        return self._frame.draw(request, "part/again.html", session=session, found=found, same=same)

"""Pieces of evidence: a preview that stays blurred until it is asked for, and the original as a download.

Lives here: what leaves as bytes, and under which headers. Does not live here: opening (`vault.evidence`), previews
(`vault.preview`): they are made in a child process, this page only passes them on.
"""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

if TYPE_CHECKING:
    from starlette.requests import Request

    from handoff.desks.web.frame import Frame

SEALED_BOX = "default-src 'none'; sandbox"
"""Nothing in a file somebody sent may run or load, even if a browser were to show it."""


class ExhibitPages:
    """A piece of evidence as a listener meets it."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def tile(self, request: Request) -> Response:
        """Open a tile: the blurred preview in its frame, or why there is none."""
        session, _ = await self._frame.signed_form(request)
        case_id, item_id = request.path_params["case_id"], request.path_params["item_id"]
        await self._desk.preview(session, case_id, item_id)
        return self._frame.draw(request, "part/exhibit.html", session=session, case_id=case_id, item_id=item_id)

    async def preview(self, request: Request) -> Response:
        """Return the preview's bytes."""
        session = await self._frame.session(request)
        picture = await self._desk.preview(session, request.path_params["case_id"], request.path_params["item_id"])
        return Response(picture, media_type="image/webp", headers={"content-security-policy": SEALED_BOX})

    async def original(self, request: Request) -> Response:
        """Stream the original, unchanged, to a file: never shown by the browser, never under its own name.

        The name a phone gave a file may be a person's; the download is named after its place in the case.
        """
        session = await self._frame.session(request)
        case_id, item_id = request.path_params["case_id"], request.path_params["item_id"]
        item = await self._desk.evidence(session, case_id, item_id)
        room = await self._desk.room(session, case_id)
        number = next((tile.number for tile in room.tiles if tile.item_id == item_id), 0)
        name = f"{number:02}{mimetypes.guess_extension(item.sniffed) or '.bin'}"
        headers = {
            "content-disposition": f'attachment; filename="{name}"',
            "content-length": str(item.size),
            "content-security-policy": SEALED_BOX,
        }
        return StreamingResponse(item.chunks(), media_type="application/octet-stream", headers=headers)

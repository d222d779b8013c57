"""Pieces of evidence: a preview that stays blurred until it is asked for, and the original as a download.

Lives here: what leaves as bytes, and under which headers. Does not live here: opening (`vault.evidence`), previews
(`vault.preview`): they are made in a child process, this page only passes them on.
"""

from __future__ import annotations

import base64
import mimetypes
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import StreamingResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.desks.web.frame import Frame

SEALED_BOX = "default-src 'none'; sandbox"
"""Nothing in a file somebody sent may run or load, even if a browser were to show it."""


class ExhibitPages:
    """A piece of evidence as a listener meets it. Both acts are posts: each is written into the piece's custody."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def preview(self, request: Request) -> Response:
        """Open the blurred preview within its tile: the picture travels in the page and has no address of its own."""
        session, _ = await self._frame.signed_form(request)
        picture = await self._desk.preview(session, request.path_params["case_id"], request.path_params["item_id"])
        content = base64.b64encode(picture).decode("ascii")
        return self._frame.draw(request, "part/exhibit.html", session=session, content=content)

    async def original(self, request: Request) -> Response:
        """Stream the original, unchanged, to a file: never shown by the browser, never under its own name.

        The name a phone gave a file may be a person's; the download is named after its place in the case.
        """
        session, _ = await self._frame.signed_form(request)
        case_id, item_id = request.path_params["case_id"], request.path_params["item_id"]
        room = await self._desk.room(session, case_id)
        number = next((tile.number for tile in room.tiles if tile.item_id == item_id), 0)
        item = await self._desk.evidence(session, case_id, item_id)
        headers = {
            "content-disposition": f'attachment; filename="{number:02}{_ending(item.sniffed)}"',
            "content-length": str(item.size),
            "content-security-policy": SEALED_BOX,
        }
        return StreamingResponse(item.chunks(), media_type="application/octet-stream", headers=headers)

    async def package(self, request: Request) -> Response:
        """Stream the package for a complaint, made while it leaves: no copy of it is ever kept here."""
        session, _ = await self._frame.signed_form(request)
        name, stream = await self._desk.packages.package(session, request.path_params["case_id"])
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "content-security-policy": SEALED_BOX,
        }
        return StreamingResponse(stream, media_type="application/zip", headers=headers)

    async def copy_words(self, request: Request) -> Response:
        """Put a copy of the person's own words into their vault, because they asked for it."""
        session, _ = await self._frame.signed_form(request)
        await self._desk.packages.copy_words(session, request.path_params["case_id"])
        return self._frame.to(request, f"/room/{request.path_params['case_id']}#p-tiles")


def _ending(kind: str) -> str:
    return mimetypes.guess_extension(kind) or ".bin"

"""Pieces of evidence: a preview that stays blurred until it is asked for, and the original as a download.

Lives here: what leaves as bytes, and under which headers. Does not live here: opening (`vault.evidence`), previews
(`vault.preview`): they are made in a child process, this page only passes them on.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.responses import Response, StreamingResponse

from handoff.listening import kind_of
from vault.opening import span

if TYPE_CHECKING:
    from starlette.requests import Request

    from handoff.desks.web.frame import Frame

STRETCH = re.compile(r"bytes=(?P<first>\d{0,15})-(?P<last>\d{0,15})", re.ASCII)
SEALED_BOX = "default-src 'none'; sandbox"
"""Nothing in a file somebody sent may run or load, even if a browser were to show it."""


class ExhibitPages:
    """A piece of evidence as a listener meets it. Both acts are posts: each is written into the piece's custody."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    async def preview(self, request: Request) -> Response:
        """Open a piece within its tile: a picture blurred, in the page itself; a voice or a film in a still player."""
        session, _ = await self._frame.signed_form(request)
        case_id, item_id = request.path_params["case_id"], request.path_params["item_id"]
        shown = await self._desk.listening.show(session, case_id, item_id)
        content = base64.b64encode(shown.picture).decode("ascii")
        source = f"/room/{case_id}/evidence/{item_id}/play?{urlencode({'ticket': shown.ticket})}"
        piece: dict[str, Any] = {"content": content, "player": shown.player, "source": source}
        return self._frame.draw(request, "part/exhibit.html", session=session, **piece)

    async def play(self, request: Request) -> Response:
        """Stream what a player asks for of a voice or a film: a stretch of it, opened while it leaves."""
        session = await self._frame.session(request)
        case_id, item_id = request.path_params["case_id"], request.path_params["item_id"]
        ticket = request.query_params.get("ticket", "")
        item = await self._desk.listening.play(session, case_id, item_id, ticket)
        headers = {"accept-ranges": "bytes", "content-security-policy": SEALED_BOX, "content-disposition": "inline"}
        try:
            stretch = stretch_of(request.headers.get("range", ""), item.size)
        except ValueError:
            return Response(status_code=416, headers={**headers, "content-range": f"bytes */{item.size}"})
        start, stop = stretch or (0, item.size)
        headers["content-length"] = str(stop - start)
        if stretch:
            headers["content-range"] = f"bytes {start}-{stop - 1}/{item.size}"
        status = 206 if stretch else 200
        return StreamingResponse(span(item, start, stop), status, headers=headers, media_type=kind_of(item))

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


def stretch_of(header: str, size: int) -> tuple[int, int] | None:
    """Return from where up to where a `Range` header asks; None for all of it. Raises ValueError beyond the end.

    What asks for several stretches, or in another unit, is given all of it, as RFC 9110 allows.
    """
    found = STRETCH.fullmatch(header.strip())
    if found is None or found["first"] == found["last"] == "":
        return None
    if not found["first"]:
        start, stop = max(0, size - int(found["last"])), size
    else:
        start, stop = int(found["first"]), min(size, int(found["last"] or size - 1) + 1)
    if start >= stop:
        raise ValueError("nothing stands there")
    return start, stop


def _ending(kind: str) -> str:
    return mimetypes.guess_extension(kind) or ".bin"

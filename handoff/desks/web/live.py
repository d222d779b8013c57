"""The live stream: tells an open page that something changed, never what.

Lives here: server-sent events. The page then asks for its parts anew, each request checked like any other.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

from handoff.changes import BOARD, URGENT, of_case

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.changes import Changes
    from handoff.desks.web.frame import Frame

HEARTBEAT = 15.0
"""Seconds between two signs of life, so that a proxy keeps the line open and a closed page is noticed."""
BREATH, BOARD_BREATH = 0.3, 1.0
"""Seconds in which several changes become one, in a room and on the board: but what burns is shown at once."""
LONGEST = 600.0
"""Seconds after which a stream ends and the browser opens a new one, with its session looked at again."""


class LiveStream:
    """Keeps open pages current."""

    def __init__(self, frame: Frame, changes: Changes) -> None:
        self._frame, self._changes = frame, changes

    async def stream(self, request: Request) -> Response:
        """Open the stream of the board, or of one room."""
        await self._frame.session(request)
        case_id = request.query_params.get("case", "")
        events = self._events(of_case(case_id), BREATH) if case_id else self._events(BOARD, BOARD_BREATH)
        return StreamingResponse(events, media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    async def _events(self, topic: str, breath: float) -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST
        async with self._changes.watch(topic) as watch, self._changes.watch(URGENT) as urgent:
            yield "retry: 2000\nevent: changed\ndata: open\n\n"  # whatever changed while nobody listened
            while loop.time() < end:
                if await watch.wait(HEARTBEAT):
                    urgent.forget()
                    yield "event: changed\ndata: now\n\n"
                    await urgent.wait(breath)
                else:
                    yield ": here\n\n"

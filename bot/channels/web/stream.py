"""What comes down: one stream of letters, each with the id after which the next stream goes on.

Lives here: server-sent events. A letter is sent until the page has said that it arrived; a page that shows each id once
shows nothing twice. An id is the letter's own and tells nothing: not even how many letters the house wrote.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

from bot.channels.web.visitor import LETTER, NAME

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from bot.channels.web.visitor import House, Visitors
    from bot.records import Letter

HELLO = ": hello\n\n"
HERE = ": here\n\n"
ENDED = "event: ended\ndata: {}\n\n"
MANY = 100
"""So many letters at once may not be all that wait; with fewer, the next one will be told."""
STALLED = 30.0
"""Seconds a stream may be late in ending because its reader takes nothing."""


class LetterStream:
    """The conversation's way down."""

    def __init__(self, house: House, visitors: Visitors) -> None:
        self._house, self._visitors, self._mailroom = house, visitors, house.mailroom

    async def stream(self, request: Request) -> Response:
        """Open a stream of the letters after `Last-Event-ID`."""
        correspondent = await self._visitors.who(request)
        last = request.headers.get("last-event-id", "")
        after = await self._mailroom.letter_id(correspondent, last) if LETTER.fullmatch(last) else 0
        events = self._events(self._visitors.token(request), correspondent, after)
        return _Patient(events, self._house.settings.stream_seconds + STALLED)

    async def _events(self, token: str, correspondent: str, after: int) -> AsyncIterator[str]:
        # A letter is fetched only when the one before went out: a slow reader costs one batch of memory, never more.
        loop, settings = asyncio.get_running_loop(), self._house.settings
        end = loop.time() + settings.stream_seconds
        async with self._mailroom.watch(correspondent) as watch:
            yield HELLO
            while loop.time() < end:
                if await self._mailroom.known(NAME, token) != correspondent:
                    yield ENDED
                    return
                letters = await self._mailroom.pending(correspondent, after)
                for letter in letters:
                    after = letter.id
                    yield _event(letter)
                if len(letters) < MANY and not await watch.wait(
                    min(settings.heartbeat_seconds, max(0.0, end - loop.time()))
                ):
                    yield HERE


class _Patient(StreamingResponse):
    """A stream that is cut when its reader takes nothing for so long that its time is over."""

    def __init__(self, events: AsyncIterator[str], longest: float) -> None:
        super().__init__(events, media_type="text/event-stream", headers={"x-accel-buffering": "no"})
        self._longest = longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._longest):
                await super().__call__(scope, receive, send)


def _event(letter: Letter) -> str:
    return f"id: {letter.ref}\ndata: {json.dumps(letter.body, ensure_ascii=False, separators=(',', ':'))}\n\n"

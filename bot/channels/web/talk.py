"""What goes up: opening a conversation, words and taps, how far letters came, leaving.

Every answer of `say` means: stored. The same key again is answered the same way and stored once.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from bot.channels.channel import Incoming
from bot.channels.web.faults import EmptyWordsError, TooManyWordsError, UnreadableError
from bot.channels.web.threshold import Threshold
from bot.channels.web.visitor import LETTER, NAME, TOKEN, body_of, key_in, words_in

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.channels.web.visitor import House, Visitors

LONGEST = 4096
"""Characters in one message; the page cuts a longer one in two."""
CHOICE = re.compile(r"[a-z][\w-]{0,40}:[\w-]{1,40}", re.ASCII)
SEEN = frozenset("LNPSM")
"""The classes of characters that leave a mark on the screen: letters, numbers, punctuation, symbols, marks."""


class Talk:
    """The conversation's way up."""

    def __init__(self, house: House, visitors: Visitors) -> None:
        self._house, self._visitors, self._mailroom = house, visitors, house.mailroom
        self._threshold = Threshold()

    async def open(self, request: Request) -> Response:
        """Begin a conversation: a fresh token, which lives in the page's memory and nowhere else.

        Raises CrowdedError, on which the page tries again by itself.
        """
        asked = words_in(await body_of(request), "lang")
        language = asked if asked in self._house.languages else self._visitors.language(request)
        await self._threshold.step_over(self._visitors.lane(request))
        token = secrets.token_urlsafe(32)
        correspondent = await self._mailroom.admit(NAME, token, language)
        start = Incoming("start", self._house.clock(), language=language)
        await self._mailroom.arrive(NAME, correspondent, "start", start)
        return JSONResponse({"token": token})

    async def say(self, request: Request) -> Response:
        """Store a message or a tap."""
        correspondent = await self._visitors.who(request)
        said = await body_of(request)
        key = key_in(words_in(said, "key"))
        await self._mailroom.arrive(NAME, correspondent, f"say/{key}", self._incoming(said))
        return JSONResponse({})

    def _incoming(self, said: dict[str, Any]) -> Incoming:
        choice, text = words_in(said, "choice"), words_in(said, "text")
        if not choice:
            return Incoming("text", self._house.clock(), text=fit(text))
        if text or not CHOICE.fullmatch(choice):
            raise UnreadableError("no choice")
        return Incoming("choice", self._house.clock(), choice=choice)

    async def seen(self, request: Request) -> Response:
        """Note how far letters came, on the page or under somebody's eyes."""
        correspondent = await self._visitors.who(request)
        said = await body_of(request)
        upto, read = words_in(said, "upto"), said.get("read", False)
        if not LETTER.fullmatch(upto) or type(read) is not bool:
            raise UnreadableError("no place in the letters")
        place = await self._mailroom.letter_id(correspondent, upto)
        await self._mailroom.acknowledge(NAME, correspondent, place, read=read)
        return JSONResponse({})

    async def leave(self, request: Request) -> Response:
        """Shut the door behind somebody: their token is dead. A page in flight may send it as the body."""
        token = self._visitors.token(request) or words_in(await body_of(request), "token")
        known = await self._mailroom.known(NAME, token) if TOKEN.fullmatch(token) else None
        if known is not None:
            once = f"left/{hashlib.sha256(token.encode()).hexdigest()}"
            await self._mailroom.arrive(NAME, known, once, Incoming("left", self._house.clock()))
            await self._mailroom.end(NAME, known)
            self._mailroom.ring(known)  # whoever else listens with this token is sent away
        return JSONResponse({})


def fit(text: str) -> str:
    """Return a message that can be stored as it is. Raises EmptyWordsError, TooManyWordsError."""
    if not any(unicodedata.category(sign)[0] in SEEN for sign in text):
        raise EmptyWordsError("nothing to see in it")
    if len(text) > LONGEST:
        raise TooManyWordsError("too many characters")
    return text

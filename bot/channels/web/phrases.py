"""The phrase: drawn for somebody, chosen by them, and the way back in."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from bot.channels.channel import Incoming
from bot.channels.web.faults import FeebleError, TooManyWordsError, UnknownPhraseError
from bot.channels.web.visitor import NAME, body_of, words_in
from vault.errors import WeakPhraseError
from vault.phrase import weakness

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.channels.web.visitor import House, Visitors

LONGEST = 200
"""Characters of a phrase: a longer one opens nothing and costs no time."""


class Phrases:
    """Gives, takes and recognises phrases."""

    def __init__(self, house: House, visitors: Visitors) -> None:
        self._house, self._visitors, self._mailroom = house, visitors, house.mailroom

    async def draw(self, request: Request) -> Response:
        """Draw five words; they are kept nowhere until somebody chooses them."""
        await self._visitors.who(request)
        phrase = self._house.deposits.draw(self._visitors.language(request))
        return JSONResponse({"phrase": phrase})

    async def choose(self, request: Request) -> Response:
        """Make a phrase the person's own. Raises FeebleError with the reason that may be told, TooManyWordsError."""
        correspondent = await self._visitors.who(request)
        phrase = words_in(await body_of(request), "phrase")
        if len(phrase) > LONGEST:
            raise TooManyWordsError("longer than a phrase can be")
        try:
            await self._house.deposits.choose(correspondent, phrase)
        except WeakPhraseError:
            raise FeebleError(weakness(phrase)) from None
        return JSONResponse({})

    async def resume(self, request: Request) -> Response:
        """Let the page that knows a phrase speak for whoever chose it, who is welcomed. Raises UnknownPhraseError."""
        phrase = words_in(await body_of(request), "phrase")
        token, language = await self._token(request), self._visitors.language(request)
        if not 0 < len(phrase) <= LONGEST:
            raise UnknownPhraseError("opens nothing here")
        correspondent = await self._house.deposits.resume(NAME, token, phrase, self._visitors.lane(request))
        if correspondent is None:
            raise UnknownPhraseError("opens nothing here")
        await self._mailroom.admit(NAME, token, language)
        await self._mailroom.move(NAME, token, correspondent)
        start = Incoming("start", self._house.clock(), language=language)
        await self._mailroom.arrive(NAME, correspondent, f"start/{secrets.token_hex(8)}", start)
        return JSONResponse({"token": token})

    async def _token(self, request: Request) -> str:
        """Return the token of a conversation that goes on, or a fresh one."""
        token = self._visitors.token(request)
        live = await self._mailroom.known(NAME, token) if token else None
        return token if live else secrets.token_urlsafe(32)

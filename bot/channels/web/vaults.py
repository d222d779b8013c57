"""One's own vault on the page: its phrase asked again, one piece looked at, sharing, a copy, recovery words.

Lives here: from request to one call of `bot.strongroom`. No picture has an address: it is posted for, with the token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.channels.web.faults import FeebleError, TooManyWordsError, UnknownPhraseError, UnreadableError
from bot.channels.web.visitor import NAME, body_of, words_in
from vault.errors import WeakPhraseError, WrongPhraseError
from vault.phrase import weakness

if TYPE_CHECKING:
    from typing import Any

    from starlette.requests import Request

    from bot.channels.web.visitor import House, Visitors
    from bot.strongroom import Strongroom

LONGEST = 400
SEALED_BOX = "default-src 'none'; sandbox"


class Vaults:
    """Opens vaults for their owners."""

    def __init__(self, house: House, visitors: Visitors, strongroom: Strongroom) -> None:
        self._house, self._visitors, self._strongroom = house, visitors, strongroom

    async def show(self, request: Request) -> Response:
        """List the pieces, and tell whether a phrase is needed to look at them."""
        who = await self._visitors.who(request)
        pieces = await self._strongroom.listed(who)
        return JSONResponse({"pieces": pieces, "phrase": await self._strongroom.needs_phrase(who)})

    async def unlock(self, request: Request) -> Response:
        """Open the vault for some minutes. Raises UnknownPhraseError."""
        who, said = await self._asked(request)
        phrase = _phrase(said, "phrase")
        try:
            await self._strongroom.unlock(who, self._visitors.token(request), phrase)
        except WrongPhraseError:
            raise UnknownPhraseError("opens nothing here") from None
        return JSONResponse({})

    async def lock(self, request: Request) -> Response:
        """Lock it again."""
        who, _ = await self._asked(request)
        self._strongroom.lock(who, self._visitors.token(request))
        return JSONResponse({})

    async def look(self, request: Request) -> Response:
        """Show one piece as a small picture."""
        who, said = await self._asked(request)
        picture = await self._strongroom.look(who, self._visitors.token(request), _seq(said))
        return Response(picture, media_type="image/webp", headers={"content-security-policy": SEALED_BOX})

    async def original(self, request: Request) -> Response:
        """Give one piece back, byte for byte, to be saved and never shown by the browser."""
        who, said = await self._asked(request)
        item = await self._strongroom.original(who, self._visitors.token(request), _seq(said))
        return _saved(StreamingResponse(item.chunks(), media_type="application/octet-stream"))

    async def share(self, request: Request) -> Response:
        """Share one piece, or all of them, or take that back."""
        who, said = await self._asked(request)
        seq = _seq(said) if "seq" in said else None
        changed = await self._strongroom.share(who, self._visitors.token(request), seq, share=said.get("share") is True)
        return JSONResponse({"changed": changed})

    async def copy(self, request: Request) -> Response:
        """Give everything back as one file, made while it leaves."""
        who, _ = await self._asked(request)
        stream = await self._strongroom.copy(who, self._visitors.token(request))
        return _saved(StreamingResponse(stream, media_type="application/zip"))

    async def recovery(self, request: Request) -> Response:
        """Make recovery words, told this once."""
        who, _ = await self._asked(request)
        language = self._visitors.language(request)
        words = await self._strongroom.recovery(who, self._visitors.token(request), language)
        return JSONResponse({"words": words.split()})

    async def recover(self, request: Request) -> Response:
        """Choose a new phrase with recovery words. Raises UnknownPhraseError, FeebleError."""
        _, said = await self._asked(request)
        words, new = _phrase(said, "words"), _phrase(said, "phrase")
        try:
            await self._strongroom.recover(self._visitors.token(request), words, new, self._visitors.lane(request))
        except WeakPhraseError:
            raise FeebleError(weakness(new)) from None
        except WrongPhraseError:
            raise UnknownPhraseError("opens nothing here") from None
        return JSONResponse({})

    async def enter(self, request: Request) -> Response:
        """Let in whoever comes from a messenger by a link for once. Raises UnknownPhraseError."""
        ticket, language = words_in(await body_of(request), "ticket"), self._visitors.language(request)
        token = await self._strongroom.enter(ticket, NAME, language)
        if token is None:
            raise UnknownPhraseError("no such ticket")
        return JSONResponse({"token": token})

    async def _asked(self, request: Request) -> tuple[str, dict[str, Any]]:
        return await self._visitors.who(request), await body_of(request)


def _phrase(said: dict[str, Any], name: str) -> str:
    phrase = words_in(said, name)
    if len(phrase) > LONGEST:
        raise TooManyWordsError("longer than a phrase can be")
    return phrase


def _seq(said: dict[str, Any]) -> int:
    seq = said.get("seq")
    if type(seq) is not int:
        raise UnreadableError("no piece")
    return seq


def _saved(response: StreamingResponse) -> StreamingResponse:
    response.headers.update({"content-disposition": "attachment", "content-security-policy": SEALED_BOX})
    return response

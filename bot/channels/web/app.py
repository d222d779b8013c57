"""The web chat as one ASGI application: every route on one screen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.web.guard import Calm, Guard
from bot.channels.web.page import HERE, Pages
from bot.channels.web.phrases import Phrases
from bot.channels.web.pieces import Pieces
from bot.channels.web.stream import LetterStream
from bot.channels.web.talk import Talk
from bot.channels.web.vaults import Vaults
from bot.channels.web.visitor import House, Visitors
from bot.errors import BotError
from vault.errors import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from bot.channels.web.ports import Deposits, OpenNumbers, Texts
    from bot.channels.web.settings import WebSettings
    from bot.mailroom import Mailroom
    from bot.strongroom import Strongroom


def _now() -> datetime:
    return datetime.now(UTC)


def web_chat(
    mailroom: Mailroom,
    deposits: Deposits,
    texts: Texts,
    settings: WebSettings,
    *,
    languages: Sequence[str],
    open_numbers: OpenNumbers,
    name: str,
    public_url: str,
    max_file_bytes: int,
    clock: Callable[[], datetime] = _now,
    strongroom: Strongroom | None = None,
) -> Starlette:
    """Return the web chat, to be served at `settings.listen`. The first of `languages` is the house's own."""
    house = House(
        mailroom, deposits, texts, settings, tuple(languages), open_numbers, name, max_file_bytes, clock
    )  # fmt: skip
    visitors = Visitors(house)
    around = [Middleware(Guard, public_url=public_url), Middleware(Calm, answer=visitors.fault)]
    faults = dict.fromkeys((BotError, VaultError, HTTPException), visitors.fault)
    return Starlette(
        routes=[*_routes(house, visitors), *_vault(house, visitors, strongroom)],
        middleware=around,
        exception_handlers=faults,
    )


def _routes(house: House, visitors: Visitors) -> list[BaseRoute]:
    pages, talk, phrases = Pages(house, visitors), Talk(house, visitors), Phrases(house, visitors)
    pieces = Pieces(house, visitors)
    return [
        Route("/", pages.chat),
        Route("/away", pages.away),
        Route("/numbers", pages.numbers),
        Route("/chat/open", talk.open, methods=["POST"]),
        Route("/chat/stream", LetterStream(house, visitors).stream),
        Route("/chat/say", talk.say, methods=["POST"]),
        Route("/chat/seen", talk.seen, methods=["POST"]),
        Route("/chat/evidence", pieces.keep, methods=["POST"]),
        Route("/chat/evidence/part", pieces.keep_part, methods=["POST"]),
        Route("/chat/phrase", phrases.draw),
        Route("/chat/phrase", phrases.choose, methods=["POST"]),
        Route("/chat/resume", phrases.resume, methods=["POST"]),
        Route("/chat/leave", talk.leave, methods=["POST"]),
        Route("/health", _health),
        Mount("/assets", StaticFiles(directory=HERE / "assets")),
    ]


def _vault(house: House, visitors: Visitors, strongroom: Strongroom | None) -> list[BaseRoute]:
    """What only the page shows of one's own vault; a door without a vault behind it has none of it."""
    if strongroom is None:
        return []
    vaults = Vaults(house, visitors, strongroom)
    acts = {
        "unlock": vaults.unlock,
        "lock": vaults.lock,
        "look": vaults.look,
        "original": vaults.original,
        "share": vaults.share,
        "copy": vaults.copy,
        "recovery": vaults.recovery,
        "recover": vaults.recover,
    }
    return [
        Route("/chat/enter", vaults.enter, methods=["POST"]),
        Route("/chat/vault", vaults.show),
        *(Route(f"/chat/vault/{path}", act, methods=["POST"]) for path, act in acts.items()),
    ]


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")

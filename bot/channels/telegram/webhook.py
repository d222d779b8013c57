"""Updates by webhook: one route, one secret, and 200 only after everything is stored."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.channels.telegram.api import ALLOWED

if TYPE_CHECKING:
    from aiogram import Bot
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.channels.telegram.intake import Intake
    from bot.channels.telegram.settings import WebhookSettings
    from bot.observe import Observer

HEADER = "x-telegram-bot-api-secret-token"
LARGEST = 1024 * 1024
"""Bytes of one update: far more than Telegram sends."""


class Webhook:
    """Takes calls of Telegram's. Whatever is not 200 Telegram sends again."""

    def __init__(self, bot: Bot, intake: Intake, observer: Observer, settings: WebhookSettings) -> None:
        self._bot, self._intake, self._observer, self._settings = bot, intake, observer, settings

    def site(self) -> Starlette:
        """Return the site to be served at `settings.listen`: any path of it is Telegram's, but the sign of life."""
        return Starlette(routes=[Route("/health", self._health), Route("/{path:path}", self._call, methods=["POST"])])

    async def run(self) -> None:
        """Tell Telegram where to call. One call at a time, so that what one person wrote comes in its order."""
        await self._bot.set_webhook(
            self._settings.url,
            secret_token=self._settings.secret.get_secret_value(),
            allowed_updates=ALLOWED,
            max_connections=1,
            drop_pending_updates=False,
        )

    async def _health(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    async def _call(self, request: Request) -> Response:
        shown = request.headers.get(HEADER, "")
        if not hmac.compare_digest(shown.encode(), self._settings.secret.get_secret_value().encode()):
            return PlainTextResponse("", 403)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                return PlainTextResponse("", 413)
        try:
            update = json.loads(body)
        except ValueError:
            return PlainTextResponse("", 400)
        try:
            await self._intake.take([update] if isinstance(update, dict) else [])
        except Exception as error:  # noqa: BLE001 - not stored, so not acknowledged: Telegram calls again
            self._observer.failed("telegram_call_not_stored", error)
            return PlainTextResponse("", 500)
        return PlainTextResponse("")

"""The way to the Bot API: one aiogram session, raw updates, and errors in the words every channel shares."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.methods import TelegramMethod

from bot.channels.channel import BlockedError, RefusedError, SlowDownError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
    from aiogram.methods import Response
    from aiogram.methods.base import TelegramType

    from bot.channels.telegram.settings import TelegramSettings

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
GONE = ("chat not found", "user is deactivated", "peer_id_invalid")
TALK_SECONDS = 30.0
MAY_DELETE = timedelta(hours=47, minutes=50)
"""Telegram lets a bot delete for 48 hours, its own messages and those of a private chat."""
AT_ONCE = 100
"""Messages one call may delete."""


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` as it comes: one update of a shape aiogram does not know must not cost its whole batch."""

    __returning__: ClassVar[Any] = list[dict[str, Any]]
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int = 0
    allowed_updates: list[str] = ALLOWED


class Guarded(BaseRequestMiddleware):
    """Asks before every single call whether the bot is still this process's."""

    def __init__(self, guard: Callable[[], Awaitable[None]]) -> None:
        self._guard = guard

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Call Telegram. Raises LeaseLostError where another process does by now."""
        await self._guard()
        return await make_request(bot, method)


def open_bot(settings: TelegramSettings, guard: Callable[[], Awaitable[None]]) -> Bot:
    """Return the bot; nothing is asked of Telegram yet. `guard` raises where nothing may go out any more."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.api), timeout=TALK_SECONDS)
    session.middleware(Guarded(guard))
    return Bot(settings.token.get_secret_value(), session=session)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what Telegram answers into SlowDownError, BlockedError, RefusedError; the rest is the way's trouble."""
    try:
        yield
    except TelegramRetryAfter as error:
        raise SlowDownError(error.retry_after) from None
    except TelegramForbiddenError:
        raise BlockedError("Telegram: forbidden") from None
    except TelegramBadRequest as error:
        if any(word in error.message.lower() for word in GONE):
            raise BlockedError("Telegram: no such chat") from None
        raise RefusedError("Telegram: bad request") from None
    except TelegramEntityTooLarge:
        raise RefusedError("Telegram: too large") from None

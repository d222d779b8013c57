"""Updates by long polling: the next question tells Telegram what it may forget, so it is asked once all is stored."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiogram.exceptions import TelegramConflictError, TelegramRetryAfter

from bot.channels.telegram.api import RawUpdates

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiogram import Bot

    from bot.channels.telegram.intake import Intake
    from bot.observe import Observer

LONGEST_REST = 30.0
CONFLICT_REST = 5.0
GRACE = 10
"""Seconds an answer may be late beyond the time it was asked to wait."""


class Polling:
    """Asks for updates, for ever."""

    def __init__(
        self, bot: Bot, intake: Intake, observer: Observer, seconds: int, contested: Callable[[], Awaitable[None]]
    ) -> None:
        self._bot, self._intake, self._observer, self._seconds = bot, intake, observer, seconds
        self._contested = contested

    async def run(self) -> None:
        """Poll until cancelled.

        The offset is kept in no table, and dropped whenever Telegram has nothing more: after a quiet week its numbers
        begin anew, lower or higher, and only the names of messages tell what was stored before.
        """
        offset: int | None = None
        trouble = 0
        await self._bot.delete_webhook(drop_pending_updates=False)
        while True:
            try:
                offset = await self._once(offset)
                trouble = 0
            except TelegramConflictError as error:
                self._observer.failed("telegram_token_in_use_elsewhere", error)
                await self._contested()
                await asyncio.sleep(CONFLICT_REST)
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except Exception as error:  # noqa: BLE001 - whatever it was, the same updates come again
                self._observer.failed("telegram_not_polled", error)
                await asyncio.sleep(min(LONGEST_REST, 2.0**trouble))
                trouble = min(trouble + 1, 5)

    async def _once(self, offset: int | None) -> int | None:
        asked = RawUpdates(offset=offset, timeout=self._seconds)
        updates = await self._bot(asked, request_timeout=self._seconds + GRACE)
        await self._intake.take(updates)
        return max(int(update["update_id"]) for update in updates) + 1 if updates else None

"""The correspondents' bot, built from the house's parts and run until cancelled, while its lease is held."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.carrier import Carrier, Pace
from bot.channels.telegram.api import open_bot
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.files import Files
from bot.channels.telegram.intake import NAME, Intake
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.profile import dress
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.applications import Starlette

    from bot.channels.telegram.settings import TelegramSettings
    from bot.deposits import Deposits
    from bot.mailroom import Mailroom
    from bot.observe import Observer
    from bot.replies import Writer
    from bot.texts import Texts
    from handoff.changes import Changes
    from vault.leases import Lease
    from vault.sealing import ServiceKey


class TelegramChannel:
    """One bot, one token. `site` is there where updates come by webhook."""

    def __init__(
        self,
        settings: TelegramSettings,
        *,
        lease: Lease,
        key: ServiceKey,
        mailroom: Mailroom,
        deposits: Deposits,
        writer: Writer,
        texts: Texts,
        changes: Changes,
        observer: Observer,
        languages: Sequence[str],
        choices: Iterable[str] = (),
        pace: Pace | None = None,
    ) -> None:
        self._texts, self._languages, self._observer = texts, tuple(languages), observer
        self._lease, database = lease, lease.fenced
        self._bot = open_bot(settings, lease.guard)
        buttons = Buttons(choices)
        sender = TelegramSender(self._bot, buttons, self._tidy)
        shared: dict[str, Any] = {"database": database, "mailroom": mailroom, "changes": changes, "observer": observer}
        self._carrier = Carrier(NAME, sender, pace=pace, sweeper=sender, **shared)
        self._files = Files(self._bot, key=key, deposits=deposits, writer=writer, fence=lease.check, **shared)
        self._intake = Intake(
            database=database, key=key, mailroom=mailroom, carrier=self._carrier, files=self._files, bot=self._bot,
            buttons=buttons, languages=languages, fence=lease.check,
        )  # fmt: skip
        self._in: Polling | Webhook = Polling(self._bot, self._intake, observer, settings.poll_seconds, lease.contested)
        self.site: Starlette | None = None
        if settings.webhook is not None:
            self._in = Webhook(self._bot, self._intake, observer, settings.webhook)
            self.site = self._in.site()

    def _tidy(self, letter: Mapping[str, Any]) -> str:
        language = str(letter.get("language") or self._languages[0])
        return self._texts.say("telegram-tidy", language)

    async def run(self) -> None:
        """Serve until cancelled, whenever this process holds the lease of the token."""
        try:
            await self._lease.run(self._served)
        finally:
            await self._bot.session.close()

    async def _served(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._carrier.run())
                group.create_task(self._files_for_ever())
                group.create_task(self._dressed())
                group.create_task(self._received())
        finally:
            await self._intake.close()

    async def _received(self) -> None:
        """Receive; what Telegram does not answer at the start is asked again."""
        await self._again("telegram_not_reached", self._in.run)

    async def _dressed(self) -> None:
        await self._again("telegram_not_dressed", lambda: dress(self._bot, self._texts, self._languages))

    async def _files_for_ever(self) -> None:
        await self._again("telegram_files", self._files.run)

    async def _again(self, event: str, work: Any) -> None:
        """Do a piece of work, again after a failure, ever more slowly."""
        trouble = 0
        while True:
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - Telegram away at the start must not end the house
                self._observer.failed(event, error)
                await asyncio.sleep(min(60.0, 2.0**trouble))
                trouble += 1
            else:
                return

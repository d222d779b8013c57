"""From updates to the inbox: everything of a batch is durable when `take` returns, and only then.

Lives here: who writes, in which order, what is stored before Telegram hears that it may forget. Does not live here:
where updates come from (`polling`, `webhook`), what they mean (`updates`).
"""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiogram.exceptions import AiogramError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import records
from bot.channels.telegram.updates import LEAVING, Came, Tap, read_update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiogram import Bot

    from bot.carrier import Carrier
    from bot.channels.telegram.buttons import Buttons
    from bot.channels.telegram.files import Files
    from bot.mailroom import Fence, Mailroom
    from vault.database import Database
    from vault.sealing import ServiceKey

NAME = "telegram"
"""The channel's name wherever channels are told apart."""
TICK = "✓ "


class Intake:
    """Takes updates in."""

    def __init__(
        self,
        *,
        database: Database,
        key: ServiceKey,
        mailroom: Mailroom,
        carrier: Carrier,
        files: Files,
        bot: Bot,
        buttons: Buttons,
        languages: Sequence[str],
        fence: Fence | None = None,
    ) -> None:
        self._database, self._key, self._mailroom, self._carrier = database, key, mailroom, carrier
        self._fence = fence
        self._files, self._bot, self._buttons, self._languages = files, bot, buttons, tuple(languages)
        self._answering: set[asyncio.Task[None]] = set()

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Store what these updates say, in their order; raises where any of it could not be stored."""
        came = [one for raw in updates if (one := read_update(raw)) is not None]
        known = {chat: await self._who(chat, came) for chat in dict.fromkeys(one.chat for one in came)}
        await asyncio.gather(*[work for one in came for work in await self._stored(one, known[one.chat])])
        for one in came:
            if one.tap is not None:
                self._answer(one.chat, one.tap)

    async def _who(self, chat: int, came: Sequence[Came]) -> str:
        address = str(chat)
        found = await self._mailroom.known(NAME, address)
        if found is not None:
            return found
        wished = next(one.language for one in came if one.chat == chat)[:2]
        language = wished if wished in self._languages else self._languages[0]
        return await self._mailroom.admit(NAME, address, language, carried=True)

    async def _stored(self, one: Came, who: str) -> list[asyncio.Task[bool]]:
        """Begin to store one thing; what arrives together shares the mailroom's transactions, in order."""
        if one.back:
            await self._carrier.welcome_back(who)
        if any(incoming.choice == LEAVING for _, incoming in one.incoming):
            await self._carrier.leaves(who, one.number, one.at)
        if one.tidy:
            await self._files.wish_gone(who)
        if one.attachment is not None:
            await self._keep_attachment(one, who)
        edits, answers = await self._earlier(one, who)
        tasks = []
        for external, incoming in one.incoming:
            choice = self._buttons.meant(incoming.choice)
            whole = replace(incoming, choice=choice, edits=edits, reply_to=answers)
            tasks.append(asyncio.ensure_future(self._mailroom.arrive(NAME, who, external, whole, self._fence)))
            await asyncio.sleep(0)  # it has its place in the line before the next one asks for one
        return tasks

    async def _earlier(self, one: Came, who: str) -> tuple[str, str]:
        """Return which lines of the talk this one corrects and answers, "" where they are not known (any more)."""
        edits = answers = ""
        if one.edited:
            edits = await self._line(who, one.edited)
        if one.answered:
            async with self._database.reading() as tx:
                answers = await records.entry_sent_as(tx, who, str(one.answered)) or ""
            answers = answers or await self._line(who, one.answered)
        return edits, answers

    async def _line(self, who: str, number: int) -> str:
        for external in (f"message/{number}", f"caption/{number}"):
            if line := await self._mailroom.line_of(NAME, who, external):
                return line
        return ""

    async def _keep_attachment(self, one: Came, who: str) -> None:
        attachment, ref = one.attachment, secrets.token_hex(16)
        if attachment is None:
            return
        told = {"name": attachment.name, "kind": attachment.kind, "declared": attachment.declared}
        body = json.dumps({"file_id": attachment.file_id, **told}).encode()
        row = {"ref": ref, "channel": NAME, "correspondent_id": who, "place": str(one.number), "state": "new"}
        sealed = {"body": self._key.seal("attachments", "body", ref, body), "receipt": None, "album": attachment.album}
        await self._files.add({**row, **sealed, "tries": 0, "next_at": one.at, "came_at": one.at})

    # -- taps ----------------------------------------------------------------------------------------------------------

    def _answer(self, chat: int, tap: Tap) -> None:
        task = asyncio.ensure_future(self._answered(chat, tap))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answered(self, chat: int, tap: Tap) -> None:
        """Stop the button's little clock and leave only what was chosen; a courtesy, so failing is no harm."""
        with suppress(AiogramError):
            await self._bot.answer_callback_query(tap.query)
        if tap.message is None or tap.label.startswith(TICK):
            return
        chosen = InlineKeyboardButton(text=f"{TICK}{tap.label}", callback_data=tap.choice)
        with suppress(AiogramError):
            markup = InlineKeyboardMarkup(inline_keyboard=[[chosen]])
            await self._bot.edit_message_reply_markup(chat_id=chat, message_id=tap.message, reply_markup=markup)

    async def close(self) -> None:
        """Let the courtesies under way end."""
        for task in tuple(self._answering):
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)

"""Writing to people on Telegram: what `bot.carrier` needs of a messenger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import LinkPreviewOptions, ReplyParameters

from bot.channels.telegram.api import AT_ONCE, MAY_DELETE, told_plainly
from bot.channels.telegram.writing import Part, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aiogram import Bot

    from bot.channels.telegram.buttons import Buttons

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "message is not modified"


class TelegramSender:
    """Sends, changes and takes back. Everything sent is protected from being passed on by the app."""

    most, reach = AT_ONCE, MAY_DELETE

    def __init__(self, bot: Bot, buttons: Buttons, tidy: Callable[[Mapping[str, Any]], str]) -> None:
        self._bot, self._buttons, self._tidy = bot, buttons, tidy

    def parts(self, letter: Mapping[str, Any]) -> Sequence[Part]:
        """Cut a letter into messages."""
        return parts_of(letter, self._buttons, self._tidy(letter))

    async def send(self, address: str, part: Part, reply_to: str) -> str:
        """Send one message; return its number."""
        answers = None
        if reply_to:
            answers = ReplyParameters(message_id=int(reply_to), allow_sending_without_reply=True)
        with told_plainly():
            sent = await self._bot.send_message(
                int(address),
                part.text,
                entities=list(part.entities) or None,
                reply_markup=part.markup,
                reply_parameters=answers,
                protect_content=True,
                link_preview_options=NO_PREVIEW,
            )
        return str(sent.message_id)

    async def edit(self, address: str, number: str, part: Part) -> None:
        """Change a message."""
        with told_plainly():
            try:
                await self._bot.edit_message_text(
                    chat_id=int(address),
                    message_id=int(number),
                    text=part.text,
                    entities=list(part.entities) or None,
                    reply_markup=part.markup,
                    link_preview_options=NO_PREVIEW,
                )
            except TelegramBadRequest as error:
                if UNCHANGED not in error.message:
                    raise

    async def sweep(self, address: str, numbers: Sequence[str]) -> None:
        """Remove many messages; one that is not there (any more) is no fault."""
        with told_plainly():
            await self._bot.delete_messages(int(address), [int(number) for number in numbers])

    async def take_back(self, address: str, number: str) -> None:
        """Remove a message; after two days Telegram refuses."""
        with told_plainly():
            await self._bot.delete_message(int(address), int(number))

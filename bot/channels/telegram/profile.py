"""What people see of the bot before they write: its commands and its neutral description, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats

from bot.channels.telegram.updates import COMMANDS
from bot.replies import choice_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiogram import Bot

MENU: Mapping[str, tuple[str, ...]] = {
    "fr": ("humain", "danger", "captures", "effacer", "x", "pause", "english"),
    "en": ("human", "danger", "evidence", "erase", "x", "pause", "francais"),
}
"""The commands of the menu. `/start` needs no line there: the app has a button for it."""


class Texts(Protocol):
    """Sentences by id; `bot.texts.Texts` is one."""

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - the word of Fluent
        """Return a sentence. Raises LookupError."""


async def dress(bot: Bot, texts: Texts, languages: Sequence[str]) -> None:
    """Tell Telegram commands and descriptions: the house's first language for everybody, each for its own speakers."""
    for place, language in enumerate(languages):
        commands = [
            BotCommand(command=name, description=texts.say(choice_text(f"act:{COMMANDS[name]}"), language))
            for name in MENU[language]
        ]
        for code in (None, language) if place == 0 else (language,):
            await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=code)
            await bot.set_my_description(texts.say("telegram-description", language), language_code=code)
            await bot.set_my_short_description(texts.say("telegram-short", language), language_code=code)

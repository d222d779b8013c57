"""What a listener is told: at once where their chat takes it, else written down and told as soon as it does.

So a limit, a blocked bot or a broken wire delays a word to a listener and loses none; and whoever has to be told holds
up nobody else. Does not live here: the talk of a case, which follows from the tables (`topics`).
"""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, TelegramError

from handoff.desks.telegram import mail_records as records
from handoff.desks.telegram.outgoing import AwayError, LaterError, NoTopicError, TopicsOffError

if TYPE_CHECKING:
    from telegram import Bot, Message

    from handoff.desks.telegram.outgoing import Outgoing
    from vault.database import Database
    from vault.sealing import ServiceKey

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is told: a chat, a topic of it, and the message it answers."""

    chat: int
    thread: int | None = None
    answers: int | None = None

    @classmethod
    def under(cls, message: Message) -> Spot:
        """Return the place right under a message."""
        return cls(message.chat.id, message.message_thread_id if message.is_topic_message else None, message.message_id)


class Telling:
    """Tells."""

    def __init__(self, bot: Bot, *, database: Database, key: ServiceKey, outgoing: Outgoing) -> None:
        self._bot, self._database, self._key, self._outgoing = bot, database, key, outgoing
        self._behind: set[bytes] | None = None

    def _mark(self, chat: int) -> bytes:
        return self._key.fingerprint("telegram-owed", str(chat))

    async def say(self, spot: Spot, text: str, markup: InlineKeyboardMarkup | None = None) -> None:
        """Tell, or owe it: after what was owed before, nothing overtakes."""
        letter: dict[str, Any] = {"chat": spot.chat, "thread": spot.thread, "answers": spot.answers, "text": text}
        if markup is not None:
            letter["markup"] = markup.to_dict()
        marks = self._key.fingerprints("telegram-owed", str(spot.chat))  # owed before a key was rotated, it still is
        if not (await self._known_behind()).isdisjoint(marks):
            await self._owe(letter)
            return
        try:
            await self._send(letter)
        except (LaterError, AwayError, TelegramError) as error:
            log.info("a word to a listener is owed: %s", type(error).__name__)
            await self._owe(letter)

    async def _known_behind(self) -> set[bytes]:
        if self._behind is None:
            async with self._database.reading() as tx:
                self._behind = await records.behind(tx)
        return self._behind

    async def _owe(self, letter: dict[str, Any]) -> None:
        mark = self._mark(letter["chat"])
        body = self._key.seal("telegram_owed", "body", mark.hex(), json.dumps(letter).encode())
        async with self._database.transaction() as tx:
            await records.owe(tx, {"mark": mark, "body": body, "since": datetime.now(UTC)})
        (await self._known_behind()).add(mark)

    async def _send(self, letter: dict[str, Any]) -> None:
        try:
            await self._sent(letter, letter["thread"])
        except (NoTopicError, TopicsOffError):
            await self._sent(letter, None)  # the topic has gone: it is said in the chat itself

    async def _sent(self, letter: dict[str, Any], thread: int | None) -> None:
        answers = letter["answers"]
        reply = ReplyParameters(answers, allow_sending_without_reply=True) if answers else None
        markup = InlineKeyboardMarkup.de_json(letter["markup"]) if "markup" in letter else None
        async with self._outgoing.to(letter["chat"]):
            await self._bot.send_message(
                letter["chat"], letter["text"], message_thread_id=thread, reply_parameters=reply, reply_markup=markup
            )

    # -- what is owed --------------------------------------------------------------------------------------------------

    async def pay(self) -> None:
        """Tell everybody what they are owed, as far as their chats take it now."""
        await asyncio.gather(*(self._calmly(mark) for mark in tuple(await self._known_behind())))

    async def _calmly(self, mark: bytes) -> None:
        try:
            await self._pay(mark)
        except (LaterError, AwayError):
            pass  # the next time goes on here
        except TelegramError as error:
            log.warning("what is owed is not told now: %s", type(error).__name__)

    async def _pay(self, mark: bytes) -> None:
        while True:
            async with self._database.reading() as tx:
                row = await records.next_owed(tx, mark)
            if row is None:
                (await self._known_behind()).discard(mark)
                return
            letter = json.loads(self._key.open("telegram_owed", "body", mark.hex(), row.body))
            try:
                await self._send(letter)
            except BadRequest as error:  # it will never be taken: what comes behind it may be
                log.error("a word to a listener is refused: %s", type(error).__name__)  # noqa: TRY400 - a trace may quote
            async with self._database.transaction() as tx:
                await records.paid(tx, row.id)

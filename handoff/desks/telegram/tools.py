"""What every part of the listeners' bot works with, and the few things all of them do: who, where, and telling.

Lives here: finding the listener and the topic behind an update. Does not live here: what an update asks for (`hands`,
`deeds`, `oneself`).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from telegram.error import TelegramError

from handoff.desks.telegram import records
from handoff.desks.telegram.link import token_for
from handoff.desks.telegram.outgoing import AwayError, GoneError, LaterError
from handoff.desks.telegram.refused import words
from handoff.desks.telegram.telling import Spot
from handoff.desks.telegram.voice import keyboard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import sqlalchemy as sa
    from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message

    from handoff.desks.telegram.outgoing import Outgoing
    from handoff.desks.telegram.pocket import PocketDesk
    from handoff.desks.telegram.settings import Place
    from handoff.desks.telegram.telling import Telling
    from handoff.desks.telegram.voice import Voice
    from handoff.listener import Session
    from vault.database import Database
    from vault.sealing import ServiceKey

    Ready = Callable[[str, str, str], Sequence[tuple[str, str]]]

ALERT = 190
"""Characters a button's answer may have."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The parts. `ready`: canned replies in a language and register, for an alias; the text of a broken one is ""."""

    bot: Bot
    database: Database
    key: ServiceKey
    desk: PocketDesk
    outgoing: Outgoing
    telling: Telling
    voice: Voice
    place: Place
    ready: Ready

    # -- who, and where ------------------------------------------------------------------------------------------------

    async def person(self, account: int) -> sa.Row[Any] | None:
        """Return the listener an account belongs to."""
        async with self.database.reading() as tx:
            return await records.person_of(tx, self.key.fingerprints("telegram-listener", str(account)))

    async def session(self, account: int) -> tuple[Session | None, str]:
        """Return a listener's live sign-in, or what they are to be told instead."""
        person = await self.person(account)
        if person is None:
            token = token_for(self.key, account, datetime.now(UTC))
            return None, self.voice.say("not-enrolled", link=f"{self.place.desk_url}/telegram/{token}")
        session = await self.desk.lent(person.listener_id, clicked=True)
        if session is None:
            return None, self.voice.say("sign-in", link=self.place.desk_url)
        return session, ""

    async def back(self, account: int) -> None:
        """Note that somebody is there again: what kept words from them is told anew where it still does."""
        person = await self.person(account)
        if person is not None:
            async with self.database.transaction() as tx:
                await records.told(tx, person.listener_id, "")

    async def topic(self, session: Session, message: Message | None) -> sa.Row[Any] | None:
        """Return the topic a message of this listener's stands in."""
        if message is None:
            return None
        async with self.database.reading() as tx:
            return await records.topic_at(tx, session.listener_id, thread_of(message))

    async def ask(self, topic: sa.Row[Any], what: str) -> None:
        """Take the next words in this topic as the answer to something; "" asks nothing any more."""
        async with self.database.transaction() as tx:
            await records.topic_now(tx, topic.id, {"asked": what})

    async def mapped(self, topic: sa.Row[Any], message: int, entry: str) -> None:
        """Write down which line a message is."""
        async with self.database.transaction() as tx:
            await records.add_lines(tx, topic.id, message, [entry])

    async def corrected(self, topic: sa.Row[Any], message: int, entry: str) -> None:
        """Write down which line corrects a message: how far that one gets is told too."""
        async with self.database.transaction() as tx:
            await records.correct_line(tx, topic.id, message, entry)

    # -- telling -------------------------------------------------------------------------------------------------------

    async def say(
        self, message: Message, text: str, buttons: Sequence[tuple[str, str]] = (), markup: Any = None
    ) -> None:
        """Tell something under a message."""
        shown: InlineKeyboardMarkup | None = markup or (keyboard(buttons) if buttons else None)
        await self.telling.say(Spot.under(message), text, shown)

    async def refuse(self, message: Message, error: Exception) -> None:
        """Tell why something was not done."""
        await self.say(message, words(error, self.voice))

    async def answer(self, query: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
        """Answer a tap; what is too long for that, or comes too late, is told in the private chat."""
        fits = len(text) <= ALERT and "http" not in text
        short = text if fits else self.voice.say("see-private")
        answered = False
        with suppress(TelegramError):
            await self.bot.answer_callback_query(query.id, short if text else None, show_alert=alert)
            answered = True
        if text and (not fits or not answered):
            await self.telling.say(Spot(query.from_user.id), text)

    async def removed(self, message: Message) -> None:
        """Take a question away that was answered; where that cannot be, it stays, and does nothing any more."""
        with suppress(TelegramError, LaterError, AwayError, GoneError):
            async with self.outgoing.to(message.chat.id):
                await self.bot.delete_message(message.chat.id, message.message_id)


def thread_of(message: Message) -> int | None:
    """Return the topic's number a message stands in, None outside any."""
    return message.message_thread_id if message.is_topic_message else None

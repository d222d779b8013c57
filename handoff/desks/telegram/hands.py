"""What listeners do on Telegram: link their account, take a case, write in a topic, correct, hand back, close.

Every update is dealt with whole before the next is asked for; each act carries a key, so that one dealt with twice is
done once. Whoever is not enrolled, or not signed in, is told the way in, and nothing else happens.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from telegram import ReplyParameters
from telegram.error import TelegramError

from handoff.desks.telegram import records
from handoff.desks.telegram.link import token_for
from handoff.desks.telegram.voice import keyboard
from handoff.desks.web.faults import fault_of
from handoff.errors import HandoffError, HeldForNoteError, IllegalMoveError
from handoff.relay import NOTE, Way
from nlu.severity import Level
from vault.errors import VaultError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa
    from telegram import Bot, CallbackQuery, Message, Update

    from handoff.desks.telegram.outgoing import Outgoing
    from handoff.desks.telegram.pocket import PocketDesk
    from handoff.desks.telegram.settings import Place
    from handoff.desks.telegram.voice import Voice
    from handoff.listener import Session
    from vault.database import Database
    from vault.sealing import ServiceKey

MOST_POINTS = 3
ALERT = 190
"""Characters a button's answer may have."""


class Hands:
    """Does what an update asks for."""

    def __init__(
        self,
        bot: Bot,
        *,
        database: Database,
        key: ServiceKey,
        desk: PocketDesk,
        outgoing: Outgoing,
        voice: Voice,
        place: Place,
    ) -> None:
        self._bot, self._database, self._key, self._desk = bot, database, key, desk
        self._outgoing, self._voice, self._place = outgoing, voice, place

    async def take(self, update: Update) -> None:
        """Deal with one update."""
        if update.callback_query is not None:
            await self._tapped(update.callback_query)
        elif update.edited_message is not None and update.edited_message.chat.type == "private":
            await self._edited(update.edited_message)
        elif update.message is not None and update.message.chat.type == "private":
            await self._written(update.message)
        elif update.my_chat_member is not None and update.my_chat_member.chat.type == "private":
            await self._back(update.my_chat_member.from_user.id)

    # -- who -----------------------------------------------------------------------------------------------------------

    async def _person(self, account: int) -> sa.Row[Any] | None:
        async with self._database.reading() as tx:
            return await records.person_of(tx, self._key.fingerprints("telegram-listener", str(account)))

    async def _session(self, account: int) -> tuple[Session | None, str]:
        """Return a listener's live sign-in, or what they are to be told instead."""
        person = await self._person(account)
        if person is None:
            token = token_for(self._key, account, datetime.now(UTC))
            return None, self._voice.say("not-enrolled", link=f"{self._place.desk_url}/telegram/{token}")
        session = await self._desk.lent(person.listener_id, clicked=True)
        if session is None:
            return None, self._voice.say("sign-in", link=self._place.desk_url)
        return session, ""

    async def _back(self, account: int) -> None:
        person = await self._person(account)
        if person is not None:
            async with self._database.transaction() as tx:
                await records.told(tx, person.listener_id, "")

    async def _say(
        self, message: Message, text: str, buttons: Sequence[tuple[str, str]] = (), markup: Any = None
    ) -> None:
        thread = message.message_thread_id if message.is_topic_message else None
        reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)
        markup = markup or (keyboard(buttons) if buttons else None)
        async with self._outgoing.to(message.chat.id):
            await self._bot.send_message(
                message.chat.id, text, message_thread_id=thread, reply_parameters=reply, reply_markup=markup
            )

    # -- words ---------------------------------------------------------------------------------------------------------

    async def _written(self, message: Message) -> None:
        if message.from_user is None or message.from_user.is_bot or _is_service(message):
            return
        session, instead = await self._session(message.from_user.id)
        if session is None:
            await self._say(message, instead)
            return
        if message.text and message.text.startswith("/start"):
            await self._back(message.from_user.id)
            await self._say(message, self._voice.say("welcome", link=self._place.desk_url))
            return
        topic = await self._topic(session, message)
        if topic is None:
            await self._say(message, self._voice.say("no-case-here"))
        elif message.text is None:
            await self._say(message, self._voice.say("words-only", link=self._voice.link(topic.case_id)))
        else:
            await self._in_topic(session, topic, message, message.text)

    async def _topic(self, session: Session, message: Message) -> sa.Row[Any] | None:
        thread = message.message_thread_id if message.is_topic_message else None
        async with self._database.reading() as tx:
            return await records.topic_at(tx, session.listener_id, thread)

    async def _in_topic(self, session: Session, topic: sa.Row[Any], message: Message, text: str) -> None:
        if topic.asked:
            await self._close(session, topic, message, text)
        elif text.startswith("/") and not text.startswith(NOTE):
            await self._command(session, topic, message, text)
        else:
            await self._cross(session, topic, message, text)

    async def _cross(
        self, session: Session, topic: sa.Row[Any], message: Message, text: str, *, confirmed: bool = False
    ) -> None:
        """Take words across or keep them as a note; where it is not plain which, ask."""
        key = f"telegram/{message.chat.id}/{message.message_id}"
        try:
            entry, way = await self._desk.answer(
                session, topic.case_id, text, key, confirmed=confirmed,
                reply_to=await self._answered(topic, message), replaces="",
            )  # fmt: skip
        except HeldForNoteError:
            buttons = [(self._voice.say("held-send"), "held:send"), (self._voice.say("held-note"), "held:note")]
            await self._say(message, self._voice.say("held"), buttons)
            return
        except (HandoffError, VaultError) as error:
            await self._say(message, self._fault(error))
            return
        async with self._database.transaction() as tx:
            await records.add_lines(tx, topic.id, message.message_id, [entry])
        if way is Way.NOTE:
            await self._say(message, self._voice.say("noted"))

    async def _answered(self, topic: sa.Row[Any], message: Message) -> str:
        if message.reply_to_message is None:
            return ""
        async with self._database.reading() as tx:
            return await records.line_at(tx, topic.id, message.reply_to_message.message_id) or ""

    def _fault(self, error: Exception) -> str:
        fault = fault_of(error)
        told = self._voice.speech().say(f"fault-{fault.name}", **fault.arguments)
        return f"{told} {self._voice.say('at-the-web', link=self._place.desk_url)}"

    async def _edited(self, message: Message) -> None:
        """Carry a correction across; one that became a note takes back what had crossed."""
        if message.from_user is None or message.text is None:
            return
        session, instead = await self._session(message.from_user.id)
        if session is None:
            await self._say(message, instead)
            return
        topic = await self._topic(session, message)
        line = await self._line(topic, message)
        if topic is None or not line:
            await self._say(message, self._voice.say("edit-unknown"))
            return
        edited_at = int(message.edit_date.timestamp()) if message.edit_date else 0
        key = f"telegram/{message.chat.id}/{message.message_id}/{edited_at}"
        try:
            _, way = await self._desk.answer(
                session, topic.case_id, message.text, key, confirmed=False, reply_to="", replaces=line
            )
            if way is Way.NOTE:
                taken = await self._desk.take_back(session, topic.case_id, line)
                await self._say(message, self._voice.say("taken-back" if taken else "not-taken-back"))
        except (HandoffError, VaultError) as error:
            await self._say(message, self._fault(error))

    async def _line(self, topic: sa.Row[Any] | None, message: Message) -> str:
        if topic is None:
            return ""
        async with self._database.reading() as tx:
            return await records.line_at(tx, topic.id, message.message_id) or ""

    # -- moves ---------------------------------------------------------------------------------------------------------

    async def _command(self, session: Session, topic: sa.Row[Any], message: Message, text: str) -> None:
        name, _, rest = text[1:].partition(" ")
        try:
            match name.partition("@")[0].lower():
                case "fermer" | "close":
                    await self._say(message, self._voice.say("close-outcome"), markup=self._voice.closing_outcomes())
                case "rendre" | "release":
                    await self._desk.release(session, topic.case_id, rest)
                case "appeler" | "call":
                    await self._desk.call(session, topic.case_id)
                    await self._say(message, self._voice.say("called"))
                case _:
                    await self._say(message, self._voice.say("commands"))
        except (HandoffError, VaultError) as error:
            await self._say(message, self._fault(error))

    async def _close(self, session: Session, topic: sa.Row[Any], message: Message, text: str) -> None:
        """Close with the points that were asked for; anything that begins with / goes back to the talk."""
        async with self._database.transaction() as tx:
            await records.topic_now(tx, topic.id, {"asked": ""})
        if text.startswith("/"):
            await self._say(message, self._voice.say("close-not"))
            return
        outcome, kind, again = topic.asked.split(":")
        points = [line.strip() for line in text.splitlines() if line.strip()][:MOST_POINTS]
        try:
            await self._desk.close(session, topic.case_id, points=points, outcome=outcome, type=kind, again=again)
            await self._say(message, self._voice.say("closed"))
        except (HandoffError, VaultError) as error:
            await self._say(message, self._fault(error))

    # -- buttons -------------------------------------------------------------------------------------------------------

    async def _tapped(self, query: CallbackQuery) -> None:
        session, instead = await self._session(query.from_user.id)
        if session is None:
            await self._answer(query, instead, alert=True)
            return
        what, _, rest = (query.data or "").partition(":")
        try:
            match what:
                case "take" | "next":
                    await self._take(session, query, rest)
                case "over":
                    await self._desk.take_over(session, rest, self._voice.say("took-over"))
                    await self._begin(session, query, rest)
                case "held":
                    await self._held(session, query, rest)
                case "end":
                    await self._ending(session, query, rest)
                case _:
                    await self._answer(query, self._voice.say("button-unknown"), alert=True)
        except IllegalMoveError:
            await self._answer(query, self._voice.say("too-late"), alert=True)
        except (HandoffError, VaultError) as error:
            await self._answer(query, self._fault(error), alert=True)

    async def _answer(self, query: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
        """Answer a tap; a link is too long for that, so it is sent to the private chat, which it belongs in anyway."""
        short = text if len(text) <= ALERT and "http" not in text else self._voice.say("see-private")
        with suppress(TelegramError):  # a courtesy: too late or lost, the deed stands
            await self._bot.answer_callback_query(query.id, short if text else None, show_alert=alert)
        if text and short != text:
            async with self._outgoing.to(query.from_user.id):
                await self._bot.send_message(query.from_user.id, text)

    async def _take(self, session: Session, query: CallbackQuery, case_id: str) -> None:
        async with self._database.reading() as tx:
            without = await records.topic_at(tx, session.listener_id, None)
        if without is not None and without.state == "open":
            await self._answer(query, self._voice.say("one-at-a-time"), alert=True)
            return
        if case_id:
            await self._desk.claim(session, case_id)
        else:
            case_id = await self._desk.take_next(session) or ""
        if not case_id:
            await self._answer(query, self._voice.say("nobody-waits"), alert=True)
            return
        await self._begin(session, query, case_id)

    async def _begin(self, session: Session, query: CallbackQuery, case_id: str) -> None:
        """Open the topic of a case just claimed; one from an encrypted channel stays at the web desk."""
        card = next(card for card in await self._desk.board(session) if card.case_id == case_id)
        if card.channel in self._place.encrypted:
            text = self._voice.say("stays-at-web", case=card.designation, link=self._voice.link(case_id))
            await self._answer(query, text)
            return
        row = {"case_id": case_id, "listener_id": session.listener_id, "designation": card.designation}
        fresh = {"thread": None, "state": "new", "told_upto": 0, "asked": "", "opened_at": datetime.now(UTC)}
        async with self._database.transaction() as tx:
            await records.open_topic(tx, {**row, **fresh})
        await self._answer(query, self._voice.say("taken", case=card.designation))

    async def _held(self, session: Session, query: CallbackQuery, what: str) -> None:
        original = getattr(query.message, "reply_to_message", None)
        topic = await self._topic(session, original) if original is not None else None
        if original is None or original.text is None or topic is None:
            await self._answer(query, self._voice.say("button-unknown"), alert=True)
            return
        text = original.text if what == "send" else f"{NOTE} {original.text}"
        await self._cross(session, topic, original, text, confirmed=what == "send")
        await self._answer(query)
        if query.message is not None:
            async with self._outgoing.to(query.message.chat.id):
                await self._bot.delete_message(query.message.chat.id, query.message.message_id)

    async def _ending(self, session: Session, query: CallbackQuery, rest: str) -> None:
        message: Any = query.message
        topic = await self._topic(session, message) if message is not None else None
        if topic is None:
            await self._answer(query, self._voice.say("button-unknown"), alert=True)
            return
        outcome, kind, again = [*rest.split(":"), "", ""][:3]
        await self._answer(query)
        if not kind:
            await self._say(message, self._voice.say("close-type"), markup=self._voice.closing_types(outcome))
        elif not again and await self._is_grave(session, topic.case_id):
            question = self._voice.speech().say("close-ask-again")
            await self._say(message, question, markup=self._voice.closing_again(outcome, kind))
        else:
            async with self._database.transaction() as tx:
                await records.topic_now(tx, topic.id, {"asked": f"{outcome}:{kind}:{again}"})
            await self._say(message, self._voice.say("close-points"))

    async def _is_grave(self, session: Session, case_id: str) -> bool:
        """Tell whether the direct question is asked again before this case is closed."""
        cards = await self._desk.board(session)
        return any(card.case_id == case_id and card.level >= Level.high for card in cards)


def _is_service(message: Message) -> bool:
    return any((message.forum_topic_created, message.forum_topic_edited, message.forum_topic_closed,
                message.forum_topic_reopened, message.pinned_message))  # fmt: skip

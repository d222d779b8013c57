"""What listeners write on Telegram: words that cross, notes, corrections, and the answers the bot had asked for.

Each act carries a key, so that one dealt with twice is done once. Whoever is not enrolled, or not signed in, is told
the way in, and nothing else happens. Does not live here: buttons and commands (`deeds`, `oneself`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Update

from handoff.desks.telegram import records
from handoff.desks.telegram.deeds import BECAUSE, Deeds
from handoff.desks.telegram.inbox import account_in
from handoff.desks.telegram.oneself import Oneself
from handoff.desks.telegram.refused import words
from handoff.desks.telegram.taps import Taps
from handoff.desks.telegram.telling import Spot
from handoff.desks.telegram.tools import thread_of
from handoff.desks.telegram.voice import COMMANDS
from handoff.errors import HandoffError, HeldForNoteError, NotAllowedError
from handoff.refusals import HeldForContactError, HeldForPromiseError, HeldForTableError
from handoff.relay import NOTE, Way
from vault.errors import VaultError

if TYPE_CHECKING:
    import sqlalchemy as sa
    from telegram import Message

    from handoff.desks.telegram.inbox import Turn
    from handoff.desks.telegram.tools import Tools
    from handoff.listener import Session
    from vault.database import Transaction

QUOTED = 300
NOT_YOURS = {"second": "reading-only", "offer": "not-yet-yours"}
"""What is said where words do not cross, by what one is in the case."""


class Hands:
    """Does what an update asks for."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._deeds, self._oneself = Deeds(tools), Oneself(tools)
        self._taps = Taps(tools, self._deeds, self._oneself, self)

    # -- what the inbox asks -------------------------------------------------------------------------------------------

    async def meaning(self, tx: Transaction, raw: dict[str, Any]) -> str:
        """Return what words in a topic answer, and ask it no more; "" for everything else."""
        message = raw.get("message")
        if not isinstance(message, dict) or not message.get("text") or message.get("chat", {}).get("type") != "private":
            return ""
        person = await records.person_of(tx, self._tools.key.fingerprints("telegram-listener", str(account_in(raw))))
        return await records.asked_at(tx, person.listener_id, _thread_in(message)) if person is not None else ""

    async def take(self, turn: Turn) -> None:
        """Deal with one update."""
        self._tools.outgoing.back(account_in(turn.raw))
        update = Update.de_json(turn.raw, self._tools.bot)
        if update.callback_query is not None:
            await self._taps.take(update.callback_query, turn)
        elif update.edited_message is not None and update.edited_message.chat.type == "private":
            await self._edited(update.edited_message)
        elif update.message is not None and update.message.chat.type == "private":
            await self._written(update.message, turn)
        elif update.my_chat_member is not None and update.my_chat_member.chat.type == "private":
            await self._tools.back(update.my_chat_member.from_user.id)

    async def gave_up(self, turn: Turn) -> None:
        """Tell whoever did it what did not get through, and go on asking what was asked."""
        account = account_in(turn.raw)
        match turn.raw:
            case {"message": {"message_id": int()} as message}:
                await self._ask_again(turn, account, _thread_in(message))
                await self._lost(account, message, "aside-said")
            case {"edited_message": {"message_id": int()} as message}:
                await self._lost(account, message, "aside-edit")
            case {"callback_query": _}:
                await self._tools.telling.say(Spot(account), self._tools.voice.say("aside-tap"))
            case _:
                pass  # nobody wrote, nobody waits for anything

    async def _lost(self, account: int, message: dict[str, Any], what: str) -> None:
        quoted = str(message.get("text") or message.get("caption") or "")[:QUOTED]
        spot = Spot(account, _thread_in(message), message["message_id"])
        say = self._tools.voice.say
        await self._tools.telling.say(spot, say(what, words=quoted) if quoted else say(f"{what}-bare"))

    async def _ask_again(self, turn: Turn, account: int, thread: int | None) -> None:
        person = await self._tools.person(account) if turn.means else None
        if person is None:
            return
        async with self._tools.database.transaction() as tx:
            topic = await records.topic_at(tx, person.listener_id, thread)
            if topic is not None:
                await records.topic_now(tx, topic.id, {"asked": turn.means})

    # -- words ---------------------------------------------------------------------------------------------------------

    async def _written(self, message: Message, turn: Turn) -> None:
        if message.from_user is None or message.from_user.is_bot or _is_service(message):
            return
        session, instead = await self._tools.session(message.from_user.id)
        if session is None:
            await self._ask_again(turn, message.from_user.id, thread_of(message))
            await self._tools.say(message, instead)
            return
        if (name := command_in(message.text or "")) == "start":
            await self._tools.back(message.from_user.id)
            await self._tools.say(message, self._tools.voice.say("welcome", link=self._tools.place.desk_url))
            return
        topic = await self._tools.topic(session, message)
        if not turn.means and await self._oneself.commanded(session, message, name, topic):
            return
        if topic is None:
            await self._tools.say(message, self._tools.voice.say("no-case-here"))
        elif message.text is None:
            link = self._tools.voice.link(topic.case_id)
            await self._tools.say(message, self._tools.voice.say("words-only", link=link))
        elif turn.means:
            await self._deeds.told(session, topic, message, turn.means)
        elif name:
            await self._deeds.commanded(session, topic, message, name)
        else:
            await self.cross(session, topic, message, confirmed=False)

    async def cross(
        self,
        session: Session,
        topic: sa.Row[Any],
        message: Message,
        *,
        confirmed: bool,
        because: str = "",
        note: bool = False,
    ) -> None:
        """Take words across or keep them as a note; where it is not plain which, ask."""
        text = f"{NOTE} {message.text}" if note else str(message.text)
        key = f"telegram/{message.chat.id}/{message.message_id}"
        try:
            entry, way = await self._tools.desk.answer(
                session, topic.case_id, text, key, confirmed=confirmed, because=because,
                reply_to=await self._answered(topic, message),
            )  # fmt: skip
        except (HandoffError, VaultError) as error:
            await self._held(topic, message, error)
            return
        await self._tools.mapped(topic, message.message_id, entry)
        if way is Way.NOTE:
            await self._tools.say(message, self._tools.voice.say("noted"))

    async def _held(self, topic: sa.Row[Any], message: Message, error: Exception) -> None:
        """Tell why nothing went, with the ways there are to send it all the same."""
        say = self._tools.voice.say
        match error:
            case HeldForNoteError():
                buttons = [(say("held-send"), "held:send"), (say("held-note"), "held:note")]
            case HeldForTableError() | HeldForPromiseError():
                buttons = [(say("held-send"), "held:send")]
            case HeldForContactError():
                buttons = [(say(f"because-{reason}"), f"because:{reason}") for reason in BECAUSE]
            case NotAllowedError():
                await self._tools.say(message, say(NOT_YOURS.get(topic.role, "not-yours")))
                return
            case _:
                buttons = []
        await self._tools.say(message, words(error, self._tools.voice), buttons)

    async def _answered(self, topic: sa.Row[Any], message: Message) -> str:
        if message.reply_to_message is None:
            return ""
        async with self._tools.database.reading() as tx:
            return await records.line_at(tx, topic.id, message.reply_to_message.message_id) or ""

    # -- corrections ---------------------------------------------------------------------------------------------------

    async def _edited(self, message: Message) -> None:
        if message.from_user is None:
            return
        session, instead = await self._tools.session(message.from_user.id)
        if session is None:
            await self._tools.say(message, instead)
            return
        topic = await self._tools.topic(session, message)
        if topic is None or message.text is None or command_in(message.text):
            await self._tools.say(message, self._tools.voice.say("edit-unknown"))
            return
        await self.correct(session, topic, message, confirmed=False)

    async def correct(
        self,
        session: Session,
        topic: sa.Row[Any],
        message: Message,
        *,
        confirmed: bool,
        because: str = "",
        note: bool = False,
    ) -> None:
        """Carry a correction across; what had been held, and is corrected now, is sent for the first time."""
        line = await self._line(session, topic, message)
        if line is None:
            await self.cross(session, topic, message, confirmed=confirmed, because=because, note=note)
            return
        text = f"{NOTE} {message.text}" if note else str(message.text)
        if line.author == "note" and not text.lstrip().startswith(NOTE):
            await self._tools.say(message, self._tools.voice.say("note-stays"))
            return
        edited_at = int(message.edit_date.timestamp()) if message.edit_date else 0
        key = f"telegram/{message.chat.id}/{message.message_id}/{edited_at}"
        try:
            entry, way = await self._tools.desk.answer(
                session, topic.case_id, text, key, confirmed=confirmed, because=because, replaces=line.id
            )
            if way is Way.NOTE:
                await self._taken_back(session, topic, message, line)
            else:
                await self._tools.corrected(topic, message.message_id, entry)
        except (HandoffError, VaultError) as error:
            await self._held(topic, message, error)

    async def _taken_back(self, session: Session, topic: sa.Row[Any], message: Message, line: sa.Row[Any]) -> None:
        if line.author == "note":
            await self._tools.say(message, self._tools.voice.say("noted"))
            return
        taken = await self._tools.desk.take_back(session, topic.case_id, line.id)
        await self._tools.say(message, self._tools.voice.say("taken-back" if taken else "not-taken-back"))

    async def _line(self, session: Session, topic: sa.Row[Any], message: Message) -> sa.Row[Any] | None:
        """Return the line a message became, also where a kill came before that was written down."""
        key = f"telegram/{message.chat.id}/{message.message_id}"
        said = await self._tools.desk.said_before(session, topic.case_id, key)
        async with self._tools.database.reading() as tx:
            entry = said or await records.line_at(tx, topic.id, message.message_id)
            return await records.entry(tx, entry) if entry else None


def command_in(text: str) -> str:
    """Return the command a message is, "" where it is none, "?" where it is one nobody knows."""
    if not text.startswith("/") or text.startswith(NOTE):
        return ""
    name = text[1:].split(maxsplit=1)[0] if text[1:].strip() else ""
    return COMMANDS.get(name.partition("@")[0].lower(), "?")


def _thread_in(message: dict[str, Any]) -> int | None:
    return message.get("message_thread_id") if message.get("is_topic_message") else None


def _is_service(message: Message) -> bool:
    return any((message.forum_topic_created, message.forum_topic_edited, message.forum_topic_closed,
                message.forum_topic_reopened, message.pinned_message))  # fmt: skip

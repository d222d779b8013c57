"""A topic for each case in its claimant's private chat: the talk goes there line by line, in order, once.

What stands in a topic follows from tables: how far it was told, and how the case stands. So a crash, a limit, a topic
removed by hand or a listener away changes when something is told, never whether. A repeat after a crash: one message.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from telegram import ReactionTypeEmoji, ReplyParameters

from handoff.desks.telegram import records
from handoff.desks.telegram.outgoing import AwayError, GoneError, LaterError, NoTopicError, TopicsOffError
from handoff.desks.telegram.voice import packed
from handoff.errors import NoSuchCaseError, NotAllowedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa
    from telegram import Bot

    from handoff.desks.telegram.outgoing import Outgoing
    from handoff.desks.telegram.pocket import PocketDesk
    from handoff.desks.telegram.voice import Voice
    from handoff.room import Room
    from vault.database import Database
    from vault.sealing import ServiceKey

SIGNED_OUT, BLOCKED = "sign-in", "blocked"
DONE = frozenset({"sent", "delivered", "read"})
FAILED = frozenset({"blocked", "failed"})
log = logging.getLogger(__name__)


class Topics:
    """Keeps every listener's topics like their cases, each listener for themselves."""

    def __init__(
        self, bot: Bot, *, database: Database, key: ServiceKey, desk: PocketDesk, outgoing: Outgoing, voice: Voice
    ) -> None:
        self._bot, self._database, self._key, self._desk = bot, database, key, desk
        self._outgoing, self._voice = outgoing, voice
        self._rounds: dict[str, asyncio.Task[None]] = {}

    async def refresh(self) -> None:
        """Begin a round for every listener who has none under way; what goes wrong with one stops no other."""
        async with self._database.reading() as tx:
            topics = await records.all_topics(tx)
        for listener_id in {topic.listener_id for topic in topics} - self._rounds.keys():
            self._rounds[listener_id] = asyncio.ensure_future(self._round(listener_id))

    async def settle(self) -> None:
        """Wait until the rounds under way are over."""
        await asyncio.gather(*self._rounds.values(), return_exceptions=True)

    async def close(self) -> None:
        """Stop."""
        for task in tuple(self._rounds.values()):
            task.cancel()
        await asyncio.gather(*self._rounds.values(), return_exceptions=True)

    async def _round(self, listener_id: str) -> None:
        try:
            async with self._database.reading() as tx:
                person = await records.person(tx, listener_id)
                topics = [topic for topic in await records.all_topics(tx) if topic.listener_id == listener_id]
            if person is None:
                return
            chat = int(self._key.open("telegram_listeners", "chat", listener_id, person.chat))
            for topic in topics:
                await self._one(chat, person, topic)
        except LaterError:
            pass  # the next refresh goes on where this one stopped
        except AwayError:
            await self._note_told(listener_id, BLOCKED)
        except Exception as error:  # noqa: BLE001 - one listener's trouble is not another's
            log.error("a topic was not refreshed: %s", type(error).__name__)  # noqa: TRY400 - a trace may quote words
        finally:
            self._rounds.pop(listener_id, None)

    async def _note_told(self, listener_id: str, what: str) -> None:
        async with self._database.transaction() as tx:
            await records.told(tx, listener_id, what)

    async def _one(self, chat: int, person: sa.Row[Any], topic: sa.Row[Any]) -> None:
        if topic.case_state is None or (topic.claimed_by != topic.listener_id and topic.case_state != "closed"):
            await self._remove(chat, topic)
        elif topic.case_state == "closed":
            await self._finish(chat, topic)
        else:
            await self._bring(chat, person, topic)

    # -- the end of a topic --------------------------------------------------------------------------------------------

    async def _remove(self, chat: int, topic: sa.Row[Any]) -> None:
        """Delete a topic whose case went to somebody else, back to the queue, or was erased."""
        if topic.thread is not None:
            try:
                async with self._outgoing.to(chat):
                    await self._bot.delete_forum_topic(chat, topic.thread)
            except (NoTopicError, TopicsOffError):
                pass
        async with self._database.transaction() as tx:
            await records.forget_topic(tx, topic.id)
        async with self._outgoing.to(chat):
            await self._bot.send_message(chat, self._voice.say("handed-over", case=topic.designation))

    async def _finish(self, chat: int, topic: sa.Row[Any]) -> None:
        """Rename the topic of a closed case; it is deleted when the case is erased."""
        if topic.state == "closed":
            return
        if topic.thread is not None:
            try:
                async with self._outgoing.to(chat):
                    await self._bot.edit_forum_topic(chat, topic.thread, name=f"✓ {topic.designation}")
            except (NoTopicError, TopicsOffError):
                pass
        async with self._database.transaction() as tx:
            await records.topic_now(tx, topic.id, {"state": "closed", "asked": ""})

    # -- the talk ------------------------------------------------------------------------------------------------------

    async def _bring(self, chat: int, person: sa.Row[Any], topic: sa.Row[Any]) -> None:
        """Tell what is new, or what keeps it from being told."""
        await self._confirm(chat, topic)
        if topic.state == "open" and topic.newest is not None and topic.newest <= topic.told_upto:
            return
        session = await self._desk.lent(topic.listener_id, clicked=False)
        if session is None:
            await self._signed_out(chat, person)
            return
        if person.told:
            await self._note_told(topic.listener_id, "")
        try:
            room = await self._desk.room(session, topic.case_id)
        except (NoSuchCaseError, NotAllowedError):
            return  # it has just gone elsewhere: the next round sees that
        try:
            await self._tell(chat, topic, room)
        except NoTopicError:
            await self._again(topic)

    async def _signed_out(self, chat: int, person: sa.Row[Any]) -> None:
        if person.told == "":
            async with self._outgoing.to(chat):
                await self._bot.send_message(chat, self._voice.say("sign-in", link=self._voice.link("").rstrip("/")))
            await self._note_told(person.listener_id, SIGNED_OUT)

    async def _again(self, topic: sa.Row[Any]) -> None:
        """Begin a topic anew that was removed by hand: its talk is told again, nothing of it was lost."""
        async with self._database.transaction() as tx:
            await records.forget_lines(tx, topic.id)
            await records.topic_now(tx, topic.id, {"thread": None, "state": "new", "told_upto": 0})

    async def _tell(self, chat: int, topic: sa.Row[Any], room: Room) -> None:
        thread = topic.thread
        if topic.state == "new":
            thread = await self._open(chat, topic, room)
        numbers = await self._numbers(topic)
        for text, ids in packed(self._news(topic, room, numbers)):
            reply = await self._answered(topic, room, ids)
            async with self._outgoing.to(chat):
                sent = await self._bot.send_message(chat, text, message_thread_id=thread, reply_parameters=reply)
            async with self._database.transaction() as tx:
                await records.add_lines(tx, topic.id, sent.message_id, ids)
                await records.topic_now(tx, topic.id, {"told_upto": max(numbers[one] for one in ids)})
        looked_at = max((numbers.get(entry.id, 0) for entry in room.entries), default=0)  # one's own need no telling
        async with self._database.transaction() as tx:
            await records.topic_now(tx, topic.id, {"told_upto": max(looked_at, topic.told_upto)})

    async def _open(self, chat: int, topic: sa.Row[Any], room: Room) -> int | None:
        """Make the topic and put the case's head into it; where there are no topics, the chat itself is it."""
        thread: int | None = topic.thread
        if thread is None:
            try:
                async with self._outgoing.to(chat):
                    thread = (await self._bot.create_forum_topic(chat, topic.designation)).message_thread_id
            except TopicsOffError:
                thread = None
            async with self._database.transaction() as tx:
                await records.topic_now(tx, topic.id, {"thread": thread})
        async with self._outgoing.to(chat):
            await self._bot.send_message(chat, self._voice.head(room), message_thread_id=thread)
        async with self._database.transaction() as tx:
            await records.topic_now(tx, topic.id, {"state": "open"})
        return thread

    async def _numbers(self, topic: sa.Row[Any]) -> dict[str, int]:
        async with self._database.reading() as tx:
            return await records.numbers_of(tx, topic.case_id)

    def _news(self, topic: sa.Row[Any], room: Room, numbers: dict[str, int]) -> list[tuple[str, str]]:
        """Return the lines not told yet; one's own are there already, as one's own messages."""
        fresh = (entry for entry in room.entries if numbers.get(entry.id, 0) > topic.told_upto)
        first = topic.told_upto == 0
        return [(entry.id, self._voice.line(entry)) for entry in fresh if first or not entry.mine]

    async def _answered(self, topic: sa.Row[Any], room: Room, ids: Sequence[str]) -> ReplyParameters | None:
        """Return which message is answered, where a single line is told that answers or corrects an earlier one."""
        entry = next(one for one in room.entries if one.id == ids[0])
        earlier = entry.replaces or entry.reply_to
        if len(ids) > 1 or not earlier:
            return None
        async with self._database.reading() as tx:
            message = await records.message_of(tx, topic.id, earlier)
        return ReplyParameters(message, allow_sending_without_reply=True) if message else None

    async def _confirm(self, chat: int, topic: sa.Row[Any]) -> None:
        """Tell how far the listener's own words got: a sign on the message, words where they did not arrive."""
        async with self._database.reading() as tx:
            further = await records.travelled(tx, topic.id)
        for row in further:
            if row.delivery in DONE:
                await self._sign(chat, row.message)
            elif row.delivery in FAILED or row.delivery == "held":
                reply = ReplyParameters(row.message, allow_sending_without_reply=True)
                async with self._outgoing.to(chat):
                    text = self._voice.say(f"delivery-{row.delivery}")
                    await self._bot.send_message(chat, text, message_thread_id=topic.thread, reply_parameters=reply)
            async with self._database.transaction() as tx:
                await records.told_travel(tx, topic.id, row.message, row.delivery)

    async def _sign(self, chat: int, message: int) -> None:
        try:
            async with self._outgoing.to(chat):
                await self._bot.set_message_reaction(chat, message, [ReactionTypeEmoji("👍")])
        except GoneError:
            pass

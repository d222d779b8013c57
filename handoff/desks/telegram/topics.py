"""A topic for each case in its claimant's private chat: the talk goes there line by line, in order, once.

Whoever is asked to take a case over, or to read along, has one too: what they are there follows from the case. What
stands in a topic follows from tables: how far it was told, and how the case stands. So a crash, a limit, a topic
removed by hand or a listener away changes when something is told, never whether. A repeat after a crash: one message.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from telegram import ReactionTypeEmoji, ReplyParameters

from handoff.desks.telegram import records
from handoff.desks.telegram.calls import Calls
from handoff.desks.telegram.outgoing import AwayError, GoneError, LaterError, NoTopicError, TopicsOffError
from handoff.desks.telegram.taps import fresh_topic
from handoff.desks.telegram.telling import Spot
from handoff.desks.telegram.voice import ended, packed
from handoff.errors import NoSuchCaseError, NotAllowedError
from handoff.handover import REFUSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from handoff.desks.telegram.tools import Tools
    from handoff.room import Room

SIGNED_OUT, BLOCKED = "sign-in", "blocked"
CLAIMANT, SECOND, OFFER = "claimant", "second", "offer"
DONE = frozenset({"sent", "delivered", "read"})
FAILED = frozenset({"blocked", "failed"})
PROPOSED = "proposed"
log = logging.getLogger(__name__)


def role_of(topic: sa.Row[Any]) -> str:
    """Tell what a listener is in the case of their topic, "" for nothing (any more), or once they left the team."""
    if topic.case_state is None or topic.left_at is not None:
        return ""
    if topic.case_state == "closed":
        return CLAIMANT if topic.role == CLAIMANT else ""
    roles = ((topic.claimed_by, CLAIMANT), (topic.offered_to, OFFER), (topic.second, SECOND))
    live = topic.case_state != "waiting"
    return next((role for who, role in roles if live and who == topic.listener_id), "")


class Topics:
    """Keeps every listener's topics like their cases, each listener for themselves."""

    def __init__(self, tools: Tools) -> None:
        self._tools, self._calls = tools, Calls(tools)
        self._bot, self._database, self._desk = tools.bot, tools.database, tools.desk
        self._outgoing, self._voice = tools.outgoing, tools.voice
        self._rounds: dict[str, asyncio.Task[None]] = {}
        self._once_more: set[str] = set()

    async def refresh(self) -> None:
        """Begin a round for every listener who has none under way; what goes wrong with one stops no other."""
        await self._invite()
        async with self._database.reading() as tx:
            topics = await records.all_topics(tx)
        for listener_id in {topic.listener_id for topic in topics}:
            if listener_id in self._rounds:
                self._once_more.add(listener_id)
            else:
                self._rounds[listener_id] = asyncio.ensure_future(self._round(listener_id))

    async def _invite(self) -> None:
        """Write down a topic for everybody who is asked into a case; one from an encrypted channel is only told of."""
        async with self._database.reading() as tx:
            invited = await records.invited(tx)
        for one in invited:
            row = fresh_topic(one.id, one.listener_id, one.designation, role="")
            row["state"] = "web" if one.channel in self._tools.place.encrypted else "new"
            async with self._database.transaction() as tx:
                await records.open_topic(tx, row)

    async def settle(self) -> None:
        """Wait until the rounds under way are over."""
        await asyncio.gather(*self._rounds.values(), return_exceptions=True)

    async def close(self) -> None:
        """Stop."""
        for task in tuple(self._rounds.values()):
            task.cancel()
        await asyncio.gather(*self._rounds.values(), return_exceptions=True)

    async def _round(self, listener_id: str) -> None:
        """Bring one listener's topics up to their cases, and once more where something came meanwhile."""
        try:
            await self._go_round(listener_id)
            while listener_id in self._once_more:
                self._once_more.discard(listener_id)
                await self._go_round(listener_id)
        finally:
            self._once_more.discard(listener_id)
            self._rounds.pop(listener_id, None)

    async def _go_round(self, listener_id: str) -> None:
        try:
            async with self._database.reading() as tx:
                person = await records.person(tx, listener_id)
                topics = [topic for topic in await records.all_topics(tx) if topic.listener_id == listener_id]
            if person is None:
                return
            chat = int(self._tools.key.open("telegram_listeners", "chat", listener_id, person.chat))
            if self._outgoing.is_away(chat):
                return  # nothing is opened for whoever cannot be told
            for topic in topics:
                await self._calmly(chat, person, topic)
        except LaterError:
            pass  # the next refresh goes on where this one stopped
        except AwayError:
            await self._note_told(listener_id, BLOCKED)
        except Exception as error:  # noqa: BLE001 - one listener's trouble is not another's
            log.error("topics were not refreshed: %s", type(error).__name__)  # noqa: TRY400 - a trace may quote words

    async def _calmly(self, chat: int, person: sa.Row[Any], topic: sa.Row[Any]) -> None:
        """Bring one topic up to its case; one that was removed by hand begins anew. Trouble of one is not another's."""
        try:
            await self._one(chat, person, topic)
        except NoTopicError:
            await self._again(topic)
        except (LaterError, AwayError):
            raise
        except Exception as error:  # noqa: BLE001 - idem
            log.error("a topic was not refreshed: %s", type(error).__name__)  # noqa: TRY400 - a trace may quote words

    async def _note_told(self, listener_id: str, what: str) -> None:
        async with self._database.transaction() as tx:
            await records.told(tx, listener_id, what)

    async def _now(self, topic: sa.Row[Any], **values: Any) -> None:
        async with self._database.transaction() as tx:
            await records.topic_now(tx, topic.id, values)

    async def _one(self, chat: int, person: sa.Row[Any], topic: sa.Row[Any]) -> None:
        role = role_of(topic)
        if not role:
            await self._remove(chat, topic)
        elif topic.case_state == "closed":
            await self._finish(chat, topic)
        elif topic.state == "web":
            await self._at_the_web(chat, topic, role)
        else:
            await self._bring(chat, person, topic, role)

    async def _at_the_web(self, chat: int, topic: sa.Row[Any], role: str) -> None:
        """Tell once what somebody is in a case that is held at the web desk."""
        if topic.role != role:
            link = self._voice.link(topic.case_id)
            await self._tools.telling.say(Spot(chat), self._voice.say(f"web-{role}", case=topic.designation, link=link))
            await self._now(topic, role=role)

    # -- the end of a topic --------------------------------------------------------------------------------------------

    async def _remove(self, chat: int, topic: sa.Row[Any]) -> None:
        """Delete a topic whose case went to somebody else, back to the queue, or was erased."""
        if topic.thread is not None:
            try:
                async with self._outgoing.to(chat):
                    await self._bot.delete_forum_topic(chat, topic.thread)
            except (NoTopicError, TopicsOffError):
                pass
        if topic.state != "closed" and topic.role:
            await self._tools.telling.say(Spot(chat), await self._farewell(topic))
        async with self._database.transaction() as tx:
            await records.forget_topic(tx, topic.id)

    async def _farewell(self, topic: sa.Row[Any]) -> str:
        """Return what is said of a topic that goes; where a colleague has the case now, who."""
        claimant = topic.claimed_by if topic.case_state not in {None, "closed"} else None
        if topic.role != CLAIMANT:
            return self._voice.say(f"over-{topic.role}", case=topic.designation)
        if claimant is None:
            return self._voice.say("over-claimant-bare", case=topic.designation)
        alias = (await self._desk.aliases()).get(claimant, "?")
        return self._voice.say("over-claimant", case=topic.designation, alias=alias)

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
        await self._now(topic, state="closed", asked="")

    # -- the talk ------------------------------------------------------------------------------------------------------

    async def _bring(self, chat: int, person: sa.Row[Any], topic: sa.Row[Any], role: str) -> None:
        """Tell what is new, or what keeps it from being told."""
        await self._confirm(chat, topic)
        if role == CLAIMANT and topic.role == CLAIMANT and topic.state == "open":
            await self._calls.of_claimant(chat, topic)
        if self._is_told(topic, role):
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
        await self._tell(chat, topic, room, role)

    @staticmethod
    def _is_told(topic: sa.Row[Any], role: str) -> bool:
        fresh = topic.newest is not None and topic.newest > topic.told_upto
        proposed = role != OFFER or topic.offered == PROPOSED
        return topic.state == "open" and topic.role == role and proposed and not fresh

    async def _signed_out(self, chat: int, person: sa.Row[Any]) -> None:
        if person.told == "":
            async with self._outgoing.to(chat):
                await self._bot.send_message(chat, self._voice.say("sign-in", link=self._voice.link("").rstrip("/")))
            await self._note_told(person.listener_id, SIGNED_OUT)

    async def _again(self, topic: sa.Row[Any]) -> None:
        """Begin a topic anew that was removed by hand: its talk is told again, nothing of it was lost."""
        async with self._database.transaction() as tx:
            await records.forget_lines(tx, topic.id)
            fresh = {"thread": None, "state": "new", "told_upto": 0, "offered": ""}
            await records.topic_now(tx, topic.id, fresh)

    async def _tell(self, chat: int, topic: sa.Row[Any], room: Room, role: str) -> None:
        thread = topic.thread
        if topic.state == "new":
            thread = await self._made(chat, topic)
            if thread is None and await self._is_taken(topic):
                await self._now(topic, state="web", role="")  # two cases in one chat would be told apart by nobody
                return
            await self._open(chat, thread, topic, room, role)
        numbers = await self._numbers(topic)
        for text, ids, whole in ended(packed(self._news(topic, room, numbers))):
            reply = await self._answered(topic, room, ids)
            async with self._outgoing.to(chat):
                sent = await self._bot.send_message(chat, text, message_thread_id=thread, reply_parameters=reply)
            async with self._database.transaction() as tx:
                await records.add_lines(tx, topic.id, sent.message_id, ids)
                if whole:
                    await records.topic_now(tx, topic.id, {"told_upto": max(numbers[one] for one in whole)})
        if topic.state != "new" and topic.role != role:
            await self._became(chat, thread, topic, room, role)
        if role == OFFER and topic.offered != PROPOSED:
            await self._propose(chat, thread, topic, room)
        looked_at = max((numbers.get(entry.id, 0) for entry in room.entries), default=0)  # one's own need no telling
        await self._now(topic, told_upto=max(looked_at, topic.told_upto))

    async def _became(self, chat: int, thread: int | None, topic: sa.Row[Any], room: Room, role: str) -> None:
        """Tell that one is something else in a case than before: it was accepted, or handed on."""
        async with self._outgoing.to(chat):
            text, menu = self._voice.head(room, role), self._voice.menu(role)
            await self._bot.send_message(chat, text, message_thread_id=thread, reply_markup=menu)
        await self._now(topic, role=role, offered="")

    async def _propose(self, chat: int, thread: int | None, topic: sa.Row[Any], room: Room) -> None:
        """Ask, once the talk and the note stand there: the case is taken over by whoever has seen it."""
        async with self._outgoing.to(chat):
            text, buttons = self._voice.offer(room, room.card.claimant), self._voice.offer_buttons(topic.case_id)
            await self._bot.send_message(chat, text, message_thread_id=thread, reply_markup=buttons)
        await self._now(topic, offered=PROPOSED)

    async def _made(self, chat: int, topic: sa.Row[Any]) -> int | None:
        """Return the topic's thread, made where there is none; None where there are no topics: the chat is it."""
        if topic.thread is not None:
            return int(topic.thread)
        try:
            async with self._outgoing.to(chat):
                thread = (await self._bot.create_forum_topic(chat, topic.designation)).message_thread_id
        except TopicsOffError:
            return None
        await self._now(topic, thread=thread)
        return thread

    async def _is_taken(self, topic: sa.Row[Any]) -> bool:
        async with self._database.reading() as tx:
            there = await records.topic_at(tx, topic.listener_id, None)
        return there is not None and there.id != topic.id and there.state == "open"

    async def _open(self, chat: int, thread: int | None, topic: sa.Row[Any], room: Room, role: str) -> None:
        """Put the case's head into its topic."""
        async with self._outgoing.to(chat):
            text, menu = self._voice.head(room, role), self._voice.menu(role)
            await self._bot.send_message(chat, text, message_thread_id=thread, reply_markup=menu)
        await self._now(topic, state="open", role=role, offered="")

    async def _numbers(self, topic: sa.Row[Any]) -> dict[str, int]:
        async with self._database.reading() as tx:
            return await records.numbers_of(tx, topic.case_id)

    def _news(self, topic: sa.Row[Any], room: Room, numbers: dict[str, int]) -> list[tuple[str, str]]:
        """Return the lines not told yet; one's own are there already, as one's own messages, and so is a no."""
        kept = (entry for entry in room.entries if entry.kind != REFUSED)
        fresh = (entry for entry in kept if numbers.get(entry.id, 0) > topic.told_upto)
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
                await self._sign(chat, abs(row.message))
            elif row.delivery in FAILED or row.delivery == "held":
                reply = ReplyParameters(abs(row.message), allow_sending_without_reply=True)
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

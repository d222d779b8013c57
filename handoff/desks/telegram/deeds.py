"""What listeners do with a case on Telegram: hand back, hand over, read along, call, ready replies, close.

A word the house needs for that (a note, the points of the end) is asked for, and the next words in the topic are it;
anything that begins with / goes back to the talk. Does not live here: the words that cross (`hands`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handoff.desks.telegram.refused import words
from handoff.desks.telegram.voice import keyboard
from handoff.errors import EmptyMessageError, HandoffError
from handoff.refusals import HeldForContactError, OffShiftError, OnPauseError
from handoff.relay import NOTE
from nlu.severity import Level
from vault.errors import VaultError

if TYPE_CHECKING:
    import sqlalchemy as sa
    from telegram import Message

    from handoff.desks.telegram.tools import Tools
    from handoff.listener import Session

BECAUSE = ("service", "theirs", "agreed")
"""The reasons a strange number or link may be sent all the same."""
MOST_POINTS = 3
MOST_COLLEAGUES = 12
AGAIN_ASKED = (EmptyMessageError, OffShiftError, OnPauseError)
"""What a second try may put right: the answer is asked for once more, never taken for words to the person."""


class Deeds:
    """Does them. Every method answers under the message it is given."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def commanded(self, session: Session, topic: sa.Row[Any], message: Message, name: str) -> None:
        """Do what a command in a topic asks for; what stands behind it is the word it needs."""
        rest = (message.text or "").partition(" ")[2].strip()
        match name:
            case "release" if rest:
                await self.told(session, topic, message, "release", rest)
            case "give" if rest:
                await self._colleagues(session, message, "give")
            case _:
                await self.do(session, topic, message, name)

    async def do(self, session: Session, topic: sa.Row[Any], message: Message, name: str) -> None:
        """Do what a button of the menu, or a bare command, asks for."""
        say = self._tools.voice.say
        try:
            match name:
                case "close":
                    await self._tools.say(message, say("close-outcome"), markup=self._tools.voice.closing_outcomes())
                case "release":
                    await self._tools.ask(topic, "release")
                    await self._tools.say(message, say("release-note"), [(say("release-bare"), "do:release-bare")])
                case "release-bare":
                    await self._tools.ask(topic, "")
                    await self._tools.desk.release(session, topic.case_id)
                case "give" | "second":
                    await self._colleagues(session, message, name)
                case "take-back":
                    await self._tools.desk.handover.take_back(session, topic.case_id)
                case "leave":
                    await self._tools.desk.handover.leave(session, topic.case_id)
                    await self._tools.say(message, say("second-ended"))
                case "call":
                    await self._tools.desk.call(session, topic.case_id)
                    await self._tools.say(message, say("called"))
                case "ready":
                    await self._ready(session, topic, message)
                case "menu":
                    await self._tools.say(message, say("menu", link=self._tools.voice.link(topic.case_id)),
                                          markup=self._tools.voice.menu(topic.role))  # fmt: skip
                case "no":
                    await self._tools.ask(topic, "")
                    await self._tools.say(message, say("close-not"))
                case _:
                    await self._tools.say(message, say("commands"))
        except (HandoffError, VaultError) as error:
            await self._tools.refuse(message, error)

    # -- answers that were asked for -----------------------------------------------------------------------------------

    async def told(
        self, session: Session, topic: sa.Row[Any], message: Message, means: str, text: str | None = None
    ) -> None:
        """Do what was asked for with the words that came."""
        text = message.text or "" if text is None else text
        what, _, rest = means.partition(":")
        if text.startswith("/") and not text.startswith(NOTE):
            await self._tools.say(message, self._tools.voice.say("close-not"))
            return
        note = text.removeprefix(NOTE).strip()
        try:
            match what:
                case "close":
                    await self._close(session, topic, message, rest)
                case "release":
                    await self._tools.desk.release(session, topic.case_id, note)
                case "give":
                    await self.offer(session, topic, rest, note)
        except HeldForContactError as error:
            await self._tools.ask(topic, means)
            buttons = [(self._tools.voice.say(f"because-{reason}"), f"points:{reason}") for reason in BECAUSE]
            await self._tools.say(message, words(error, self._tools.voice), buttons)
        except AGAIN_ASKED as error:
            await self._tools.ask(topic, means)
            await self._tools.say(message, f"{words(error, self._tools.voice)} {self._tools.voice.say('asked-still')}")
        except (HandoffError, VaultError) as error:
            await self._tools.refuse(message, error)

    async def because(self, session: Session, topic: sa.Row[Any], message: Message, reason: str) -> None:
        """Close with the points that were held, for a reason a supervisor reads."""
        points, (what, _, rest) = message.reply_to_message, topic.asked.partition(":")
        if points is None or what != "close":
            await self._tools.say(message, self._tools.voice.say("button-unknown"))
            return
        await self._close(session, topic, points, rest, because=self._tools.voice.say(f"because-{reason}"))
        await self._tools.ask(topic, "")

    async def _close(
        self, session: Session, topic: sa.Row[Any], message: Message, rest: str, *, because: str = ""
    ) -> None:
        outcome, kind, again = [*rest.split(":"), "", ""][:3]
        points = [line.strip() for line in (message.text or "").splitlines() if line.strip()][:MOST_POINTS]
        ending: dict[str, Any] = {"points": points, "outcome": outcome, "type": kind, "again": again}
        await self._tools.desk.close(session, topic.case_id, **ending, confirmed=True, because=because)
        await self._tools.say(message, self._tools.voice.say("closed"))

    async def ending(self, session: Session, topic: sa.Row[Any], message: Message, rest: str) -> None:
        """Go on with the questions of closing."""
        outcome, kind, again = [*rest.split(":"), "", ""][:3]
        voice = self._tools.voice
        if not kind:
            await self._tools.say(message, voice.say("close-type"), markup=voice.closing_types(outcome))
        elif not again and await self._is_grave(session, topic.case_id):
            question = voice.speech().say("close-ask-again")
            await self._tools.say(message, question, markup=voice.closing_again(outcome, kind))
        else:
            await self._tools.ask(topic, f"close:{outcome}:{kind}:{again}")
            await self._tools.say(message, voice.say("close-points"))

    async def _is_grave(self, session: Session, case_id: str) -> bool:
        """Tell whether the direct question is asked again before this case is closed."""
        cards = await self._tools.desk.board(session)
        return any(card.case_id == case_id and card.level >= Level.high for card in cards)

    # -- colleagues ----------------------------------------------------------------------------------------------------

    async def _colleagues(self, session: Session, message: Message, what: str) -> None:
        """Offer those who are there now, to be handed the case or to read along."""
        there = (await self._tools.desk.handover.colleagues(session))[:MOST_COLLEAGUES]
        buttons = [(self._tools.voice.colleague(one), f"{what}:{one.id}") for one in there]
        say = self._tools.voice.say
        await self._tools.say(message, say(f"{what}-whom") if buttons else say("nobody-there"), buttons)

    async def chosen(self, session: Session, topic: sa.Row[Any], message: Message, what: str, whom: str) -> None:
        """Go on with the colleague who was chosen. A note that stood behind the command is taken; else it is asked."""
        if what == "second":
            await self._tools.desk.handover.bring_in(session, topic.case_id, whom)
            await self._tools.say(message, self._tools.voice.say("second-asked"))
            return
        asked = message.reply_to_message
        note = (asked.text or "").partition(" ")[2].strip() if asked and (asked.text or "").startswith("/") else ""
        if note:
            await self.offer(session, topic, whom, note)
        else:
            await self._tools.ask(topic, f"give:{whom}")
            await self._tools.say(message, self._tools.voice.say("give-note"))

    async def offer(self, session: Session, topic: sa.Row[Any], whom: str, note: str) -> None:
        """Ask a colleague to take the case over; the topic itself tells how that goes on."""
        await self._tools.desk.handover.offer(session, topic.case_id, whom, note)

    # -- ready replies -------------------------------------------------------------------------------------------------

    async def replies(self, session: Session, case_id: str) -> list[tuple[str, str]]:
        """Return the canned replies (name, text) in the person's language and register."""
        room = await self._tools.desk.room(session, case_id)
        return list(self._tools.ready(room.language, room.register, session.alias))

    async def _ready(self, session: Session, topic: sa.Row[Any], message: Message) -> None:
        found = await self.replies(session, topic.case_id)
        buttons = [(self._tools.voice.short(text or name), f"ready:{name}"[:64]) for name, text in found]
        say = self._tools.voice.say
        await self._tools.say(message, say("ready-which") if buttons else say("ready-none"), buttons)

    async def show(self, session: Session, topic: sa.Row[Any], message: Message, name: str) -> None:
        """Show a ready reply as it would go, to be read before it is sent; one with a gap is refused in words."""
        text = next((text for one, text in await self.replies(session, topic.case_id) if one[:58] == name), None)
        if not text:
            await self._tools.say(message, self._tools.voice.say("button-unknown" if text is None else "not-variable"))
            return
        markup = keyboard([(self._tools.voice.say("ready-send"), "send")])
        await self._tools.say(message, text, markup=markup)

    async def send(self, session: Session, topic: sa.Row[Any], message: Message) -> None:
        """Send a ready reply that was shown: the very words that stand there."""
        key = f"telegram/{message.chat.id}/{message.message_id}"
        entry, _ = await self._tools.desk.answer(session, topic.case_id, str(message.text), key, confirmed=True)
        await self._tools.mapped(topic, message.message_id, entry)

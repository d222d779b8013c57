"""What listeners tap on Telegram: taking a case, answering an offer, the menu of a topic, and what was asked about.

Does not live here: what is then done to a case (`deeds`), and to words (`hands`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from telegram import Message

from handoff.desks.telegram import records
from handoff.desks.telegram.refused import words
from handoff.desks.telegram.telling import Spot
from handoff.desks.telegram.voice import keyboard
from handoff.errors import HandoffError, IllegalMoveError, NotAllowedError
from handoff.refusals import OnPauseError, SecondEmergencyError
from vault.errors import VaultError

if TYPE_CHECKING:
    import sqlalchemy as sa
    from telegram import CallbackQuery

    from handoff.desks.telegram.deeds import Deeds
    from handoff.desks.telegram.hands import Hands
    from handoff.desks.telegram.inbox import Turn
    from handoff.desks.telegram.oneself import Oneself
    from handoff.desks.telegram.tools import Tools
    from handoff.listener import Session

AGREED = {"": None, "yes": True, "no": False}


class Taps:
    """Does what a tapped button asks for."""

    def __init__(self, tools: Tools, deeds: Deeds, oneself: Oneself, hands: Hands) -> None:
        self._tools, self._deeds, self._oneself, self._hands = tools, deeds, oneself, hands

    async def take(self, query: CallbackQuery, turn: Turn) -> None:
        """Deal with one tap."""
        session, instead = await self._tools.session(query.from_user.id)
        if session is None:
            await self._tools.answer(query, instead, alert=True)
            return
        what, _, rest = (query.data or "").partition(":")
        try:
            match what:
                case "take" | "next" | "over" | "yes":
                    await self._coming(session, query, turn, what, rest)
                case "no":
                    await self._tools.desk.handover.refuse(session, rest)
                    await self._tools.answer(query, self._tools.voice.say("refused"))
                case "self":
                    await self._for_oneself(session, query, rest)
                case _:
                    await self._in_topic(session, query, what, rest)
        except (HandoffError, VaultError) as error:
            await self._tools.answer(query, words(error, self._tools.voice), alert=True)

    # -- a case comes --------------------------------------------------------------------------------------------------

    async def _coming(self, session: Session, query: CallbackQuery, turn: Turn, what: str, rest: str) -> None:
        """Take a case; what a kill, or a second tap, finds done already is only shown."""
        try:
            case_id = await self._taken(session, query, turn, what, rest)
        except SecondEmergencyError as error:
            await self._ask_agreement(query, error, what, rest)
            return
        except OnPauseError as error:
            await self._tools.answer(query)
            markup = keyboard([(self._tools.voice.say("resume"), "self:back")])
            await self._tools.telling.say(Spot(query.from_user.id), words(error, self._tools.voice), markup)
            return
        except (IllegalMoveError, NotAllowedError) as error:
            case_id = rest.partition(":")[0]
            if not await self._is_mine(session, case_id):
                await self._tools.answer(query, self._too_late(error, what), alert=True)
                return
        if case_id:
            await self._begin(session, query, case_id)

    def _too_late(self, error: HandoffError, what: str) -> str:
        """Return what whoever comes second is told, and whoever may not."""
        if what == "yes":
            return self._tools.voice.say("not-offered")
        return (
            self._tools.voice.say("too-late")
            if isinstance(error, IllegalMoveError)
            else words(error, self._tools.voice)
        )

    async def _taken(self, session: Session, query: CallbackQuery, turn: Turn, what: str, rest: str) -> str:
        desk = self._tools.desk
        case_id, _, agreed = rest.partition(":")
        match what:
            case "over":
                await desk.take_over(session, case_id, self._tools.voice.say("took-over"))
            case "yes":
                await desk.handover.accept(session, case_id)
            case _ if await self._has_no_room(session):
                await self._tools.answer(query, self._tools.voice.say("one-at-a-time"), alert=True)
                return ""
            case "take":
                await desk.claim(session, case_id, agreed=agreed == "yes")
            case _:
                case_id = await self._next(session, query, turn, rest)
        return case_id

    async def _next(self, session: Session, query: CallbackQuery, turn: Turn, agreed: str) -> str:
        """Take the next case; one that was taken by this very tap, before a kill, is the one."""
        if turn.again:
            async with self._tools.database.reading() as tx:
                taken = await records.taken_since(tx, session.listener_id, turn.came_at)
            if taken is not None:
                return taken
        case_id = await self._tools.desk.take_next(session, agreed=AGREED.get(agreed))
        if case_id is None:
            await self._tools.answer(query, self._tools.voice.say("nobody-waits"), alert=True)
        return case_id or ""

    async def _has_no_room(self, session: Session) -> bool:
        """Tell whether a case is held in the chat itself, where there are no topics to keep two apart."""
        async with self._tools.database.reading() as tx:
            without = await records.topic_at(tx, session.listener_id, None)
        return without is not None and without.state == "open"

    async def _is_mine(self, session: Session, case_id: str) -> bool:
        return any(card.mine and card.case_id == case_id for card in await self._tools.desk.board(session))

    async def _ask_agreement(self, query: CallbackQuery, error: SecondEmergencyError, what: str, rest: str) -> None:
        """Ask first, in the private chat: a second emergency is taken only by whoever agrees to it."""
        say = self._tools.voice.say
        yes = f"take:{rest}:yes" if what == "take" else "next:yes"
        buttons = [(say("second-emergency-yes"), yes), (say("second-emergency-no"), "next:no")]
        await self._tools.answer(query, say("see-private"))
        await self._tools.telling.say(Spot(query.from_user.id), words(error, self._tools.voice), keyboard(buttons))

    async def _begin(self, session: Session, query: CallbackQuery, case_id: str) -> None:
        """Open the topic of a case just taken; one from an encrypted channel stays at the web desk."""
        card = next((card for card in await self._tools.desk.board(session) if card.case_id == case_id), None)
        if card is None or not card.mine:
            await self._tools.answer(query, self._tools.voice.say("too-late"), alert=True)
            return
        if card.channel in self._tools.place.encrypted:
            link = self._tools.voice.link(case_id)
            await self._tools.answer(query, self._tools.voice.say("stays-at-web", case=card.designation, link=link))
            return
        async with self._tools.database.transaction() as tx:
            await records.open_topic(tx, fresh_topic(case_id, session.listener_id, card.designation))
        await self._tools.answer(query, self._tools.voice.say("taken", case=card.designation))

    # -- for oneself, and in a topic -----------------------------------------------------------------------------------

    async def _for_oneself(self, session: Session, query: CallbackQuery, what: str) -> None:
        message = query.message
        if not isinstance(message, Message):
            await self._tools.answer(query, self._tools.voice.say("button-unknown"), alert=True)
            return
        await self._tools.answer(query)
        if what == "end":
            await self._oneself.end(session, message)
        else:
            await self._oneself.do(session, message, what)

    async def _in_topic(self, session: Session, query: CallbackQuery, what: str, rest: str) -> None:
        message = query.message if isinstance(query.message, Message) else None
        topic = await self._tools.topic(session, message)
        if message is None or topic is None:
            await self._tools.answer(query, self._tools.voice.say("button-unknown"), alert=True)
            return
        match what:
            case "do":
                await self._deeds.do(session, topic, message, rest)
            case "end":
                await self._deeds.ending(session, topic, message, rest)
            case "give" | "second":
                await self._deeds.chosen(session, topic, message, what, rest)
            case "points":
                await self._deeds.because(session, topic, message, rest)
            case "ready":
                await self._deeds.show(session, topic, message, rest)
            case "send":
                await self._deeds.send(session, topic, message)
            case "held" | "because":
                await self._held(session, query, topic, what, rest)
                return
            case _:
                await self._tools.answer(query, self._tools.voice.say("button-unknown"), alert=True)
                return
        await self._tools.answer(query)

    async def _held(self, session: Session, query: CallbackQuery, topic: sa.Row[Any], what: str, rest: str) -> None:
        """Do with a message that was held what was answered, and take the question away."""
        message: Any = query.message
        original = message.reply_to_message
        if original is None or original.text is None:
            await self._tools.answer(query, self._tools.voice.say("button-unknown"), alert=True)
            return
        because = self._tools.voice.say(f"because-{rest}") if what == "because" else ""
        carry = self._hands.correct if original.edit_date else self._hands.cross
        await carry(session, topic, original, confirmed=rest != "note", because=because, note=rest == "note")
        await self._tools.answer(query)
        await self._tools.removed(message)


def fresh_topic(case_id: str, listener_id: str, designation: str, role: str = "claimant") -> dict[str, Any]:
    """Return the row of a topic that is to be opened."""
    row = {"case_id": case_id, "listener_id": listener_id, "designation": designation, "role": role}
    return {**row, "thread": None, "state": "new", "told_upto": 0, "asked": "", "opened_at": datetime.now(UTC)}

"""What listeners do for themselves on Telegram: a pause, a talk before leaving, the end of the shift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handoff.errors import HandoffError
from vault.errors import VaultError

if TYPE_CHECKING:
    import sqlalchemy as sa
    from telegram import Message

    from handoff.desks.telegram.tools import Tools
    from handoff.listener import Session


class Oneself:
    """Does it."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def commanded(self, session: Session, message: Message, name: str, topic: sa.Row[Any] | None) -> bool:
        """Do what a command asks for that needs no case; tell whether it was one."""
        if name in {"pause", "back", "debrief", "end"}:
            await self.do(session, message, name)
        elif topic is None and name == "?":
            await self._tools.say(message, self._tools.voice.say("commands-alone"))
        else:
            return False
        return True

    async def do(self, session: Session, message: Message, name: str) -> None:
        """Do one of them."""
        shifts, say = self._tools.desk.shifts, self._tools.voice.say
        try:
            match name:
                case "pause":
                    until = await shifts.pause(session)
                    text = say("paused", time=self._tools.voice.speech().clock(until))
                    await self._tools.say(message, text, [(say("resume"), "self:back")])
                case "back":
                    await shifts.resume(session)
                    await self._tools.say(message, say("resumed"))
                case "debrief":
                    await shifts.ask_debrief(session)
                    await self._tools.say(message, say("debrief-asked"))
                case "end":
                    await self._ask_end(session, message)
        except (HandoffError, VaultError) as error:
            await self._tools.refuse(message, error)

    async def _ask_end(self, session: Session, message: Message) -> None:
        """Tell what goes back to the queue, and ask; what stands behind the command is the hand-over note."""
        held = await self._tools.desk.holds(session)
        say = self._tools.voice.say
        text = say("end-held", cases=", ".join(held)) if held else say("end-bare")
        await self._tools.say(message, text, [(say("end-do"), "self:end")])

    async def end(self, session: Session, message: Message) -> None:
        """Hand everything back, with the note, and sign out."""
        asked = message.reply_to_message
        note = (asked.text or "").partition(" ")[2].strip() if asked is not None else ""
        back = await self._tools.desk.end_shift(session, note)
        await self._tools.say(message, self._tools.voice.say("ended", count=len(back)))

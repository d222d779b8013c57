"""What the bot supplies to the handoff: what is said when time goes by, and the letter that ends a conversation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.replies import Reply, Say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.mailroom import Mailroom
    from bot.replies import Writer
    from handoff.case import Case
    from handoff.room import Room
    from vault.database import Transaction

PLAN = ("who", "where", "helps")
"""The three lines of a plan, in their order."""
AFTERWARDS = ("act:follow_yes", "act:checkin_no", "act:erase", "act:listener_worry")


class Prompts:
    """Puts the end of a watch in line with the person's own messages, so that both are dealt with in order."""

    def __init__(self, mailroom: Mailroom) -> None:
        self._mailroom = mailroom

    async def late(self, tx: Transaction, case: Case) -> None:
        """Have it said that nobody could answer yet, and which numbers answer now."""
        await self._mailroom.whisper(tx, case.channel, case.correspondent, "late")

    async def silence(self, tx: Transaction, case: Case, kind: str) -> None:
        """Have the bot act on silence."""
        await self._mailroom.whisper(tx, case.channel, case.correspondent, kind)


class ClosingWords:
    """The last words of a listener's conversation, the same on the page that shows them before and in the letter."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def closing(
        self,
        case: Case,
        points: Sequence[str],
        register: str,
        *,
        own_path: bool = False,
        plan: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Return the letter, with one to three points retained in the listener's own words, and the plan."""
        return self._letter(case.language, points, register, own_path=own_path, plan=plan)

    def ended(self, case: Case, register: str) -> dict[str, Any]:
        """Return the letter that ends a talk in which the line is abused: the way back and danger stay open."""
        says = Reply((Say("ended-abuse"),), ("act:danger", "act:listener_worry"))
        return self._writer.letter(says, case.language, register, datetime.now(UTC))

    def shown(self, room: Room, points: Sequence[str], plan: Sequence[str] = ()) -> dict[str, Any]:
        """Return the letter as the page shows it before it is sent: words, buttons, and nothing besides."""
        return self._letter(room.language, points, room.register, own_path=room.who == "author", plan=plan)

    def _letter(
        self, language: str, points: Sequence[str], register: str, *, own_path: bool, plan: Sequence[str] = ()
    ) -> dict[str, Any]:
        deserved = () if own_path else (Say("closing-not-deserved"),)  # who did harm is not told that
        retained = tuple(Say("closing-point", point=point) for point in points)
        lines = zip(PLAN, plan, strict=False)
        planned = tuple(Say(f"closing-plan-{name}", line=line) for name, line in lines if line.strip())
        ending = (Say("closing-again"), Say("closing-checkin"))
        says = (Say("closing-thanks"), *deserved, Say("closing-retained"), *retained, *planned, *ending)
        return self._writer.letter(Reply(says, AFTERWARDS), language, register, datetime.now(UTC))

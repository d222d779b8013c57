"""How a talk ends: with its last words, or at once where the line is abused. Nothing but a human ends one.

Lives here: asking first, and what is written down beside it. Does not live here: what an end does to a case
(`handoff.moves`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from handoff.case import State
from handoff.moves import Closing
from handoff.permissions import Act
from handoff.records import cases as records
from handoff.refusals import AlreadyClosedError, NoEndError
from handoff.rescue import abused, asked_again

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handoff.asking import Asking
    from handoff.gather import Gathering
    from handoff.listener import Session
    from handoff.moves import Moves
    from handoff.speaking import Speaking

LONGEST_MARK = timedelta(days=30)


class Endings:
    """Ends talks."""

    def __init__(self, asking: Asking, gathering: Gathering, moves: Moves, speaking: Speaking) -> None:
        self._asking, self._gathering, self._moves, self._speaking = asking, gathering, moves, speaking

    async def close(
        self,
        session: Session,
        case_id: str,
        *,
        points: Sequence[str],
        outcome: str,
        type: str,  # noqa: A002 - the word of the label guide
        plan: Sequence[str],
        again: str,
        confirmed: bool = False,
        because: str = "",
    ) -> None:
        """See `handoff.desk.Desk.close`."""
        await self._not_twice(session, case_id)
        async with self._asking.allowed(session, case_id, Act.CLOSE) as (tx, case):
            facts = await self._gathering.facts(tx, case_id)
            own_path = facts.get("who") == "author"
            closing = Closing(points, outcome, type, facts.get("register", "tu"), own_path, plan, again)
            lines = (*points, *plan)
            await self._speaking.let_pass(tx, session, case, lines, confirmed=confirmed, because=because)
            await self._moves.close(tx, case, closing, self._asking.clock())
            if case.practice:
                await records.erase(tx, case_id)
            elif again:
                await asked_again(tx, self._asking, session, case_id, again)

    async def _not_twice(self, session: Session, case_id: str) -> None:
        async with self._asking.database.reading() as tx:
            case = await records.get(tx, case_id)
        if case.state is State.CLOSED and case.previous_listener == session.listener_id:
            raise AlreadyClosedError("closed already, by this very listener")

    async def abuse(self, session: Session, case_id: str, until: datetime, words: str = "") -> None:
        """End at once a talk in which the line is abused; supervisors look at it afterwards.

        The line is marked until a day, within thirty, and not given to this listener again until then. Raises
        NoEndError.
        """
        now = self._asking.clock()
        if not now < until <= now + LONGEST_MARK:
            raise NoEndError("a mark ends within thirty days")
        async with self._asking.allowed(session, case_id, Act.ABUSE) as (tx, case):
            register = (await self._gathering.facts(tx, case_id)).get("register", "tu")
            await abused(tx, self._asking, session, case, words)
            await self._moves.end_abuse(tx, case, register, until, now)

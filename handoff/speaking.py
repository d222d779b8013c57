"""A listener's words in a room: across to the person, beside as a note, or as lines of the letter that ends a talk.

Lives here: one message, and each of those lines, through everything that looks at it first. Does not live here: what is
looked for (`handoff.outgoing`), the crossing itself (`handoff.relay`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handoff.decisions import Kind
from handoff.outgoing import Known, look
from handoff.permissions import Act
from handoff.relay import Way, way_of
from handoff.rescue import Made, decide

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handoff.asking import Asking
    from handoff.case import Case, EntryId
    from handoff.listener import Session
    from handoff.practice import Practice
    from handoff.relay import Crossing
    from vault.database import Transaction


class Speaking:
    """Sends words, holds back what looks wrong, and writes down what was sent all the same."""

    def __init__(self, asking: Asking, known: Known, practice: Practice | None = None) -> None:
        self._asking, self._known, self._practice = asking, known, practice

    async def say(
        self, session: Session, case_id: str, text: str, key: str, *, confirmed: bool = False, because: str = ""
    ) -> EntryId:
        """See `handoff.desk.Desk.say`."""
        crossing = self._asking.crossing(session, case_id, text, key)
        return (await self.answer(session, crossing, confirmed=confirmed, because=because))[0]

    async def answer(
        self, session: Session, crossing: Crossing, *, confirmed: bool, because: str = ""
    ) -> tuple[EntryId, Way]:
        """Send words, or keep them as a note, and say which; they may answer or correct an earlier line."""
        async with self._asking.allowed(session, crossing.case_id, Act.SAY) as (tx, case):
            way = way_of(crossing.text, confirmed=confirmed)
            if way is Way.NOTE:
                return await self._asking.relay.note(tx, case, crossing), way
            kinds = look(crossing.text, self._known, confirmed=confirmed, because=because)
            known = await self._asking.relay.said(tx, crossing)
            if known is not None:
                return known, way
            entry = await self._asking.relay.cross(tx, case, crossing)
            await self._sent_anyway(tx, session, case, kinds, because)
            if case.practice and self._practice is not None:
                await self._practice.goes_on(tx, case)
            return entry, way

    async def let_pass(
        self, tx: Transaction, session: Session, case: Case, lines: Iterable[str], *, confirmed: bool, because: str
    ) -> None:
        """Look at a listener's own lines in a reviewed letter: they reach the person as any message does.

        Raises HeldForPromiseError unless `confirmed`, HeldForContactError unless `because` says why, TooManySignsError,
        UnknownVariableError.
        """
        looked = (look(line, self._known, confirmed=confirmed, because=because) for line in lines)
        kinds = tuple(dict.fromkeys(kind for found in looked for kind in found))
        await self._sent_anyway(tx, session, case, kinds, because)

    async def _sent_anyway(
        self, tx: Transaction, session: Session, case: Case, kinds: tuple[str, ...], because: str
    ) -> None:
        if kinds:
            await decide(tx, self._asking, session, case, Made(Kind.ANYWAY, " ".join(kinds), because))

    async def note(self, session: Session, case_id: str, text: str, key: str) -> EntryId:
        """See `handoff.desk.Desk.note`."""
        async with self._asking.allowed(session, case_id, Act.NOTE) as (tx, case):
            return await self._asking.keep_note(tx, session, case, text, key)

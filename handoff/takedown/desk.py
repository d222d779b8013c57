"""Takedown as a desk meets it: drafting, following, and what waits, in one value.

Lives here: putting the parts together. Does not live here: what they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handoff.permissions import Act, acts, demand
from handoff.records import cases as case_records
from handoff.records import notices as records
from handoff.takedown.notices import step_of
from handoff.takedown.states import State

if TYPE_CHECKING:
    from handoff.case import Case
    from handoff.casework import Casework
    from handoff.listener import Session
    from handoff.settings import TakedownSettings
    from handoff.takedown.follow import Follow
    from handoff.takedown.notices import Notices
    from handoff.takedown.platforms import Platforms
    from vault.database import Database


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that waits: for the platform, or for a second reader. `past`: every reminder was given.

    `minutes`: those of the last reminder, 0 before the first. `step`: what a listener may do next, "" where nothing.
    """

    row: records.Row
    designation: str
    platform: str
    past: bool
    may: frozenset[Act]
    minutes: float = 0
    step: str = ""


@dataclass(frozen=True, slots=True)
class Takedown:
    """What the pages of a desk call."""

    database: Database
    casework: Casework
    notices: Notices
    follow: Follow
    platforms: Platforms
    settings: TakedownSettings

    async def case(self, session: Session, case_id: str) -> Case:
        """Return a case for its name and state, to whoever may see a notice of it."""
        async with self.casework.seen(session, case_id, Act.READ, Act.NOTICE, Act.SECOND) as (_, case):
            return case

    async def waiting(self, session: Session) -> list[Waiting]:
        """Return every notice that waits and that this session may do something about."""
        demand(session.role, Act.SEE_BOARD)
        found = []
        async with self.database.reading() as tx:
            for row in await records.waiting(tx):
                case = await case_records.get(tx, row.case_id or "")
                may = acts(session.role, session.listener_id, case)
                wanted = {Act.NOTICE, Act.SECOND} if row.state is State.DRAFTED else {Act.NOTICE, Act.FOLLOW}
                if may & wanted:
                    found.append(self._waiting(row, case.designation, may))
        return found

    def _waiting(self, row: records.Row, designation: str, may: frozenset[Act]) -> Waiting:
        minutes, step = self.settings.reminders, step_of(row, self.settings)
        given = min(row.reminded, len(minutes))
        return Waiting(
            row=row,
            designation=designation,
            platform=self.platforms.get(row.platform).name,
            past=given >= len(minutes),
            may=may,
            minutes=minutes[given - 1] if given else 0,
            step=step.value if step is not None and row.state is not State.DRAFTED else "",
        )

    async def reminded(self, session: Session) -> list[Waiting]:
        """Return the notices without an answer that a reminder was given of, the longest waiting first."""
        return [one for one in await self.waiting(session) if one.minutes and one.row.state is not State.DRAFTED]

"""Leaving the team: a supervisor lets somebody in no more, and nothing that person held is left without anybody.

Lives here: the one act, in one transaction. Does not live here: the team's key of what comes after (`vault.team`), how
a case goes back to the queue (`handoff.moves`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handoff.permissions import Act, demand
from handoff.records import cases as records
from handoff.records import people, practice
from handoff.refusals import LastSupervisorError, NoSuchListenerError, StillLiveError

if TYPE_CHECKING:
    from handoff.asking import Asking
    from handoff.case import CaseId
    from handoff.listener import Session
    from handoff.moves import Moves


class Leaving:
    """Removes people from the team."""

    def __init__(self, asking: Asking, moves: Moves) -> None:
        self._asking, self._moves = asking, moves

    async def remove(self, session: Session, listener_id: str, note: str, *, known: int | None = None) -> list[CaseId]:
        """Let a listener in no more; what they hold goes back to the queue with `note`, and is returned.

        `known`: with how many conversations they were seen to be, None where nobody can be asked. Raises StillLiveError
        where they hold more than that.

        Their sessions end at once, their key to what comes after is taken, open invitations are void. Supervisors only.
        Raises NoSuchListenerError for whoever is not of the team, LastSupervisorError where nobody could let others in.
        """
        demand(session.role, Act.TEAM)
        asking, now = self._asking, self._asking.clock()
        async with asking.database.transaction() as tx:
            supervisors = await people.supervisors(tx)
            row = await people.listener(tx, listener_id)
            if row is None or row.retired_at is not None:
                raise NoSuchListenerError("nobody of the team")
            if not supervisors - {listener_id}:
                raise LastSupervisorError("the last supervisor stays: enrol another one first")
            held = await records.held_by(tx, listener_id)
            live = sum(not case.practice for case in held)
            if known is not None and live > known:
                raise StillLiveError(live)
            for case in held:
                await asking.keep_note(tx, session, case, note)
            await people.retire(tx, listener_id, now)
            await people.drop_invitations(tx, None)
            await asking.team.dismiss(tx, listener_id)
            for case_id in await practice.of_listener(tx, listener_id):
                await records.erase(tx, case_id)
            released = await self._moves.send_away(tx, listener_id, now)
            asking.changes.tell_of(tx, [*released, *await records.drop_offers(tx, listener_id)])
        return released

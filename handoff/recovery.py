"""The team's recovery code: printed for a safe, so that no transcript is lost when nobody knows a passphrase any more.

Lives here: who may print one, and the invitation it gives. Does not live here: the code itself (`vault.team`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handoff.errors import NotAllowedError
from handoff.permissions import Act, demand

if TYPE_CHECKING:
    from handoff.door import Door
    from handoff.listener import Session
    from vault.database import Database
    from vault.team import Team


class Recovery:
    """Prints codes and takes them."""

    def __init__(self, database: Database, door: Door, team: Team) -> None:
        self._database, self._door, self._team = database, door, team

    async def print_code(self, session: Session) -> str:
        """Return a new code; those printed before are void. Supervisors only. Raises NotAllowedError."""
        demand(session.role, Act.INVITE)
        async with self._database.transaction() as tx:
            seeds = await self._team.unlock(tx, session.listener_id, session.seed)
            if not seeds:
                raise NotAllowedError("whoever does not hold the team's key cannot print a code for it")
            return await self._team.print_recovery(tx, seeds)

    async def invite(self, code: str) -> str:
        """Return a one-time token by which a supervisor enrols with what the code opens. Raises CannotOpenError."""
        async with self._database.transaction() as tx:
            seeds = await self._team.recovered(tx, code)
            return await self._door.invite_with(tx, seeds)

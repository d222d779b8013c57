"""Asking first: every act at the desk is one transaction, in which the case is locked and whoever asks may do it.

Lives here: what the desk and its parts share. Does not live here: who may (`handoff.permissions`), what follows
(`handoff.moves`, `handoff.handover`, `handoff.rescue`).
"""

from __future__ import annotations

import secrets
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handoff.errors import EmptyMessageError, NotAllowedError
from handoff.permissions import demand_here
from handoff.records import cases as records
from handoff.relay import NOTE, Crossing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from handoff.case import Case, EntryId
    from handoff.changes import Changes
    from handoff.listener import Session
    from handoff.permissions import Act
    from handoff.relay import Relay
    from vault.database import Database, Transaction
    from vault.team import Team


@dataclass(frozen=True, slots=True)
class Asking:
    """Opens acts, and keeps the notes that go with them."""

    database: Database
    team: Team
    relay: Relay
    changes: Changes
    clock: Callable[[], datetime]

    @asynccontextmanager
    async def allowed(self, session: Session, case_id: str, act: Act) -> AsyncIterator[tuple[Transaction, Case]]:
        """Open one act: the case is locked, who asks may, and pages are told once it is durable."""
        async with self.database.transaction() as tx:
            case = await records.get_locked(tx, case_id)
            demand_here(session.role, session.listener_id, case, act)
            self.changes.tell_of(tx, [case_id])
            yield tx, case

    async def seen(self, tx: Transaction, session: Session, case_id: str, act: Act) -> Case:
        """Return a case this session may do `act` with. Raises NotAllowedError, NoSuchCaseError."""
        case = await records.get(tx, case_id)
        demand_here(session.role, session.listener_id, case, act)
        return case

    async def demand_key(self, tx: Transaction, session: Session) -> None:
        """Refuse a case to whoever could not read it: the words of a person are never given to nobody."""
        epoch, _ = await self.team.public(tx)
        if epoch not in await self.team.unlock(tx, session.listener_id, session.seed):
            raise NotAllowedError("this listener does not hold the team's key of today")

    def crossing(self, session: Session, case_id: str, text: str, key: str) -> Crossing:
        """Return words of this session's on their way."""
        return Crossing(case_id, session.listener_id, key, self.clock(), text, session.alias)

    async def keep_note(self, tx: Transaction, session: Session, case: Case, text: str, key: str = "") -> EntryId:
        """Keep a note for colleagues, once per `key`. Raises EmptyMessageError."""
        if not text.strip().removeprefix(NOTE).strip():
            raise EmptyMessageError("no word to keep")
        return await self.relay.note(tx, case, self.crossing(session, case.id, text, key or secrets.token_hex(16)))

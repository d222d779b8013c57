"""Work on a case after the talk: one act in its room, by somebody who may do it here, within one transaction.

Lives here: the ways into a case that notices, dossiers and referrals share, and what is known of it. Does not live
here: who may what (`handoff.permissions`).
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from handoff.permissions import Act, acts, demand_here
from handoff.records import cases as records

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from handoff.case import Case
    from handoff.changes import Changes
    from handoff.listener import Session
    from vault.database import Database, Transaction
    from vault.sealing import ServiceKey


class Casework:
    """Opens transactions for acts that are allowed."""

    def __init__(self, database: Database, changes: Changes, service_key: ServiceKey) -> None:
        self._database, self._changes, self._key = database, changes, service_key

    @asynccontextmanager
    async def allowed(self, session: Session, case_id: str, act: Act) -> AsyncIterator[tuple[Transaction, Case]]:
        """Open one act: the case is locked, who asks may, pages are told once it is durable."""
        async with self._database.transaction() as tx:
            case = await records.get_locked(tx, case_id)
            demand_here(session.role, session.listener_id, case, act)
            self._changes.tell_of(tx, [case_id])
            yield tx, case

    @asynccontextmanager
    async def seen(self, session: Session, case_id: str, *any_of: Act) -> AsyncIterator[tuple[Transaction, Case]]:
        """Open one look, for whoever may do one of these acts: nothing is changed."""
        async with self._database.reading() as tx:
            case = await records.get(tx, case_id)
            may = acts(session.role, session.listener_id, case)
            if not may.intersection(any_of):
                demand_here(session.role, session.listener_id, case, any_of[0])
            yield tx, case

    async def facts(self, tx: Transaction, case_id: str) -> dict[str, str]:
        """Return what is known of a case as ids: question to the choice that counts."""
        facts = await self._opened(tx, case_id, "facts", {})
        return {name: str(value[-1] if isinstance(value, list) and value else value) for name, value in facts.items()}

    async def rules(self, tx: Transaction, case_id: str) -> frozenset[str]:
        """Return the rules that gave a case its level."""
        return frozenset(str(reason.get("rule", "")) for reason in await self._opened(tx, case_id, "reasons", []))

    async def _opened(self, tx: Transaction, case_id: str, column: str, empty: Any) -> Any:
        row = (await records.sealed(tx, [case_id]))[case_id]
        sealed = getattr(row, column)
        return empty if sealed is None else json.loads(self._key.open("cases", column, case_id, sealed))


def is_adult(facts: Mapping[str, str]) -> bool:
    """Tell whether the one harmed is known to be an adult; unknown is a minor."""
    return facts.get("age") == "adult"

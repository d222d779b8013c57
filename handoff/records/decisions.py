"""SQL about decisions: what was decided, and who has read it since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.decisions import REVIEWED, Decision, Kind, Stage, Told
from handoff.records.tables import cases, decisions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from vault.database import Transaction

AT_ONCE = 200


async def add(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write a decision down."""
    await tx.run(sa.insert(decisions).values(**row))


async def of_case(tx: Transaction, case_id: str, shown: Mapping[str, str]) -> list[Decision]:
    """Return the decisions about a case, oldest first; `shown` is how each listener is called."""
    query = _query().where(decisions.c.case_id == case_id).order_by(decisions.c.at, decisions.c.id)
    return [_decision(row, shown) for row in await tx.rows(query)]


async def one(tx: Transaction, case_id: str, decision_id: str) -> sa.Row[Any] | None:
    """Return one decision of a case, locked."""
    mine = (decisions.c.id == decision_id, decisions.c.case_id == case_id)
    return await tx.row(sa.select(decisions).where(*mine).with_for_update())


async def is_asked(tx: Transaction, case_id: str) -> bool:
    """Tell whether a report of a case still waits for a second reader."""
    waits = (decisions.c.case_id == case_id, decisions.c.state == Stage.ASKED.value)
    return await tx.row(sa.select(decisions.c.id).where(*waits).limit(1)) is not None


async def to_read(tx: Transaction, shown: Mapping[str, str]) -> list[Decision]:
    """Return what waits for a second reader, and what no supervisor has looked at yet, oldest first."""
    unread = decisions.c.kind.in_([kind.value for kind in REVIEWED]) & decisions.c.read_at.is_(None)
    query = _query().where((decisions.c.state == Stage.ASKED.value) | unread).order_by(decisions.c.at).limit(AT_ONCE)
    return [_decision(row, shown) for row in await tx.rows(query)]


async def change(tx: Transaction, decision_id: str, values: Mapping[str, Any]) -> None:
    """Set some columns of a decision."""
    await tx.run(sa.update(decisions).where(decisions.c.id == decision_id).values(**values))


async def read(tx: Transaction, decision_id: str, reader: str, at: datetime, stage: Stage) -> None:
    """Note who has read a decision, and what it is from then on."""
    await change(tx, decision_id, {"reader_id": reader, "read_at": at, "state": stage.value})


def _query() -> sa.Select[Any]:
    joined: sa.FromClause = decisions.join(cases, decisions.c.case_id == cases.c.id)
    return sa.select(decisions, cases.c.designation).select_from(joined)


def _decision(row: sa.Row[Any], shown: Mapping[str, str]) -> Decision:
    return Decision(
        id=row.id,
        case_id=row.case_id,
        kind=Kind(row.kind),
        detail=row.detail,
        told=Told(row.told),
        by=shown.get(row.listener_id, ""),
        at=row.at,
        stage=Stage(row.state),
        entry_id=row.entry_id or "",
        reader=shown.get(row.reader_id or "", ""),
        read_at=row.read_at,
        designation=row.designation,
    )

"""SQL of practice cases: how far each story has got, for whom it was made, and whether a case is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.records.tables import cases, practices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from vault.database import Transaction


async def is_one(tx: Transaction, case_id: str) -> bool:
    """Tell whether a case is for practice."""
    return await tx.row(sa.select(cases.c.id).where(cases.c.id == case_id, cases.c.practice)) is not None


async def add(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down that a story begins."""
    await tx.run(sa.insert(practices).values(**row))


async def take_turn(tx: Transaction, case_id: str) -> sa.Row[Any] | None:
    """Go on to the next turn and return the story with it; None where the case is no practice."""
    further = sa.update(practices).where(practices.c.case_id == case_id).values(turn=practices.c.turn + 1)
    return await tx.row(further.returning(practices.c.story, practices.c.turn))


async def open_ones(tx: Transaction) -> Sequence[sa.Row[Any]]:
    """Return every practice case that goes on: whose, which story, where it stands."""
    joined = practices.join(cases, practices.c.case_id == cases.c.id)
    what = (practices.c.case_id, practices.c.story, practices.c.listener_id, cases.c.designation, cases.c.state)
    return await tx.rows(sa.select(*what, practices.c.made_at).select_from(joined).order_by(practices.c.made_at))


async def of_listener(tx: Transaction, listener_id: str) -> list[str]:
    """Return the practice cases made for somebody."""
    mine = sa.select(practices.c.case_id).where(practices.c.listener_id == listener_id)
    return [row.case_id for row in await tx.rows(mine)]


async def made_before(tx: Transaction, before: datetime) -> list[str]:
    """Return the practice cases begun before a moment."""
    old = sa.select(practices.c.case_id).where(practices.c.made_at < before)
    return [row.case_id for row in await tx.rows(old)]

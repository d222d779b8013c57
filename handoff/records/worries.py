"""SQL about worries: who is worried about which listener, and the lines that listener does not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.records.tables import cases, entries, worries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from vault.database import Transaction


async def add(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Insert a worry; one about the same listener that nobody has looked at yet stands for both."""
    same = (worries.c.case_id == row["case_id"]) & (worries.c.about == row["about"]) & worries.c.looked_at.is_(None)
    if await tx.row(sa.select(worries.c.id).where(same)) is None:
        await tx.run(sa.insert(worries).values(**row))


async def are_about(tx: Transaction, case_id: str, listener_id: str) -> bool:
    """Tell whether a worry about this listener was ever told in a case, looked at or not."""
    told = (worries.c.case_id == case_id, worries.c.about == listener_id)
    return await tx.row(sa.select(worries.c.id).where(*told).limit(1)) is not None


async def unseen(tx: Transaction, but: str) -> Sequence[sa.Row[Any]]:
    """Return the worries nobody has looked at, with their case's designation, the oldest first; none about `but`."""
    joined = worries.join(cases, cases.c.id == worries.c.case_id)
    query = sa.select(worries, cases.c.designation).select_from(joined)
    return await tx.rows(query.where(worries.c.looked_at.is_(None), worries.c.about != but).order_by(worries.c.at))


async def looked_at(tx: Transaction, worry_id: str, by: str, at: datetime) -> str | None:
    """Write down who looked at a worry that is not about them; return its case, None where nothing changed."""
    open_one = (worries.c.id == worry_id) & worries.c.looked_at.is_(None) & (worries.c.about != by)
    row = await tx.row(
        sa.update(worries).where(open_one).values(looked_at=at, looked_by=by).returning(worries.c.case_id)
    )
    return None if row is None else str(row.case_id)


async def show(tx: Transaction, case_id: str, entry_id: str) -> bool:
    """Put a line that was kept from its listener at the end of the talk, for everybody; False where there is none."""
    mine = (entries.c.id == entry_id) & (entries.c.case_id == case_id) & entries.c.kept_from.is_not(None)
    row = await tx.row(sa.delete(entries).where(mine).returning(*entries.c))
    if row is None:
        return False
    kept = {name: value for name, value in row._mapping.items() if name not in {"number", "kept_from"}}  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    await tx.run(sa.insert(entries).values(**kept))
    return True

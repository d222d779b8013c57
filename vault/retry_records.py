"""What was kept for the retry of a call: every statement that touches it.

Lives here: SQL. Does not live here: the tables (`vault.records`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vault.records import Row, retries

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from vault.database import Transaction


async def retry(tx: Transaction, names: Collection[bytes]) -> Row | None:
    """Return what was kept for the retry of a call."""
    return await tx.row(sa.select(retries).where(retries.c.name.in_(names)))


async def add_retry(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Keep what a retry is to be told."""
    await tx.run(sa.insert(retries), [row])


async def forget_retries(tx: Transaction, before: datetime) -> int:
    """Forget what was kept for retries before a moment; return how many."""
    return (await tx.run(sa.delete(retries).where(retries.c.made_at < before))).rowcount

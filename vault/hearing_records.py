"""What listeners did with items: which were played, and which were asked about.

Lives here: SQL. Does not live here: the tables (`vault.records`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from vault.records import items, withheld, wraps

if TYPE_CHECKING:
    from collections.abc import Collection

    from vault.database import Transaction


async def hear(tx: Transaction, item_id: str) -> bool:
    """Note that somebody played an item; tell whether nobody had before."""
    heard = sa.update(items).where(items.c.id == item_id, items.c.unheard.is_(True)).values(unheard=False)
    return await tx.row(heard.returning(items.c.id)) is not None


async def unheard(tx: Transaction, vault_ids: Collection[str]) -> dict[str, int]:
    """Count, by vault, what is shared with the team and was never played; vaults without any are left out."""
    shared = sa.exists().where(wraps.c.item_id == items.c.id, wraps.c.reader == "team")
    query = sa.select(items.c.vault_id, sa.func.count().label("waiting")).where(items.c.vault_id.in_(vault_ids), shared)
    query = query.where(items.c.unheard.is_(True), items.c.id.not_in(sa.select(withheld.c.item_id)))
    return {row.vault_id: int(row.waiting) for row in await tx.rows(query.group_by(items.c.vault_id))}


async def keep_likeness(tx: Transaction, item_id: str, sealed: bytes | None) -> None:
    """Keep an item's perceptual hashes, or none any more."""
    await tx.run(sa.update(items).where(items.c.id == item_id).values(likeness=sealed))

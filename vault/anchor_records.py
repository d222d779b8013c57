"""The dates given to chains of custody: every statement that touches them.

Lives here: SQL. Does not live here: the tables (`vault.records`), and dating (`vault.anchors`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vault.records import Row, anchored_heads, anchors, vaults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vault.database import Transaction


async def unanchored(tx: Transaction, most: int) -> Sequence[Row]:
    """Return the vaults whose chain grew since it was last anchored."""
    last = sa.select(sa.func.max(anchored_heads.c.seq)).where(anchored_heads.c.vault_id == vaults.c.id)
    grew = vaults.c.seq > sa.func.coalesce(last.scalar_subquery(), 0)
    return await tx.rows(
        sa.select(vaults.c.id, vaults.c.seq, vaults.c.head).where(grew).order_by(vaults.c.id).limit(most)
    )


async def add_anchor(tx: Transaction, row: Mapping[str, Any]) -> int:
    """Write down an anchor; return its number."""
    (added,) = await tx.rows(sa.insert(anchors).values(**row).returning(anchors.c.id))
    return int(added.id)


async def add_anchored(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write down which heads are under an anchor."""
    await tx.run(sa.insert(anchored_heads), rows)


async def anchored(tx: Transaction, vault_id: str) -> Sequence[Row]:
    """Return a vault's anchors, oldest first."""
    columns = (anchored_heads.c.seq, anchored_heads.c.way, anchors.c.root, anchors.c.token)
    query = sa.select(*columns).join(anchors).where(anchored_heads.c.vault_id == vault_id)
    return await tx.rows(query.order_by(anchored_heads.c.seq))

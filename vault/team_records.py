"""The tables of the team's key, and every statement that touches them.

Lives here: SQL. Does not live here: what is sealed, and to whom (`vault.team`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vault.database import UtcDateTime, metadata
from vault.records import Row, insert_into

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vault.database import Transaction

epochs = sa.Table(
    "team_epochs",
    metadata,
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("public", sa.LargeBinary, nullable=False),
    sa.Column("waiting", sa.LargeBinary),
    sa.Column("made_at", UtcDateTime, nullable=False),
)

team_wraps = sa.Table(
    "team_wraps",
    metadata,
    sa.Column("epoch", sa.ForeignKey("team_epochs.epoch"), primary_key=True),
    sa.Column("listener_id", sa.String(64), primary_key=True),
    sa.Column("listener_public", sa.LargeBinary, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)


async def newest_epoch(tx: Transaction) -> Row | None:
    """Return the current epoch of the team's key."""
    return await tx.row(sa.select(epochs).order_by(epochs.c.epoch.desc()).limit(1))


async def all_epochs(tx: Transaction) -> Sequence[Row]:
    """Return every epoch, the oldest first, held until the transaction ends."""
    return await tx.rows(sa.select(epochs).order_by(epochs.c.epoch).with_for_update())


async def add_epoch(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down an epoch, unless somebody else just did."""
    await tx.run(insert_into(tx, epochs).values(**row).on_conflict_do_nothing())


async def end_waiting(tx: Transaction) -> None:
    """Destroy every seed of the team that waits under the service key."""
    await tx.run(sa.update(epochs).values(waiting=None))


async def put_team_wrap(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Give a listener the seed of an epoch; again is no error."""
    new = insert_into(tx, team_wraps).values(**row)
    fresh = {"listener_public": row["listener_public"], "sealed": row["sealed"]}
    await tx.run(new.on_conflict_do_update(index_elements=["epoch", "listener_id"], set_=fresh))


async def team_wraps_of(tx: Transaction, listener_id: str) -> Sequence[Row]:
    """Return what a listener holds of the team's key."""
    return await tx.rows(sa.select(team_wraps).where(team_wraps.c.listener_id == listener_id))


async def holders(tx: Transaction) -> dict[str, bytes]:
    """Return the public key of every listener who holds the team's key."""
    query = sa.select(team_wraps.c.listener_id, team_wraps.c.listener_public).order_by(team_wraps.c.epoch)
    return {row.listener_id: row.listener_public for row in await tx.rows(query)}


async def drop_team_wraps(tx: Transaction, listener_id: str) -> None:
    """Take the team's key from a listener."""
    await tx.run(sa.delete(team_wraps).where(team_wraps.c.listener_id == listener_id))

"""The table of leases, and every statement that touches it.

Lives here: SQL. Does not live here: who may take a lease, and when (`vault.leases`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING

import sqlalchemy as sa

from vault.database import UtcDateTime, metadata
from vault.records import insert_into

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vault.database import Transaction

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.LargeBinary, primary_key=True),  # a keyed fingerprint of the token
    sa.Column("holder", sa.String(80), nullable=False),  # "" for nobody
    sa.Column("fence", sa.BigInteger, nullable=False),  # grows whenever it changes hands, for ever
    sa.Column("until", UtcDateTime, nullable=False),  # changes with every sign of life
    sa.Column("asked_at", UtcDateTime),  # when a process of this house last waited for it
    sa.Column("contested_at", UtcDateTime),  # when the messenger last said that somebody else uses the token
)


@dataclass(frozen=True, slots=True)
class Held:
    """One row: who holds what, in which turn."""

    name: bytes
    holder: str
    fence: int
    until: datetime
    asked_at: datetime | None = None
    contested_at: datetime | None = None


async def read(tx: Transaction, names: Sequence[bytes], *, locked: str = "") -> Held | None:
    """Return the row of a lease by any of its names; `locked`: "share" or "update", until the transaction ends."""
    found = sa.select(leases).where(leases.c.name.in_(list(names))).limit(1)
    if locked:
        found = found.with_for_update(read=locked == "share")
    row = await tx.row(found)
    if row is None:
        return None
    return Held(bytes(row.name), row.holder, row.fence, row.until, row.asked_at, row.contested_at)


async def begin(tx: Transaction, name: bytes, at: datetime) -> None:
    """Make the row of a lease nobody ever held; one that is there is left alone."""
    row = {"name": name, "holder": "", "fence": 0, "until": at}
    await tx.run(insert_into(tx, leases).values(row).on_conflict_do_nothing())


async def take(tx: Transaction, held: Held) -> None:
    """Give a lease to somebody, in a new turn; nobody waits for it any more."""
    values = {"holder": held.holder, "fence": held.fence, "until": held.until, "asked_at": None}
    await tx.run(sa.update(leases).where(leases.c.name == held.name).values(**values))


async def keep(tx: Transaction, held: Held, until: datetime) -> bool:
    """Note a sign of life; False where somebody else has the lease by now."""
    mine = (leases.c.name == held.name) & (leases.c.fence == held.fence) & (leases.c.holder == held.holder)
    return (await tx.run(sa.update(leases).where(mine).values(until=until))).rowcount == 1


async def let_go(tx: Transaction, held: Held, at: datetime) -> None:
    """Leave a lease to whoever comes next; nothing happens where it is somebody else's by now."""
    mine = (leases.c.name == held.name) & (leases.c.fence == held.fence)
    await tx.run(sa.update(leases).where(mine).values(holder="", until=at))


async def note(tx: Transaction, name: bytes, **at: datetime) -> None:
    """Note when somebody asked (`asked_at`), or the messenger complained (`contested_at`)."""
    await tx.run(sa.update(leases).where(leases.c.name == name).values(**at))

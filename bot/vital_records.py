"""How the mail stands, in one look: every statement the doctor asks of inbox and outbox.

Lives here: SQL. Does not live here: the tables (`bot.records`), and what is too long (`bot.diagnosis`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.diagnosis import Mail
from bot.records import OWED, TIMER, correspondents, inbox, outbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from vault.database import Transaction


async def mail(tx: Transaction, carried: Sequence[str]) -> Mail:
    """Return how inbox and outbox stand; letters wait only on channels that are `carried` to people."""
    of_channel = outbox.join(correspondents, outbox.c.correspondent_id == correspondents.c.id)
    owed = sa.select(sa.func.min(outbox.c.created_at)).select_from(of_channel)
    owed = owed.where(correspondents.c.channel.in_(carried), outbox.c.state.in_(OWED), outbox.c.body.is_not(None))
    new = sa.select(sa.func.min(inbox.c.received_at)).where(inbox.c.state == "new")
    aside = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "aside")
    people = sa.func.coalesce(inbox.c.place, "") != TIMER  # or one would not see that nobody writes any more
    return Mail(
        last_in=await _one(tx, sa.select(sa.func.max(inbox.c.received_at)).where(people)),
        last_out=await _one(tx, sa.select(sa.func.max(outbox.c.created_at))),
        waiting_since=await _one(tx, new),
        owed_since=await _one(tx, owed),
        aside=await _one(tx, aside),
    )


async def _one(tx: Transaction, query: sa.Executable) -> Any:
    row = await tx.row(query)
    return None if row is None else row[0]


async def now_there(tx: Transaction) -> datetime | None:
    """Return the clock of the machine the database runs on; None where that is this one."""
    if tx.connection.dialect.name == "sqlite":
        return None
    found: datetime = await _one(tx, sa.select(sa.func.clock_timestamp()))
    return found


async def engine(tx: Transaction) -> str:
    """Return name and version of the database's program."""
    if tx.connection.dialect.name == "sqlite":
        return f"SQLite {await _one(tx, sa.select(sa.func.sqlite_version()))}"
    return f"PostgreSQL {str(await _one(tx, sa.text('SHOW server_version'))).split()[0]}"

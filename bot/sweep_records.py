"""What stands in a person's chat and is the house's own: every statement of the quick exit.

Lives here: SQL. Does not live here: the tables (`bot.records`), and when a chat is swept (`bot.sweeping`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.records import OWED, outbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from vault.database import Transaction


async def shown(tx: Transaction, correspondent: str, before: int, since: datetime) -> Sequence[sa.Row[Any]]:
    """Return the letters older than the letter `before` of which something was sent since a moment, oldest first."""
    sent_at = sa.func.coalesce(outbox.c.delivered_at, outbox.c.created_at)
    mine = (outbox.c.correspondent_id == correspondent) & (outbox.c.id < before) & outbox.c.state.not_in(OWED)
    seen = mine & outbox.c.sent_as.is_not(None) & (sent_at > since)
    return await tx.rows(sa.select(outbox.c.id, outbox.c.sent_as).where(seen).order_by(outbox.c.id))


async def unshown(tx: Transaction, ids: Sequence[int]) -> None:
    """Note that nothing of these letters stands in the chat any more."""
    await tx.run(sa.update(outbox).where(outbox.c.id.in_(ids)).values(sent_as=None))

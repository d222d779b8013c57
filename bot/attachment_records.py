"""Files that a messenger keeps and that are to be fetched: every statement about them.

Lives here: SQL. Does not live here: the tables (`bot.records`), and fetching itself (the channels).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.records import attachments, insert_new

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vault.database import Transaction


async def add(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Write down a file that is to be fetched; one that is known is left as it is."""
    await tx.run(insert_new(tx, attachments), [row])


async def in_state(tx: Transaction, channel: str, state: str) -> Sequence[sa.Row[Any]]:
    """Return a channel's attachments in one state, oldest first."""
    mine = (attachments.c.channel == channel) & (attachments.c.state == state)
    return await tx.rows(sa.select(attachments).where(mine).order_by(attachments.c.id).limit(500))


async def mark(tx: Transaction, ids: Sequence[int], values: Mapping[str, Any]) -> None:
    """Write down how far attachments are."""
    await tx.run(sa.update(attachments).where(attachments.c.id.in_(ids)).values(**values))


async def wish_gone(tx: Transaction, channel: str, correspondent: str) -> None:
    """Note that a person wants what the vault has kept of theirs out of the chat."""
    mine = (attachments.c.channel == channel) & (attachments.c.correspondent_id == correspondent)
    await tx.run(sa.update(attachments).where(mine, attachments.c.state == "told").values(state="wished"))

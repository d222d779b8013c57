"""SQL of the figures: rows without persons, ids, words or addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from handoff.records.after import notices, referrals
from handoff.records.tables import cases, outcomes, waits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from vault.database import Transaction


async def notices_sent(tx: Transaction, since: datetime, until: datetime) -> Sequence[sa.Row[Any]]:
    """Return the notices sent in a time: platform, kind, state, way, and when they were sent, received and decided."""
    columns = [notices.c[name] for name in ("platform", "kind", "state", "way", "links", "flagger", "steps")]
    times = [notices.c[name] for name in ("sent_at", "acknowledged_at", "decided_at")]
    query = sa.select(*columns, *times).where(notices.c.sent_at >= since, notices.c.sent_at < until)
    return await tx.rows(query.order_by(notices.c.sent_at))


async def outcomes_in(tx: Transaction, since: datetime, until: datetime) -> Sequence[sa.Row[Any]]:
    """Return how cases closed in a time ended: level, outcome, kind of violence, channel, language."""
    names = ("level", "outcome", "type", "channel", "language")
    query = sa.select(*(outcomes.c[name] for name in names))
    return await tx.rows(query.where(outcomes.c.closed_at >= since, outcomes.c.closed_at < until))


async def opened_in(tx: Transaction, since: datetime, until: datetime) -> Sequence[sa.Row[Any]]:
    """Return when cases were opened in a time, and at which level they stand."""
    query = sa.select(cases.c.opened_at, cases.c.level)
    real = cases.c.practice.is_(False)
    return await tx.rows(query.where(real, cases.c.opened_at >= since, cases.c.opened_at < until))


async def waits_in(tx: Transaction, since: datetime, until: datetime) -> Sequence[sa.Row[Any]]:
    """Return the waits for a human that began in a time: level, since, until (None while it lasts)."""
    query = sa.select(waits.c.level, waits.c.since, waits.c.until)
    return await tx.rows(query.where(waits.c.since >= since, waits.c.since < until))


async def referrals_in(tx: Transaction, since: datetime, until: datetime) -> Sequence[sa.Row[Any]]:
    """Return the referrals of a time: need and state."""
    query = sa.select(referrals.c.need, referrals.c.state)
    return await tx.rows(query.where(referrals.c.made_at >= since, referrals.c.made_at < until))


async def earliest(tx: Transaction) -> datetime | None:
    """Return when the first thing that is counted happened; None where nothing did."""
    columns = (notices.c.sent_at, cases.c.opened_at, outcomes.c.closed_at, waits.c.since)
    found = [await tx.row(sa.select(sa.func.min(column).label("at"))) for column in columns]
    moments = [row.at for row in found if row is not None and row.at is not None]
    return min(moments) if moments else None

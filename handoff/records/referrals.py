"""SQL about referrals to services that last, and about drafts of dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from handoff.records.after import dossier_words, dossiers, referrals
from handoff.records.tables import insert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from vault.database import Transaction


async def add(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Insert a referral."""
    await tx.run(sa.insert(referrals).values(**row))


async def of_case(tx: Transaction, case_id: str) -> Sequence[sa.Row[Any]]:
    """Return the referrals of a case, the first first."""
    return await tx.rows(sa.select(referrals).where(referrals.c.case_id == case_id).order_by(referrals.c.made_at))


async def latest(tx: Transaction, case_id: str, state: str) -> sa.Row[Any] | None:
    """Return the latest referral of a case in a state."""
    query = sa.select(referrals).where(referrals.c.case_id == case_id, referrals.c.state == state)
    return await tx.row(query.order_by(referrals.c.made_at.desc()).limit(1).with_for_update())


async def one(tx: Transaction, case_id: str, referral_id: str) -> sa.Row[Any] | None:
    """Return one referral of a case, locked."""
    query = sa.select(referrals).where(referrals.c.case_id == case_id, referrals.c.id == referral_id)
    return await tx.row(query.with_for_update())


async def change(tx: Transaction, referral_id: str, values: Mapping[str, Any]) -> None:
    """Set some columns of a referral."""
    await tx.run(sa.update(referrals).where(referrals.c.id == referral_id).values(**values))


# -- drafts of dossiers ------------------------------------------------------------------------------------------------


async def add_dossier(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Insert a draft."""
    await tx.run(sa.insert(dossiers).values(**row))


async def dossier(tx: Transaction, case_id: str) -> sa.Row[Any] | None:
    """Return the latest draft of a case, locked."""
    query = sa.select(dossiers).where(dossiers.c.case_id == case_id).order_by(dossiers.c.made_at.desc()).limit(1)
    return await tx.row(query.with_for_update())


async def made_items(tx: Transaction, case_id: str) -> set[str]:
    """Return the items of the vault that are dossiers made earlier: no exhibits."""
    query = sa.select(dossiers.c.item_id).where(dossiers.c.case_id == case_id, dossiers.c.item_id.is_not(None))
    return {row.item_id for row in await tx.rows(query)}


async def change_dossier(tx: Transaction, dossier_id: str, values: Mapping[str, Any]) -> None:
    """Set some columns of a draft."""
    await tx.run(sa.update(dossiers).where(dossiers.c.id == dossier_id).values(**values))


async def add_words(tx: Transaction, dossier_id: str, entry_id: str, at: datetime) -> None:
    """Note that a line of the talk corrects a draft; the same line again is no news."""
    row = {"dossier_id": dossier_id, "entry_id": entry_id, "at": at}
    new = insert(tx, dossier_words).values(**row)
    await tx.run(new.on_conflict_do_nothing(index_elements=["dossier_id", "entry_id"]))


async def words_of(tx: Transaction, dossier_id: str) -> list[str]:
    """Return the lines of the talk that correct a draft, in order."""
    query = sa.select(dossier_words.c.entry_id).where(dossier_words.c.dossier_id == dossier_id)
    return [row.entry_id for row in await tx.rows(query.order_by(dossier_words.c.id))]


async def forget(tx: Transaction, case_id: str) -> None:
    """Destroy drafts and words about referrals of a case; that somebody was referred stays, pointing nowhere."""
    mine = sa.select(dossiers.c.id).where(dossiers.c.case_id == case_id)
    await tx.run(sa.delete(dossier_words).where(dossier_words.c.dossier_id.in_(mine)))
    await tx.run(sa.delete(dossiers).where(dossiers.c.case_id == case_id))
    gone = sa.update(referrals).where(referrals.c.case_id == case_id)
    await tx.run(gone.values(case_id=None, sealed=None))


async def dossier_made(tx: Transaction, case_id: str) -> str | None:
    """Return the piece of the vault that is the latest dossier made in a case."""
    made = (dossiers.c.case_id == case_id, dossiers.c.item_id.is_not(None))
    row = await tx.row(sa.select(dossiers.c.item_id).where(*made).order_by(dossiers.c.made_at.desc()).limit(1))
    return None if row is None else str(row.item_id)

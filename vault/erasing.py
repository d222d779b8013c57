"""Erasing: a durable decision first, then the destruction of keys, finished by the sweep whatever happens in between.

Lives here: what is condemned, what is destroyed, and what was begun and never became real. Does not live here: how a
value is overwritten (`vault.shreds`) or a file removed (`vault.blobs`).

A store may be older than the other: somebody brought a backup back. Files and shred values without a row are then not
rubbish but all that is left of what the backup does not know, and the newer database may still turn up. So database
and shred store both count the sweeps; a database that counted fewer is from before, and nothing it does not know is
destroyed until it has counted as many.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from vault import part_records, records, retry_records
from vault.custody import Act
from vault.errors import NoSuchVaultError, StoreError, VaultError
from vault.items import item_name
from vault.ledger import continue_chain, item_of, standing
from vault.locks import lock_name, recovery_name, waiting_name
from vault.withheld import memo_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from vault.blobs import Blobs
    from vault.database import Database, Transaction
    from vault.keys import SigningKey
    from vault.shreds import Shreds

GRACE = timedelta(days=1)
"""How long something without a row is left alone: nobody takes a day between the last byte of a file and its row."""

RETRIES = timedelta(days=7)
"""How long a retry of the same call is told what the first was told."""

AT_ONCE = 500
UNSEALED = dict.fromkeys(("waiting", "locked", "phrase", "recovery", "recovery_phrase"))
SWEEPS = "sweeps"


class Eraser:
    """Condemns within a transaction, destroys after it, sweeps up what a crash left."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        shreds: Shreds,
        signing: SigningKey,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._blobs, self._shreds, self._signing, self._clock = database, blobs, shreds, signing, clock
        self._under_way: set[asyncio.Task[None]] = set()

    async def vault(self, tx: Transaction, vault_id: str, actor: str) -> int:
        """Condemn a vault; return how many items go with it, 0 where it was erased before."""
        row = await records.vault(tx, vault_id, held=True)
        if row is None:
            raise NoSuchVaultError("no vault has this id")
        return 0 if row.erased_at is not None else await self._condemn(tx, row, actor)

    async def _condemn(self, tx: Transaction, row: records.Row, actor: str) -> int:
        vault_id = row.id
        ids = [item.id for item in await records.items_of(tx, vault_id)]
        unfinished = await part_records.uploads_of(tx, vault_id)
        memos = [memo.item_id for memo in await records.withheld_of(tx, vault_id)]
        await records.withhold_no_more(tx, memos)
        await part_records.condemn(tx, [*ids, *unfinished])
        await records.condemn(tx, [vault_id], is_item=False)
        chain = continue_chain(row, self._signing, self._clock())
        chain.add(actor, Act.ERASED)
        await chain.save(tx, {**UNSEALED, "erased_at": chain.at})
        tx.afterwards(self._begin)
        return len(ids)

    async def item(self, tx: Transaction, item_id: str, actor: str) -> None:
        """Condemn one item; the vault and its chain stay."""
        row = await standing(tx, (await item_of(tx, item_id)).vault_id, held=True)
        await item_of(tx, item_id)  # again: where another hand was faster, it stands in the chain once
        await records.withhold_no_more(tx, [item_id])
        await part_records.condemn(tx, [item_id])
        chain = continue_chain(row, self._signing, self._clock())
        chain.add(actor, Act.ERASED, item=item_id)
        await chain.save(tx)
        tx.afterwards(self._begin)

    async def uploads(self, tx: Transaction, vault_id: str) -> int:
        """Condemn what came of files of which parts are missing; return how many files that were."""
        if not await part_records.uploads_of(tx, vault_id):
            return 0
        await standing(tx, vault_id, held=True)  # a file that ends at this moment ends before, or not at all
        found = await part_records.uploads_of(tx, vault_id)
        unfinished = [one for one in found if await part_records.is_under_way(tx, one)]
        await part_records.condemn(tx, unfinished)
        tx.afterwards(self._begin)
        return len(unfinished)

    async def expire(self, tx: Transaction, before: datetime) -> int:
        """Condemn what nobody touched since a moment, and drop what is left of what was erased before it."""
        gone = 0
        for vault_id in await records.untouched(tx, before):
            row = await records.vault(tx, vault_id, held=True)
            if row is not None and row.erased_at is None and row.touched_at < before:  # else its owner came meanwhile
                await self._condemn(tx, row, "retention")
                gone += 1
        await records.forget_erased(tx, before)
        return gone

    async def finish(self) -> int:
        """Destroy everything condemned so far; return how many keys' worth. Done twice it does no harm.

        Raises StoreError where a file cannot be removed just now, once every key is destroyed.
        """
        done, after, left = 0, "", 0
        while True:
            async with self._database.reading() as tx:
                rows = await records.condemned(tx, AT_ONCE, after)
            if not rows:
                break
            after, kept = rows[-1].id, await self._destroy(rows)
            async with self._database.transaction() as tx:
                await records.destroyed(tx, [row.id for row in rows if row.id not in kept])
            done, left = done + len(rows) - len(kept), left + len(kept)
        if left:
            raise StoreError(f"files of what was erased cannot be removed: {left}; their keys are destroyed")
        return done

    async def sweep(self, now: datetime) -> int:
        """Finish every erasure, then remove what was begun and never became real; return how many things went.

        Keys before files: what no store lets us remove just now is noise by then.
        """
        before, gone = now - GRACE, 0
        knows = await self._knows_everything()
        if knows:
            await self._give_up_uploads(before)
            gone += await self._sweep_shreds(before)
        gone += await self.finish() + await self._blobs.sweep(before)
        if knows:
            gone += await self._sweep_files(before)
        async with self._database.transaction() as tx:
            return gone + await retry_records.forget_retries(tx, now - RETRIES)

    async def settle(self) -> None:
        """Wait until the erasures under way have ended."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def after(self, tx: Transaction) -> None:
        """Destroy what is condemned once a transaction is durable."""
        tx.afterwards(self._begin)

    def _begin(self) -> None:
        task = asyncio.get_running_loop().create_task(self._finish_quietly())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _finish_quietly(self) -> None:
        with suppress(VaultError, SQLAlchemyError, sqlite3.Error, OSError):  # the decision stands: the sweep carries on
            await self.finish()

    async def _destroy(self, rows: Sequence[records.Row]) -> set[str]:
        """Destroy the keys first: from then on a file is noise. Return the ids of those that cannot be removed yet."""
        names = [item_name(row.id) for row in rows if row.is_item]
        for vault_id in (row.id for row in rows if not row.is_item):
            for start in ("lock", "recovery"):
                names += await self._shreds.beginning(f"{start}-{vault_id}-")
            names.append(waiting_name(vault_id))
        await self._shreds.destroy(names)
        kept = set()
        for item_id in (row.id for row in rows if row.is_item):
            try:
                await self._blobs.remove(item_id)
            except StoreError:
                kept.add(item_id)
        return kept

    async def _knows_everything(self) -> bool:
        """Count this sweep in both stores; tell whether the database is at least as new as the shred store."""
        async with self._database.transaction() as tx:
            number = int(await records.house_value(tx, SWEEPS) or b"0") + 1
            await records.replace_house(tx, SWEEPS, str(number).encode())
        return await self._shreds.count_sweep(number)

    async def _give_up_uploads(self, before: datetime) -> None:
        """Condemn what came of files nobody sent to their end: whoever began one a day ago does not come back to it."""
        async with self._database.reading() as tx:
            found = await part_records.unfinished(tx, before)
        for ids in _batches(found):
            async with self._database.transaction() as tx:  # one that became whole meanwhile is an item, and stays
                await part_records.condemn(tx, [one for one in ids if await part_records.is_under_way(tx, one)])

    async def _sweep_files(self, before: datetime) -> int:
        unknown: list[str] = []
        for ids in _batches(await self._blobs.ids(before)):
            async with self._database.reading() as tx:
                known = await part_records.known_files(tx, ids)
            unknown += [item_id for item_id in ids if item_id not in known]
        for item_id in unknown:
            await self._blobs.remove(item_id)
        return len(unknown)

    async def _sweep_shreds(self, before: datetime) -> int:
        unknown: list[str] = []
        for names in _batches(await self._shreds.names(before)):
            ids = {name.split("-")[1] for name in names}
            async with self._database.reading() as tx:
                items = await part_records.known_files(tx, ids)
                vaults = await records.seals_of(tx, ids)
                memos = await records.known_memos(tx, ids)
            needed = {item_name(item_id) for item_id in items} | {memo_name(item_id) for item_id in memos}
            needed |= _needed(vaults.values())
            unknown += [name for name in names if name not in needed]
        await self._shreds.destroy(unknown)
        return len(unknown)


def _needed(vaults: Collection[records.Row]) -> set[str]:
    waiting = {waiting_name(row.id) for row in vaults if row.waits}
    waiting |= {recovery_name(row.id, row.recovery) for row in vaults if row.recovery is not None}
    return waiting | {lock_name(row.id, row.locked) for row in vaults if row.locked is not None}


def _batches(names: list[str]) -> Iterable[list[str]]:
    return (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))

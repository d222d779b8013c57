"""Keeping a file: sealed while it arrives, forced to the disk, then written down; only the row makes it real.

Lives here: the order in which a file becomes evidence. Does not live here: the stream (`vault.streams`), the formats
(`vault.items`), what is left of a crash in between (`vault.erasing`).
"""

from __future__ import annotations

import os
import secrets
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from vault import part_records, records
from vault.custody import Act, commitment
from vault.errors import Quota, QuotaError, VaultError
from vault.items import SALT_BYTES, SUITE, TEAM, VAULT, ItemKeys, Place, Record, is_played, item_name, sniff
from vault.ledger import continue_chain, standing
from vault.retries import Receipt, Retries
from vault.sealing import KEY_BYTES
from vault.sharing import wrap_row
from vault.shreds import SHRED_BYTES
from vault.streams import Inflow, padded_size
from vault.withheld import memo_name, seal_memo, withheld_row

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from vault.blobs import Blobs
    from vault.database import Database, Transaction
    from vault.keys import HouseKeys
    from vault.settings import QuotaSettings
    from vault.shreds import Shreds
    from vault.team import Team

LONGEST_LABEL = 255
HOUR = timedelta(hours=1)
HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that arrives: what is said about it, who sends it, and how it is to be kept."""

    name: str = field(repr=False)
    declared: str = field(repr=False)
    source: str = field(repr=False)
    limit: int
    share: bool | None
    actor: str
    key: str | None = field(repr=False)
    withheld: bool = False
    announced: int = 0


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file whose sealed bytes are durable and whose row is not written yet; `parts`: in how many files they lie."""

    item_id: str
    secret: bytes = field(repr=False)
    shred: bytes = field(repr=False)
    record: Record = field(repr=False)
    sealed_record: bytes = field(repr=False)
    memo_shred: bytes | None = field(default=None, repr=False)
    parts: int | None = None


class Keeper:
    """Takes files in."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        shreds: Shreds,
        keys: HouseKeys,
        team: Team,
        clock: Callable[[], datetime],
        quota: QuotaSettings,
    ) -> None:
        self._quota = quota
        self._database, self._blobs, self._shreds, self._keys, self._team = database, blobs, shreds, keys, team
        self._clock, self._retries = clock, Retries(keys.service)

    async def keep(self, vault_id: str, stream: AsyncIterator[bytes], arrival: Arrival) -> Receipt:
        """Keep a file: its bytes first, then its shred value, then its row."""
        async with self._database.glance() as tx:  # asked again once it is to become real
            await standing(tx, vault_id)
            known = await self.kept_before(tx, vault_id, arrival)
            if known is None:
                await self.demand_room(tx, vault_id, arrival.announced)
        if known is not None:
            return known
        sealed = await self._seal(stream, arrival)
        try:
            await self._put_shreds(sealed)
            async with self._database.transaction() as tx:
                receipt = await self.write_down(tx, vault_id, sealed, arrival)
        except VaultError:  # certainly not written down; after any other fault nobody knows, and the sweep looks
            await self._discard(sealed.item_id)
            raise
        if receipt.item_id != sealed.item_id:
            await self._discard(sealed.item_id)
        return receipt

    async def kept_before(self, tx: Transaction, vault_id: str, arrival: Arrival) -> Receipt | None:
        """Return the receipt of the same call, where it ended well before."""
        return None if arrival.key is None else await self._retries.find(tx, vault_id, arrival.key)

    async def demand_room(self, tx: Transaction, vault_id: str, size: int, besides: str = "") -> None:
        """Refuse what goes beyond a limit: before a byte is written, and again before it becomes real.

        What is still coming in parts counts as if it were there, but for the upload `besides`.
        """
        is_there = await part_records.room(tx, vault_id, self._clock() - HOUR, besides)
        more, quota = padded_size(size) + int(is_there.coming_bytes), self._quota
        if is_there.held + is_there.coming >= quota.items or is_there.stored + more > quota.bytes:
            raise QuotaError(Quota.VAULT)
        if is_there.lately + is_there.coming >= quota.items_per_hour:
            raise QuotaError(Quota.HOUR)
        if is_there.lately_stored + more > quota.bytes_per_hour:
            raise QuotaError(Quota.HOUR)

    async def _put_shreds(self, sealed: Sealed) -> None:
        await self._shreds.put(item_name(sealed.item_id), sealed.shred)
        if sealed.memo_shred is not None:
            await self._shreds.put(memo_name(sealed.item_id), sealed.memo_shred)

    async def _seal(self, stream: AsyncIterator[bytes], arrival: Arrival) -> Sealed:
        item_id, secret, shred = secrets.token_hex(16), os.urandom(KEY_BYTES), os.urandom(SHRED_BYTES)
        keys = ItemKeys.of(item_id, secret, shred)
        inflow = Inflow(keys.file, keys.context, arrival.limit)
        async with aclosing(inflow.sealed(stream)) as sealed:
            await self._blobs.put(item_id, sealed)
        record = self.describe(arrival, size=inflow.size, sha256=inflow.sha256, head=inflow.head)
        memo_shred = os.urandom(SHRED_BYTES) if arrival.withheld else None
        return Sealed(item_id, secret, shred, record, keys.seal_record(record), memo_shred)

    def describe(self, arrival: Arrival, *, size: int, sha256: str, head: bytes) -> Record:
        """Say what is known about a file that has arrived."""
        return Record(
            name=_plain(arrival.name),
            declared=_plain(arrival.declared),
            sniffed=sniff(head),
            size=size,
            sha256=sha256,
            kept_at=self._clock().isoformat(timespec="seconds"),
            source=_plain(arrival.source),
            salt=os.urandom(SALT_BYTES).hex(),
        )

    async def write_down(
        self, tx: Transaction, vault_id: str, sealed: Sealed, arrival: Arrival, besides: str = ""
    ) -> Receipt:
        """Make a sealed file real; where the same call was faster meanwhile, return its receipt instead."""
        row = await standing(tx, vault_id, held=True)
        known = await self.kept_before(tx, vault_id, arrival)
        if known is not None:
            return known
        await self.demand_room(tx, vault_id, sealed.record.size, besides)
        item_id, record, now = sealed.item_id, sealed.record, self._clock()
        chain = continue_chain(row, self._keys.signing, now)
        commit = commitment(bytes.fromhex(record.salt), record.sha256)
        seq = chain.add(arrival.actor, Act.KEPT, item=item_id, commit=commit)
        await records.add_item(tx, _item_row(vault_id, seq, sealed, now))
        wraps = [wrap_row(Place(vault_id, item_id, VAULT), bytes(row.public), sealed.secret)]
        if sealed.memo_shred is not None:
            memo = seal_memo(vault_id, item_id, bytes(row.public), sealed.memo_shred, record)
            await records.withhold(tx, withheld_row(vault_id, item_id, seq, memo, now))
            chain.add(HOUSE, Act.WITHHELD, item=item_id)
        elif arrival.share or (arrival.share is None and row.shares):
            epoch, public = await self._team.public(tx)
            wraps.append(wrap_row(Place(vault_id, item_id, TEAM, epoch), public, sealed.secret))
            chain.add(arrival.actor, Act.SHARED, item=item_id)
        await records.add_wraps(tx, wraps)
        await chain.save(tx)
        receipt = Receipt(item_id, chain.code, record.size, record.sha256)
        if arrival.key is not None:
            await self._retries.keep(tx, vault_id, arrival.key, receipt, now)
        return receipt

    async def _discard(self, item_id: str) -> None:
        with suppress(VaultError):  # what stays behind is sealed, known to nobody, and the sweep's
            await self._shreds.destroy([item_name(item_id), memo_name(item_id)])
            await self._blobs.remove(item_id)


def _item_row(vault_id: str, seq: int, sealed: Sealed, at: datetime) -> dict[str, Any]:
    return {
        "id": sealed.item_id,
        "vault_id": vault_id,
        "seq": seq,
        "suite": SUITE,
        "padded_size": padded_size(sealed.record.size),
        "record": sealed.sealed_record,
        "kept_at": at,
        "parts": sealed.parts,
        "unheard": is_played(sealed.record.sniffed),
    }


def _plain(label: str) -> str:
    """Return a label as it can be stored: what a phone calls a file may be long, and no text at all."""
    return label.encode("utf-8", "replace").decode()[:LONGEST_LABEL]

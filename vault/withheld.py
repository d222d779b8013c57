"""Pieces that may show an intimate image of a minor: held where nobody opens them, then released or destroyed.

Lives here: what holding, releasing and destroying mean, and the memo that is left of a destroyed piece. Does not live
here: whether a piece may show that, and what is asked about it (`bot.coffer`).

The memo is the piece's record (its SHA-256 among it), sealed twice: under a shred value of its own, and to the vault's
key. So it opens for the owner alone, and not at all once the vault, or the memo's own value, is gone.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from vault import hearing_records, part_records, records
from vault.custody import Act
from vault.errors import CannotOpenError, ErasedError, NoSuchItemError, VaultError, WithheldError, WrongPhraseError
from vault.items import TEAM, VAULT, ItemKeys, Place, Record, item_name
from vault.ledger import continue_chain, item_of, standing
from vault.sealing import open_under, open_with, seal_to, seal_under

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from vault.database import Transaction
    from vault.keys import SigningKey
    from vault.locks import Locks, Unlocked
    from vault.shreds import Shreds

HELD, DECLARED, DESTROYED = "held", "declared", "destroyed"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is written of a withheld piece. `state`: held (nobody said yet) | declared (kept apart) | destroyed."""

    item_id: str
    seq: int
    at: datetime
    state: str


def memo_name(item_id: str) -> str:
    """Return the name of the shred value without which a memo does not open."""
    return f"memo-{item_id}"


def seal_memo(vault_id: str, item_id: str, public: bytes, shred: bytes, record: Record) -> bytes:
    """Seal what is known of a piece so that it outlives the piece."""
    place = _place(vault_id, item_id)
    clear = json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":")).encode()
    return seal_to(public, seal_under(shred, clear, place), place)


def open_memo(vault_id: str, item_id: str, seed: bytes, shred: bytes, sealed: bytes) -> Record:
    """Open it again. Raises CannotOpenError."""
    place = _place(vault_id, item_id)
    return Record(**json.loads(open_under(shred, open_with(seed, sealed, place), place)))


class Withholding:
    """Holds, releases, destroys: each within the caller's transaction, each in the chain of custody."""

    def __init__(
        self,
        locks: Locks,
        shreds: Shreds,
        signing: SigningKey,
        clock: Callable[[], datetime],
        destroy_after: Callable[[Transaction], None],
    ) -> None:
        self._locks, self._shreds, self._signing, self._clock = locks, shreds, signing, clock
        self._destroy_after = destroy_after

    async def of(self, tx: Transaction, vault_id: str) -> list[Withheld]:
        """List what is withheld in a vault, oldest first."""
        return [_told(row) for row in await records.withheld_of(tx, vault_id)]

    async def hold(self, tx: Transaction, item_id: str, actor: str) -> bool:
        """Withhold a piece that was kept as any other; tell whether it was not withheld before."""
        if await records.withheld_item(tx, item_id) is not None:
            return False
        item = await item_of(tx, item_id)
        row = await standing(tx, item.vault_id, held=True)
        if await records.withheld_item(tx, item_id) is not None:  # another hand was faster
            return False
        memo = await self._memo(tx, row, item)
        chain = continue_chain(row, self._signing, self._clock())
        await hearing_records.keep_likeness(tx, item_id, None)  # no hash is kept that tells such a picture from others
        if await records.wraps_of(tx, item_id, TEAM):
            await records.drop_wraps(tx, [item_id], TEAM)
            chain.add(actor, Act.UNSHARED, item=item_id)
        chain.add(actor, Act.WITHHELD, item=item_id)
        await records.withhold(tx, withheld_row(row.id, item_id, item.seq, memo, chain.at))
        await chain.save(tx)
        return True

    async def release(self, tx: Transaction, item_id: str, actor: str) -> None:
        """Make a held piece one like any other: its owner said that it shows nothing of the kind."""
        found, row = await self._held(tx, item_id)
        if found.state == DESTROYED:
            raise ErasedError("this piece was destroyed")
        await records.withhold_no_more(tx, [item_id])
        chain = continue_chain(row, self._signing, self._clock())
        chain.add(actor, Act.RELEASED, item=item_id)
        await chain.save(tx)

    async def declare(self, tx: Transaction, item_id: str) -> None:
        """Note that it does show an intimate image, and that it stays sealed by the house's written policy."""
        found, _ = await self._held(tx, item_id)
        if found.state == HELD:
            await records.still_withheld(tx, item_id, DECLARED)

    async def destroy(self, tx: Transaction, item_id: str, actor: str) -> None:
        """Destroy the bytes and the key of a withheld piece; "received, destroyed" and its memo stay."""
        found, row = await self._held(tx, item_id)
        if found.state == DESTROYED:
            return
        await records.still_withheld(tx, item_id, DESTROYED)
        await part_records.condemn(tx, [item_id])
        chain = continue_chain(row, self._signing, self._clock())
        chain.add(actor, Act.DESTROYED, item=item_id)
        await chain.save(tx)
        self._destroy_after(tx)

    async def forget(self, tx: Transaction, item_id: str, actor: str) -> None:
        """Forget even the memo of a destroyed piece: its value goes with the next sweep.

        Raises WithheldError for one that is there still: forgotten, it would open.
        """
        found, row = await self._held(tx, item_id)
        if found.state != DESTROYED:
            raise WithheldError("this item is withheld from everybody")
        await records.withhold_no_more(tx, [item_id])
        chain = continue_chain(row, self._signing, self._clock())
        chain.add(actor, Act.ERASED, item=item_id)
        await chain.save(tx)

    async def memo(self, tx: Transaction, item_id: str, unlocked: Unlocked) -> Record:
        """Return what is known of a withheld piece, for its owner. Raises CannotOpenError, WrongPhraseError."""
        found = await self._found(tx, item_id)
        if found.vault_id != unlocked.vault_id:
            raise WrongPhraseError("this is another vault's phrase")
        if found.memo is None:
            raise CannotOpenError("nothing but the chain of custody tells of this piece")
        shred = await self._shreds.get(memo_name(item_id))
        return open_memo(found.vault_id, item_id, unlocked.seed, shred, found.memo)

    async def _memo(self, tx: Transaction, row: records.Row, item: records.Row) -> bytes | None:
        """Make the memo of a piece that was kept without one, while the house can still open it; else there is none."""
        seed = await self._locks.waiting_seed(row)
        if seed is None:
            return None
        try:
            (wrap,) = await records.wraps_of(tx, item.id, VAULT)
            secret = Place(row.id, item.id, VAULT).unwrap(seed, wrap.sealed)
            keys = ItemKeys.of(item.id, secret, await self._shreds.get(item_name(item.id)))
            shred = await self._shreds.ensure(memo_name(item.id))
            return seal_memo(row.id, item.id, bytes(row.public), shred, keys.open_record(item.record))
        except (VaultError, ValueError):
            return None

    async def _held(self, tx: Transaction, item_id: str) -> tuple[records.Row, records.Row]:
        """Return what is written of a withheld item once its vault is held, until when it may change; and the vault."""
        found = await self._found(tx, item_id)
        row = await standing(tx, found.vault_id, held=True)
        return await self._found(tx, item_id), row

    @staticmethod
    async def _found(tx: Transaction, item_id: str) -> records.Row:
        found = await records.withheld_item(tx, item_id)
        if found is None:
            raise NoSuchItemError("no withheld piece has this id")
        return found


def withheld_row(vault_id: str, item_id: str, seq: int, memo: bytes | None, at: datetime) -> dict[str, object]:
    """Return the row that keeps everybody from an item."""
    return {"item_id": item_id, "vault_id": vault_id, "seq": seq, "state": HELD, "memo": memo, "at": at}


def _told(row: records.Row) -> Withheld:
    return Withheld(row.item_id, row.seq, row.at, row.state)


def _place(vault_id: str, item_id: str) -> bytes:
    return f"havre/v1/memo|{vault_id}|{item_id}".encode()

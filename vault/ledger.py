"""The end of a vault's chain of custody, held while entries are added to it: two hands never write the same number.

Lives here: finding a vault that still stands, its chain or an item, and writing down who did what with it. Does not
live here: what an entry is (`vault.custody`), SQL (`vault.records`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vault import custody, records
from vault.errors import ErasedError, NoSuchItemError, NoSuchVaultError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from vault.custody import Act
    from vault.database import Transaction
    from vault.keys import SigningKey


@dataclass(slots=True)
class Chain:
    """What a transaction adds to one vault's chain; nothing of it is stored before `save`."""

    vault_id: str
    signing: SigningKey
    at: datetime
    seq: int
    head: bytes
    added: list[custody.Entry] = field(default_factory=list)

    def add(self, actor: str, act: Act, *, item: str = "", commit: str = "") -> int:
        """Add an entry; return its number."""
        entry, self.head = custody.write(
            self.vault_id,
            (self.seq, self.head),
            self.signing,
            at=self.at,
            actor=actor,
            act=act,
            item=item,
            commit=commit,
        )
        self.seq = entry.n
        self.added.append(entry)
        return entry.n

    @property
    def code(self) -> str:
        """The receipt for everything up to here."""
        return custody.receipt_code(self.head)

    async def save(self, tx: Transaction, change: Mapping[str, Any] | None = None) -> None:
        """Store the entries and the new head, with what else changes of the vault."""
        if self.added:
            await records.add_entries(tx, [{"vault_id": self.vault_id, **_columns(entry)} for entry in self.added])
        ends = {"seq": self.seq, "head": self.head, "touched_at": self.at}
        await records.change_vault(tx, self.vault_id, {**ends, **(change or {})})


def continue_chain(row: records.Row, signing: SigningKey, at: datetime) -> Chain:
    """Take up the chain of a vault whose row is held."""
    return Chain(row.id, signing, at, row.seq, bytes(row.head))


async def standing(tx: Transaction, vault_id: str, *, held: bool = False) -> records.Row:
    """Return the row of a vault that was not erased. Raises NoSuchVaultError, ErasedError."""
    row = await records.vault(tx, vault_id, held=held)
    if row is None:
        raise NoSuchVaultError("no vault has this id")
    if row.erased_at is not None:
        raise ErasedError("this vault was erased")
    return row


async def entries_of(tx: Transaction, vault_id: str) -> list[custody.Entry]:
    """Return a vault's whole chain of custody, also an erased one's."""
    rows = await records.entries(tx, vault_id)
    return [custody.Entry(row.seq, row.body, row.epoch, bytes(row.signature)) for row in rows]


async def item_of(tx: Transaction, item_id: str) -> records.Row:
    """Return the row of an item. Raises NoSuchItemError."""
    row = await records.item(tx, item_id)
    if row is None:
        raise NoSuchItemError("no item has this id")
    return row


async def note(
    tx: Transaction, vault_id: str, signing: SigningKey, at: datetime, *, actor: str, act: Act, item: str = ""
) -> None:
    """Write one thing down in the chain of a vault that stands."""
    chain = continue_chain(await standing(tx, vault_id, held=True), signing, at)
    chain.add(actor, act, item=item)
    await chain.save(tx)


def _columns(entry: custody.Entry) -> dict[str, Any]:
    return {"seq": entry.n, "epoch": entry.epoch, "body": entry.body, "signature": entry.signature}

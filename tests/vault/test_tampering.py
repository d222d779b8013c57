"""A small vault as it lies on the disk: every bit flipped, every cut, every swap is seen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests.vault.vaults import Vaults, pieces, read
from vault import records, uploads
from vault.errors import CannotOpenError, VaultError
from vault.evidence import Part
from vault.items import VAULT
from vault.locks import Unlocked
from vault.opening import StoredItem, open_item, secret_for_owner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

CONTENT = b"a screenshot of what was said"


@dataclass
class OneFile:
    """A store that holds one file, in memory."""

    sealed: bytes

    async def read(self, _blob_id: str) -> AsyncIterator[bytes]:
        async for chunk in pieces(self.sealed, 1 << 20):
            yield chunk


@dataclass
class Small:
    """One item with everything that is needed to open it."""

    item: Any
    wrap: Any
    shred: bytes
    unlocked: Unlocked
    sealed: bytes

    def opened(self) -> StoredItem:
        secret = secret_for_owner(self.item, [self.wrap], self.unlocked)
        return open_item(self.item, secret, self.shred, OneFile(self.sealed))

    async def content(self) -> bytes:
        return await read(self.opened())

    def with_row(self, which: str, **columns: object) -> Small:
        row = SimpleNamespace(**{**getattr(self, which)._mapping, **columns})
        return replace(self, **{which: row})


def bits(sealed: bytes) -> Iterator[bytes]:
    bent = bytearray(sealed)
    for place in range(8 * len(sealed)):
        bent[place // 8] ^= 1 << place % 8
        yield bytes(bent)
        bent[place // 8] ^= 1 << place % 8


async def small(vaults: Vaults, vault_id: str, content: bytes = CONTENT) -> Small:
    receipt = await vaults.keep(vault_id, content)
    async with vaults.database.reading() as tx:
        vault = await records.vault(tx, vault_id)
        item = await records.item(tx, receipt.item_id)
        wrap = (await records.wraps_of(tx, receipt.item_id, VAULT))[0]
    seed = await vaults.evidence._locks.waiting_seed(vault)
    assert seed is not None
    shred = await vaults.shreds.get(f"item-{receipt.item_id}")
    sealed = b"".join([chunk async for chunk in vaults.blobs.read(receipt.item_id)])
    return Small(item, wrap, shred, Unlocked(vault_id, seed), sealed)


async def test_no_bit_of_a_file_can_be_changed_unseen(vaults: Vaults) -> None:
    whole = await small(vaults, await vaults.new())
    item = whole.opened()
    seen = 0
    for bent in bits(whole.sealed):
        with pytest.raises(CannotOpenError):
            await read(replace(item, blobs=OneFile(bent)))
        seen += 1
    assert seen == 8 * (24 + 32 + 4096 + 16)
    assert await whole.content() == CONTENT


@dataclass
class Files:
    """A store that holds several files, in memory."""

    sealed: dict[str, bytes]

    async def read(self, blob_id: str) -> AsyncIterator[bytes]:
        async for chunk in pieces(self.sealed[blob_id], 1 << 20):
            yield chunk


async def test_no_bit_of_a_part_can_be_changed_and_no_part_cut_or_put_elsewhere_unseen(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PART_BYTES", 11)
    vault_id = await vaults.new()
    for number in (1, 2, 3):
        clear = CONTENT[(number - 1) * 11 : number * 11]
        part = Part(number, hashlib.sha256(clear).hexdigest(), len(CONTENT))
        told = {"name": "x", "declared": "", "limit": 99, "actor": "owner", "source": "web", "key": "k"}
        progress = await vaults.evidence.keep_part(vault_id, pieces(clear), part, **told)
    assert progress.receipt is not None
    unlocked = await vaults.evidence.unlock_waiting(vault_id)
    item = await vaults.evidence.open_for_victim(progress.receipt.item_id, unlocked)
    assert isinstance(item, StoredItem)
    whole = {name: b"".join([chunk async for chunk in vaults.blobs.read(name)]) for name in item.parts}
    first, second, last = item.parts
    changes = [{**whole, name: bent} for name in (first, second) for bent in bits(whole[name])]
    changes += [{**whole, last: bent} for bent in list(bits(whole[last]))[:: 8 * 7]]  # the zeros of the whole are long
    changes += [{**whole, name: whole[name][:length]} for name in (first, second) for length in range(len(whole[name]))]
    changes += [{**whole, first: whole[second], second: whole[first]}, {**whole, last: whole[second]}]
    for changed in changes:
        with pytest.raises(CannotOpenError):
            await read(replace(item, blobs=Files(changed)))
    for order in ((second, first, last), (first, second), (first, second, second, last), (last,), (first, first, last)):
        with pytest.raises(CannotOpenError):
            await read(replace(item, blobs=Files(whole), parts=order))
    assert await read(replace(item, blobs=Files(whole))) == CONTENT


async def test_no_end_of_a_file_can_be_cut_off_unseen(vaults: Vaults) -> None:
    whole = await small(vaults, await vaults.new())
    item = whole.opened()
    for length in range(len(whole.sealed)):
        with pytest.raises(CannotOpenError):
            await read(replace(item, blobs=OneFile(whole.sealed[:length])))
    with pytest.raises(CannotOpenError):
        await read(replace(item, blobs=OneFile(whole.sealed + b"\0")))


async def test_the_chunks_of_a_file_cannot_change_places_go_or_come_twice(vaults: Vaults) -> None:
    whole = await small(vaults, await vaults.new(), bytes(3 * 16_384))
    item, step = whole.opened(), 16_384 + 16
    head, chunks = whole.sealed[:56], [whole.sealed[at : at + step] for at in range(56, len(whole.sealed), step)]
    assert len(chunks) == 4
    for order in ([1, 0, 2, 3], [0, 1, 3], [0, 0, 1, 2, 3], [0, 1, 2], [3], [0, 1, 2, 3, 3], []):
        with pytest.raises(CannotOpenError):
            await read(replace(item, blobs=OneFile(head + b"".join(chunks[at] for at in order))))


async def test_no_bit_of_a_record_can_be_changed_unseen(vaults: Vaults) -> None:
    whole = await small(vaults, await vaults.new())
    sealed = whole.item.record
    for bent in [*bits(sealed), *(sealed[:length] for length in range(len(sealed)))]:
        with pytest.raises(CannotOpenError):
            whole.with_row("item", record=bent).opened()


async def test_no_bit_of_a_wrap_can_be_changed_unseen(vaults: Vaults) -> None:
    whole = await small(vaults, await vaults.new())
    sealed = whole.wrap.sealed
    for bent in [*bits(sealed), *(sealed[:length] for length in range(len(sealed)))]:
        with pytest.raises(CannotOpenError):
            whole.with_row("wrap", sealed=bent).opened()


async def test_no_bit_of_a_shred_value_can_be_changed_unseen(vaults: Vaults) -> None:
    whole = await small(vaults, await vaults.new())
    for bent in bits(whole.shred):
        with pytest.raises(CannotOpenError):
            replace(whole, shred=bent).opened()


async def test_nothing_of_one_item_passes_for_anothers(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    one, two = await small(vaults, vault_id), await small(vaults, vault_id)
    other_vault = await small(vaults, await vaults.new())
    for other in (two, other_vault):
        swaps = (
            replace(one, sealed=other.sealed),
            replace(one, shred=other.shred),
            replace(one, unlocked=Unlocked(vault_id, other_vault.unlocked.seed)),
            one.with_row("item", record=other.item.record),
            one.with_row("item", id=other.item.id),
            one.with_row("item", vault_id=other_vault.item.vault_id),
            one.with_row("wrap", sealed=other.wrap.sealed),
            replace(one.with_row("item", record=other.item.record), wrap=other.wrap, shred=other.shred),
        )
        for swapped in swaps:
            with pytest.raises(VaultError):
                await swapped.content()
    assert await one.content() == CONTENT


async def test_no_bit_of_a_waiting_seed_can_be_changed_unseen(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    async with vaults.database.reading() as tx:
        row = await records.vault(tx, vault_id)
    assert row is not None
    for bent in bits(row.waiting):
        with pytest.raises(CannotOpenError):
            await vaults.evidence._locks.waiting_seed(SimpleNamespace(id=vault_id, waiting=bent))


async def test_a_file_changed_on_the_disk_is_told_when_it_is_read(vaults: Vaults) -> None:
    vault_id, seeds = await vaults.new(), await vaults.supervisor()
    receipt = await vaults.keep(vault_id, CONTENT, share_with_team=True)
    path = next(path for path in (vaults.folder / "evidence").glob("*/*"))
    whole = path.read_bytes()
    item = await vaults.evidence.open_for_team(receipt.item_id, seeds, "ada")
    for content in (b"", whole[:-1], whole[:60] + b"\0\0" + whole[62:]):
        path.write_bytes(content)
        with pytest.raises(CannotOpenError):
            await read(item)
    path.unlink()
    with pytest.raises(CannotOpenError, match="missing"):
        await read(item)
    path.write_bytes(whole)
    assert await read(item) == CONTENT

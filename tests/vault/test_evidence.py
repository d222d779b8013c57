"""What a person gets who entrusts something to the vault."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.vault.vaults import OTHER_PHRASE, PHRASE, Vaults, read
from vault.custody import commitment, receipt_code, verify
from vault.errors import (
    CannotOpenError,
    EmptyFileError,
    ErasedError,
    NoSuchItemError,
    NoSuchVaultError,
    NotSharedError,
    PhraseNeededError,
    TooLargeError,
    WrongPhraseError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOBODY = "0" * 32


def acts(entries: list, start: int = 0) -> list[tuple[str, str, str]]:
    bodies = [json.loads(entry.body) for entry in entries[start:]]
    return [(body["act"], body["actor"], body["item"]) for body in bodies]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_file_comes_back_as_it_was_sent(vaults: Vaults) -> None:
    content, vault_id = os.urandom(3_000_000), await vaults.new()
    receipt = await vaults.keep(vault_id, content, limit=4_000_000, name="capture d'écran.png", source="telegram")
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    item = await vaults.evidence.open_for_victim(receipt.item_id, PHRASE)
    assert await read(item) == content
    assert (item.name, item.declared, item.source) == ("capture d'écran.png", "image/png", "telegram")
    assert (item.size, item.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert item.kept_at == vaults.clock()
    assert (receipt.size, receipt.sha256) == (item.size, item.sha256)


async def test_the_receipt_is_the_end_of_the_chain_of_custody(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    receipt = await vaults.keep(vault_id)
    async with vaults.database.reading() as tx:
        assert await vaults.evidence.receipt(tx, vault_id) == receipt.code
    assert await vaults.keep(vault_id) != receipt
    async with vaults.database.reading() as tx:
        assert await vaults.evidence.receipt(tx, vault_id) != receipt.code


async def test_every_act_stands_in_the_chain_in_its_order(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    one = await vaults.keep(vault_id, actor="owner")
    await vaults.share(vault_id)
    two = await vaults.keep(vault_id)
    seeds = await vaults.supervisor("ada")
    await vaults.evidence.open_for_team(one.item_id, seeds, "ada")
    await vaults.share(vault_id, share=False)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    await vaults.evidence.open_for_victim(two.item_id, PHRASE)
    entries = await vaults.custody(vault_id)
    assert acts(entries) == [
        ("made", "house", ""),
        ("kept", "owner", one.item_id),
        ("shared", "owner", ""),
        ("shared", "owner", one.item_id),
        ("kept", "owner", two.item_id),
        ("shared", "owner", two.item_id),
        ("opened-by-team", "ada", one.item_id),
        ("unshared", "owner", ""),
        ("unshared", "owner", one.item_id),
        ("unshared", "owner", two.item_id),
        ("phrase-chosen", "owner", ""),
        ("opened-by-owner", "owner", two.item_id),
    ]
    assert verify(entries, vaults.keys.signers) is None


async def test_the_chain_binds_the_very_bytes_that_were_kept(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    receipt = await vaults.keep(vault_id, share_with_team=True)
    item = await vaults.evidence.open_for_team(receipt.item_id, await vaults.supervisor(), "ada")
    body = json.loads((await vaults.custody(vault_id))[1].body)
    record = item.keys.open_record(await stored_record(vaults, receipt.item_id))
    assert body["commit"] == commitment(bytes.fromhex(record.salt), receipt.sha256)


async def stored_record(vaults: Vaults, item_id: str) -> bytes:
    from vault import records  # noqa: PLC0415 - only this test looks at the row

    async with vaults.database.reading() as tx:
        row = await records.item(tx, item_id)
    assert row is not None
    return bytes(row.record)


async def test_what_is_listed_tells_neither_name_nor_size(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await vaults.keep(vault_id, bytes(10))
    await vaults.keep(vault_id, bytes(3000), share_with_team=True)
    items = await vaults.items(vault_id)
    assert [(item.seq, item.shared, item.size_class) for item in items] == [(2, False, 4096), (3, True, 4096)]
    assert await vaults.items(NOBODY) == []


@pytest.mark.parametrize(
    "case",
    [
        # what the owner said of all, what is said of this file, whether it is shared
        (None, None, False),
        (True, None, True),
        (False, None, False),
        (None, True, True),
        (False, True, True),
        (True, False, False),
    ],
)
async def test_a_file_is_shared_as_the_owner_last_said_unless_they_say_otherwise_of_it(
    vaults: Vaults, case: tuple[bool | None, bool | None, bool]
) -> None:
    said, of_item, shared = case
    vault_id = await vaults.new()
    if said is not None:
        await vaults.share(vault_id, share=said)
    await vaults.keep(vault_id, share_with_team=of_item)
    assert [item.shared for item in await vaults.items(vault_id)] == [shared]
    async with vaults.database.reading() as tx:
        assert await vaults.evidence.consent_of(tx, vault_id) is said


@pytest.mark.parametrize("size", [1001, 2_000_000])
async def test_a_file_over_the_limit_is_refused_and_nothing_of_it_stays(vaults: Vaults, size: int) -> None:
    vault_id = await vaults.new()
    with pytest.raises(TooLargeError):
        await vaults.keep(vault_id, bytes(size), limit=size - 1)
    with pytest.raises(EmptyFileError):
        await vaults.keep(vault_id, b"")
    assert files(vaults.folder / "evidence") == []
    assert await vaults.shreds.beginning("item-") == []
    assert await vaults.items(vault_id) == []


async def test_an_upload_that_breaks_off_leaves_nothing(vaults: Vaults) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield bytes(100)
        raise ConnectionResetError

    vault_id = await vaults.new()
    how = {"name": "", "declared": "", "limit": 1000, "actor": "owner", "source": "web"}
    with pytest.raises(ConnectionResetError):
        await vaults.evidence.keep(vault_id, broken(), **how)
    assert files(vaults.folder / "evidence") == []
    assert len(await vaults.custody(vault_id)) == 1


async def test_a_name_no_text_can_hold_does_not_lose_the_file(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    receipt = await vaults.keep(vault_id, name="\ud800" + "x" * 1000, share_with_team=True)
    item = await vaults.evidence.open_for_team(receipt.item_id, await vaults.supervisor(), "ada")
    assert item.name == "?" + "x" * 254


# -- sending again ----------------------------------------------------------------------------------------------------


async def test_sending_again_with_the_same_key_keeps_nothing_twice(vaults: Vaults) -> None:
    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError("a retry is not read")
        yield b""

    vault_id = await vaults.new()
    first = await vaults.keep(vault_id, key="k")
    how = {"name": "", "declared": "", "limit": 1000, "actor": "owner", "source": "web"}
    assert await vaults.evidence.keep(vault_id, unread(), key="k", **how) == first
    assert len(await vaults.items(vault_id)) == 1
    assert await vaults.keep(vault_id, key="l") != first
    assert await vaults.keep(await vaults.new(), key="k") != first


async def test_the_same_file_sent_twice_at_once_is_kept_once(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    receipts = await asyncio.gather(*(vaults.keep(vault_id, bytes(50_000), key="k") for _ in range(4)))
    assert len(set(receipts)) == 1
    assert len(await vaults.items(vault_id)) == 1
    assert len(files(vaults.folder / "evidence")) == 1
    assert len(await vaults.shreds.beginning("item-")) == 1


async def test_many_files_at_once_all_stand_in_one_chain(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    receipts = await asyncio.gather(*(vaults.keep(vault_id, os.urandom(5000)) for _ in range(12)))
    entries = await vaults.custody(vault_id)
    async with vaults.database.reading() as tx:
        head = await vaults.evidence.receipt(tx, vault_id)
    assert verify(entries, vaults.keys.signers) is None
    assert len({receipt.code for receipt in receipts}) == 12
    assert head in {receipt.code for receipt in receipts}
    assert len(await vaults.items(vault_id)) == 12


# -- sharing ----------------------------------------------------------------------------------------------------------


async def test_an_unshared_file_opens_for_nobody_of_the_team(vaults: Vaults) -> None:
    vault_id, seeds = await vaults.new(), await vaults.supervisor()
    receipt = await vaults.keep(vault_id)
    with pytest.raises(NotSharedError):
        await vaults.evidence.open_for_team(receipt.item_id, seeds, "ada")
    assert await vaults.share(vault_id) == 1
    assert await read(await vaults.evidence.open_for_team(receipt.item_id, seeds, "ada")) == b"a screenshot"
    assert await vaults.share(vault_id) == 0
    assert await vaults.share(vault_id, share=False) == 1
    with pytest.raises(NotSharedError):
        await vaults.evidence.open_for_team(receipt.item_id, seeds, "ada")
    with pytest.raises(NoSuchItemError):
        await vaults.evidence.open_for_team(NOBODY, seeds, "ada")


async def test_consent_can_be_given_to_one_file_alone(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    one, two = await vaults.keep(vault_id), await vaults.keep(vault_id)
    assert await vaults.share(vault_id, only=[two.item_id, NOBODY]) == 1
    assert [item.shared for item in await vaults.items(vault_id)] == [False, True]
    async with vaults.database.reading() as tx:
        assert await vaults.evidence.consent_of(tx, vault_id) is None
    assert acts(await vaults.custody(vault_id), 3) == [("shared", "owner", two.item_id)]
    assert one != two


async def test_once_there_is_a_phrase_nobody_shares_without_it(vaults: Vaults) -> None:
    vault_id, other = await vaults.new(), await vaults.new()
    await vaults.keep(vault_id)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    await vaults.evidence.choose_phrase(other, OTHER_PHRASE)
    with pytest.raises(PhraseNeededError):
        await vaults.share(vault_id)
    with pytest.raises(WrongPhraseError):
        await vaults.evidence.consent_by_phrase(vault_id, OTHER_PHRASE, share=True)
    with pytest.raises(WrongPhraseError):
        await vaults.share(vault_id, phrase=await vaults.evidence.unlock(other, OTHER_PHRASE))
    assert [item.shared for item in await vaults.items(vault_id)] == [False]
    assert await vaults.evidence.consent_by_phrase(vault_id, PHRASE, share=True) == 1
    assert await vaults.share(vault_id, share=False) == 1


async def test_a_consent_that_is_not_committed_shares_nothing(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await vaults.keep(vault_id)
    with pytest.raises(RuntimeError):
        await share_and_fail(vaults, vault_id)
    assert [item.shared for item in await vaults.items(vault_id)] == [False]
    assert verify(await vaults.custody(vault_id), vaults.keys.signers) is None


async def share_and_fail(vaults: Vaults, vault_id: str) -> None:
    async with vaults.database.transaction() as tx:
        await vaults.evidence.consent(tx, vault_id, share=True)
        raise RuntimeError


async def test_a_listener_opens_only_what_was_shared_in_an_epoch_they_hold(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    early = await vaults.keep(vault_id, b"early", share_with_team=True)
    seeds = await vaults.supervisor()
    late = await vaults.keep(vault_id, b"late", share_with_team=True)
    assert await read(await vaults.evidence.open_for_team(early.item_id, seeds, "ada")) == b"early"
    assert await read(await vaults.evidence.open_for_team(late.item_id, seeds[2], "ada")) == b"late"
    with pytest.raises(CannotOpenError):
        await vaults.evidence.open_for_team(early.item_id, {2: seeds[2]}, "ada")
    with pytest.raises(CannotOpenError):
        await vaults.evidence.open_for_team(early.item_id, seeds[2], "ada")
    entries = await vaults.custody(vault_id)
    assert [act for act, _, _ in acts(entries)].count("opened-by-team") == 2


async def test_custody_is_durable_before_a_byte_is_read(vaults: Vaults, monkeypatch: pytest.MonkeyPatch) -> None:
    vault_id, seeds = await vaults.new(), await vaults.supervisor()
    receipt = await vaults.keep(vault_id, share_with_team=True)
    written: list[str] = []
    get = vaults.shreds.get

    async def watched(name: str) -> bytes:
        written.extend(act for act, _, _ in acts(await vaults.custody(vault_id)))
        return await get(name)

    monkeypatch.setattr(vaults.shreds, "get", watched)
    item = await vaults.evidence.open_for_team(receipt.item_id, seeds, "ada")
    assert written[-1] == "opened-by-team"
    assert await read(item) == b"a screenshot"


async def test_an_opened_item_tells_nothing_when_printed(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    receipt = await vaults.keep(vault_id, name="Léa Martin.png", source="telegram", share_with_team=True)
    item = await vaults.evidence.open_for_team(receipt.item_id, await vaults.supervisor(), "ada")
    for secret in ("Martin", receipt.sha256, "telegram", item.keys.file.hex(), repr(item.keys.file)):
        assert secret not in repr(item)


# -- vaults that are not there ----------------------------------------------------------------------------------------


async def test_a_vault_that_is_not_there_is_told_apart_from_an_erased_one(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    async with vaults.database.transaction() as tx:
        assert await vaults.evidence.open_vault(tx, vault_id) == vault_id
        with pytest.raises(NoSuchVaultError):
            await vaults.evidence.open_vault(tx, NOBODY)
    await vaults.erase(vault_id)
    async with vaults.database.transaction() as tx:
        with pytest.raises(ErasedError):
            await vaults.evidence.open_vault(tx, vault_id)
    for missing, error in ((NOBODY, NoSuchVaultError), (vault_id, ErasedError)):
        with pytest.raises(error):
            await vaults.keep(missing)
        with pytest.raises(error):
            await vaults.share(missing)
        with pytest.raises(error):
            await vaults.evidence.choose_phrase(missing, PHRASE)
        with pytest.raises(error):
            await vaults.evidence.unlock(missing, PHRASE)
    assert files(vaults.folder / "evidence") == []


async def test_a_receipt_code_is_that_of_the_stored_head(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    entries = await vaults.custody(vault_id)
    async with vaults.database.reading() as tx:
        code = await vaults.evidence.receipt(tx, vault_id)
    head = hashlib.sha256(entries[-1].body.encode()).digest()
    assert code == receipt_code(head)

"""Erased is erased: after a crash, after a restore, and not before it was decided."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.vault.vaults import PHRASE, Vaults, pieces, read
from vault import erasing, records, uploads
from vault.custody import verify
from vault.erasing import GRACE, RETRIES
from vault.errors import (
    CannotOpenError,
    ErasedError,
    NoSuchItemError,
    NoSuchVaultError,
    StoreError,
    WrongPhraseError,
)
from vault.evidence import Part
from vault.records import metadata

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.conftest import Clock
    from vault.database import Transaction

LATER = datetime.now(UTC) + 2 * GRACE
TABLES = (
    "vault_house",
    "vaults",
    "vault_items",
    "vault_wraps",
    "vault_custody",
    "vault_retries",
    "vault_uploads",
    "vault_parts",
    "vault_erasures",
)


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (folder / "evidence").rglob("*") if path.is_file()}


async def backup(vaults: Vaults) -> dict[str, list[dict[str, Any]]]:
    async with vaults.database.reading() as tx:
        return {
            name: [dict(row._mapping) for row in await tx.rows(sa.select(metadata.tables[name]))] for name in TABLES
        }


async def restore(vaults: Vaults, tables: dict[str, list[dict[str, Any]]], blobs: dict[Path, bytes]) -> None:
    """Bring back database and files, as an operator would; the shred store has backups of its own, and shorter ones."""
    async with vaults.database.transaction() as tx:
        for name in reversed(TABLES):
            await tx.run(sa.delete(metadata.tables[name]))
        for name in TABLES:
            if tables[name]:
                await tx.run(sa.insert(metadata.tables[name]), tables[name])
    for path, content in blobs.items():
        path.write_bytes(content)


async def full(vaults: Vaults) -> tuple[str, str]:
    """Return a vault with a phrase and one shared item, and that item."""
    vault_id = await vaults.new()
    receipt = await vaults.keep(vault_id, share_with_team=True, key="k")
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    return vault_id, receipt.item_id


def die_before_destroying(vaults: Vaults, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the process end, as far as erasing goes, right after the decision is durable."""
    monkeypatch.setattr(vaults.evidence._eraser, "_begin", lambda: None)


# -- erasing ----------------------------------------------------------------------------------------


async def test_an_erased_vault_is_nowhere_any_more(vaults: Vaults) -> None:
    vault_id, item_id = await full(vaults)
    seeds = await vaults.supervisor()
    assert await vaults.erase(vault_id) == 1
    assert files(vaults.folder) == {}
    assert await vaults.shreds.is_empty()
    assert await vaults.items(vault_id) == []
    assert await vaults.evidence.resume(PHRASE) is None
    for opening in (
        vaults.evidence.open_for_victim(item_id, PHRASE),
        vaults.evidence.open_for_team(item_id, seeds, "a"),
    ):
        with pytest.raises(NoSuchItemError):
            await opening
    kept = await backup(vaults)
    assert [kept[name] for name in ("vault_items", "vault_wraps", "vault_retries", "vault_erasures")] == [[]] * 4


async def test_the_chain_still_proves_that_it_was_erased(vaults: Vaults) -> None:
    vault_id, _ = await full(vaults)
    await vaults.erase(vault_id)
    entries = await vaults.custody(vault_id)
    assert verify(entries, vaults.keys.signers) is None
    assert json.loads(entries[-1].body)["act"] == "erased"


async def test_erasing_again_erases_nothing_and_an_unknown_vault_is_told(vaults: Vaults) -> None:
    vault_id, _ = await full(vaults)
    await vaults.erase(vault_id)
    assert await vaults.erase(vault_id) == 0
    with pytest.raises(NoSuchVaultError):
        await vaults.erase("0" * 32)


async def test_the_phrase_of_an_erased_vault_is_free_again(vaults: Vaults) -> None:
    vault_id, _ = await full(vaults)
    await vaults.erase(vault_id)
    other, _ = await full(vaults)
    assert await vaults.evidence.resume(PHRASE) == other


async def test_nothing_is_destroyed_before_the_decision_is_durable(vaults: Vaults) -> None:
    vault_id, item_id = await full(vaults)
    with pytest.raises(RuntimeError):
        await erase_and_fail(vaults, vault_id)
    await vaults.evidence.settle()
    assert await read(await vaults.evidence.open_for_victim(item_id, PHRASE)) == b"a screenshot"


async def erase_and_fail(vaults: Vaults, vault_id: str) -> None:
    async with vaults.database.transaction() as tx:
        await vaults.evidence.erase(tx, vault_id)
        assert not await vaults.shreds.is_empty()
        raise RuntimeError


async def test_one_item_can_be_erased_and_the_others_stay(vaults: Vaults) -> None:
    vault_id, item_id = await full(vaults)
    other = await vaults.keep(vault_id, b"other")
    async with vaults.database.transaction() as tx:
        await vaults.evidence.erase_item(tx, item_id, actor="house")
    await vaults.evidence.settle()
    assert [item.id for item in await vaults.items(vault_id)] == [other.item_id]
    assert len(files(vaults.folder)) == 1
    assert await read(await vaults.evidence.open_for_victim(other.item_id, PHRASE)) == b"other"
    body = json.loads((await vaults.custody(vault_id))[-2].body)
    assert (body["act"], body["actor"], body["item"]) == ("erased", "house", item_id)
    async with vaults.database.transaction() as tx:
        with pytest.raises(NoSuchItemError):
            await vaults.evidence.erase_item(tx, item_id)


async def test_a_file_on_its_way_into_a_vault_that_is_erased_meanwhile_is_not_kept(vaults: Vaults) -> None:
    vault_id, arrived, go_on = await vaults.new(), asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"first"
        arrived.set()
        await go_on.wait()
        yield b"last"

    how = {"name": "", "declared": "", "limit": 1000, "actor": "owner", "source": "web"}
    keeping = asyncio.create_task(vaults.evidence.keep(vault_id, slow(), **how))
    await arrived.wait()
    await vaults.erase(vault_id)
    go_on.set()
    with pytest.raises(ErasedError):
        await keeping
    assert files(vaults.folder) == {}
    assert await vaults.shreds.is_empty()


# -- crashes and restores ----------------------------------------------------------------------------------------


async def test_a_process_that_died_after_the_decision_is_made_up_for(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id, _ = await full(vaults)
    die_before_destroying(vaults, monkeypatch)
    await vaults.erase(vault_id)
    assert len(files(vaults.folder)) == 1
    assert await vaults.evidence.sweep(datetime.now(UTC)) >= 2
    assert files(vaults.folder) == {}
    assert await vaults.shreds.is_empty()


async def test_a_store_that_fails_while_erasing_is_tried_again_by_the_sweep(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_names: object) -> None:
        raise StoreError("busy")

    vault_id, _ = await full(vaults)
    with monkeypatch.context() as patch:
        patch.setattr(vaults.shreds, "destroy", broken)
        await vaults.erase(vault_id)
    assert not await vaults.shreds.is_empty()
    await vaults.evidence.sweep(datetime.now(UTC))
    assert await vaults.shreds.is_empty()


async def test_a_store_that_lets_no_file_be_removed_keeps_no_key_alive(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(_blob_id: str) -> None:
        raise StoreError("may not be removed")

    monkeypatch.setattr(erasing, "AT_ONCE", 1)
    vault_id = await vaults.new()
    for number in range(3):
        await vaults.keep(vault_id, bytes(number + 1))
    with monkeypatch.context() as patch:
        patch.setattr(vaults.blobs, "remove", refused)
        await vaults.erase(vault_id)
        assert await vaults.shreds.is_empty()
        with pytest.raises(StoreError, match="cannot be removed: 3"):
            await vaults.evidence.sweep(datetime.now(UTC))
    await vaults.evidence.sweep(datetime.now(UTC))
    assert files(vaults.folder) == {}
    assert (await backup(vaults))["vault_erasures"] == []


async def test_a_restored_backup_opens_nothing_that_was_erased(vaults: Vaults) -> None:
    vault_id, item_id = await full(vaults)
    seeds = await vaults.supervisor()
    rows, blobs = await backup(vaults), files(vaults.folder)
    await vaults.erase(vault_id)
    await restore(vaults, rows, blobs)
    for opening in (
        vaults.evidence.open_for_victim(item_id, PHRASE),
        vaults.evidence.open_for_team(item_id, seeds, "ada"),
        vaults.evidence.unlock(vault_id, PHRASE),
    ):
        with pytest.raises(ErasedError):
            await opening


async def test_a_restored_full_backup_opens_no_part_of_what_was_erased(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PART_BYTES", 10)
    vault_id, seeds, film = await vaults.new(), await vaults.supervisor(), b"a film in three parts"
    await vaults.share(vault_id)
    told = {"name": "x", "declared": "", "limit": 99, "actor": "owner", "source": "web"}
    for key, numbers in (("whole", (1, 2, 3)), ("half", (1,))):
        for number in numbers:
            clear = film[(number - 1) * 10 : number * 10]
            part = Part(number, hashlib.sha256(clear).hexdigest(), len(film))
            await vaults.evidence.keep_part(vault_id, pieces(clear), part, key=key, **told)
    [item] = await vaults.items(vault_id)
    rows, blobs = await backup(vaults), files(vaults.folder)
    assert len(blobs) == 4
    await vaults.erase(vault_id)
    assert files(vaults.folder) == {}
    await restore(vaults, rows, blobs)
    with pytest.raises(ErasedError):
        await vaults.evidence.open_for_team(item.id, seeds, "ada")
    part = Part(2, hashlib.sha256(film[10:20]).hexdigest(), len(film))
    with pytest.raises(ErasedError):  # and what was half sent goes on for nobody
        await vaults.evidence.keep_part(vault_id, pieces(film[10:20]), part, key="half", **told)


async def test_a_guessed_shred_value_opens_nothing(vaults: Vaults) -> None:
    vault_id, item_id = await full(vaults)
    seeds = await vaults.supervisor()
    rows, blobs = await backup(vaults), files(vaults.folder)
    names = await vaults.shreds.beginning("")
    await vaults.erase(vault_id)
    await restore(vaults, rows, blobs)
    for name in names:
        await vaults.shreds.ensure(name)
    with pytest.raises(CannotOpenError):
        await vaults.evidence.open_for_team(item_id, seeds, "ada")
    with pytest.raises(WrongPhraseError):
        await vaults.evidence.unlock(vault_id, PHRASE)


async def test_a_backup_brought_back_by_mistake_destroys_nothing_it_does_not_know(vaults: Vaults) -> None:
    await vaults.evidence.sweep(LATER)
    old_rows, old_blobs = await backup(vaults), files(vaults.folder)
    for _ in range(3):
        await vaults.evidence.sweep(LATER)
    _, item_id = await full(vaults)
    new_rows, new_blobs = await backup(vaults), files(vaults.folder)
    await restore(vaults, old_rows, old_blobs)
    for _ in range(3):
        await vaults.evidence.sweep(LATER)
    await restore(vaults, new_rows, {})
    assert files(vaults.folder) == new_blobs
    assert await read(await vaults.evidence.open_for_victim(item_id, PHRASE)) == b"a screenshot"
    await restore(vaults, old_rows, old_blobs)
    for _ in range(5):
        await vaults.evidence.sweep(LATER)
    assert files(vaults.folder) == {}


async def test_a_backup_from_before_a_film_was_whole_takes_no_part_of_it_away(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PART_BYTES", 10)
    vault_id, film = await vaults.new(), b"a film in two parts"
    told = {"name": "x", "declared": "", "limit": 99, "actor": "owner", "source": "web", "key": "k"}

    async def send(number: int) -> None:
        clear = film[(number - 1) * 10 : number * 10]
        part = Part(number, hashlib.sha256(clear).hexdigest(), len(film))
        await vaults.evidence.keep_part(vault_id, pieces(clear), part, **told)

    await send(1)
    old_rows = await backup(vaults)
    await send(2)
    for _ in range(3):
        await vaults.evidence.sweep(LATER)
    new_rows = await backup(vaults)
    await restore(vaults, old_rows, {})
    await vaults.evidence.sweep(LATER)
    await restore(vaults, new_rows, {})
    [item] = await vaults.items(vault_id)
    unlocked = await vaults.evidence.unlock_waiting(vault_id)
    assert await read(await vaults.evidence.open_for_victim(item.id, unlocked)) == film


# -- the sweep and the clock ----------------------------------------------------------------------------------------


async def test_the_sweep_leaves_alone_what_is_real(vaults: Vaults) -> None:
    locked, item_id = await full(vaults)
    waiting = await vaults.new()
    other = await vaults.keep(waiting, b"other")
    for _ in range(3):
        await vaults.evidence.sweep(LATER)
    assert await read(await vaults.evidence.open_for_victim(item_id, PHRASE)) == b"a screenshot"
    await vaults.evidence.choose_phrase(waiting, "navire-sapin-mitaine-ruche-violon")
    await vaults.evidence.sweep(LATER)
    opened = await vaults.evidence.open_for_victim(other.item_id, "navire-sapin-mitaine-ruche-violon")
    assert await read(opened) == b"other"
    assert len(await vaults.shreds.beginning("lock-")) == 2
    assert locked != waiting


async def test_what_never_became_real_goes_after_a_day(vaults: Vaults, monkeypatch: pytest.MonkeyPatch) -> None:
    async def die(*_: object) -> None:
        raise KeyboardInterrupt

    vault_id, _ = await full(vaults)
    before = files(vaults.folder), await vaults.shreds.beginning("")
    with monkeypatch.context() as patch:
        patch.setattr(vaults.evidence._keeper, "write_down", die)
        with pytest.raises(KeyboardInterrupt):
            await vaults.keep(vault_id)
    part = vaults.folder / "evidence" / "ab" / f"{'ab' * 16}.part"
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(b"sealed")
    await vaults.shreds.ensure("waiting-" + "0" * 32)
    await vaults.shreds.ensure(f"lock-{vault_id}-{'0' * 16}")
    begun = files(vaults.folder), await vaults.shreds.beginning("")
    assert [len(left) for left in begun] == [3, 5]
    await vaults.evidence.sweep(datetime.now(UTC))
    assert (files(vaults.folder), await vaults.shreds.beginning("")) == begun
    await vaults.evidence.sweep(LATER)
    assert (files(vaults.folder), await vaults.shreds.beginning("")) == before


async def test_a_vault_nobody_comes_back_to_expires_and_its_chain_after_it(vaults: Vaults, clock: Clock) -> None:
    old, _ = await full(vaults)
    start = clock()
    young = await vaults.new()
    clock.forward(days=10)
    await vaults.keep(young)
    assert await expire(vaults, start + timedelta(days=5)) == 1
    await vaults.evidence.settle()
    assert len(await vaults.items(young)) == 1
    assert json.loads((await vaults.custody(old))[-1].body)["actor"] == "retention"
    assert await expire(vaults, start + timedelta(days=5)) == 0
    assert len(await vaults.custody(old)) == 5
    assert await expire(vaults, start + timedelta(days=11)) == 1
    assert await vaults.custody(old) == []


async def expire(vaults: Vaults, before: datetime) -> int:
    async with vaults.database.transaction() as tx:
        return await vaults.evidence.expire(tx, before)


async def test_coming_back_with_the_phrase_keeps_a_vault(vaults: Vaults, clock: Clock) -> None:
    await full(vaults)
    start = clock()
    clock.forward(days=10)
    await vaults.evidence.resume(PHRASE)
    assert await expire(vaults, start + timedelta(days=9)) == 0
    assert await expire(vaults, start + timedelta(days=11)) == 1


async def test_who_comes_back_while_old_vaults_expire_keeps_theirs(
    vaults: Vaults, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id, _ = await full(vaults)
    before, listed = clock.forward(days=10), records.untouched

    async def and_then_somebody_comes(tx: Transaction, moment: datetime) -> list[str]:
        found = await listed(tx, moment)
        await vaults.evidence.touch(tx, vault_id)
        return found

    monkeypatch.setattr(records, "untouched", and_then_somebody_comes)
    assert await expire(vaults, before) == 0
    assert len(await vaults.items(vault_id)) == 1


async def test_an_item_erased_by_two_hands_at_once_goes_once_and_stands_once_in_the_chain(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id, item_id = await full(vaults)
    found = records.vault

    async def the_other_was_faster(tx: Transaction, vault_id: str, *, held: bool = False) -> records.Row | None:
        monkeypatch.undo()
        await vaults.evidence.erase_item(tx, item_id)
        return await found(tx, vault_id, held=held)

    async with vaults.database.transaction() as tx:
        monkeypatch.setattr(records, "vault", the_other_was_faster)
        with pytest.raises(NoSuchItemError):
            await vaults.evidence.erase_item(tx, item_id)
    assert [json.loads(one.body)["act"] for one in await vaults.custody(vault_id)].count("erased") == 1


async def test_a_chain_stays_until_its_keys_are_destroyed(
    vaults: Vaults, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id, _ = await full(vaults)
    die_before_destroying(vaults, monkeypatch)
    await vaults.erase(vault_id)
    later = clock() + timedelta(days=1)
    await expire(vaults, later)
    assert await vaults.custody(vault_id) != []
    await vaults.evidence.sweep(datetime.now(UTC))
    await expire(vaults, later)
    assert await vaults.custody(vault_id) == []


async def test_a_retry_is_answered_for_a_week_and_then_forgotten(vaults: Vaults, clock: Clock) -> None:
    vault_id = await vaults.new()
    first = await vaults.keep(vault_id, key="k")
    clock.forward(seconds=RETRIES.total_seconds())
    await vaults.evidence.sweep(clock())
    assert await vaults.keep(vault_id, key="k") == first
    clock.forward(1)
    await vaults.evidence.sweep(clock())
    assert await vaults.keep(vault_id, key="k") != first

"""Files that come in parts: a line that breaks costs one part, never the file, and what was given up is nowhere."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.vault.second_reader import SecondReader
from tests.vault.vaults import PHRASE, Vaults, pieces, read
from vault import part_records, uploads
from vault.custody import receipt_code
from vault.erasing import GRACE
from vault.errors import (
    CannotOpenError,
    EmptyFileError,
    ErasedError,
    PartError,
    Quota,
    QuotaError,
    TooLargeError,
    WithheldError,
)
from vault.evidence import Evidence, Part, Progress
from vault.records import metadata
from vault.settings import QuotaSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SIZE = 20_000
FILM = os.urandom(3 * SIZE + 777)
LATER = datetime.now(UTC) + 2 * GRACE
TOLD = {"name": "film.mp4", "declared": "video/mp4", "limit": 1 << 20, "actor": "owner", "source": "web"}


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PART_BYTES", SIZE)


async def send(vaults: Vaults, vault_id: str, number: int, content: bytes = FILM, **more: Any) -> Progress:
    clear = content[(number - 1) * SIZE : number * SIZE]
    sha256 = more.pop("sha256", hashlib.sha256(clear).hexdigest())
    stream = more.pop("stream", None) or pieces(clear)
    part = Part(number, sha256, more.pop("whole", len(content)))
    return await vaults.evidence.keep_part(vault_id, stream, part, **{**TOLD, "key": "k", **more})


async def send_all(vaults: Vaults, vault_id: str, content: bytes = FILM, **more: Any) -> str:
    """Send every part; return the item."""
    for number in range(1, -(-len(content) // SIZE) + 1):
        progress = await send(vaults, vault_id, number, content, **more)
    assert progress.receipt is not None
    return progress.receipt.item_id


async def never() -> AsyncIterator[bytes]:
    raise AssertionError("somebody read what need not be sent again")
    yield b""


def stored(vaults: Vaults) -> list[str]:
    return sorted(path.name for path in (vaults.folder / "evidence").glob("*/*"))


async def rows(vaults: Vaults, table: str) -> list[dict[str, Any]]:
    async with vaults.database.reading() as tx:
        return [dict(row._mapping) for row in await tx.rows(sa.select(metadata.tables[table]))]


@pytest.mark.parametrize("size", [SIZE + 1, 2 * SIZE, 3 * SIZE - 1, len(FILM)])
async def test_a_file_in_parts_comes_back_as_it_was(vaults: Vaults, size: int) -> None:
    vault_id, content = await vaults.new(), FILM[:size]
    await send_all(vaults, vault_id, content)
    [item] = await vaults.items(vault_id)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    opened = await vaults.evidence.open_for_victim(item.id, PHRASE)
    assert (opened.name, opened.size, opened.sha256) == ("film.mp4", size, hashlib.sha256(content).hexdigest())
    assert await read(opened) == content


async def test_each_part_says_which_one_is_missing_and_the_last_brings_the_receipt(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    told = [await send(vaults, vault_id, number) for number in (1, 3, 2, 4)]
    assert [one.missing for one in told] == [2, 2, 4, 0]
    assert [one.receipt is None for one in told] == [True, True, True, False]
    async with vaults.database.reading() as tx:
        assert told[-1].receipt is not None
        assert told[-1].receipt.code == await vaults.evidence.receipt(tx, vault_id)


async def test_a_part_sent_again_is_not_even_read(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await send(vaults, vault_id, 1)
    before = stored(vaults)
    assert (await send(vaults, vault_id, 1, stream=never())).missing == 2
    assert stored(vaults) == before


async def test_after_the_last_part_any_part_again_brings_the_same_receipt(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    item_id = await send_all(vaults, vault_id)
    again = [await send(vaults, vault_id, number, stream=never()) for number in (1, 4)]
    assert {one.receipt.item_id for one in again if one.receipt} == {item_id}
    assert len(await vaults.items(vault_id)) == 1


async def test_parts_sent_at_once_and_twice_make_one_file(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    told = await asyncio.gather(*(send(vaults, vault_id, number) for number in (1, 2, 3, 4, 4, 3, 2, 1)))
    told.append(await send(vaults, vault_id, 1))
    assert len({one.receipt.item_id for one in told if one.receipt}) == 1
    [item] = await vaults.items(vault_id)
    assert await read(await owner_opens(vaults, vault_id, item.id)) == FILM
    assert len(stored(vaults)) == 4


async def test_a_part_that_is_late_twin_of_the_last_one_is_told_the_same_receipt(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    for number in (1, 2, 3):
        await send(vaults, vault_id, number)
    faster: list[Progress] = []

    async def overtaken() -> AsyncIterator[bytes]:
        faster.append(await send(vaults, vault_id, 4))
        yield FILM[3 * SIZE :]

    late = await send(vaults, vault_id, 4, stream=overtaken())
    assert late == faster[0]
    assert late.receipt is not None
    assert len(stored(vaults)) == 4


async def test_a_part_that_comes_while_the_file_ends_begins_no_other_upload(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id, begun = await vaults.new(), vaults.evidence._uploads._upload
    for number in (1, 2, 3):
        await send(vaults, vault_id, number)

    async def after_the_end(*told: Any) -> Any:
        monkeypatch.undo()
        monkeypatch.setattr(uploads, "PART_BYTES", SIZE)
        await send(vaults, vault_id, 4)
        return await begun(*told)

    monkeypatch.setattr(vaults.evidence._uploads, "_upload", after_the_end)
    late = await send(vaults, vault_id, 1)
    assert late.receipt is not None
    assert await rows(vaults, "vault_uploads") == []
    assert len(await vaults.shreds.beginning("item-")) == 1


async def owner_opens(vaults: Vaults, vault_id: str, item_id: str) -> Any:
    return await vaults.evidence.open_for_victim(item_id, await vaults.evidence.unlock_waiting(vault_id))


async def test_a_part_damaged_on_the_way_is_refused_and_the_next_try_counts(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    for clear in (b"x" * SIZE, FILM[: SIZE - 1]):
        with pytest.raises(PartError):
            await send(vaults, vault_id, 1, stream=pieces(clear))
    with pytest.raises(TooLargeError):
        await send(vaults, vault_id, 1, stream=pieces(FILM[: SIZE + 1]))
    assert stored(vaults) == []
    assert (await send(vaults, vault_id, 1)).missing == 2


async def test_other_bytes_under_a_number_that_was_kept_are_refused(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await send(vaults, vault_id, 1)
    with pytest.raises(PartError):
        await send(vaults, vault_id, 1, os.urandom(len(FILM)))


@pytest.mark.parametrize(("number", "whole"), [(0, len(FILM)), (5, len(FILM)), (2, len(FILM) + 1)])
async def test_what_is_no_part_of_the_file_is_refused(vaults: Vaults, number: int, whole: int) -> None:
    vault_id = await vaults.new()
    await send(vaults, vault_id, 1)
    with pytest.raises(PartError):
        await send(vaults, vault_id, number, whole=whole)


async def test_a_file_above_the_limit_or_empty_is_refused_before_a_byte_is_read(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    for whole, refusal in ((1 << 21, TooLargeError), (0, EmptyFileError)):
        with pytest.raises(refusal):
            await send(vaults, vault_id, 1, whole=whole, stream=never())
    assert await rows(vaults, "vault_uploads") == []
    assert await vaults.shreds.beginning("item-") == []


async def test_what_is_still_coming_counts_into_the_limits(vaults: Vaults) -> None:
    tight = QuotaSettings(items=2, bytes=100_000, items_per_hour=9, bytes_per_hour=9**9)
    services = (vaults.database, vaults.blobs, vaults.shreds, vaults.keys, vaults.team, vaults.clock)
    vaults.evidence = Evidence(*services, quota=tight)
    vault_id = await vaults.new()
    await send(vaults, vault_id, 1)
    with pytest.raises(QuotaError) as refused:
        await send(vaults, vault_id, 1, key="another", stream=never())
    assert refused.value.spent is Quota.VAULT
    with pytest.raises(QuotaError):
        await vaults.evidence.keep(vault_id, never(), **{**TOLD, "announced": 60_000})
    await vaults.keep(vault_id, b"a small one still fits")
    assert (await send_all(vaults, vault_id)) in {item.id for item in await vaults.items(vault_id)}


async def test_an_upload_nobody_came_back_to_is_gone_after_a_day(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    whole = await send_all(vaults, vault_id, key="whole")
    kept = stored(vaults)
    for number in (1, 2):
        await send(vaults, vault_id, number)
    await vaults.evidence.sweep(vaults.clock())
    assert len(stored(vaults)) == len(kept) + 2
    await vaults.evidence.sweep(LATER)
    assert stored(vaults) == kept
    assert await rows(vaults, "vault_uploads") == []
    assert await vaults.shreds.beginning("item-") == [f"item-{whole}"]
    assert (await send(vaults, vault_id, 3)).missing == 1  # it begins anew, and the page is told where
    assert await read(await owner_opens(vaults, vault_id, whole)) == FILM


async def give_up(vaults: Vaults, vault_id: str) -> int:
    async with vaults.database.transaction() as tx:
        given_up = await vaults.evidence.give_up(tx, vault_id)
    await vaults.evidence.settle()
    return given_up


async def test_what_came_of_a_file_that_broke_off_is_destroyed_at_once_and_the_file_can_come_anew(
    vaults: Vaults,
) -> None:
    vault_id, other = await vaults.new(), await vaults.new()
    for number in (1, 2):
        await send(vaults, vault_id, number)
    await send(vaults, other, 1)
    async with vaults.database.reading() as tx:
        assert await vaults.evidence.under_way(tx, vault_id) == 1
    assert await give_up(vaults, vault_id) == 1
    assert len(stored(vaults)) == 1  # the other person's
    assert await give_up(vaults, vault_id) == 0
    assert (await send(vaults, vault_id, 3)).missing == 1
    assert await read(await owner_opens(vaults, vault_id, await send_all(vaults, vault_id))) == FILM


async def test_a_file_given_up_in_the_moment_it_ends_is_no_piece_that_opens_to_nobody(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id, described = await vaults.new(), vaults.evidence._uploads._described
    for number in (1, 2, 3):
        await send(vaults, vault_id, number)

    async def given_up_meanwhile(*told: Any) -> Any:
        sealed = await described(*told)
        await give_up(vaults, vault_id)
        return sealed

    monkeypatch.setattr(vaults.evidence._uploads, "_described", given_up_meanwhile)
    with pytest.raises(ErasedError):
        await send(vaults, vault_id, 4)
    assert await vaults.items(vault_id) == []
    assert await rows(vaults, "vault_parts") == []


async def test_a_file_that_is_whole_in_the_moment_it_would_be_given_up_stays(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id = await vaults.new()
    item_id = await send_all(vaults, vault_id)

    async def as_it_was_a_moment_ago(*_: object) -> list[str]:
        return [item_id]

    monkeypatch.setattr(part_records, "unfinished", as_it_was_a_moment_ago)
    await vaults.evidence.sweep(LATER)
    assert await read(await owner_opens(vaults, vault_id, item_id)) == FILM


async def test_erasing_takes_every_part_along(vaults: Vaults) -> None:
    vault_id, other = await vaults.new(), await vaults.new()
    item_id = await send_all(vaults, vault_id)
    await send(vaults, other, 1)
    async with vaults.database.transaction() as tx:
        await vaults.evidence.erase_item(tx, item_id)
    await vaults.evidence.settle()
    assert len(stored(vaults)) == 1
    await vaults.erase(other)
    assert stored(vaults) == []
    assert await rows(vaults, "vault_parts") == []
    assert await vaults.shreds.beginning("item-") == []
    with pytest.raises(ErasedError):
        await send(vaults, other, 2)


async def test_a_file_that_may_be_intimate_is_withheld_as_any_other(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    item_id = await send_all(vaults, vault_id, withheld=True)
    with pytest.raises(WithheldError):
        await owner_opens(vaults, vault_id, item_id)
    async with vaults.database.transaction() as tx:
        await vaults.evidence.withheld.destroy(tx, item_id, "owner")
    await vaults.evidence.settle()
    assert stored(vaults) == []


async def test_it_is_shared_and_packed_as_any_other(vaults: Vaults) -> None:
    seeds, vault_id = await vaults.supervisor(), await vaults.new()
    item_id = await send_all(vaults, vault_id)
    await vaults.share(vault_id)
    assert await read(await vaults.evidence.open_for_team(item_id, seeds, "ada")) == FILM
    package = [chunk async for chunk in await vaults.evidence.packing.for_team(vault_id, seeds, "ada")]
    assert FILM in b"".join(package)


@pytest.mark.parametrize("change", ["swapped", "missing", "cut", "from another file"])
async def test_parts_moved_cut_or_missing_are_not_opened(vaults: Vaults, change: str) -> None:
    vault_id = await vaults.new()
    item_id = await send_all(vaults, vault_id)
    other = await send_all(vaults, vault_id, os.urandom(len(FILM)), key="other")
    files = {row["number"]: row["blob_id"] for row in await rows(vaults, "vault_parts") if row["item_id"] == item_id}
    path = {number: vaults.folder / "evidence" / name[:2] / name for number, name in files.items()}
    match change:
        case "swapped":
            path[1].rename(path[1].with_suffix(".aside"))
            path[2].rename(path[1])
            path[1].with_suffix(".aside").rename(path[2])
        case "missing":
            await put(vaults, sa.delete(part_records.parts).where(part_records.parts.c.blob_id == files[4]))
        case "cut":
            path[4].write_bytes(path[4].read_bytes()[:-16])
        case "from another file":
            theirs = next(row["blob_id"] for row in await rows(vaults, "vault_parts") if row["item_id"] == other)
            path[1].write_bytes((vaults.folder / "evidence" / theirs[:2] / theirs).read_bytes())
    with pytest.raises(CannotOpenError):
        await read(await owner_opens(vaults, vault_id, item_id))


async def put(vaults: Vaults, statement: sa.Executable) -> None:
    async with vaults.database.transaction() as tx:
        await tx.run(statement)


async def test_nothing_clear_lies_on_the_disk_between_two_parts(vaults: Vaults) -> None:
    vault_id, marker = await vaults.new(), b"ce que personne d'autre ne doit lire "
    film = marker * 2000
    await send(vaults, vault_id, 1, film)
    [upload] = await rows(vaults, "vault_uploads")
    on_disk = b"".join(path.read_bytes() for path in vaults.folder.rglob("*") if path.is_file())
    assert marker not in on_disk
    assert hashlib.sha256(film[:SIZE]).hexdigest().encode() not in on_disk
    assert hashlib.sha256(film[:SIZE]).digest() not in on_disk
    assert b"film.mp4" not in on_disk
    assert len(upload["sealed"]) > 32


async def test_a_second_program_reads_it_as_the_format_says(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    item_id = await send_all(vaults, vault_id)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    with sqlite3.connect(vaults.folder / "shreds.db") as file:
        shreds = dict(file.execute("SELECT name, value FROM shreds").fetchall())
    file.close()
    names = ("vault_house", "vaults", "vault_items", "vault_parts", "vault_wraps", "vault_custody")
    tables = {name: await rows(vaults, name) for name in names}
    cost, keys = vaults.keys.passphrases._cost, vaults.keys
    reader = SecondReader(
        service={},
        custody=dict(keys.signers),
        pepper=keys.passphrases._pepper,
        cost=(cost.memory, cost.passes, cost.lanes),
        tables=tables,
        files={path.name: path.read_bytes() for path in (vaults.folder / "evidence").glob("*/*")},
        shreds=shreds,
    )
    record, content = reader.open_item(item_id, "vault", {0: reader.seed_by_phrase(vault_id, PHRASE)})
    assert (record["name"], content) == ("film.mp4", FILM)
    [vault] = tables["vaults"]
    assert reader.check_chain(vault_id) == receipt_code(vault["head"])
    assert json.loads(tables["vault_custody"][1]["body"])["act"] == "kept"

"""The vault over a real S3 server: evidence kept, shared, read, erased; what is on the server is sealed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.contracts.test_blobs import bucket, server
from tests.vault.vaults import PHRASE, Vaults, pieces, read
from vault.errors import CannotOpenError, StoreError
from vault.evidence import Evidence, Part
from vault.settings import S3Settings
from vault.uploads import PART_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vault.database import Database
    from vault.keys import HouseKeys

__all__ = ["server"]
pytestmark = pytest.mark.peer
MARKER = b"a marker that stands nowhere else "


@pytest.fixture
def vaults(
    tmp_path: Path, database: Database, keys: HouseKeys, clock: Callable[[], datetime], server: str
) -> Iterator[Vaults]:
    vaults = Vaults(tmp_path, database, keys, clock)
    vaults.blobs = bucket(server)  # type: ignore[assignment] - the same port
    vaults.evidence = Evidence(database, vaults.blobs, vaults.shreds, keys, vaults.team, clock)
    yield vaults
    vaults.shreds.close()


async def test_a_large_piece_goes_to_the_store_sealed_and_comes_back_whole(vaults: Vaults, server: str):
    vault_id, content = await vaults.new(), MARKER * 300_000
    receipt = await vaults.keep(vault_id, content, limit=1 << 30)
    sealed = b"".join([chunk async for chunk in vaults.blobs.read(receipt.item_id)])
    assert MARKER not in sealed
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    assert await read(await vaults.evidence.open_for_victim(receipt.item_id, PHRASE)) == content


async def test_what_is_erased_is_gone_from_the_store_and_its_backup_stays_shut(vaults: Vaults):
    vault_id = await vaults.new()
    receipt = await vaults.keep(vault_id, MARKER)
    await vaults.erase(vault_id)
    with pytest.raises(CannotOpenError):
        _ = [chunk async for chunk in vaults.blobs.read(receipt.item_id)]
    assert await vaults.shreds.beginning("item-") == []


async def test_a_file_in_parts_lies_there_in_parts_and_comes_back_whole(vaults: Vaults):
    vault_id, content = await vaults.new(), MARKER * 300_000
    told = {"name": "film.mp4", "declared": "video/mp4", "limit": 1 << 30, "actor": "owner", "source": "web"}
    for number in (1, 2, 3):
        clear = content[(number - 1) * PART_BYTES : number * PART_BYTES]
        part = Part(number, hashlib.sha256(clear).hexdigest(), len(content))
        progress = await vaults.evidence.keep_part(vault_id, pieces(clear, 65536), part, key="k", **told)
    assert len(await vaults.blobs.ids(datetime.now(UTC) + timedelta(days=1))) == 3
    unlocked = await vaults.evidence.unlock_waiting(vault_id)
    assert progress.receipt is not None
    assert await read(await vaults.evidence.open_for_victim(progress.receipt.item_id, unlocked)) == content
    await vaults.erase(vault_id)
    assert await vaults.blobs.ids(datetime.now(UTC) + timedelta(days=1)) == []


async def test_an_object_without_a_row_is_swept_and_one_with_a_row_stays(vaults: Vaults):
    vault_id = await vaults.new()
    receipt = await vaults.keep(vault_id)

    async def orphan():
        yield b"sealed bytes whose row was never written"

    await vaults.blobs.put("e" * 32, orphan())
    await vaults.evidence.sweep(datetime.now(UTC) + timedelta(days=2))
    assert await vaults.blobs.ids(datetime.now(UTC) + timedelta(days=1)) == [receipt.item_id]


async def test_a_store_that_refuses_is_a_clear_fault_and_keeps_no_row(vaults: Vaults, server: str):
    from vault.buckets import S3Blobs  # noqa: PLC0415 - obstore may be missing

    nowhere = S3Blobs("s3://no-such-bucket-here/x", S3Settings(endpoint=server))
    evidence = Evidence(vaults.database, nowhere, vaults.shreds, vaults.keys, vaults.team, vaults.clock)
    vault_id = await vaults.new()
    vaults.evidence = evidence
    with pytest.raises(StoreError):
        await vaults.keep(vault_id)
    assert await vaults.items(vault_id) == []


async def test_the_doctor_reaches_a_store_that_answers_and_not_one_that_refuses(server: str):
    from vault.buckets import S3Blobs  # noqa: PLC0415 - obstore may be missing

    await bucket(server).reach()  # type: ignore[attr-defined] - only a store far away is asked
    with pytest.raises(StoreError):
        await S3Blobs("s3://no-such-bucket-here/x", S3Settings(endpoint=server)).reach()

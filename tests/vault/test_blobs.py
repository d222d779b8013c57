"""What every store of files promises; `STORES` lists those there are."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.vault.vaults import pieces
from vault.blobs import STEP, Blobs, FileBlobs
from vault.buckets import S3Blobs
from vault.errors import CannotOpenError, StoreError
from vault.settings import S3Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

STORES: dict[str, Callable[[Path], Blobs]] = {"folder": FileBlobs}
ONE, OTHER = "1" * 32, "2" * 32
LATER = datetime.now(UTC) + timedelta(hours=1)
EARLIER = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture(params=STORES)
def blobs(request: pytest.FixtureRequest, folder: Path) -> Blobs:
    return STORES[request.param](folder)


async def read(blobs: Blobs, blob_id: str) -> bytes:
    return b"".join([chunk async for chunk in blobs.read(blob_id)])


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


async def broken(content: bytes) -> AsyncIterator[bytes]:
    yield content
    raise ConnectionResetError


@pytest.mark.parametrize("size", [1, 4096, STEP - 1, STEP, STEP + 1, 3 * STEP + 17])
async def test_a_file_comes_back_byte_for_byte(blobs: Blobs, size: int) -> None:
    content = os.urandom(size)
    assert await blobs.put(ONE, pieces(content, 100_000)) == size
    assert await read(blobs, ONE) == content


async def test_a_large_file_is_never_held_whole(blobs: Blobs) -> None:
    await blobs.put(ONE, pieces(bytes(3 * STEP), STEP))
    assert max([len(chunk) async for chunk in blobs.read(ONE)]) <= STEP


@pytest.mark.parametrize("size", [10, STEP + 10])
async def test_an_upload_that_breaks_off_leaves_nothing(blobs: Blobs, folder: Path, size: int) -> None:
    with pytest.raises(ConnectionResetError):
        await blobs.put(ONE, broken(bytes(size)))
    assert left_in(folder) == []
    with pytest.raises(CannotOpenError):
        await read(blobs, ONE)


async def test_an_id_is_used_once_and_the_first_file_stays(blobs: Blobs, folder: Path) -> None:
    await blobs.put(ONE, pieces(b"first"))
    with pytest.raises(StoreError):
        await blobs.put(ONE, pieces(b"second"))
    assert await read(blobs, ONE) == b"first"
    assert left_in(folder) == [ONE]


@pytest.mark.parametrize("name", ["../" + "1" * 29, "1" * 31, "A" * 32, "", "1" * 32 + "\n"])
async def test_only_an_id_names_a_file(blobs: Blobs, name: str) -> None:
    with pytest.raises(CannotOpenError):
        await blobs.put(name, pieces(b"x"))
    with pytest.raises(CannotOpenError):
        await read(blobs, name)


async def test_removing_twice_is_no_error(blobs: Blobs) -> None:
    await blobs.put(ONE, pieces(b"x"))
    await blobs.remove(ONE)
    await blobs.remove(ONE)
    with pytest.raises(CannotOpenError):
        await read(blobs, ONE)


async def test_files_are_listed_by_age(blobs: Blobs) -> None:
    await blobs.put(ONE, pieces(b"x"))
    await blobs.put(OTHER, pieces(b"y"))
    assert sorted(await blobs.ids(LATER)) == [ONE, OTHER]
    assert await blobs.ids(EARLIER) == []


async def test_what_a_dead_process_left_goes_once_it_is_old(folder: Path) -> None:
    blobs = FileBlobs(folder)
    await blobs.put(ONE, pieces(b"x"))
    part = folder / "22" / f"{OTHER}.part"
    part.parent.mkdir()
    part.write_bytes(b"sealed")
    assert await blobs.sweep(EARLIER) == 0
    assert await blobs.sweep(LATER) == 1
    assert left_in(folder) == [ONE]


async def test_a_full_disk_is_told_and_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/secret/place")

    blobs = FileBlobs(folder)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"No space left on device$"):
        await blobs.put(ONE, pieces(b"x"))
    assert left_in(folder) == []


async def test_a_disk_that_refuses_is_told_as_the_stores_fault_and_names_no_place(folder: Path) -> None:
    blobs = FileBlobs(folder)
    (folder / "11" / ONE).mkdir(parents=True)  # neither read nor removed as a file is
    for asked in (blobs.remove(ONE), read(blobs, ONE)):
        with pytest.raises(StoreError, match=r"^the store of files cannot be used") as told:
            await asked
        assert ONE not in str(told.value)


async def test_a_second_upload_under_an_id_takes_nothing_from_the_first_one(blobs: Blobs, folder: Path) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield bytes(STEP)
        begun.set()
        await go_on.wait()
        yield b"end"

    first = asyncio.create_task(blobs.put(ONE, slow()))
    await begun.wait()
    with pytest.raises(StoreError):
        await blobs.put(ONE, pieces(b"second"))
    go_on.set()
    assert await first == STEP + 3
    assert await read(blobs, ONE) == bytes(STEP) + b"end"


async def test_a_cancelled_upload_waits_for_the_hand_that_writes_and_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    force = os.fsync

    def slow(descriptor: int) -> None:
        begun.set()
        go_on.wait(10)
        force(descriptor)

    monkeypatch.setattr(os, "fsync", slow)
    blobs = FileBlobs(folder)
    (folder / ONE[:2]).mkdir()
    upload = asyncio.create_task(blobs.put(ONE, pieces(bytes(5000))))
    await asyncio.to_thread(begun.wait, 10)
    upload.cancel()
    assert (await asyncio.wait([upload], timeout=0.05))[0] == set()
    go_on.set()
    with suppress(asyncio.CancelledError):
        await upload
    assert upload.cancelled()
    assert left_in(folder) == []


async def test_only_the_service_may_read_the_folder(folder: Path) -> None:
    await FileBlobs(folder).put(ONE, pieces(b"x"))
    assert [mode(path) for path in (folder, folder / "11", folder / "11" / ONE)] == [0o700, 0o700, 0o600]


@pytest.mark.parametrize("endpoint", ["", "https://s3.example.org"])
def test_a_bucket_is_waited_for_as_long_as_the_settings_say_wherever_it_is(endpoint: str) -> None:
    bucket = S3Blobs("s3://bucket/prefix", S3Settings(endpoint=endpoint, timeout_seconds=7))
    assert bucket._store.client_options == {"timeout": "7s", "allow_http": "false"}

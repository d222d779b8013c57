"""What every store of sealed files promises: one suite over the folder and over a real S3 server (moto's)."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from pydantic import SecretStr

from vault.blobs import STEP, Blobs, FileBlobs
from vault.errors import CannotOpenError, EmptyFileError, StoreError
from vault.settings import S3Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

LATER = datetime.now(UTC) + timedelta(hours=1)
EARLIER = datetime.now(UTC) - timedelta(hours=1)
ONE, OTHER = "1" * 32, "2" * 32


def _missing() -> bool:
    try:
        import moto.server  # noqa: F401, PLC0415 - only asked whether it is there
        import obstore  # noqa: F401, PLC0415 - idem
    except ImportError:
        return True
    return False


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The endpoint of an S3 server nobody here wrote, in a process of its own."""
    if _missing():
        if os.environ.get("HAVRE_PEERS") == "required":
            pytest.fail("moto[server] or obstore is not installed")
        pytest.skip("moto[server] or obstore is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, an argument of our own
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _await(url)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _await(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the S3 server did not start")


def bucket(server: str) -> Blobs:
    from vault.buckets import S3Blobs  # noqa: PLC0415 - obstore may be missing

    name = f"havre-{secrets.token_hex(6)}"
    httpx.put(f"{server}/{name}", trust_env=False).raise_for_status()
    key = SecretStr("testing")
    return S3Blobs(f"s3://{name}/evidence", S3Settings(endpoint=server, access_key=key, secret_key=key))


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.peer)])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "folder":
        return FileBlobs(tmp_path / "evidence")
    return bucket(request.getfixturevalue("server"))


async def streamed(content: bytes, step: int = 100_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), step):
        yield content[start : start + step]


async def read(blobs: Blobs, blob_id: str) -> bytes:
    return b"".join([chunk async for chunk in blobs.read(blob_id)])


@pytest.mark.parametrize("size", [1, 4096, STEP + 1, 12 * STEP + 17])
async def test_a_file_comes_back_byte_for_byte(blobs: Blobs, size: int):
    content = os.urandom(size)
    assert await blobs.put(ONE, streamed(content)) == size
    assert await read(blobs, ONE) == content


async def test_a_file_is_read_in_small_steps(blobs: Blobs):
    await blobs.put(ONE, streamed(os.urandom(3 * STEP)))
    assert all(len(chunk) <= STEP for chunk in [chunk async for chunk in blobs.read(ONE)])


@pytest.mark.parametrize("sent", [10, 7 * STEP])
async def test_a_sender_who_breaks_off_leaves_nothing_and_is_told_why(blobs: Blobs, sent: int):
    async def broken() -> AsyncIterator[bytes]:
        async for chunk in streamed(os.urandom(sent)):
            yield chunk
        raise EmptyFileError("the sender went away")

    with pytest.raises(EmptyFileError):
        await blobs.put(ONE, broken())
    with pytest.raises(CannotOpenError):
        await read(blobs, ONE)
    assert await blobs.ids(LATER) == []


@pytest.mark.parametrize("size", [4096, STEP, 2 * STEP + 5])
async def test_a_sender_may_use_one_buffer_over_and_over(blobs: Blobs, size: int):
    buffer = bytearray(size)

    async def refilled() -> AsyncIterator[memoryview]:
        for number in range(5):
            buffer[:] = bytes([number]) * size
            yield memoryview(buffer)

    await blobs.put(ONE, refilled())
    assert await read(blobs, ONE) == b"".join(bytes([number]) * size for number in range(5))


async def test_an_id_is_used_once(blobs: Blobs):
    await blobs.put(ONE, streamed(b"first"))
    with pytest.raises(StoreError):
        await blobs.put(ONE, streamed(b"second"))
    assert await read(blobs, ONE) == b"first"


async def test_a_file_that_is_not_there_cannot_be_opened(blobs: Blobs):
    with pytest.raises(CannotOpenError):
        await read(blobs, OTHER)


async def test_a_file_is_removed_and_removing_it_again_is_no_error(blobs: Blobs):
    await blobs.put(ONE, streamed(b"x"))
    await blobs.remove(ONE)
    await blobs.remove(ONE)
    with pytest.raises(CannotOpenError):
        await read(blobs, ONE)


async def test_files_are_listed_by_when_they_were_written(blobs: Blobs):
    await blobs.put(ONE, streamed(b"x"))
    await blobs.put(OTHER, streamed(b"y"))
    assert sorted(await blobs.ids(LATER)) == [ONE, OTHER]
    assert await blobs.ids(EARLIER) == []


@pytest.mark.parametrize("name", ["", "x", "../" + "1" * 29, "1" * 31, "1" * 33, "A" * 32, "1" * 32 + "\n"])
async def test_what_is_no_id_names_no_file(blobs: Blobs, name: str):
    with pytest.raises(CannotOpenError):
        await blobs.put(name, streamed(b"x"))
    with pytest.raises(CannotOpenError):
        await read(blobs, name)

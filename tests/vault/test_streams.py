"""Files on their way in and out."""

from __future__ import annotations

import asyncio
import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vault.vaults import pieces
from vault.errors import CannotOpenError, EmptyFileError, TooLargeError
from vault.items import sniff
from vault.streams import BREATH, LEAST_PADDED, STEP, Inflow, checked, clear_of, padded_size

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

KEY, PLACE = os.urandom(32), b"havre/v1/blob|1"
CHUNK = 16_384


async def sealed(content: bytes, step: int = 70_000) -> tuple[bytes, Inflow]:
    inflow = Inflow(KEY, PLACE, limit=len(content))
    return b"".join([bytes(chunk) async for chunk in inflow.sealed(pieces(content, step))]), inflow


async def open_all(stream: bytes, size: int, sha256: str, key: bytes = KEY, place: bytes = PLACE) -> bytes:
    clear = clear_of(key, place, pieces(stream, 50_000))
    return b"".join([piece async for piece in checked(clear, size=size, sha256=sha256)])


@pytest.mark.parametrize(
    "size", [1, 4095, 4096, 4097, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK, STEP, STEP + 1, 2 * STEP + 5]
)
async def test_a_file_of_any_size_comes_back(size: int) -> None:
    content = os.urandom(size)
    stream, inflow = await sealed(content)
    assert (inflow.size, inflow.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert inflow.head == content[:512]
    assert await open_all(stream, size, inflow.sha256) == content


@given(st.integers(1, 1 << 40))
@settings(max_examples=200, deadline=None)
def test_sizes_tell_little_and_cost_little(size: int) -> None:
    padded = padded_size(size)
    assert padded >= size
    assert padded == LEAST_PADDED or padded <= 1.12 * size
    assert padded_size(padded) == padded
    significant = f"{padded:b}".rstrip("0")
    assert len(significant) <= padded.bit_length().bit_length() + 1


async def test_files_of_like_size_look_alike_on_the_disk() -> None:
    lengths = {len((await sealed(bytes(size)))[0]) for size in (1, 700, 4096)}
    assert len(lengths) == 1


async def test_a_file_over_the_limit_is_refused_before_its_end_is_read() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1000
            yield bytes(1000)

    inflow = Inflow(KEY, PLACE, limit=5000)
    with pytest.raises(TooLargeError):
        [chunk async for chunk in inflow.sealed(endless())]
    assert read == 6000


async def test_others_have_their_turn_while_a_file_that_is_at_hand_is_sealed() -> None:
    turns = 0

    async def waits() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    waiting = asyncio.create_task(waits())
    await sealed(bytes(16 * BREATH))
    waiting.cancel()
    assert turns >= 8


async def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyFileError):
        await sealed(b"")


@pytest.mark.parametrize("change", ["key", "place", "cut", "longer", "size", "sha256", "end of a chunk"])
async def test_a_stream_that_is_not_this_one_is_refused(change: str) -> None:
    content = os.urandom(CHUNK)
    stream, inflow = await sealed(content)
    size, sha256, key, place = inflow.size, inflow.sha256, KEY, PLACE
    match change:
        case "key":
            key = os.urandom(32)
        case "place":
            place = b"havre/v1/blob|2"
        case "cut":
            stream = stream[:-1]
        case "longer":
            stream += b"\0"
        case "size":
            size += 1
        case "sha256":
            sha256 = hashlib.sha256(b"other").hexdigest()
        case "end of a chunk":
            stream = stream[:-16]
    with pytest.raises(CannotOpenError):
        await open_all(stream, size, sha256, key, place)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF....WEBPVP8 ", "image/webp"),
        (b"....ftypheic", "image/heic"),
        (b"....ftypisom", "video/mp4"),
        (b"%PDF-1.7", "application/pdf"),
        (b"<html onload=", "text/html"),
        (b"MZ\x90", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_file_is_known_by_its_first_bytes_whatever_it_is_called(head: bytes, kind: str) -> None:
    assert sniff(head) == kind

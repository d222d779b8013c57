"""Files on their way into the vault and out of it: sealed and opened piece by piece, never whole, never on disk clear.

Lives here: the Cobblestone-256 stream with its padding, size, limit and fingerprint. Does not live here: where the
sealed bytes go (`vault.blobs`), where the key comes from (`vault.items`).
"""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from vault.errors import CannotOpenError, EmptyFileError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator

STEP = 1 << 20  # one step must not hold up the others who share the loop
INLINE = 1 << 17  # below this, handing the work to a thread costs more than the work
BATCH = 2 << 20  # sealed bytes that leave together: the fewer hand-overs to a thread that writes, the less each costs
BREATH = 1 << 19  # bytes sealed in the loop's own thread before others have their turn: a third of a millisecond
CHUNK, SEALED_CHUNK, STREAM_HEAD = 16_384, 16_400, 56  # of Cobblestone-256
HEAD_BYTES = 512
LEAST_PADDED = 4096
ZEROS = memoryview(bytes(INLINE))
Piece: TypeAlias = "bytes | memoryview"
Given = TypeVar("Given")
Result = TypeVar("Result")


def padded_size(size: int) -> int:
    """Return the size a file is padded to: Padmé, never under 4 KiB; at most 12 % more, so that sizes tell little."""
    if size <= LEAST_PADDED:
        return LEAST_PADDED
    exponent = size.bit_length() - 1
    loose = exponent - exponent.bit_length()
    return (size + (1 << loose) - 1) >> loose << loose


class Inflow:
    """One file being sealed. `size`, `sha256` and `head` (its first bytes) are those of the clear file, once over."""

    def __init__(self, key: bytes, context: bytes, limit: int, padded: int | None = None) -> None:
        """Seal up to `limit` bytes, with zeros up to `padded`; None: as much as `padded_size` says."""
        self._padded = padded
        self._encryptor = Cobblestone256Encryptor(key, context)
        self._hash = hashlib.sha256()
        self._limit = limit
        self._batch = memoryview(bytearray(BATCH))
        self._filled = 0
        self._since = 0
        self.size = 0
        self.head = b""

    @property
    def sha256(self) -> str:
        """The fingerprint of what came in so far, in hexadecimal."""
        return self._hash.hexdigest()

    async def sealed(self, clear: AsyncIterator[bytes]) -> AsyncGenerator[memoryview, None]:
        """Seal what comes in. Raises TooLargeError before a byte over the limit is kept, EmptyFileError at the end.

        What is yielded is one buffer over and over: whoever keeps a batch beyond the next one copies it.
        """
        async for chunk in clear:
            self._count(chunk)
            for piece in _pieces(chunk, STEP):
                if self._is_full(len(piece)):
                    yield self._take()
                await _step(self._seal, piece, len(piece))
                await self._breathe(len(piece))
        if not self.size:
            raise EmptyFileError("the file is empty")
        padded = padded_size(self.size) if self._padded is None else self._padded
        for zeros in _zeros(padded - self.size):
            if self._is_full(len(zeros)):
                yield self._take()
            self._encrypt(zeros)
        if self._is_full(0):
            yield self._take()
        end = self._encryptor.finalize()
        self._batch[self._filled : self._filled + len(end)] = end
        self._filled += len(end)
        yield self._take()

    async def _breathe(self, size: int) -> None:
        """Let others have the loop now and then, also where what comes in is at hand and never has to be waited for."""
        self._since += size
        if self._since >= BREATH:
            self._since = 0
            await asyncio.sleep(0)

    def _count(self, chunk: bytes) -> None:
        if self.size + len(chunk) > self._limit:
            raise TooLargeError(f"the file is larger than {self._limit} bytes")
        if len(self.head) < HEAD_BYTES:
            self.head += bytes(chunk[: HEAD_BYTES - len(self.head)])
        self.size += len(chunk)

    def _seal(self, piece: Piece) -> None:
        """Seal a piece as it came, into its place: nothing is copied once more than sealing itself does."""
        self._hash.update(piece)
        self._encrypt(piece)

    def _encrypt(self, piece: Piece) -> None:
        self._filled += self._encryptor.update_into(piece, self._batch[self._filled :])

    def _is_full(self, size: int) -> bool:
        """Tell whether the batch may be too short for what `size` bytes bring, those the encryptor holds included."""
        return self._filled + STREAM_HEAD + (size // CHUNK + 1) * SEALED_CHUNK > BATCH

    def _take(self) -> memoryview:
        batch, self._filled = self._batch[: self._filled], 0
        return batch


async def clear_of(key: bytes, context: bytes, sealed: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """Open one stream, padding and all. Raises CannotOpenError: at once where bytes changed, at the end where cut."""
    decryptor = Cobblestone256Decryptor(key, context)
    try:
        async for chunk in sealed:
            yield await _step(decryptor.update, chunk, len(chunk))
        yield decryptor.finalize()
    except (InvalidTag, ValueError):
        raise CannotOpenError("the stored bytes were changed or cut, or belong to another item") from None


async def checked(clear: AsyncGenerator[bytes, None], *, size: int, sha256: str) -> AsyncGenerator[bytes, None]:
    """Pass on the first `size` bytes. Raises CannotOpenError at the end where they are not those that were sealed.

    A reader who must not act on half a file waits for the end.
    """
    fingerprint, left = hashlib.sha256(), size
    async with aclosing(clear) as pieces:
        async for whole in pieces:
            piece = whole[:left]
            fingerprint.update(piece)
            left -= len(piece)
            if piece:
                yield piece
    if left or fingerprint.hexdigest() != sha256:
        raise CannotOpenError("the stored bytes are not those that were sealed")


def _pieces(chunk: bytes, most: int) -> Iterator[Piece]:
    """Return a chunk in pieces no step takes long over; most come as they are."""
    if len(chunk) <= most:
        yield chunk
        return
    view = memoryview(chunk)
    for start in range(0, len(view), most):
        yield view[start : start + most]


def _zeros(size: int) -> Iterator[memoryview]:
    for start in range(0, size, INLINE):
        yield ZEROS[: size - start]


async def _step(work: Callable[[Given], Result], given: Given, size: int) -> Result:
    return work(given) if size <= INLINE else await asyncio.to_thread(work, given)

"""Files on their way into the vault and out of it: sealed and opened piece by piece, never whole, never on disk clear.

Lives here: the Cobblestone-256 stream with its padding, size, limit and fingerprint. Does not live here: where the
sealed bytes go (`vault.blobs`), where the key comes from (`vault.items`).
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, TypeVar

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from vault.errors import CannotOpenError, EmptyFileError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator

STEP = 1 << 20  # one step must not hold up the others who share the loop
INLINE = 1 << 17  # below this, handing the work to a thread costs more than the work
HEAD_BYTES = 512
Given = TypeVar("Given")
LEAST_PADDED = 4096


def padded_size(size: int) -> int:
    """Return the size a file is padded to: Padmé, never under 4 KiB; at most 12 % more, so that sizes tell little."""
    if size <= LEAST_PADDED:
        return LEAST_PADDED
    exponent = size.bit_length() - 1
    loose = exponent - exponent.bit_length()
    return (size + (1 << loose) - 1) >> loose << loose


class Inflow:
    """One file being sealed. `size`, `sha256` and `head` (its first bytes) are those of the clear file, once over."""

    def __init__(self, key: bytes, context: bytes, limit: int) -> None:
        self._encryptor = Cobblestone256Encryptor(key, context)
        self._hash = hashlib.sha256()
        self._limit = limit
        self.size = 0
        self.head = b""

    @property
    def sha256(self) -> str:
        """The fingerprint of what came in so far, in hexadecimal."""
        return self._hash.hexdigest()

    async def sealed(self, clear: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
        """Seal what comes in. Raises TooLargeError before a byte over the limit is kept, EmptyFileError at the end."""
        waiting: list[bytes] = []
        held = 0
        async for chunk in clear:
            self._count(chunk)
            for piece in _pieces(chunk):
                waiting.append(piece)
                held += len(piece)
                if held >= STEP:
                    yield await _step(self._seal, waiting, held)
                    waiting, held = [], 0
        if not self.size:
            raise EmptyFileError("the file is empty")
        yield await _step(self._seal, waiting, held)
        missing = padded_size(self.size) - self.size
        while missing:
            zeros = min(missing, STEP)
            yield await _step(self._encryptor.update, bytes(zeros), zeros)
            missing -= zeros
        yield self._encryptor.finalize()

    def _count(self, chunk: bytes) -> None:
        if self.size + len(chunk) > self._limit:
            raise TooLargeError(f"the file is larger than {self._limit} bytes")
        if len(self.head) < HEAD_BYTES:
            self.head += bytes(chunk[: HEAD_BYTES - len(self.head)])
        self.size += len(chunk)

    def _seal(self, clear: list[bytes]) -> bytes:
        """Seal pieces as they came: joining them first would copy every byte once more than sealing does."""
        for piece in clear:
            self._hash.update(piece)
        return b"".join([self._encryptor.update(piece) for piece in clear])


async def opened(
    key: bytes, context: bytes, sealed: AsyncIterator[bytes], *, size: int, sha256: str
) -> AsyncGenerator[bytes, None]:
    """Open a stream, without its padding. Raises CannotOpenError: at once where bytes changed, at the end where cut.

    A reader who must not act on half a file waits for the end.
    """
    decryptor = Cobblestone256Decryptor(key, context)
    fingerprint = hashlib.sha256()
    left = size
    try:
        async for chunk in sealed:
            clear = await _step(decryptor.update, chunk, len(chunk))
            piece = clear[:left]
            fingerprint.update(piece)
            left -= len(piece)
            if piece:
                yield piece
        piece = decryptor.finalize()[:left]
    except (InvalidTag, ValueError):
        raise CannotOpenError("the stored bytes were changed or cut, or belong to another item") from None
    fingerprint.update(piece)
    if piece:
        yield piece
    if left != len(piece) or fingerprint.hexdigest() != sha256:
        raise CannotOpenError("the stored bytes are not those that were sealed")


def _pieces(chunk: bytes) -> Iterator[bytes]:
    """Return a chunk in pieces no step takes long over; most come as they are."""
    if len(chunk) <= STEP:
        yield bytes(chunk)
        return
    for start in range(0, len(chunk), STEP):
        yield chunk[start : start + STEP]


async def _step(work: Callable[[Given], bytes], given: Given, size: int) -> bytes:
    return work(given) if size <= INLINE else await asyncio.to_thread(work, given)

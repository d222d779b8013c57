"""A file sealed under a passphrase, to be carried away: it opens anywhere with that passphrase and nothing else.

Lives here: the format, written and read as a stream. Does not live here: asking for the passphrase (`bot.cli`).
The format: `HAVRE1` and a newline; a lock as in section 5 of docs/evidence-format.md (no pepper, no shred value)
around 32 random bytes; the content as one Cobblestone-256 stream under these, bound to everything before it.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from typing import TYPE_CHECKING, BinaryIO

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from vault.errors import CannotOpenError
from vault.keys import LOCK_HEAD, Cost, Passphrases
from vault.sealing import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

MAGIC = b"HAVRE1\n"
STEP = 1 << 20
PLACE = b"havre/v1/portable"
LOCK_BYTES = LOCK_HEAD + KEY_BYTES + 16


async def seal_file(clear: BinaryIO, sealed: BinaryIO, passphrase: str, cost: Cost | None = None) -> None:
    """Seal a file, a mebibyte at a time."""
    key = os.urandom(KEY_BYTES)
    lock = await Passphrases(b"", cost).seal(passphrase, key, shred=b"", context=PLACE)
    encryptor = Cobblestone256Encryptor(key, _bound_to(lock))
    sealed.write(MAGIC + lock)
    await asyncio.to_thread(_pour, clear, sealed, encryptor.update)
    sealed.write(encryptor.finalize())


async def open_file(sealed: BinaryIO, clear: BinaryIO, passphrase: str) -> None:
    """Open it again. Raises CannotOpenError, WrongPhraseError; what was written before is then not to be used."""
    lock = sealed.read(len(MAGIC) + LOCK_BYTES)
    if not lock.startswith(MAGIC) or len(lock) < len(MAGIC) + LOCK_BYTES:
        raise CannotOpenError("not a file sealed by havre seal")
    lock = lock[len(MAGIC) :]
    key = await Passphrases(b"").open(passphrase, lock, shred=b"", context=PLACE)
    decryptor = Cobblestone256Decryptor(key, _bound_to(lock))
    try:
        await asyncio.to_thread(_pour, sealed, clear, decryptor.update)
        clear.write(decryptor.finalize())
    except (InvalidTag, ValueError):
        raise CannotOpenError("the file was changed or cut") from None


def _bound_to(lock: bytes) -> bytes:
    return PLACE + b"|" + hashlib.sha256(MAGIC + lock).digest()


def _pour(source: BinaryIO, target: BinaryIO, work: Callable[[bytes], bytes]) -> None:
    while chunk := source.read(STEP):
        target.write(work(chunk))

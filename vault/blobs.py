"""Where sealed files lie: the port every store of files offers, and the folder that is the default.

Lives here: bytes already sealed, written so that a crash leaves a whole file or none. Does not live here: any key.
"""

from __future__ import annotations

import asyncio
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from vault.errors import CannotOpenError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

STEP = 1 << 20
NAME = re.compile(r"[0-9a-f]{32}")
UNFINISHED = ".part"


class Blobs(Protocol):
    """A store of sealed files, each written once under an id of 32 hexadecimal digits."""

    async def put(self, blob_id: str, chunks: AsyncIterator[bytes]) -> int:
        """Keep a file; return its bytes. Durable when it returns; where `chunks` raises, nothing of it remains."""
        ...

    def read(self, blob_id: str) -> AsyncIterator[bytes]:
        """Stream a file, at most 1 MiB at a time. Raises CannotOpenError where it is missing."""
        ...

    async def remove(self, blob_id: str) -> None:
        """Remove a file; one that is not there is no error."""
        ...

    async def ids(self, before: datetime) -> list[str]:
        """List the files written before a moment."""
        ...

    async def sweep(self, before: datetime) -> int:
        """Remove what writes interrupted before a moment left behind; return how many."""
        ...


class FileBlobs:
    """Files in a folder, `ab/abcd…` by the first two digits of their id."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def put(self, blob_id: str, chunks: AsyncIterator[bytes]) -> int:
        """Keep a file: written aside, forced to the disk, then named; a small one in a single step."""
        target = self._path(blob_id)
        waiting, size = bytearray(), 0
        file: BinaryIO | None = None
        try:
            async for chunk in chunks:
                waiting += chunk
                if len(waiting) >= STEP:
                    file = await asyncio.to_thread(_append, file, target, waiting)
                    size, waiting = size + len(waiting), bytearray()
            await asyncio.to_thread(_finish, file, target, waiting)
        except BaseException:
            _drop(file, target)
            raise
        return size + len(waiting)

    async def read(self, blob_id: str) -> AsyncIterator[bytes]:
        """Stream a file, 1 MiB at a time."""
        try:
            file = await asyncio.to_thread(self._path(blob_id).open, "rb")
        except FileNotFoundError:
            raise CannotOpenError("the file of this item is missing") from None
        with file:
            while chunk := await asyncio.to_thread(file.read, STEP):
                yield chunk

    async def remove(self, blob_id: str) -> None:
        """Remove a file; one that is not there is no error."""
        await asyncio.to_thread(self._path(blob_id).unlink, missing_ok=True)

    async def ids(self, before: datetime) -> list[str]:
        """List the files written before a moment."""
        return [path.name for path in await asyncio.to_thread(self._older, before) if NAME.fullmatch(path.name)]

    async def sweep(self, before: datetime) -> int:
        """Remove unfinished files older than a moment: sealed bytes nobody was ever promised."""
        unfinished = [path for path in await asyncio.to_thread(self._older, before) if path.suffix == UNFINISHED]
        for path in unfinished:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        return len(unfinished)

    def _older(self, before: datetime) -> list[Path]:
        found = []
        for path in self._folder.glob("??/*"):
            with suppress(FileNotFoundError):  # removed while we look
                if path.stat().st_mtime < before.timestamp():
                    found.append(path)
        return found

    def _path(self, blob_id: str) -> Path:
        if not NAME.fullmatch(blob_id):
            raise CannotOpenError("not the id of a file")
        return self._folder / blob_id[:2] / blob_id


def _unfinished(target: Path) -> Path:
    return target.with_suffix(UNFINISHED)


def _append(file: BinaryIO | None, target: Path, sealed: bytearray) -> BinaryIO:
    if file is None:
        if not target.parent.exists():
            target.parent.mkdir(exist_ok=True, mode=0o700)
            _force(target.parent.parent)
        descriptor = os.open(_unfinished(target), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        file = os.fdopen(descriptor, "wb", buffering=0)
    rest = memoryview(sealed)
    while rest:
        rest = rest[file.write(rest) :]
    return file


def _finish(file: BinaryIO | None, target: Path, sealed: bytearray) -> None:
    with _append(file, target, sealed) as whole:
        os.fsync(whole.fileno())
    _unfinished(target).rename(target)
    _force(target.parent)


def _force(folder: Path) -> None:
    """Have the disk know the names in a folder: without it a power cut forgets a file that was itself written."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _drop(file: BinaryIO | None, target: Path) -> None:
    if file is not None:
        file.close()
    _unfinished(target).unlink(missing_ok=True)

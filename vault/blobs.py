"""Where sealed files lie: the port every store of files offers, and the folder that is the default.

Lives here: bytes already sealed, written so that a crash leaves a whole file or none. Does not live here: any key.
"""

from __future__ import annotations

import asyncio
import errno
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeVar

from vault.errors import CannotOpenError, StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable
    from datetime import datetime

STEP = 1 << 20
NAME = re.compile(r"[0-9a-f]{32}")
UNFINISHED = ".part"

Given = TypeVar("Given")
Answer = TypeVar("Answer")


class Blobs(Protocol):
    """A store of sealed files, each written once under an id of 32 hexadecimal digits."""

    async def put(self, blob_id: str, chunks: AsyncIterator[bytes | memoryview]) -> int:
        """Keep a file; return its bytes. Durable when it returns; where it raises, nothing of it remains.

        A chunk is done with before the next is asked for, so that its sender may use one buffer over and over.
        Raises StoreError where the store cannot be written, or the id is taken.
        """
        ...

    def read(self, blob_id: str) -> AsyncGenerator[bytes, None]:
        """Stream a file, at most 1 MiB at a time. Raises CannotOpenError where it is missing, StoreError."""
        ...

    async def remove(self, blob_id: str) -> None:
        """Remove a file; one that is not there is no error. Raises StoreError."""
        ...

    async def ids(self, before: datetime) -> list[str]:
        """List the files written before a moment. Raises StoreError."""
        ...

    async def sweep(self, before: datetime) -> int:
        """Remove what writes interrupted before a moment left behind; return how many."""
        ...


class FileBlobs:
    """Files in a folder, `ab/abcd…` by the first two digits of their id."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(f"the folder of sealed files cannot be made: {error.strerror}") from None

    async def put(self, blob_id: str, chunks: AsyncIterator[bytes | memoryview]) -> int:
        """Keep a file: written aside, forced to the disk, then named; a small one in a single step."""
        writing, waiting = _Writing(self._path(blob_id)), bytearray()
        try:
            async for chunk in chunks:
                if len(chunk) >= STEP and not waiting:
                    await _to_the_end(writing.append, chunk)
                    continue
                waiting += chunk
                if len(waiting) >= STEP:
                    await _to_the_end(writing.append, waiting)
                    waiting = bytearray()
            await _to_the_end(writing.finish, waiting)
        except BaseException:
            writing.drop()
            raise
        return writing.size

    async def read(self, blob_id: str) -> AsyncGenerator[bytes, None]:
        """Stream a file, 1 MiB at a time."""
        file = await _to_the_end(_opened, self._path(blob_id))
        if file is None:
            raise CannotOpenError("the file of this item is missing")
        with file:
            while chunk := await _to_the_end(file.read, STEP):
                yield chunk

    async def remove(self, blob_id: str) -> None:
        """Remove a file; one that is not there is no error."""
        await _to_the_end(_unlink, self._path(blob_id))

    async def ids(self, before: datetime) -> list[str]:
        """List the files written before a moment."""
        return [path.name for path in await _to_the_end(self._older, before) if NAME.fullmatch(path.name)]

    async def sweep(self, before: datetime) -> int:
        """Remove unfinished files older than a moment: sealed bytes nobody was ever promised."""
        unfinished = [path for path in await _to_the_end(self._older, before) if path.suffix == UNFINISHED]
        for path in unfinished:
            await _to_the_end(_unlink, path)
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


class _Writing:
    """One file being written beside its place. Its steps run in a thread, one after the other."""

    def __init__(self, target: Path) -> None:
        self._target, self._part = target, target.with_suffix(UNFINISHED)
        self._file: BinaryIO | None = None
        self._named = False
        self.size = 0

    def append(self, sealed: bytes | bytearray | memoryview) -> None:
        file = self._file = self._file or self._begin()
        rest = memoryview(sealed)
        while rest:
            rest = rest[file.write(rest) :]
        self.size += len(sealed)

    def finish(self, sealed: bytearray) -> None:
        self.append(sealed)
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
        if self._target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        self._part.rename(self._target)
        self._named = True
        _force(self._target.parent)

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._file is None:  # not begun: what lies there under this name is another's
            return
        self._file.close()
        with suppress(OSError):  # the sweep tries again
            self._part.unlink(missing_ok=True)
            if self._named:
                self._target.unlink(missing_ok=True)

    def _begin(self) -> BinaryIO:
        if not self._target.parent.exists():
            self._target.parent.mkdir(exist_ok=True, mode=0o700)
            _force(self._target.parent.parent)
        descriptor = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        return os.fdopen(descriptor, "wb", buffering=0)


def _opened(path: Path) -> BinaryIO | None:
    try:
        return path.open("rb")
    except FileNotFoundError:
        return None


def _unlink(path: Path) -> None:
    path.unlink(missing_ok=True)


async def _to_the_end(work: Callable[[Given], Answer], given: Given) -> Answer:
    """Do one step in a thread; even when cancelled, wait for its end: nothing is closed under a thread's hands."""
    step = asyncio.ensure_future(asyncio.to_thread(work, given))
    try:
        return await asyncio.shield(step)
    except asyncio.CancelledError:
        await asyncio.gather(step, return_exceptions=True)
        raise
    except OSError as error:
        raise StoreError(f"the store of files cannot be used: {error.strerror}") from None


def _force(folder: Path) -> None:
    """Have the disk know the names in a folder: without it a power cut forgets a file that was itself written."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

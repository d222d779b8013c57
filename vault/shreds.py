"""The shred store: one random value for each item and each vault, whose destruction is what erasing means.

Lives here: a small database file of its own, kept out of long backups. Does not live here: what is derived from the
values (`vault.items`, `vault.keys`).
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vault.errors import ErasedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

SHRED_BYTES = 32
PREPARE = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
PRAGMA secure_delete=ON;
PRAGMA temp_store=MEMORY;
CREATE TABLE IF NOT EXISTS shreds (name TEXT PRIMARY KEY, value BLOB NOT NULL, made_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS house (mark BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sweeps (number INTEGER NOT NULL);
"""

Answer = TypeVar("Answer")


class Shreds:
    """The values by name. Each call is durable when it returns; the work is done in a thread. All raise StoreError."""

    def __init__(self, path: str | Path) -> None:
        self._one_at_a_time = threading.Lock()
        try:
            self._file = _prepared(Path(path))
        except OSError as error:
            raise StoreError(f"the shred store cannot be opened: {error.strerror}") from None
        except sqlite3.Error as error:
            raise StoreError(f"the shred store cannot be opened: {error}") from None

    async def put(self, name: str, value: bytes) -> None:
        """Keep a value under a name that was never used."""
        row = (name, value, time.time())
        await self._do(lambda file: file.execute("INSERT INTO shreds VALUES (?, ?, ?)", row))

    async def ensure(self, name: str) -> bytes:
        """Return the value of a name, drawn now where there is none yet."""
        row = (name, os.urandom(SHRED_BYTES), time.time())
        await self._do(lambda file: file.execute("INSERT OR IGNORE INTO shreds VALUES (?, ?, ?)", row))
        return await self.get(name)

    async def get(self, name: str) -> bytes:
        """Return a value. Raises ErasedError where it was destroyed, or never was."""

        def look(file: sqlite3.Connection) -> bytes | None:
            row = file.execute("SELECT value FROM shreds WHERE name = ?", (name,)).fetchone()
            return None if row is None else bytes(row[0])

        value = await self._do(look)
        if value is None:
            raise ErasedError("this was erased: its key exists nowhere any more")
        return value

    async def destroy(self, names: Iterable[str]) -> None:
        """Overwrite these values for good, in the file and in its journal; a name without a value is no error.

        Raises StoreError while somebody else reads the file: the values are gone then, but not yet from its journal.
        """
        rows = [(name,) for name in names]

        def overwrite(file: sqlite3.Connection) -> None:
            with closing(file.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                cursor.executemany("DELETE FROM shreds WHERE name = ?", rows)
                cursor.execute("COMMIT")
                busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise StoreError("the journal of the shred store is being read by somebody else")

        if rows:
            await self._do(overwrite)

    async def beginning(self, start: str) -> list[str]:
        """List the names that begin so."""
        query, ends = "SELECT name FROM shreds WHERE name >= ? AND name < ?", (start, start + "\U0010ffff")
        return await self._do(lambda file: [row[0] for row in file.execute(query, ends)])

    async def is_empty(self) -> bool:
        """Tell whether no value was ever kept, or all were destroyed."""
        return await self._do(lambda file: file.execute("SELECT 1 FROM shreds LIMIT 1").fetchone() is None)

    async def names(self, before: datetime) -> list[str]:
        """List the names of values older than a moment."""
        query = "SELECT name FROM shreds WHERE made_at < ?"
        return await self._do(lambda file: [row[0] for row in file.execute(query, (before.timestamp(),))])

    async def marked(self) -> bytes | None:
        """Return the mark of the house this store belongs to; None for a new one."""

        def look(file: sqlite3.Connection) -> bytes | None:
            row = file.execute("SELECT mark FROM house").fetchone()
            return None if row is None else bytes(row[0])

        return await self._do(look)

    async def mark(self, mark: bytes) -> None:
        """Have this store belong to a house."""

        def write(file: sqlite3.Connection) -> None:
            file.execute("BEGIN IMMEDIATE")
            file.execute("DELETE FROM house")
            file.execute("INSERT INTO house VALUES (?)", (mark,))
            file.execute("COMMIT")

        await self._do(write)

    async def count_sweep(self, number: int) -> bool:
        """Tell whether no sweep with a higher number was counted before; the higher is remembered."""

        def count(file: sqlite3.Connection) -> bool:
            highest = file.execute("SELECT coalesce(max(number), 0) FROM sweeps").fetchone()[0]
            if number > highest:
                file.execute("BEGIN IMMEDIATE")
                file.execute("DELETE FROM sweeps")
                file.execute("INSERT INTO sweeps VALUES (?)", (number,))
                file.execute("COMMIT")
            return bool(number > highest)

        return await self._do(count)

    def close(self) -> None:
        """Close the file."""
        with self._one_at_a_time:
            self._file.close()

    async def _do(self, work: Callable[[sqlite3.Connection], Answer]) -> Answer:
        def locked() -> Answer:
            with self._one_at_a_time:
                try:
                    return work(self._file)
                except sqlite3.Error as error:
                    with suppress(sqlite3.Error):  # it may be closed already
                        self._file.rollback()
                    raise StoreError(f"the shred store cannot be used: {error}") from None

        return await asyncio.to_thread(locked)


def _prepared(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        file.executescript(PREPARE)
    except sqlite3.Error:
        file.close()
        raise
    return file

"""The values whose destruction is what erasing means."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from vault.errors import ErasedError, StoreError
from vault.shreds import Shreds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shreds.db"


@pytest.fixture
def shreds(path: Path) -> Iterator[Shreds]:
    with closing(Shreds(path)) as shreds:
        yield shreds


def on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob("shreds.db*"))


async def test_a_value_stays_the_same_once_drawn(shreds: Shreds, path: Path) -> None:
    value = await shreds.ensure("a")
    assert await shreds.ensure("a") == value
    with closing(Shreds(path)) as again:
        assert await again.get("a") == value


async def test_a_name_is_used_once(shreds: Shreds) -> None:
    await shreds.put("a", b"1")
    with pytest.raises(StoreError):
        await shreds.put("a", b"2")
    assert await shreds.get("a") == b"1"


async def test_a_destroyed_value_is_nowhere_in_the_file_nor_in_its_journal(shreds: Shreds, path: Path) -> None:
    values = [os.urandom(32) for _ in range(40)]
    for number, value in enumerate(values):
        await shreds.put(f"item-{number}", value)
    assert values[7] in on_disk(path)
    await shreds.destroy(["item-7", "item-8", "never-was"])
    left = on_disk(path)
    assert values[7] not in left
    assert values[8] not in left
    assert values[9] in left
    with pytest.raises(ErasedError):
        await shreds.get("item-7")


async def test_destruction_says_when_somebody_reads_the_journal_and_can_be_done_again(
    shreds: Shreds, path: Path
) -> None:
    value = await shreds.ensure("a")
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM shreds").fetchall()
        shreds._file.execute("PRAGMA busy_timeout=0")
        with pytest.raises(StoreError, match="read by somebody else"):
            await shreds.destroy(["a"])
        other.execute("COMMIT")
    await shreds.destroy(["a"])
    assert value not in on_disk(path)


async def test_names_are_found_by_age_and_by_their_beginning(shreds: Shreds) -> None:
    for name in ("lock-1-a", "lock-1-b", "lock-10-c", "item-1"):
        await shreds.ensure(name)
    now = datetime.now(UTC)
    assert sorted(await shreds.beginning("lock-1-")) == ["lock-1-a", "lock-1-b"]
    assert len(await shreds.names(now + timedelta(minutes=1))) == 4
    assert await shreds.names(now - timedelta(minutes=1)) == []
    assert not await shreds.is_empty()


async def test_the_store_remembers_its_house(shreds: Shreds) -> None:
    assert await shreds.marked() is None
    await shreds.mark(b"one")
    await shreds.mark(b"two")
    assert await shreds.marked() == b"two"


async def test_sweeps_are_counted_upwards_only(shreds: Shreds) -> None:
    told = [await shreds.count_sweep(number) for number in (1, 2, 2, 1, 3)]
    assert told == [True, True, False, False, True]


def test_only_the_service_may_read_the_file(shreds: Shreds, path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_damaged_file_is_told_without_its_content(shreds: Shreds, path: Path) -> None:
    await shreds.put("a", b"1")
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE shreds")
        other.commit()
    with pytest.raises(StoreError, match="the shred store cannot be used"):
        await shreds.get("a")


async def test_a_store_that_cannot_be_opened_or_is_closed_says_so(shreds: Shreds, path: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"not a database" * 500)
    for wrong in (tmp_path / "text", path / "below"):
        with pytest.raises(StoreError, match="the shred store cannot be opened"):
            Shreds(wrong)
    shreds.close()
    with pytest.raises(StoreError, match="the shred store cannot be used"):
        await shreds.get("a")

"""Killed at any step, the vault has lost nothing it acknowledged and keeps nothing it was told to forget."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.vault.mortal import FILM, LARGE, MARKER, PART, SMALL, parts_of, send_part
from tests.vault.vaults import PHRASE, Vaults, read
from vault import records, uploads
from vault.custody import verify
from vault.database import connect
from vault.errors import NoSuchItemError, WrongPhraseError
from vault.evidence import Unlocked
from vault.keys import Cost, load_keys

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

ROOT = Path(__file__).parents[2]
LATER = timedelta(days=2)
MANY = 200


class Nursery:
    """The parent process, and what its children acknowledged."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def child(self, folder: Path, url: str, point: int, life: str = "all") -> tuple[list[list[str]], int]:
        """Let one vault live; return what it acknowledged, and how many steps it took (0: killed)."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        told = {"folder": str(folder), "url": url, "point": point, "life": life}
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        lines = []
        for line in self.process.stdout:
            lines.append(line.split())
            if lines[-1][0] == "gone":
                return lines[:-1], int(lines[-1][1])
        raise AssertionError("the nursery is gone")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.vault.mortal"]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Nursery(process)


async def test_a_kill_at_any_step_loses_nothing_acknowledged(
    nursery: Nursery, fresh_database: Callable[[Path], str], tmp_path: Path
) -> None:
    point, steps = 1, 0
    while not steps:
        folder = tmp_path / str(point)
        folder.mkdir()
        url = fresh_database(folder)
        told, steps = nursery.child(folder, url, point)
        await check(folder, url, told)
        shutil.rmtree(folder)
        point += 1
        assert point < MANY
    assert steps == point - 2
    assert steps > 20


async def test_a_kill_between_parts_loses_no_part_that_was_acknowledged(
    nursery: Nursery, fresh_database: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PART_BYTES", PART)
    point, steps = 1, 0
    while not steps:
        folder = tmp_path / str(point)
        folder.mkdir()
        url = fresh_database(folder)
        told, steps = nursery.child(folder, url, point, "film")
        await go_on(folder, url, told)
        shutil.rmtree(folder)
        point += 1
        assert point < MANY
    assert steps > parts_of(FILM) * 4


async def go_on(folder: Path, url: str, told: list[list[str]]) -> None:
    """Go on after the last part that was acknowledged, as the page of whoever sent it does."""
    keys = load_keys(folder / "keys", cost=Cost(memory=64, passes=1, lanes=1))
    vaults = Vaults(folder, connect(url), keys, lambda: datetime.now(UTC))
    try:
        assert holding(MARKER, folder) == []
        for vault_id in (line[1] for line in told if line[0] == "vault"):
            acknowledged = sum(line[0] == "part" for line in told)
            for number in range(1, acknowledged + 1):
                await send_part(vaults, vault_id, number, never())
            for number in range(acknowledged + 1, parts_of(FILM) + 1):
                await send_part(vaults, vault_id, number)
            [item] = await vaults.items(vault_id)
            unlocked = await vaults.evidence.unlock_waiting(vault_id)
            assert await read(await vaults.evidence.open_for_victim(item.id, unlocked)) == FILM
            assert verify(await vaults.custody(vault_id), vaults.keys.signers) is None
        assert holding(MARKER, folder) == []
        await vaults.evidence.sweep(datetime.now(UTC) + LATER)
        assert len(list((folder / "evidence").glob("*/*"))) == (parts_of(FILM) if told else 0)
    finally:
        vaults.shreds.close()
        await vaults.database.close()


async def never() -> AsyncIterator[bytes]:
    raise AssertionError("a part that was acknowledged had to be sent again")
    yield b""


async def check(folder: Path, url: str, told: list[list[str]]) -> None:
    keys = load_keys(folder / "keys", cost=Cost(memory=64, passes=1, lanes=1))
    vaults = Vaults(folder, connect(url), keys, lambda: datetime.now(UTC))
    try:
        for _ in range(2):  # as the next process finds it, and after the sweep has been
            await look(vaults, told)
            assert holding(MARKER, folder) == []
            await vaults.evidence.sweep(datetime.now(UTC) + LATER)
        await look_at_the_stores(vaults)
    finally:
        vaults.shreds.close()
        await vaults.database.close()


def holding(words: bytes, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


async def look(vaults: Vaults, told: list[list[str]]) -> None:
    words = ("vault", "kept", "phrase", "erased", "erased-vault")
    done = {word: [line[1] for line in told if line[0] == word] for word in words}
    for vault_id in done["vault"]:
        unlocked = await unlock(vaults, vault_id, chosen=vault_id in done["phrase"])
        items = [item.id for item in await vaults.items(vault_id)]
        for item_id in items:
            item = await vaults.evidence.open_for_victim(item_id, unlocked)
            assert await read(item) in {SMALL, LARGE}
        owed = done["kept"][1:2] if done["phrase"] else done["kept"][:2]  # after the phrase, the first is told to go
        assert set(owed) <= set(items)
        assert verify(await vaults.custody(vault_id), vaults.keys.signers) is None
    for item_id in done["erased"]:
        with pytest.raises(NoSuchItemError):
            await vaults.evidence.open_for_victim(item_id, PHRASE)
    for vault_id in done["erased-vault"]:
        assert await vaults.items(vault_id) == []


async def unlock(vaults: Vaults, vault_id: str, *, chosen: bool) -> Unlocked:
    """Open the vault in the one way that works: by the phrase, or, where it was not acknowledged yet, as it waits."""
    async with vaults.database.reading() as tx:
        row = await records.vault(tx, vault_id)
    assert row is not None
    if row.locked is None:
        assert not chosen
        with pytest.raises(WrongPhraseError):
            await vaults.evidence.unlock(vault_id, PHRASE)
        seed = await vaults.evidence._locks.waiting_seed(row)
        assert seed is not None
        return Unlocked(vault_id, seed)
    assert row.waiting is None
    assert await vaults.evidence.resume(PHRASE) == vault_id
    return await vaults.evidence.unlock(vault_id, PHRASE)


async def look_at_the_stores(vaults: Vaults) -> None:
    """See that the sweep left a file and a shred value for each item, one for each vault, and nothing else."""
    async with vaults.database.reading() as tx:
        items = {row.id for row in await tx.rows(records.items.select())}
        living = [row for row in await tx.rows(records.vaults.select()) if row.erased_at is None]
    assert {path.name for path in (vaults.folder / "evidence").glob("*/*")} == items
    names = await vaults.shreds.beginning("")
    assert {name for name in names if name.startswith("item-")} == {f"item-{item_id}" for item_id in items}
    assert len(names) == len(items) + len(living)

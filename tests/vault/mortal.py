"""A parent that has everything imported and forks one vault after another, each to be killed at a chosen moment.

Reads JSON lines {"folder", "url", "point", "life"} on standard input. The child lives one of the lives below and dies
by SIGKILL right before its `point`-th durable step: a file's fsync or rename, a commit, a write of the shred store.
Each thing that was acknowledged is told on standard output, then "gone STEPS", STEPS being 0 where it was killed. Run
by test_kill.py.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.vault.vaults import PHRASE, Vaults, pieces
from vault import uploads
from vault.database import Database, Transaction, connect
from vault.evidence import Part, Progress
from vault.keys import Cost, load_keys
from vault.shreds import Shreds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

MARKER = b"ce que personne d'autre ne doit lire "
SMALL, LARGE = MARKER * 20, MARKER * 30_000
PART = 50_000
FILM = MARKER * 4_000


class Mortal:
    """Counts durable steps, and dies before one of them."""

    def __init__(self, point: int) -> None:
        self.point, self.steps = point, 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.point:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            self.step()
            return plain(*args, **more)

        return counted

    def hook(self) -> None:
        for name in ("fsync", "rename", "unlink"):
            setattr(os, name, self.before(getattr(os, name)))
        for name in ("put", "ensure", "destroy"):
            setattr(Shreds, name, self.before(getattr(Shreds, name)))
        opened = Database._open

        @asynccontextmanager
        async def counted(database: Database) -> AsyncIterator[Transaction]:
            async with opened(database) as tx:
                yield tx
                self.step()

        Database._open = counted


def tell(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())


async def live(vaults: Vaults) -> None:
    """Keep two files, choose a phrase, erase a file; then make a second vault and erase it."""
    vault_id = await vaults.new()
    tell("vault", vault_id)
    first = await vaults.keep(vault_id, SMALL)
    tell("kept", first.item_id)
    tell("kept", (await vaults.keep(vault_id, LARGE, limit=1 << 22, key="k")).item_id)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    tell("phrase", vault_id)
    async with vaults.database.transaction() as tx:
        await vaults.evidence.erase_item(tx, first.item_id)
    tell("erased", first.item_id)
    await vaults.evidence.settle()
    other = await vaults.new()
    await vaults.erase(other)
    tell("erased-vault", other)


async def send_a_film(vaults: Vaults) -> None:
    """Keep one file in three parts."""
    vault_id = await vaults.new()
    tell("vault", vault_id)
    for number in range(1, parts_of(FILM) + 1):
        progress = await send_part(vaults, vault_id, number)
        tell("part", str(number))
    if progress.receipt is not None:
        tell("kept", progress.receipt.item_id)


def parts_of(content: bytes) -> int:
    return -(-len(content) // PART)


async def send_part(vaults: Vaults, vault_id: str, number: int, stream: AsyncIterator[bytes] | None = None) -> Progress:
    """Send one part of the film, or its name with another stream."""
    clear = FILM[(number - 1) * PART : number * PART]
    part = Part(number, hashlib.sha256(clear).hexdigest(), len(FILM))
    told = {"name": "film.mp4", "declared": "video/mp4", "actor": "owner", "source": "web", "key": "film"}
    return await vaults.evidence.keep_part(vault_id, stream or pieces(clear), part, limit=1 << 22, **told)


LIVES = {"all": live, "film": send_a_film}


async def be_a_vault(folder: Path, url: str, mortal: Mortal, life: str) -> None:
    keys = load_keys(folder / "keys", cost=Cost(memory=64, passes=1, lanes=1))
    vaults = Vaults(folder, connect(url), keys, lambda: datetime.now(UTC))
    mortal.hook()
    uploads.PART_BYTES = PART
    await LIVES[life](vaults)
    tell("gone", str(mortal.steps))


def main() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                asyncio.run(be_a_vault(Path(told["folder"]), told["url"], Mortal(told["point"]), told["life"]))
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            tell("gone", "0")


if __name__ == "__main__":
    main()

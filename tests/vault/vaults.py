"""The vault as its callers use it, with the steps a test takes most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vault.blobs import FileBlobs
from vault.evidence import Evidence, OpenItem, Receipt
from vault.keys import Pair
from vault.shreds import Shreds
from vault.team import Team

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from vault.custody import Entry
    from vault.database import Database
    from vault.evidence import Item
    from vault.keys import HouseKeys

PHRASE = "tilleul-canoe-bougie-radis-phare"
OTHER_PHRASE = "navire-sapin-mitaine-ruche-violon"


class Vaults:
    """Every service over stores in one folder."""

    def __init__(self, folder: Path, database: Database, keys: HouseKeys, clock: Callable[[], datetime]) -> None:
        self.folder, self.database, self.keys, self.clock = folder, database, keys, clock
        self.blobs = FileBlobs(folder / "evidence")
        self.shreds = Shreds(folder / "shreds.db")
        self.team = Team(keys.service, clock)
        self.evidence = Evidence(database, self.blobs, self.shreds, keys, self.team, clock)

    async def new(self) -> str:
        async with self.database.transaction() as tx:
            return await self.evidence.open_vault(tx, None)

    async def keep(self, vault_id: str, content: bytes = b"a screenshot", **more: Any) -> Receipt:
        how = {"name": "shot.png", "declared": "image/png", "limit": 1 << 20, "actor": "owner", "source": "web"}
        return await self.evidence.keep(vault_id, pieces(content), **{**how, **more})

    async def share(self, vault_id: str, *, share: bool = True, **more: Any) -> int:
        async with self.database.transaction() as tx:
            return await self.evidence.consent(tx, vault_id, share, **more)

    async def erase(self, vault_id: str) -> int:
        async with self.database.transaction() as tx:
            gone = await self.evidence.erase(tx, vault_id)
        await self.evidence.settle()
        return gone

    async def items(self, vault_id: str) -> list[Item]:
        async with self.database.reading() as tx:
            return await self.evidence.items(tx, vault_id)

    async def custody(self, vault_id: str) -> list[Entry]:
        async with self.database.reading() as tx:
            return await self.evidence.list_custody(tx, vault_id)

    async def supervisor(self, listener_id: str = "ada") -> dict[int, bytes]:
        """Enrol the first listener; return the team's seeds they hold."""
        pair = Pair.new()
        async with self.database.transaction() as tx:
            await self.team.enrol(tx, listener_id, pair.public, None)
            return await self.team.unlock(tx, listener_id, pair.seed)


async def pieces(content: bytes, step: int = 4096) -> AsyncIterator[bytes]:
    """Stream some bytes as a network would bring them."""
    for start in range(0, len(content), step) or [0]:
        yield content[start : start + step]


async def read(item: OpenItem) -> bytes:
    """Read an opened item to its end."""
    return b"".join([chunk async for chunk in item.chunks()])

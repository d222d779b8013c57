"""A house with its real vault in this process, and somebody who keeps things in it: no socket, no model, no waiting."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import records
from bot.app import Haven, build
from bot.channels.channel import Incoming
from bot.deposits import Deposits
from bot.housekeeping import Housekeeping
from bot.settings import read_settings
from tests.conftest import CHEAP
from tests.vault.vaults import pieces
from vault.house import VaultHouse, open_vault_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from vault.database import Database
    from vault.evidence import Item, Receipt
    from vault.withheld import Withheld

SHIPPED = Path(__file__).resolve().parents[1] / "config.yml"
INTIMATE = ("danger:no", "screen:no", "who:me", "age:13_14", "act:continue", "what:intimate")
PICTURE = b"\x89PNG\r\n\x1a\n" + b"a picture nobody here may look at" * 40


@dataclass
class Coffers:
    """The house, and the way to its parts."""

    haven: Haven
    vault: VaultHouse
    deposits: Deposits
    database: Database
    folder: Path

    async def comes(self, address: str = "a", channel: str = "web") -> Owner:
        return Owner(self, await self.haven.mailroom.admit(channel, address, "fr"), channel)

    async def night(self, days: float) -> None:
        """Do the night work, so many days from now."""
        settings, haven = self.haven.settings, self.haven
        work = Housekeeping(
            self.database,
            self.vault.evidence,
            haven.mailroom,
            settings.retention,
            settings.store.intimate,
            haven.observer,
        )
        await work.tick(datetime.now(UTC) + timedelta(days=days))

    def bytes_on_disk(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())


@dataclass
class Owner:
    """One person: what they do, and the letters they got."""

    house: Coffers
    id: str
    channel: str
    count: int = 0
    read: list[dict[str, Any]] = field(default_factory=list)

    async def taps(self, *choices: str) -> list[dict[str, Any]]:
        """Tap, one after the other; return the letters that answer the last."""
        for choice in choices:
            await self._arrive(Incoming("choice", datetime.now(UTC), choice=choice))
        return self.read

    async def starts(self) -> list[dict[str, Any]]:
        """Come back: the page is new, or the phrase was given."""
        await self._arrive(Incoming("start", datetime.now(UTC), language="fr"))
        return self.read

    async def says(self, text: str) -> list[dict[str, Any]]:
        await self._arrive(Incoming("text", datetime.now(UTC), text=text))
        return self.read

    async def silence(self, watched: str) -> list[dict[str, Any]]:
        await self._arrive(Incoming("silence", datetime.now(UTC), choice=watched))
        return self.read

    async def _arrive(self, incoming: Incoming) -> None:
        self.count += 1
        await self.house.haven.mailroom.arrive(self.channel, self.id, f"k{self.count}", incoming)
        await self.hears()

    async def hears(self) -> list[dict[str, Any]]:
        """Wait until everything stored is dealt with; return the letters that came of it."""
        while await self.house.haven.mailroom._deal_once(self.house.haven.reception):
            pass
        fresh = await self.house.haven.mailroom.pending(self.id, 0)
        if fresh:
            await self.house.haven.mailroom.acknowledge(self.channel, self.id, fresh[-1].id, read=True)
        self.read = [letter.body for letter in fresh]
        return self.read

    async def sends(self, content: bytes = PICTURE, kind: str = "image/png", **more: Any) -> Receipt:
        self.count += 1
        told = {"name": "IMG_2041.png", "declared": kind, "key": f"f{self.count}", **more}
        receipt = await self.house.deposits.keep(self.channel, self.id, pieces(content), **told)
        await self.hears()
        return receipt

    async def vault_id(self) -> str | None:
        async with self.house.database.reading() as tx:
            row = (await records.conversations(tx, [self.id]))[self.id]
        return row.vault_id

    async def items(self) -> list[Item]:
        async with self.house.database.reading() as tx:
            return await self.house.vault.evidence.items(tx, str(await self.vault_id()))

    async def withheld(self) -> list[Withheld]:
        async with self.house.database.reading() as tx:
            return await self.house.vault.evidence.withheld.of(tx, str(await self.vault_id()))

    async def acts(self) -> list[str]:
        async with self.house.database.reading() as tx:
            entries = await self.house.vault.evidence.list_custody(tx, str(await self.vault_id()))
        return [entry.body.split('"act":"')[1].split('"')[0] for entry in entries]

    @property
    def words(self) -> str:
        return "\n".join(paragraph for letter in self.read for paragraph in letter["paragraphs"])

    @property
    def buttons(self) -> list[str]:
        return [choice["id"] for letter in self.read for choice in letter["choices"]]

    @property
    def links(self) -> list[str]:
        return [link["href"] for letter in self.read for link in letter["links"]]

    def button(self, start: str) -> str:
        """Return the newest button that begins so."""
        return next(choice for choice in reversed(self.buttons) if choice.startswith(start))


@asynccontextmanager
async def coffers(database: Database, folder: Path, **changes: str) -> AsyncIterator[Coffers]:
    """Open a house; `changes` are texts of config.yml and what stands instead."""
    config = _configured(folder, changes)
    settings = read_settings(config, {})
    vault = await open_vault_house(settings.store, lambda path: folder / path, database, cost=CHEAP)
    haven = build(settings, config, database, vault)
    deposits = Deposits(database, vault.evidence, haven.mailroom, vault.keys.service, settings.store.max_file_bytes)
    storing = asyncio.create_task(haven.mailroom.store_arrivals())
    try:
        yield Coffers(haven, vault, deposits, database, folder)
    finally:
        storing.cancel()
        await asyncio.gather(storing, return_exceptions=True)
        await vault.close()


def _configured(folder: Path, changes: dict[str, str]) -> Path:
    text = SHIPPED.read_text("utf-8").replace("engine: built-in", "engine: off")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "config.yml").write_text(text, "utf-8")
    return folder / "config.yml"


def shreds_in(folder: Path) -> set[str]:
    """Name what the shred store of a house still holds."""
    with sqlite3.connect(folder / "var/shreds.db") as file:
        return {row[0] for row in file.execute("SELECT name FROM shreds")}

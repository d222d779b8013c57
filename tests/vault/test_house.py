"""Starting: the parts of one house know each other, and strangers are refused with what to do about it."""

from __future__ import annotations

import asyncio
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from tests.vault.vaults import PHRASE, pieces
from vault.errors import KeyFileError, StrangersError, VaultError
from vault.house import VaultHouse, open_vault_house
from vault.keys import Cost
from vault.settings import StoreSettings
from vault.shreds import Shreds

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from vault.database import Database

CHEAP = Cost(memory=64, passes=1, lanes=1)


class Site:
    """A folder with a configuration, in which a house is started again and again."""

    def __init__(self, folder: Path, database: Database, clock: Callable[[], datetime]) -> None:
        self.folder, self.database, self.clock = folder, database, clock

    async def start(self, **more: Any) -> VaultHouse:
        settings = StoreSettings(**more)
        return await open_vault_house(
            settings, lambda path: self.folder / path, self.database, clock=self.clock, cost=CHEAP
        )

    async def kept(self) -> tuple[str, str]:
        """Start, keep a file, stop; return the vault and the item."""
        house = await self.start()
        async with self.database.transaction() as tx:
            vault_id = await house.evidence.open_vault(tx, None)
        how = {"name": "", "declared": "", "limit": 99, "actor": "owner", "source": "web"}
        receipt = await house.evidence.keep(vault_id, pieces(b"kept"), **how)
        await house.evidence.choose_phrase(vault_id, PHRASE)
        await house.close()
        return vault_id, receipt.item_id


@pytest.fixture
def site(tmp_path: Path, database: Database, clock: Callable[[], datetime]) -> Site:
    return Site(tmp_path / "site", database, clock)


def exists(path: Path) -> bool:
    return path.exists()


async def test_the_first_start_makes_everything_where_the_configuration_says(site: Site) -> None:
    house = await site.start(keys="k", shreds="s/shreds.db", evidence="e")
    for path in ("k/service-001.key", "s/shreds.db", "e"):
        assert exists(site.folder / path)
    async with site.database.reading() as tx:
        assert await house.team.is_waiting(tx)
        assert (await house.team.public(tx))[0] == 1
    await house.close()


async def test_the_next_start_opens_what_was_kept(site: Site) -> None:
    vault_id, item_id = await site.kept()
    house = await site.start()
    assert await house.evidence.resume(PHRASE) == vault_id
    item = await house.evidence.open_for_victim(item_id, PHRASE)
    assert b"".join([chunk async for chunk in item.chunks()]) == b"kept"
    await house.close()


async def test_a_service_key_that_is_not_this_databases_is_refused(site: Site) -> None:
    await site.kept()
    with pytest.raises(StrangersError, match="the service key cannot open this database: bring back the folder"):
        await site.start(service_key=SecretStr(os.urandom(32).hex()))
    await (await site.start()).close()


async def test_a_folder_of_other_keys_is_refused(site: Site) -> None:
    await site.kept()
    shutil.rmtree(site.folder / "var/keys")
    with pytest.raises(StrangersError):
        await site.start()


async def test_another_pepper_is_refused_before_anybody_types_a_phrase(site: Site) -> None:
    await site.kept()
    (site.folder / "var/keys/pepper.key").write_text("0" * 64)
    with pytest.raises(StrangersError, match=r"pepper\.key"):
        await site.start()


async def test_a_lost_shred_store_is_never_quietly_replaced(site: Site) -> None:
    await site.kept()
    shreds = site.folder / "var/shreds.db"
    shreds.rename(shreds.with_suffix(".away"))
    for _ in range(2):
        with pytest.raises(StrangersError, match="bring back the file, without it nothing opens"):
            await site.start()
    shreds.with_suffix(".away").replace(shreds)
    await (await site.start()).close()


async def test_the_shred_store_of_another_database_is_refused_and_left_alone(site: Site) -> None:
    await site.kept()
    house = await site.start()
    await house.shreds.mark(b"another house")
    names = await house.shreds.beginning("")
    await house.close()
    with pytest.raises(StrangersError, match="belongs to another database"):
        await site.start()
    await house_shreds_are(site, names)


async def house_shreds_are(site: Site, names: list[str]) -> None:
    shreds = Shreds(site.folder / "var/shreds.db")
    assert await shreds.beginning("") == names
    shreds.close()


async def test_a_start_that_was_killed_before_its_first_commit_is_made_up_for(site: Site) -> None:
    house = await site.start()
    await house.shreds.mark(b"of a start that never was")
    await house.close()
    house = await site.start()
    assert await house.shreds.marked() != b"of a start that never was"
    await house.close()


async def test_two_processes_may_start_at_once(site: Site) -> None:
    first = await site.start()  # the key folder is there
    await first.close()
    houses = await asyncio.gather(site.start(), site.start())
    marks = [await house.shreds.marked() for house in houses]
    assert marks[0] == marks[1]
    for house in houses:
        await house.close()


async def test_the_service_key_may_come_from_the_environment_alone(site: Site) -> None:
    key = SecretStr(os.urandom(32).hex())
    await (await site.start(service_key=key)).close()
    assert not exists(site.folder / "var/keys/service-001.key")
    await (await site.start(service_key=key)).close()
    with pytest.raises(KeyFileError):
        await site.start()


async def test_a_store_this_program_does_not_know_is_refused(site: Site) -> None:
    with pytest.raises(VaultError, match="must be a folder"):
        await site.start(evidence="gs://bucket/prefix")


@pytest.mark.parametrize("place", ["evidence", "shreds", "keys"])
async def test_a_place_the_machine_does_not_let_us_use_is_a_clear_refusal(
    site: Site, tmp_path: Path, place: str
) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(VaultError, match="cannot be"):
        await site.start(**{place: str(tmp_path / "a file" / place)})


async def test_closing_waits_for_what_is_being_erased(site: Site) -> None:
    vault_id, _ = await site.kept()
    house = await site.start()
    async with site.database.transaction() as tx:
        assert await house.evidence.erase(tx, vault_id) == 1
    await house.close()
    await house_shreds_are(site, [])

"""The team's key: who holds it, since when, and what they read with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from vault.errors import CannotOpenError, LastHolderError, TeamKeyError
from vault.keys import HouseKeys, Pair
from vault.team import Team

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from vault.database import Database

CASE, ENTRY, WORDS = "c" * 32, "e" * 32, "Ça recommence".encode()


class House:
    """A team and the listeners a test gives it."""

    def __init__(self, database: Database, team: Team) -> None:
        self.database, self.team, self.pairs = database, team, dict[str, Pair]()

    async def enrol(self, listener: str, seeds: bytes | Mapping[int, bytes] | None = None) -> dict[int, bytes]:
        pair = self.pairs.setdefault(listener, Pair.new())
        async with self.database.transaction() as tx:
            await self.team.enrol(tx, listener, pair.public, seeds)
        return await self.unlock(listener)

    async def unlock(self, listener: str) -> dict[int, bytes]:
        async with self.database.reading() as tx:
            return await self.team.unlock(tx, listener, self.pairs[listener].seed)

    async def write(self, words: bytes = WORDS) -> tuple[int, bytes]:
        async with self.database.transaction() as tx:
            epoch, public = await self.team.public(tx)
        return epoch, self.team.seal_entry(epoch, public, CASE, ENTRY, words)

    def read(self, seeds: Mapping[int, bytes], entry: tuple[int, bytes]) -> bytes:
        return self.team.open_entry(seeds, entry[0], CASE, ENTRY, entry[1])

    async def is_waiting(self) -> bool:
        async with self.database.reading() as tx:
            return await self.team.is_waiting(tx)


@pytest.fixture
def house(database: Database, keys: HouseKeys, clock: Callable[[], datetime]) -> House:
    return House(database, Team(keys.service, clock))


async def test_words_can_be_sealed_before_anybody_is_there_to_read_them(house: House) -> None:
    assert await house.is_waiting()
    entry = await house.write()
    assert await house.write() != entry
    assert house.read(await house.enrol("ada"), entry) == WORDS


async def test_the_first_supervisor_ends_the_waiting(house: House) -> None:
    await house.write()
    await house.enrol("ada")
    assert not await house.is_waiting()
    async with house.database.reading() as tx:
        rows = await tx.rows(sa.text("SELECT waiting FROM team_epochs"))
    assert [row.waiting for row in rows] == [None, None]


async def test_what_is_sealed_after_the_waiting_opens_with_no_key_that_ever_waited(house: House) -> None:
    before = await house.write()
    async with house.database.reading() as tx:
        backup = (await tx.rows(sa.text("SELECT epoch, waiting FROM team_epochs")))[0]
    await house.enrol("ada")
    after = await house.write()
    stolen = {backup.epoch: house.team._open_waiting(backup.epoch, backup.waiting)}
    assert house.read(stolen, before) == WORDS
    for seeds in (stolen, {after[0]: stolen[1]}):
        with pytest.raises(CannotOpenError):
            house.read(seeds, after)


async def test_nobody_enrols_twice_on_the_key_that_waited(house: House) -> None:
    await house.enrol("ada")
    with pytest.raises(TeamKeyError):
        await house.enrol("bob")


async def test_a_listener_passes_everything_on_that_they_can_read(house: House) -> None:
    entries = [await house.write()]
    ada = await house.enrol("ada")
    entries.append(await house.write())
    bob = await house.enrol("bob", ada)
    assert bob == ada
    assert [house.read(bob, entry) for entry in entries] == [WORDS, WORDS]
    assert [entry[0] for entry in entries] == [1, 2]


async def test_one_seed_alone_can_be_passed_on(house: House) -> None:
    ada = await house.enrol("ada")
    assert await house.enrol("bob", ada[2]) == {2: ada[2]}


async def test_a_key_that_is_not_the_teams_enrols_nobody(house: House) -> None:
    ada = await house.enrol("ada")
    for seeds in (Pair.new().seed, {1: ada[1], 2: Pair.new().seed}, {}):
        with pytest.raises(CannotOpenError):
            await house.enrol("eve", seeds)
    assert await house.unlock("eve") == {}


async def test_enrolling_again_gives_a_listener_a_new_pair(house: House) -> None:
    ada = await house.enrol("ada")
    house.pairs["ada"] = Pair.new()
    assert await house.enrol("ada", ada) == ada


async def test_only_ones_own_seed_unlocks_ones_wrap(house: House) -> None:
    ada = await house.enrol("ada")
    await house.enrol("bob", ada)
    house.pairs["bob"] = house.pairs["ada"]
    with pytest.raises(CannotOpenError):
        await house.unlock("bob")


async def test_whoever_leaves_reads_nothing_that_is_written_afterwards(house: House) -> None:
    ada = await house.enrol("ada")
    bob = await house.enrol("bob", ada)
    async with house.database.transaction() as tx:
        await house.team.dismiss(tx, "bob")
    entry = await house.write()
    assert await house.unlock("bob") == {}
    assert house.read(await house.unlock("ada"), entry) == WORDS
    with pytest.raises(CannotOpenError):
        house.read(bob, entry)


async def test_the_last_who_holds_the_key_cannot_leave_with_it(house: House) -> None:
    await house.enrol("ada")
    async with house.database.transaction() as tx:
        await house.team.dismiss(tx, "nobody")
        with pytest.raises(LastHolderError):
            await house.team.dismiss(tx, "ada")
    assert house.read(await house.unlock("ada"), await house.write()) == WORDS


@pytest.mark.parametrize("place", [("d" * 32, ENTRY), (CASE, "f" * 32)])
async def test_an_entry_moved_to_another_place_does_not_open(house: House, place: tuple[str, str]) -> None:
    ada = await house.enrol("ada")
    epoch, sealed = await house.write()
    with pytest.raises(CannotOpenError):
        house.team.open_entry(ada, epoch, *place, sealed)

"""What format 1 sealed opens, and what was changed does not: by Havre, and by a program that shares none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.vault import vectors
from tests.vault.second_reader import RefusedError
from tests.vault.vaults import Vaults, read
from vault import records
from vault.custody import receipt_code, verify
from vault.errors import VaultError
from vault.evidence import Unlocked
from vault.keys import load_keys
from vault.locks import Locks
from vault.records import metadata

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from vault.database import Database

STORED = vectors.load()
CASES = [pytest.param(case, id=case["name"]) for case in STORED["cases"]]


def told_by_second_reader(case: dict[str, Any]) -> Any:
    stored = vectors.changed(STORED, case["change"])
    reader, listener = vectors.second_reader(stored), stored["listener"]
    match case["try"]:
        case {"as": "chain", "vault": vault_id, "receipt": receipt}:
            return reader.check_chain(vault_id, receipt)
        case {"as": "find", "phrase": phrase}:
            return reader.find(phrase)
        case {"as": "entry"}:
            entry = stored["entry"]
            seed = reader.team_seed(listener["id"], listener["seed"], entry["epoch"])
            return reader.open_entry(seed, entry["epoch"], entry["case"], entry["id"], entry["sealed"]).decode()
        case {"as": "listener", "item": item_id}:
            seeds = {epoch: reader.team_seed(listener["id"], listener["seed"], epoch) for epoch in (1, 2)}
            record, content = reader.open_item(item_id, "team", seeds)
        case {"item": item_id, **how}:
            vault_id = reader.row("vault_items", id=item_id)["vault_id"]
            phrase = how.get("phrase")
            seed = reader.seed_by_phrase(vault_id, phrase) if phrase else reader.seed_that_waits(vault_id)
            record, content = reader.open_item(item_id, "vault", {0: seed})
    return [record["name"], content]


@pytest.mark.parametrize("case", CASES)
def test_a_second_program_reads_the_format_as_it_is_described(case: dict[str, Any]) -> None:
    if case["expect"] == "refused":
        with pytest.raises(RefusedError):
            told_by_second_reader(case)
    else:
        assert told_by_second_reader(case) == case["expect"]


class House:
    """Havre over the disks of the vectors."""

    def __init__(self, vaults: Vaults, stored: dict[str, Any]) -> None:
        self.vaults, self.stored = vaults, stored

    async def told(self, action: dict[str, Any]) -> Any:
        vaults, listener = self.vaults, self.stored["listener"]
        match action:
            case {"as": "chain", "vault": vault_id, "receipt": receipt}:
                return await self.checked(vault_id, receipt)
            case {"as": "find", "phrase": phrase}:
                return await vaults.evidence.resume(phrase)
        async with vaults.database.reading() as tx:
            seeds = await vaults.team.unlock(tx, listener["id"], listener["seed"])
        match action:
            case {"as": "entry"}:
                entry = self.stored["entry"]
                place = (entry["epoch"], entry["case"], entry["id"], entry["sealed"])
                return vaults.team.open_entry(seeds, *place).decode()
            case {"as": "listener", "item": item_id}:
                item = await vaults.evidence.open_for_team(item_id, seeds, listener["id"])
            case {"as": "owner", "item": item_id, "phrase": phrase}:
                item = await vaults.evidence.open_for_victim(item_id, phrase)
            case {"as": "house", "item": item_id}:
                item = await vaults.evidence.open_for_victim(item_id, await self.waiting(item_id))
        return [item.name, await read(item)]

    async def waiting(self, item_id: str) -> Unlocked:
        rows = self.stored["tables"]
        vault_id = next(row["vault_id"] for row in rows["vault_items"] if row["id"] == item_id)
        locks = Locks(self.vaults.database, self.vaults.shreds, self.vaults.keys, self.vaults.clock)
        async with self.vaults.database.reading() as tx:
            row = await records.vault(tx, vault_id)
        seed = None if row is None else await locks.waiting_seed(row)
        if seed is None:
            raise VaultError("nothing waits")
        return Unlocked(vault_id, seed)

    async def checked(self, vault_id: str, receipt: str) -> str:
        entries = await self.vaults.custody(vault_id)
        async with self.vaults.database.reading() as tx:
            row = await records.vault(tx, vault_id)
        head = None if row is None else row.head
        if fault := verify(entries, self.vaults.keys.signers, head):
            raise VaultError(str(fault))
        assert head is not None
        assert receipt_code(head) == receipt
        return receipt


@pytest.fixture
async def house(
    tmp_path: Path, database: Database, clock: Callable[[], Any], request: pytest.FixtureRequest
) -> AsyncIterator[House]:
    case = request.node.callspec.params["case"]
    stored = vectors.changed(STORED, case["change"])
    folder = tmp_path / "keys"
    folder.mkdir()
    for kind in ("service", "custody"):
        write(folder / f"{kind}-001.key", stored["keys"][kind]["1"])
    write(folder / "pepper.key", stored["keys"]["pepper"])
    vaults = Vaults(tmp_path, database, load_keys(folder, cost=vectors.COST), clock)
    async with database.transaction() as tx:
        for name in vectors.TABLES:
            await tx.run(sa.insert(metadata.tables[name]), stored["tables"][name])
    for name, value in stored["shreds"].items():
        await vaults.shreds.put(name, value)
    for name, sealed in stored["files"].items():
        (tmp_path / "evidence" / name[:2]).mkdir(exist_ok=True)
        (tmp_path / "evidence" / name[:2] / name).write_bytes(sealed)
    yield House(vaults, stored)
    vaults.shreds.close()


def write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o600)


@pytest.mark.parametrize("case", CASES)
async def test_havre_still_opens_what_it_sealed_and_refuses_what_was_changed(
    case: dict[str, Any], house: House
) -> None:
    if case["expect"] == "refused":
        with pytest.raises(VaultError):
            await house.told(case["try"])
    else:
        assert await house.told(case["try"]) == case["expect"]

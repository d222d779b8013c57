"""Vectors of format 1: a small house as it lies on its disks, changes made to it, and what a reader must then do.

`python -m tests.vault.vectors` makes vectors.json anew. That is done when the format gets a new version, never to make
a test pass: the file stands for what people have already confided.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sqlite3
import tempfile
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.vault.second_reader import SecondReader
from tests.vault.vaults import Vaults
from vault.database import connect
from vault.keys import Cost, Pair, load_keys
from vault.migrations import upgrade
from vault.records import metadata

FILE = Path(__file__).with_name("vectors.json")
TABLES = ("vault_house", "vaults", "vault_items", "vault_wraps", "vault_custody", "team_epochs", "team_wraps")
COST = Cost(memory=256, passes=2, lanes=1)
PHRASE = "œuvre-bougie-été-radis-phare"
TYPED = "  Oeuvre bougie ETE, radis PHARE "
CASE, ENTRY = "c" * 32, "e" * 32
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 64
WORDS = "Bonjour, on me harcèle."
Stored = dict[str, Any]


# -- the file ----------------------------------------------------------------------------------------------------------


def load() -> Stored:
    """Read the vectors, bytes as bytes and moments as moments."""
    stored: Stored = json.loads(FILE.read_text("utf-8"), object_hook=_from_json)
    return stored


def _from_json(value: Stored) -> Any:
    match value:
        case {"b64": text, **rest} if not rest:
            return base64.b64decode(text)
        case {"at": text, **rest} if not rest:
            return datetime.fromisoformat(text)
    return value


def _to_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"b64": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    raise TypeError(type(value))


def changed(stored: Stored, changes: list[list[Any]]) -> Stored:
    """Return the house with changes made to it."""
    house = deepcopy({name: stored[name] for name in ("tables", "files", "shreds")})
    for change in changes:
        match change:
            case ["flip", "file", name, offset, mask]:
                house["files"][name] = _flipped(house["files"][name], offset, mask)
            case ["cut", "file", name, length]:
                house["files"][name] = house["files"][name][:length]
            case ["flip", table, where, column, offset, mask]:
                row = _row(house, table, where)
                row[column] = _flipped(row[column], offset, mask)
            case ["set", table, where, column, value]:
                _row(house, table, where)[column] = value
            case ["drop", "shreds", name]:
                del house["shreds"][name]
            case ["drop", table, where]:
                house["tables"][table].remove(_row(house, table, where))
            case ["swap", ("files" | "shreds") as store, one, other]:
                house[store][one], house[store][other] = house[store][other], house[store][one]
            case ["swap", table, one, other, column]:
                first, second = _row(house, table, one), _row(house, table, other)
                first[column], second[column] = second[column], first[column]
            case _:
                raise ValueError(change[0])
    return {**stored, **house}


def _row(house: Stored, table: str, where: Stored) -> Stored:
    (row,) = (row for row in house["tables"][table] if all(row[name] == value for name, value in where.items()))
    return row


def _flipped(sealed: bytes, offset: int, mask: int) -> bytes:
    bent = bytearray(sealed)
    bent[offset] ^= mask
    return bytes(bent)


def second_reader(stored: Stored) -> SecondReader:
    """Give the house to the second reader."""
    keys = stored["keys"]
    return SecondReader(
        service={int(number): bytes.fromhex(key) for number, key in keys["service"].items()},
        custody={int(number): bytes.fromhex(key) for number, key in keys["custody_public"].items()},
        pepper=bytes.fromhex(keys["pepper"]),
        cost=tuple(keys["argon2id"]),
        **{name: stored[name] for name in ("tables", "files", "shreds")},
    )


# -- making it ---------------------------------------------------------------------------------------------------------


async def make() -> None:
    """Let a house keep things, and write down all that lies on its disks."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/havre.db"
        database = connect(url)
        await upgrade(database)
        vaults = Vaults(
            Path(folder),
            database,
            load_keys(Path(folder) / "keys", cost=COST),
            lambda: datetime(2026, 11, 24, 22, 10, tzinfo=UTC),
        )
        told = await _live(vaults)
        stored = {**await _disks(vaults), **told}
        vaults.shreds.close()
        await database.close()
    stored["cases"] = _cases(stored)
    about = "Made by tests/vault/vectors.py, described in docs/evidence-format.md; invented content only."
    text = json.dumps({"about": about, **stored}, default=_to_json, indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", "utf-8")


async def _live(vaults: Vaults) -> Stored:
    ada = Pair.new()
    locked, waiting = await vaults.new(), await vaults.new()
    one = await vaults.keep(locked, b"!", name="un.txt", declared="text/plain", share_with_team=True)
    async with vaults.database.transaction() as tx:
        await vaults.team.enrol(tx, "ada", ada.public, None)
    two = await vaults.keep(locked, PNG[:16384], name="capture d'écran.png", share_with_team=True)
    alone = await vaults.keep(waiting, PNG[:5000], name="seul.png")
    await vaults.evidence.choose_phrase(locked, PHRASE)
    async with vaults.database.transaction() as tx:
        receipt = await vaults.evidence.receipt(tx, locked)
        epoch, public = await vaults.team.public(tx)
    entry = vaults.team.seal_entry(epoch, public, CASE, ENTRY, WORDS.encode())
    return {
        "phrase": PHRASE,
        "listener": {"id": "ada", "seed": ada.seed},
        "entry": {"epoch": epoch, "case": CASE, "id": ENTRY, "sealed": entry},
        "names": {"locked": locked, "waiting": waiting, "one": one.item_id, "two": two.item_id, "alone": alone.item_id},
        "receipt": receipt,
    }


async def _disks(vaults: Vaults) -> Stored:
    tables = {}
    async with vaults.database.reading() as tx:
        for name in TABLES:
            rows = await tx.rows(sa.select(metadata.tables[name]))
            tables[name] = [dict(row._mapping) for row in rows]
    with sqlite3.connect(vaults.folder / "shreds.db") as file:
        shreds = dict(file.execute("SELECT name, value FROM shreds").fetchall())
    file.close()
    keys = {path.stem: path.read_text().strip() for path in (vaults.folder / "keys").iterdir()}
    signers = vaults.keys.signers
    return {
        "keys": {
            "service": {"1": keys["service-001"]},
            "custody": {"1": keys["custody-001"]},
            "custody_public": {str(epoch): public.hex() for epoch, public in signers.items()},
            "pepper": keys["pepper"],
            "argon2id": [COST.memory, COST.passes, COST.lanes],
        },
        "shreds": shreds,
        "tables": tables,
        "files": {path.name: path.read_bytes() for path in (vaults.folder / "evidence").glob("*/*")},
    }


def _cases(stored: Stored) -> list[Stored]:
    names = stored["names"]
    locked, waiting, one, two, alone = (names[name] for name in ("locked", "waiting", "one", "two", "alone"))
    owner_two: Stored = {"as": "owner", "item": two, "phrase": PHRASE}
    chain = {"as": "chain", "vault": locked, "receipt": stored["receipt"]}
    wrap_two = {"item_id": two, "reader": "vault"}
    lock = next(name for name in stored["shreds"] if name.startswith("lock-"))
    last = max(row["seq"] for row in stored["tables"]["vault_custody"] if row["vault_id"] == locked)
    second = {"vault_id": locked, "seq": 2}
    body = _row(stored, "vault_custody", second)["body"]
    good: list[tuple[str, Stored, Any]] = [
        ("the owner opens one byte", {**owner_two, "item": one}, ["un.txt", b"!"]),
        ("the owner opens a picture of one full chunk", owner_two, ["capture d'écran.png", PNG[:16384]]),
        ("the phrase is typed in another way", {**owner_two, "phrase": TYPED}, ["capture d'écran.png", PNG[:16384]]),
        ("a listener opens what was shared before they came", {"as": "listener", "item": one}, ["un.txt", b"!"]),
        (
            "a listener opens what was shared since",
            {"as": "listener", "item": two},
            ["capture d'écran.png", PNG[:16384]],
        ),
        ("the house opens what waits for a phrase", {"as": "house", "item": alone}, ["seul.png", PNG[:5000]]),
        ("the phrase finds its vault", {"as": "find", "phrase": TYPED}, locked),
        ("another phrase finds nothing", {"as": "find", "phrase": "navire sapin mitaine ruche violon"}, None),
        ("the chain holds, up to the receipt", chain, stored["receipt"]),
        ("a listener reads an entry", {"as": "entry"}, WORDS),
    ]
    file_two = len(stored["files"][two])
    bad: list[tuple[str, Stored, list[list[Any]]]] = [
        ("another phrase", {**owner_two, "phrase": "navire sapin mitaine ruche violon"}, []),
        ("a phrase where none was chosen", {**owner_two, "item": alone}, []),
        ("a listener, of what was not shared", {"as": "listener", "item": alone}, []),
        ("the house, once a phrase was chosen", {"as": "house", "item": two}, []),
        ("a bit of the stream's salt", owner_two, [["flip", "file", two, 0, 1]]),
        ("a bit of the commitment", owner_two, [["flip", "file", two, 24, 128]]),
        ("a bit of the first chunk", owner_two, [["flip", "file", two, 60, 4]]),
        ("a bit of the last tag", owner_two, [["flip", "file", two, file_two - 1, 1]]),
        ("the empty last chunk is cut", owner_two, [["cut", "file", two, file_two - 16]]),
        ("all but the head is cut", owner_two, [["cut", "file", two, 56]]),
        ("the file is empty", owner_two, [["cut", "file", two, 0]]),
        ("two files changed places", owner_two, [["swap", "files", one, two]]),
        ("a bit of the record", owner_two, [["flip", "vault_items", {"id": two}, "record", 20, 1]]),
        ("two records changed places", owner_two, [["swap", "vault_items", {"id": one}, {"id": two}, "record"]]),
        ("a bit of the wrap's ML-KEM part", owner_two, [["flip", "vault_wraps", wrap_two, "sealed", 7, 1]]),
        ("a bit of the wrap's X25519 part", owner_two, [["flip", "vault_wraps", wrap_two, "sealed", 1100, 1]]),
        ("a bit of the wrap's tag", owner_two, [["flip", "vault_wraps", wrap_two, "sealed", 1167, 1]]),
        (
            "two wraps changed places",
            owner_two,
            [["swap", "vault_wraps", {"item_id": one, "reader": "vault"}, wrap_two, "sealed"]],
        ),
        (
            "the vault's wrap is given to the team",
            {"as": "listener", "item": two},
            [["swap", "vault_wraps", wrap_two, {"item_id": two, "reader": "team"}, "sealed"]],
        ),
        ("the item was erased", owner_two, [["drop", "shreds", f"item-{two}"]]),
        ("two shred values changed places", owner_two, [["swap", "shreds", f"item-{one}", f"item-{two}"]]),
        ("the vault was erased", owner_two, [["drop", "shreds", lock]]),
        ("the waiting seed was erased", {"as": "house", "item": alone}, [["drop", "shreds", f"waiting-{waiting}"]]),
        ("a bit of the lock", owner_two, [["flip", "vaults", {"id": locked}, "locked", 40, 1]]),
        (
            "a bit of the waiting seed",
            {"as": "house", "item": alone},
            [["flip", "vaults", {"id": waiting}, "waiting", 30, 1]],
        ),
        (
            "an unknown service key",
            {"as": "house", "item": alone},
            [["flip", "vaults", {"id": waiting}, "waiting", 0, 2]],
        ),
        (
            "the team's seeds changed places",
            {"as": "listener", "item": two},
            [["swap", "team_wraps", {"epoch": 1}, {"epoch": 2}, "sealed"]],
        ),
        ("an act was rewritten", chain, [["set", "vault_custody", second, "body", body.replace("kept", "made")]]),
        ("a space was added", chain, [["set", "vault_custody", second, "body", body.replace(":2,", ": 2,")]]),
        ("a signature has a changed bit", chain, [["flip", "vault_custody", second, "signature", 5, 1]]),
        (
            "two signatures changed places",
            chain,
            [["swap", "vault_custody", {"vault_id": locked, "seq": 3}, second, "signature"]],
        ),
        ("an entry is missing in the middle", chain, [["drop", "vault_custody", second]]),
        ("the last entry is missing", chain, [["drop", "vault_custody", {"vault_id": locked, "seq": last}]]),
        ("an entry of an epoch nobody knows", chain, [["set", "vault_custody", second, "epoch", 9]]),
    ]
    return [{"name": name, "try": action, "change": [], "expect": expected} for name, action, expected in good] + [
        {"name": name, "try": action, "change": change, "expect": "refused"} for name, action, change in bad
    ]


if __name__ == "__main__":
    asyncio.run(make())

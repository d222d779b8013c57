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
ANOTHER = "navire sapin mitaine ruche violon"
Stored = dict[str, Any]
Good = tuple[str, Stored, Any]
"""A case that goes well: its name, what is tried, and what comes of it."""
Bad = tuple[str, Stored, list[list[Any]]]
"""A case that is refused: its name, what is tried, and what was changed before."""


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
    things = _Things(stored)
    good = [*_opened(things), *_looked_up(things)]
    bad = [*_refused(things), *_bent_files(things), *_bent_wraps(things), *_bent_keys(things), *_bent_chain(things)]
    return [{"name": name, "try": action, "change": [], "expect": expected} for name, action, expected in good] + [
        {"name": name, "try": action, "change": change, "expect": "refused"} for name, action, change in bad
    ]


class _Things:
    """What the cases speak of: the house's things by name, and how each reader goes about them."""

    def __init__(self, stored: Stored) -> None:
        names = stored["names"]
        self.locked, self.waiting, self.one, self.two, self.alone = (
            names[name] for name in ("locked", "waiting", "one", "two", "alone")
        )
        self.receipt = stored["receipt"]
        self.owner_two: Stored = {"as": "owner", "item": self.two, "phrase": PHRASE}
        self.chain: Stored = {"as": "chain", "vault": self.locked, "receipt": self.receipt}
        self.listener_two: Stored = {"as": "listener", "item": self.two}
        self.house_alone: Stored = {"as": "house", "item": self.alone}
        self.wrap_two = {"item_id": self.two, "reader": "vault"}
        self.lock = next(name for name in stored["shreds"] if name.startswith("lock-"))
        self.last = max(row["seq"] for row in stored["tables"]["vault_custody"] if row["vault_id"] == self.locked)
        self.second = {"vault_id": self.locked, "seq": 2}
        self.body = _row(stored, "vault_custody", self.second)["body"]
        self.file_two = len(stored["files"][self.two])


def _opened(it: _Things) -> list[Good]:
    picture = ["capture d'écran.png", PNG[:16384]]
    return [
        ("the owner opens one byte", {**it.owner_two, "item": it.one}, ["un.txt", b"!"]),
        ("the owner opens a picture of one full chunk", it.owner_two, picture),
        ("the phrase is typed in another way", {**it.owner_two, "phrase": TYPED}, picture),
        ("a listener opens what was shared before they came", {"as": "listener", "item": it.one}, ["un.txt", b"!"]),
        ("a listener opens what was shared since", it.listener_two, picture),
        ("the house opens what waits for a phrase", it.house_alone, ["seul.png", PNG[:5000]]),
    ]


def _looked_up(it: _Things) -> list[Good]:
    return [
        ("the phrase finds its vault", {"as": "find", "phrase": TYPED}, it.locked),
        ("another phrase finds nothing", {"as": "find", "phrase": ANOTHER}, None),
        ("the chain holds, up to the receipt", it.chain, it.receipt),
        ("a listener reads an entry", {"as": "entry"}, WORDS),
    ]


def _refused(it: _Things) -> list[Bad]:
    return [
        ("another phrase", {**it.owner_two, "phrase": ANOTHER}, []),
        ("a phrase where none was chosen", {**it.owner_two, "item": it.alone}, []),
        ("a listener, of what was not shared", {"as": "listener", "item": it.alone}, []),
        ("the house, once a phrase was chosen", {"as": "house", "item": it.two}, []),
    ]


def _bent_files(it: _Things) -> list[Bad]:
    two, owner = it.two, it.owner_two
    return [
        ("a bit of the stream's salt", owner, [["flip", "file", two, 0, 1]]),
        ("a bit of the commitment", owner, [["flip", "file", two, 24, 128]]),
        ("a bit of the first chunk", owner, [["flip", "file", two, 60, 4]]),
        ("a bit of the last tag", owner, [["flip", "file", two, it.file_two - 1, 1]]),
        ("the empty last chunk is cut", owner, [["cut", "file", two, it.file_two - 16]]),
        ("all but the head is cut", owner, [["cut", "file", two, 56]]),
        ("the file is empty", owner, [["cut", "file", two, 0]]),
        ("two files changed places", owner, [["swap", "files", it.one, two]]),
        ("a bit of the record", owner, [["flip", "vault_items", {"id": two}, "record", 20, 1]]),
        ("two records changed places", owner, [["swap", "vault_items", {"id": it.one}, {"id": two}, "record"]]),
    ]


def _bent_wraps(it: _Things) -> list[Bad]:
    wrap, owner = it.wrap_two, it.owner_two
    wrap_one, of_team = {**wrap, "item_id": it.one}, {**wrap, "reader": "team"}
    return [
        ("a bit of the wrap's ML-KEM part", owner, [["flip", "vault_wraps", wrap, "sealed", 7, 1]]),
        ("a bit of the wrap's X25519 part", owner, [["flip", "vault_wraps", wrap, "sealed", 1100, 1]]),
        ("a bit of the wrap's tag", owner, [["flip", "vault_wraps", wrap, "sealed", 1167, 1]]),
        ("two wraps changed places", owner, [["swap", "vault_wraps", wrap_one, wrap, "sealed"]]),
        (
            "the vault's wrap is given to the team",
            it.listener_two,
            [["swap", "vault_wraps", wrap, of_team, "sealed"]],
        ),
    ]


def _bent_keys(it: _Things) -> list[Bad]:
    owner, alone, waits = it.owner_two, it.house_alone, {"id": it.waiting}
    seeds = [["swap", "team_wraps", {"epoch": 1}, {"epoch": 2}, "sealed"]]
    return [
        ("the item was erased", owner, [["drop", "shreds", f"item-{it.two}"]]),
        ("two shred values changed places", owner, [["swap", "shreds", f"item-{it.one}", f"item-{it.two}"]]),
        ("the vault was erased", owner, [["drop", "shreds", it.lock]]),
        ("the waiting seed was erased", alone, [["drop", "shreds", f"waiting-{it.waiting}"]]),
        ("a bit of the lock", owner, [["flip", "vaults", {"id": it.locked}, "locked", 40, 1]]),
        ("a bit of the waiting seed", alone, [["flip", "vaults", waits, "waiting", 30, 1]]),
        ("an unknown service key", alone, [["flip", "vaults", waits, "waiting", 0, 2]]),
        ("the team's seeds changed places", it.listener_two, seeds),
    ]


def _bent_chain(it: _Things) -> list[Bad]:
    chain, second, third = it.chain, it.second, {"vault_id": it.locked, "seq": 3}
    return [
        ("an act was rewritten", chain, [["set", "vault_custody", second, "body", it.body.replace("kept", "made")]]),
        ("a space was added", chain, [["set", "vault_custody", second, "body", it.body.replace(":2,", ": 2,")]]),
        ("a signature has a changed bit", chain, [["flip", "vault_custody", second, "signature", 5, 1]]),
        ("two signatures changed places", chain, [["swap", "vault_custody", third, second, "signature"]]),
        ("an entry is missing in the middle", chain, [["drop", "vault_custody", second]]),
        ("the last entry is missing", chain, [["drop", "vault_custody", {"vault_id": it.locked, "seq": it.last}]]),
        ("an entry of an epoch nobody knows", chain, [["set", "vault_custody", second, "epoch", 9]]),
    ]


if __name__ == "__main__":
    asyncio.run(make())

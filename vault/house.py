"""The vault as the composition root builds it: keys, stores and services that belong together, or a clear refusal.

Lives here: recognising that key folder, database and shred store are of one house. Does not live here: what any of
them is for.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vault import records
from vault.anchors import Anchors
from vault.blobs import Blobs, FileBlobs
from vault.errors import CannotOpenError, StrangersError, VaultError
from vault.evidence import Evidence
from vault.keys import HouseKeys, load_keys
from vault.shreds import Shreds
from vault.team import Team, now_utc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from vault.database import Database, Transaction
    from vault.keys import Cost
    from vault.settings import StoreSettings

MARK_BYTES = 16
MARK = "mark"
PEPPER_MARK = "pepper-mark"


@dataclass(frozen=True, slots=True)
class VaultHouse:
    """Everything the vault offers. To be closed when nothing uses it any more."""

    keys: HouseKeys
    team: Team
    evidence: Evidence
    shreds: Shreds
    blobs: Blobs
    anchors: Anchors | None = None

    async def close(self) -> None:
        """Wait for the erasures under way, then close the shred store; the database is the caller's."""
        await self.evidence.settle()
        self.shreds.close()


async def open_vault_house(
    settings: StoreSettings,
    resolve: Callable[[str], Path],
    database: Database,
    *,
    clock: Callable[[], datetime] = now_utc,
    cost: Cost | None = None,
) -> VaultHouse:
    """Build the vault over a migrated database; `resolve` turns a path of the configuration into one of the machine.

    The first start makes the keys, the team's pair, and the marks by which the parts know each other. Raises
    StrangersError, KeyFileError, StoreError.
    """
    blobs = _store_of_files(settings, resolve)
    given = settings.service_key.get_secret_value() if settings.service_key else None
    keys = load_keys(resolve(settings.keys), given, cost)
    shreds = Shreds(resolve(settings.shreds))
    try:
        async with database.transaction() as tx:
            await _recognise(tx, keys, shreds, settings)
            team = Team(keys.service, clock)
            await team.public(tx)
    except BaseException:
        shreds.close()
        raise
    evidence = Evidence(database, blobs, shreds, keys, team, clock, settings.quota)
    anchors = None if settings.anchor is None else Anchors(database, settings.anchor, resolve, clock)
    return VaultHouse(keys, team, evidence, shreds, blobs, anchors)


def _store_of_files(settings: StoreSettings, resolve: Callable[[str], Path]) -> Blobs:
    """Return the folder or the bucket; a library is imported when the configuration asks for it."""
    scheme, found, _ = settings.evidence.partition("://")
    if not found:
        return FileBlobs(resolve(settings.evidence))
    if scheme != "s3":
        raise VaultError("store.evidence must be a folder, or s3://bucket/prefix")
    from vault.buckets import S3Blobs  # noqa: PLC0415 - obstore is loaded where there is a bucket

    return S3Blobs(settings.evidence, settings.s3)


async def _recognise(tx: Transaction, keys: HouseKeys, shreds: Shreds, settings: StoreSettings) -> None:
    """Have the three parts of a new house know each other; refuse those that do not."""
    fresh = keys.service.seal("vault_house", "value", MARK, os.urandom(MARK_BYTES))
    mark = _open_mark(keys, await records.settle_house(tx, MARK, fresh), settings)
    await _recognise_shreds(tx, mark, shreds, settings)
    peppered = keys.passphrases.mark(mark)
    if await records.settle_house(tx, PEPPER_MARK, peppered) != peppered:
        raise StrangersError(f"pepper.key in {settings.keys} is not this house's: bring back the folder it was made in")


def _open_mark(keys: HouseKeys, sealed: bytes, settings: StoreSettings) -> bytes:
    try:
        return keys.service.open("vault_house", "value", MARK, sealed)
    except CannotOpenError:
        raise StrangersError(
            f"the service key cannot open this database: bring back the folder {settings.keys} it was made with, "
            "or the database that belongs to this key"
        ) from None


async def _recognise_shreds(tx: Transaction, mark: bytes, shreds: Shreds, settings: StoreSettings) -> None:
    found = await shreds.marked()
    if found is None and await records.any_vault(tx):
        raise StrangersError(
            f"{settings.shreds} is new, and this database has vaults: bring back the file, without it nothing opens"
        )
    if found not in {None, mark}:
        if not await shreds.is_empty():
            raise StrangersError(
                f"{settings.shreds} belongs to another database: bring back the one that belongs to this one"
            )
        found = None
    if found is None:
        await shreds.mark(mark)

"""Gathering what goes into a package: for the police, what is shared with the team; for its owner, all of it.

Lives here: which pieces are opened, by whose key, and the entry in custody that says so before a byte leaves. Does not
live here: the layout (`vault.package`), and who may ask (`handoff`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vault import part_records, records
from vault.anchors import stamps_of
from vault.custody import Act
from vault.errors import NotSharedError
from vault.items import TEAM, VAULT, item_name
from vault.ledger import continue_chain, entries_of, item_of, standing
from vault.locks import OWNER
from vault.opening import OpenItem, open_item, secret_for_owner, secret_for_team
from vault.package import Contents, packed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
    from datetime import datetime

    from vault.blobs import Blobs
    from vault.database import Database, Transaction
    from vault.keys import HouseKeys
    from vault.locks import Unlocked
    from vault.shreds import Shreds


class Packing:
    """Makes packages."""

    def __init__(
        self, database: Database, blobs: Blobs, shreds: Shreds, keys: HouseKeys, clock: Callable[[], datetime]
    ) -> None:
        self._database, self._blobs, self._shreds, self._keys, self._clock = database, blobs, shreds, keys, clock

    async def for_team(
        self,
        vault_id: str,
        team_seed: bytes | Mapping[int, bytes],
        actor: str,
        *,
        dossier: bytes = b"",
        dossier_item: str = "",
    ) -> AsyncGenerator[bytes, None]:
        """Return the stream of a package of everything shared with the team; a PDF may go with it as the dossier.

        It is given as it is (`dossier`), or lies in the vault as a piece of its own (`dossier_item`).

        Raises NotSharedError where nothing is, CannotOpenError where the key is of another epoch.
        """
        async with self._database.transaction() as tx:
            vault = await records.vault(tx, vault_id, held=True)  # nobody withholds or takes back meanwhile
            secrets = {
                row.id: secret_for_team(row, await records.wraps_of(tx, row.id, TEAM), team_seed)
                for row in await self._rows(tx, vault_id, shared=True)
            }
            if vault is None or not secrets:
                raise NotSharedError("nothing here is shared with the team")
            await self._note(tx, vault, actor, Act.PACKAGED, list(secrets))
            contents = await self._contents(tx, vault_id, secrets, dossier, {})
        if dossier_item in secrets:
            contents = await _with_dossier(contents, dossier_item)
        return packed(contents, self._keys.signing)

    async def for_owner(self, unlocked: Unlocked, more: Mapping[str, bytes]) -> AsyncGenerator[bytes, None]:
        """Return the stream of a copy of all that is kept, but for what is withheld; `more` are files beside it."""
        vault_id = unlocked.vault_id
        async with self._database.transaction() as tx:
            vault = await standing(tx, vault_id, held=True)
            secrets = {
                row.id: secret_for_owner(row, await records.wraps_of(tx, row.id, VAULT), unlocked)
                for row in await self._rows(tx, vault_id, shared=False)
            }
            await self._note(tx, vault, OWNER, Act.COPIED, list(secrets))
            contents = await self._contents(tx, vault_id, secrets, b"", more)
        return packed(contents, self._keys.signing)

    @staticmethod
    async def _rows(tx: Transaction, vault_id: str, *, shared: bool) -> list[records.Row]:
        listed = [one for one in await records.items_of(tx, vault_id) if one.withheld is None]
        return [await item_of(tx, one.id) for one in listed if one.shared or not shared]

    async def _note(self, tx: Transaction, vault: records.Row, actor: str, act: Act, items: Sequence[str]) -> None:
        chain = continue_chain(vault, self._keys.signing, self._clock())
        for item_id in items:
            chain.add(actor, act, item=item_id)
        await chain.save(tx)

    async def _contents(
        self, tx: Transaction, vault_id: str, secrets: Mapping[str, bytes], dossier: bytes, more: Mapping[str, bytes]
    ) -> Contents:
        return Contents(
            made_at=self._clock(),
            pieces=[await self._opened(tx, item_id, secret) for item_id, secret in secrets.items()],
            entries=await entries_of(tx, vault_id),
            signers=self._keys.signers,
            stamps=await stamps_of(tx, vault_id),
            dossier=dossier,
            more=more,
        )

    async def _opened(self, tx: Transaction, item_id: str, secret: bytes) -> OpenItem:
        row = await item_of(tx, item_id)
        shred, parts = await self._shreds.get(item_name(item_id)), await part_records.files_of(tx, row)
        return open_item(row, secret, shred, self._blobs, parts)


async def _with_dossier(contents: Contents, item_id: str) -> Contents:
    """Have one of the pieces go as the dossier instead of among the pieces."""
    (piece,) = (one for one in contents.pieces if one.id == item_id)
    dossier = b"".join([chunk async for chunk in piece.chunks()])
    return replace(contents, pieces=[one for one in contents.pieces if one is not piece], dossier=dossier)

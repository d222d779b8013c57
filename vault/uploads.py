"""Large files that come in parts: each sealed by itself as it arrives, so that a line that breaks costs one part.

Lives here: the order in which parts become an item. Does not live here: items (`vault.keeping`), the stream
(`vault.streams`), uploads nobody came back to (`vault.erasing`).

Between two parts the secret of the item to be is sealed under the service key and the caller's own key together, which
is stored nowhere: what is left of an upload that was given up opens to nobody.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import secrets
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vault import part_records
from vault.errors import EmptyFileError, ErasedError, PartError, TooLargeError, VaultError
from vault.items import ItemKeys, item_name
from vault.keeping import Sealed
from vault.ledger import standing
from vault.opening import stored_clear
from vault.sealing import KEY_BYTES, open_under, seal_under
from vault.shreds import SHRED_BYTES
from vault.streams import HEAD_BYTES, Inflow, padded_size
from vault.withheld import memo_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from datetime import datetime

    from vault.blobs import Blobs
    from vault.database import Database
    from vault.keeping import Arrival, Keeper
    from vault.keys import HouseKeys
    from vault.records import Row
    from vault.retries import Receipt
    from vault.shreds import Shreds

PART_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A part that arrives: its number from 1, its SHA-256 in hexadecimal, and the bytes of the whole file."""

    number: int
    sha256: str = field(repr=False)
    whole: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is: `missing`, the lowest number of a part that is not there; the receipt once none is."""

    missing: int
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class _Upload:
    """A file of which parts are there."""

    id: str
    secret: bytes = field(repr=False)
    whole: int

    @property
    def count(self) -> int:
        return -(-self.whole // PART_BYTES)

    def length(self, number: int) -> int:
        return PART_BYTES if number < self.count else self.whole - (number - 1) * PART_BYTES

    def padded(self, number: int) -> int:
        """Return what a part is padded to: the last one takes the padding of the whole."""
        return PART_BYTES if number < self.count else padded_size(self.whole) - (number - 1) * PART_BYTES


class Uploads:
    """Takes files in, part by part, in any order, each as often as its sender likes."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        shreds: Shreds,
        keys: HouseKeys,
        keeper: Keeper,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._blobs, self._shreds, self._service_key = database, blobs, shreds, keys.service
        self._keeper, self._clock = keeper, clock

    async def take(self, vault_id: str, stream: AsyncIterator[bytes], arrival: Arrival, part: Part) -> Progress:
        """Keep one part; durable when this returns, and the file an item once no part is missing.

        Raises PartError where the bytes are not those that were announced, and what keeping a whole file raises.
        """
        if part.whole > arrival.limit:
            raise TooLargeError(f"the file is larger than {arrival.limit} bytes")
        if part.whole < 1:
            raise EmptyFileError("the file is empty")
        async with self._database.reading() as tx:
            await standing(tx, vault_id)
            known = await self._keeper.kept_before(tx, vault_id, arrival)
        if known is not None:
            return Progress(0, known)
        try:
            return await self._take(vault_id, stream, arrival, part)
        except ErasedError:  # given up, or whole: the same part may have come twice, and the other one was faster
            async with self._database.reading() as tx:
                known = await self._keeper.kept_before(tx, vault_id, arrival)
            if known is None:
                raise
            return Progress(0, known)

    async def _take(self, vault_id: str, stream: AsyncIterator[bytes], arrival: Arrival, part: Part) -> Progress:
        upload = await self._upload(vault_id, arrival, part.whole)
        if not 1 <= part.number <= upload.count or part.whole != upload.whole:
            raise PartError("not a part of this file")
        if not await self._is_there(upload, part):
            await self._keep(upload, stream, part)
        return await self._finished(vault_id, upload, arrival)

    async def _upload(self, vault_id: str, arrival: Arrival, whole: int) -> _Upload:
        """Return the upload of this call, begun now where there is none."""
        call = f"{vault_id}|{arrival.key}"
        names = self._service_key.fingerprints("vault upload", call)
        async with self._database.reading() as tx:
            row = await part_records.upload(tx, names)
            if row is None:
                await self._keeper.demand_room(tx, vault_id, whole)
        if row is None:
            row = await self._begin(vault_id, call, arrival, whole)
        secret = self._service_key.fingerprints("vault upload secret", call)[names.index(row.name)]
        said = json.loads(open_under(secret, row.sealed, _place(row.id)))
        return _Upload(row.id, base64.b64decode(said["secret"]), said["whole"])

    async def _begin(self, vault_id: str, call: str, arrival: Arrival, whole: int) -> Row:
        upload_id, name = secrets.token_hex(16), self._service_key.fingerprint("vault upload", call)
        said = {"secret": base64.b64encode(os.urandom(KEY_BYTES)).decode(), "whole": whole}
        under = self._service_key.fingerprint("vault upload secret", call)
        sealed = seal_under(under, json.dumps(said).encode(), _place(upload_id))
        row = {"id": upload_id, "vault_id": vault_id, "name": name, "sealed": sealed, "made_at": self._clock()}
        await self._shreds.put(item_name(upload_id), os.urandom(SHRED_BYTES))
        try:
            begun = await self._write_down(vault_id, row, arrival, whole)
        except VaultError:
            await self._shreds.destroy([item_name(upload_id)])
            raise
        if begun.id != upload_id:
            await self._shreds.destroy([item_name(upload_id)])
        return begun

    async def _write_down(self, vault_id: str, row: Mapping[str, Any], arrival: Arrival, whole: int) -> Row:
        """Return the upload of this name: the one of the same call, where that was faster."""
        async with self._database.transaction() as tx:
            await standing(tx, vault_id, held=True)
            if await self._keeper.kept_before(tx, vault_id, arrival) is not None:
                raise ErasedError("this upload has ended meanwhile")
            begun = await part_records.upload(tx, [row["name"]])
            if begun is None:
                await self._keeper.demand_room(tx, vault_id, whole)
                begun = await part_records.begin(tx, {**row, "padded_size": padded_size(whole)})
        return begun

    async def _is_there(self, upload: _Upload, part: Part) -> bool:
        """Tell whether a part was kept before. Raises PartError where other bytes were kept under its number."""
        async with self._database.reading() as tx:
            kept = next((row for row in await part_records.parts_of(tx, upload.id) if row.number == part.number), None)
        if kept is not None and kept.mark is not None and kept.mark not in self._marks(upload, part):
            raise PartError("another part was kept under this number")
        return kept is not None

    async def _keep(self, upload: _Upload, stream: AsyncIterator[bytes], part: Part) -> None:
        keys, blob_id = await self._keys(upload), secrets.token_hex(16)
        context, padded = keys.part_context(part.number, upload.count), upload.padded(part.number)
        inflow = Inflow(keys.file, context, upload.length(part.number), padded)
        async with aclosing(inflow.sealed(stream)) as sealed:
            await self._blobs.put(blob_id, sealed)
        try:
            if (inflow.size, inflow.sha256) != (upload.length(part.number), part.sha256):
                raise PartError("the part is not what its sender announced")
            is_new = await self._note(upload, part, blob_id)
        except VaultError:
            await self._blobs.remove(blob_id)
            raise
        if not is_new:
            await self._blobs.remove(blob_id)

    async def _note(self, upload: _Upload, part: Part, blob_id: str) -> bool:
        row = {"item_id": upload.id, "number": part.number, "blob_id": blob_id, "mark": self._marks(upload, part)[0]}
        async with self._database.transaction() as tx:
            if not await part_records.is_under_way(tx, upload.id):
                raise ErasedError("this upload was given up")
            return await part_records.add_part(tx, row)

    async def _finished(self, vault_id: str, upload: _Upload, arrival: Arrival) -> Progress:
        """Tell which part is missing; where none is, make the file an item."""
        async with self._database.reading() as tx:
            rows = await part_records.parts_of(tx, upload.id)
        there = {row.number for row in rows}
        missing = next((number for number in range(1, upload.count + 1) if number not in there), 0)
        if missing:
            return Progress(missing)
        sealed = await self._described(upload, rows, arrival)
        async with self._database.transaction() as tx:
            receipt = await self._keeper.write_down(tx, vault_id, sealed, arrival, upload.id)
            if not await part_records.is_under_way(tx, upload.id):
                raise ErasedError("this upload was given up")  # or has ended: `take` looks
            await part_records.finish(tx, upload.id)
        return Progress(0, receipt)

    async def _described(self, upload: _Upload, rows: Sequence[Row], arrival: Arrival) -> Sealed:
        """Read every part back: one SHA-256 over all, and the proof that each opens before anybody relies on it."""
        keys, digest, head, left = await self._keys(upload), hashlib.sha256(), b"", upload.whole
        async with aclosing(stored_clear(self._blobs, keys, [row.blob_id for row in rows])) as pieces:
            async for piece in pieces:
                await asyncio.to_thread(digest.update, piece[:left])
                head, left = head or piece[:HEAD_BYTES], max(0, left - len(piece))
        record = self._keeper.describe(arrival, size=upload.whole, sha256=digest.hexdigest(), head=head)
        shred = await self._shreds.get(item_name(upload.id))
        memo = await self._shreds.ensure(memo_name(upload.id)) if arrival.withheld else None
        return Sealed(upload.id, upload.secret, shred, record, keys.seal_record(record), memo, upload.count)

    async def _keys(self, upload: _Upload) -> ItemKeys:
        return ItemKeys.of(upload.id, upload.secret, await self._shreds.get(item_name(upload.id)))

    def _marks(self, upload: _Upload, part: Part) -> tuple[bytes, ...]:
        return self._service_key.fingerprints("vault part", f"{upload.id}|{part.number}|{part.sha256}")


def _place(upload_id: str) -> bytes:
    return f"havre/v1/upload|{upload_id}".encode()

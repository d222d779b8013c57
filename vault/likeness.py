"""Whether two pictures are the same one, however turned, mirrored or framed: asked by a listener, never by itself.

Lives here: comparing the pieces of one vault that are shared with the team. Does not live here: how a picture is hashed
(`vault.darkroom`), pieces that are withheld, which nobody hashes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from vault import hearing_records, part_records, records
from vault.custody import Act
from vault.errors import CannotOpenError, NotSharedError, PreviewError, Unfit, WithheldError
from vault.items import TEAM, item_name
from vault.ledger import continue_chain, item_of, standing
from vault.opening import StoredItem, open_item, secret_for_team
from vault.preview import KINDS, hashes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from vault.blobs import Blobs
    from vault.database import Database, Transaction
    from vault.keys import SigningKey
    from vault.shreds import Shreds

NEAR = 31
"""Bits of 256 by which two hashes of one picture may differ: what PDQ's makers advise."""

LEAST_QUALITY = 50
"""Below this a picture is too plain to be told from another by its hash, as PDQ's makers say."""

VERSION = 1
HASH_BYTES = 32
WAYS = 8  # as it stands, turned and mirrored
HEAD = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """The perceptual hashes of one picture: as it stands, turned and mirrored, and once more without its plain bars."""

    quality: int
    hashes: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, packed: bytes) -> Self:
        """Read what the child process told. Raises CannotOpenError."""
        count, odd = divmod(len(packed) - HEAD, HASH_BYTES)
        if odd or count not in {WAYS, 2 * WAYS} or packed[0] != VERSION:
            raise CannotOpenError("not the hashes of a picture")
        starts = range(HEAD, len(packed), HASH_BYTES)
        return cls(packed[1], tuple(int.from_bytes(packed[start : start + HASH_BYTES]) for start in starts))


def distance(one: Likeness, other: Likeness) -> int:
    """Return by how many bits of 256 two pictures differ at best: about 128 for two that have nothing in common."""
    return min((mine ^ theirs).bit_count() for mine in one.hashes[::WAYS] for theirs in other.hashes)


@dataclass(frozen=True, slots=True)
class Near:
    """A piece that shows the same picture."""

    item_id: str
    seq: int
    distance: int


@dataclass(frozen=True, slots=True)
class Nearness:
    """What a comparison found, the nearest first, and with how many other pieces it was made."""

    near: tuple[Near, ...]
    compared: int


class Likenesses:
    """Compares."""

    def __init__(
        self, database: Database, blobs: Blobs, shreds: Shreds, signing: SigningKey, clock: Callable[[], datetime]
    ) -> None:
        self._database, self._blobs, self._shreds, self._signing, self._clock = database, blobs, shreds, signing, clock

    async def near(
        self, item_id: str, team_seed: bytes | Mapping[int, bytes], actor: str, within: int = NEAR
    ) -> Nearness:
        """Find the other shared pieces of the same vault that show the same picture.

        Each piece compared stands in the chain of custody before a byte of any is read. Raises NoSuchItemError,
        NotSharedError, WithheldError, CannotOpenError, and PreviewError where this is no picture that can be told.
        """
        async with self._database.transaction() as tx:
            rows = await self._comparable(tx, item_id)
            opened = {row.id: await self._open(tx, row, team_seed) for row in rows}
            rows = [row for row in rows if row.id == item_id or opened[row.id].sniffed in KINDS]
            await self._note(tx, rows, actor)
        asked = await self._likeness(opened.pop(item_id))
        if asked.quality < LEAST_QUALITY:
            raise PreviewError(Unfit.PLAIN)
        found, compared = [], 0
        for row in rows[1:]:
            try:
                apart = distance(asked, await self._likeness(opened[row.id]))
            except (PreviewError, CannotOpenError):  # no picture, or damaged: with that one nothing is compared
                continue
            compared += 1
            if apart <= within:
                found.append(Near(row.id, row.seq, apart))
        return Nearness(tuple(sorted(found, key=lambda one: (one.distance, one.seq))), compared)

    async def _comparable(self, tx: Transaction, item_id: str) -> list[records.Row]:
        """Return the piece asked about, then the other shared ones of its vault; none that is withheld."""
        row = await item_of(tx, item_id)
        await standing(tx, row.vault_id, held=True)  # nobody withholds or takes back meanwhile
        if await records.withheld_item(tx, item_id) is not None:
            raise WithheldError("this item is withheld from everybody")
        listed = [one for one in await records.items_of(tx, row.vault_id) if one.shared and one.withheld is None]
        others = [await records.item(tx, one.id) for one in listed if one.id != item_id]
        if item_id not in {one.id for one in listed}:
            raise NotSharedError("this item is not shared with the team")
        return [row, *(other for other in others if other is not None)]

    async def _open(self, tx: Transaction, row: records.Row, seed: bytes | Mapping[int, bytes]) -> StoredItem:
        secret = secret_for_team(row, await records.wraps_of(tx, row.id, TEAM), seed)
        parts = await part_records.files_of(tx, row)
        return open_item(row, secret, await self._shreds.get(item_name(row.id)), self._blobs, parts)

    async def _note(self, tx: Transaction, rows: Sequence[records.Row], actor: str) -> None:
        chain = continue_chain(await standing(tx, rows[0].vault_id, held=True), self._signing, self._clock())
        for row in rows:
            chain.add(actor, Act.COMPARED, item=row.id)
        await chain.save(tx)

    async def _likeness(self, item: StoredItem) -> Likeness:
        """Return a piece's hashes: those sealed with it, or made now and sealed."""
        async with self._database.reading() as tx:
            row = await records.item(tx, item.id)
        if row is not None and row.likeness is not None:
            return Likeness.of(item.keys.open_likeness(row.likeness))
        packed = await hashes_of(item)
        async with self._database.transaction() as tx:
            await hearing_records.keep_likeness(tx, item.id, item.keys.seal_likeness(packed))
            if await records.withheld_item(tx, item.id) is not None:  # what was withheld meanwhile keeps none
                await hearing_records.keep_likeness(tx, item.id, None)
        return Likeness.of(packed)

"""Items opened for one reader: what is known of them, and their clear bytes while they are read.

Lives here: an opened item, and how readers take an item's secret. Does not live here: who may (`vault.evidence`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from vault.errors import CannotOpenError, WrongPhraseError
from vault.items import TEAM, VAULT, ItemKeys, Place
from vault.streams import checked, clear_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from vault.blobs import Blobs
    from vault.locks import Unlocked
    from vault.records import Row


@dataclass(frozen=True, slots=True)
class OpenItem(ABC):
    """An item opened for one reader; its bytes exist in memory only, while `chunks` runs."""

    id: str
    name: str = field(repr=False)
    declared: str = field(repr=False)
    sniffed: str
    size: int
    sha256: str = field(repr=False)
    kept_at: datetime
    source: str = field(repr=False)
    salt: str = field(default="", repr=False, kw_only=True)  # opens its commitment in the chain of custody

    @abstractmethod
    def chunks(self) -> AsyncIterator[bytes]:
        """Stream the clear bytes, at most 1 MiB at a time. Raises CannotOpenError where the stored bytes changed.

        They are whole and unchanged only once the stream has ended without an error.
        """


@dataclass(frozen=True, slots=True)
class StoredItem(OpenItem):
    """An item whose sealed bytes lie in the store of files."""

    keys: ItemKeys = field(repr=False)
    blobs: Blobs = field(repr=False)
    parts: tuple[str, ...] = ()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Stream the clear bytes."""
        clear = stored_clear(self.blobs, self.keys, self.parts)
        async with aclosing(checked(clear, size=self.size, sha256=self.sha256)) as pieces:
            async for piece in pieces:
                yield piece


async def stored_clear(blobs: Blobs, keys: ItemKeys, parts: Sequence[str]) -> AsyncGenerator[bytes, None]:
    """Stream what an item's file holds, or its files in their order where it came in parts, padding and all."""
    places = [(part, keys.part_context(number, len(parts))) for number, part in enumerate(parts, 1)]
    for name, context in places or [(keys.item_id, keys.context)]:
        sealed = blobs.read(name)
        async with aclosing(sealed), aclosing(clear_of(keys.file, context, sealed)) as pieces:
            async for piece in pieces:
                yield piece


async def span(item: OpenItem, start: int, stop: int) -> AsyncGenerator[bytes, None]:
    """Stream the clear bytes from `start` up to `stop`: opened from the beginning, for nothing is kept clear anywhere.

    Each byte given out is authentic; that all of them together are what was kept shows only at the item's end.
    """
    at, chunks = 0, item.chunks()
    try:
        async for chunk in chunks:
            piece = chunk[max(0, start - at) : max(0, stop - at)]
            at += len(chunk)
            if piece:
                yield piece
            if at >= stop < item.size:
                return
    finally:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()


def open_item(item: Row, secret: bytes, shred: bytes, blobs: Blobs, parts: Sequence[str] = ()) -> StoredItem:
    """Open an item's record; `parts` are the files of one that came in parts. Raises CannotOpenError."""
    if (item.parts or 0) != len(parts):
        raise CannotOpenError("a part of this item is missing")
    keys = ItemKeys.of(item.id, secret, shred)
    record = keys.open_record(item.record)
    return StoredItem(
        id=item.id,
        name=record.name,
        declared=record.declared,
        sniffed=record.sniffed,
        size=record.size,
        sha256=record.sha256,
        kept_at=datetime.fromisoformat(record.kept_at),
        source=record.source,
        salt=record.salt,
        keys=keys,
        blobs=blobs,
        parts=tuple(parts),
    )


def secret_for_team(item: Row, wraps: Sequence[Row], team_seed: bytes | Mapping[int, bytes]) -> bytes:
    """Take an item's secret with the team's key: the newest epoch it is shared in that the reader holds."""
    if isinstance(team_seed, bytes):
        team_seed = {wrap.epoch: team_seed for wrap in wraps}
    for wrap in wraps:
        if wrap.epoch in team_seed:
            return Place(item.vault_id, item.id, TEAM, wrap.epoch).unwrap(team_seed[wrap.epoch], wrap.sealed)
    raise CannotOpenError("shared in an epoch of the team's key that is not held here")


def secret_for_owner(item: Row, wraps: Sequence[Row], unlocked: Unlocked) -> bytes:
    """Take an item's secret with its vault's key."""
    if unlocked.vault_id != item.vault_id:
        raise WrongPhraseError("this is another vault's phrase")
    if not wraps:
        raise CannotOpenError("the wrap of this item is missing")
    return Place(item.vault_id, item.id, VAULT).unwrap(unlocked.seed, wraps[0].sealed)

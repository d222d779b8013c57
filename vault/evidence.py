"""Evidence: sealed while it arrives, opened only by those its owner allows.

Lives here: the one service that keeps, shares, opens and erases items. Does not live here: formats (`vault.sealing`),
files (`vault.blobs`), SQL (`vault.records`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime

    from vault.blobs import Blobs
    from vault.database import Database, Transaction
    from vault.keys import HouseKeys
    from vault.shreds import Shreds
    from vault.team import Team


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person gets for a file: the code is the head of their chain of custody. `sha256` is never logged."""

    item_id: str
    code: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Item:
    """What may be listed without any key: `size_class` is the padded size in bytes."""

    id: str
    seq: int
    kept_at: datetime
    shared: bool
    size_class: int


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item opened for one reader; its bytes exist in memory only, while `chunks` runs."""

    id: str
    name: str
    declared: str
    sniffed: str
    size: int
    sha256: str
    kept_at: datetime
    source: str

    def chunks(self) -> AsyncIterator[bytes]:
        """Stream the clear bytes, at most 1 MiB at a time. Raises CannotOpenError where the stored bytes changed."""
        raise NotImplementedError


class Evidence:
    """Keeps, shares, opens and erases evidence."""

    def __init__(self, database: Database, blobs: Blobs, shreds: Shreds, keys: HouseKeys, team: Team) -> None:
        self._database, self._blobs, self._shreds, self._keys, self._team = database, blobs, shreds, keys, team

    async def open_vault(self, tx: Transaction, vault_id: str | None) -> str:
        """Return the vault, made where there is none yet (None): its seed waits under the service key."""
        raise NotImplementedError

    async def keep(
        self,
        vault_id: str,
        stream: AsyncIterator[bytes],
        *,
        name: str,
        declared: str,
        limit: int,
        share_with_team: bool,
        actor: str,
        source: str,
    ) -> Receipt:
        """Seal a file as it arrives; durable when this returns. Raises TooLargeError, EmptyFileError."""
        raise NotImplementedError

    async def consent(self, tx: Transaction, vault_id: str, share: bool, phrase: str | None = None) -> int:  # noqa: FBT001 - the contract's order
        """Share every item with the team, or take that back; return how many. Raises PhraseNeededError."""
        raise NotImplementedError

    async def choose_phrase(self, vault_id: str, phrase: str) -> None:
        """Seal the vault with its owner's phrase and destroy the copy that waited. Raises WeakPhraseError."""
        raise NotImplementedError

    async def resume(self, phrase: str, *, caller: str = "") -> str | None:
        """Find the vault of a phrase; slow, and equally so where there is none. Raises TooManyAttemptsError."""
        raise NotImplementedError

    async def items(self, tx: Transaction, vault_id: str) -> list[Item]:
        """List what is kept, oldest first, nothing opened."""
        raise NotImplementedError

    async def open_for_team(self, item_id: str, team_seed: bytes | Mapping[int, bytes], actor: str) -> OpenItem:
        """Open a shared item; written in custody before a byte is read. Raises NotSharedError."""
        raise NotImplementedError

    async def open_for_victim(self, item_id: str, phrase: str) -> OpenItem:
        """Open an item with its owner's phrase. Raises WrongPhraseError, TooManyAttemptsError."""
        raise NotImplementedError

    async def erase(self, tx: Transaction, vault_id: str) -> int:
        """Forget a vault: its keys are destroyed once `tx` is durable; return how many items went."""
        raise NotImplementedError

    async def expire(self, tx: Transaction, before: datetime) -> int:
        """Erase every vault nobody touched since `before`; return how many."""
        raise NotImplementedError

"""What a correspondent puts into the vault and takes back out of it: files, and the phrase that opens it.

Lives here: whose vault it is. Does not live here: sealing (`vault.evidence`), what is said about it (`bot.acts`).
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from bot import records
from bot.channels.channel import Incoming
from bot.coffer import may_be_intimate
from bot.standing import load
from vault import phrase as phrases

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.mailroom import Mailroom
    from vault.database import Database
    from vault.evidence import Evidence, Part, Progress, Receipt
    from vault.sealing import ServiceKey


class Kept(Protocol):
    """What tells of a piece that is kept."""

    @property
    def code(self) -> str:
        """The receipt, as its owner is given it."""

    @property
    def item_id(self) -> str:
        """The piece's id in the vault."""


class Deposits:
    """The way to one's own vault, for every channel alike."""

    def __init__(
        self, database: Database, evidence: Evidence, mailroom: Mailroom, key: ServiceKey, max_file_bytes: int
    ) -> None:
        self._database, self._evidence, self._mailroom, self._key = database, evidence, mailroom, key
        self._limit = max_file_bytes
        self._opening = asyncio.Lock()

    async def keep(
        self,
        channel: str,
        correspondent: str,
        stream: AsyncIterator[bytes],
        *,
        name: str,
        declared: str,
        key: str,
        announced: int = 0,
    ) -> Receipt:
        """Seal a file as it arrives, then have the conversation told; the same `key` again keeps nothing twice.

        Raises vault.errors.TooLargeError, EmptyFileError, QuotaError: nothing was kept. `announced`: the bytes the
        sender says will come, so that a file that finds no room is refused before a byte is written.
        """
        told = {"name": name, "declared": declared, "key": key}
        receipt = await self.store(channel, correspondent, stream, announced=announced, **told)
        await self.tell(channel, correspondent, [receipt])
        return receipt

    async def store(
        self,
        channel: str,
        correspondent: str,
        stream: AsyncIterator[bytes],
        *,
        name: str,
        declared: str,
        key: str,
        announced: int = 0,
    ) -> Receipt:
        """Seal a file as `keep` does; the conversation hears of it by `tell`, once for several if that is better."""
        return await self._evidence.keep(
            await self._vault_of(correspondent),
            stream,
            name=name,
            declared=declared,
            limit=self._limit,
            share_with_team=None,
            actor="owner",
            source=channel,
            key=key,
            withheld=await self._is_withheld(correspondent, declared),
            announced=announced,
        )

    async def keep_part(
        self,
        channel: str,
        correspondent: str,
        stream: AsyncIterator[bytes],
        part: Part,
        *,
        name: str,
        declared: str,
        key: str,
    ) -> Progress:
        """Seal one part of a file under its `key`; with the last one the file is kept as by `keep`.

        Raises vault.errors.PartError, TooLargeError, EmptyFileError, QuotaError: nothing of this part was kept.
        """
        progress = await self._evidence.keep_part(
            await self._vault_of(correspondent),
            stream,
            part,
            name=name,
            declared=declared,
            limit=self._limit,
            actor="owner",
            source=channel,
            key=key,
            withheld=await self._is_withheld(correspondent, declared),
        )
        if progress.receipt is not None:
            await self.tell(channel, correspondent, [progress.receipt])
        return progress

    async def _is_withheld(self, correspondent: str, declared: str) -> bool:
        return not declared.startswith("audio/") and await self._may_be_intimate(correspondent)

    async def _may_be_intimate(self, correspondent: str) -> bool:
        """Tell from the story so far whether a file may show what nobody here may see: before a byte of it is kept."""
        async with self._database.reading() as tx:
            person = (await records.conversations(tx, [correspondent])).get(correspondent)
        if person is None or person.state is None:
            return False
        return may_be_intimate(load(self._key.open("correspondents", "state", correspondent, person.state)))

    async def tell(self, channel: str, correspondent: str, receipts: Sequence[Kept]) -> None:
        """Have the conversation told that these are kept; told twice, it hears of them once."""
        codes, items = "\n".join(one.code for one in receipts), tuple(one.item_id for one in receipts)
        incoming = Incoming("evidence", datetime.now(UTC), text=codes, items=items)
        await self._mailroom.arrive(channel, correspondent, f"item/{items[0]}", incoming)

    async def _vault_of(self, correspondent: str) -> str:
        async with self._opening, self._database.transaction() as tx:  # two files at once must not open two vaults
            found = await records.vault_held(tx, correspondent)
            if found is not None:
                return found
            vault_id = await self._evidence.open_vault(tx, None)
            await records.give_vault(tx, correspondent, vault_id)
        return vault_id

    async def choose(self, correspondent: str, phrase: str) -> None:
        """Seal the vault with its owner's phrase. Raises vault.errors.WeakPhraseError, PhraseChosenError."""
        vault_id = await self._vault_of(correspondent)
        await self._evidence.choose_phrase(vault_id, phrase)

    def draw(self, language: str) -> str:
        """Draw five words."""
        return phrases.draw(language)

    async def resume(self, channel: str, address: str, phrase: str, lane: str = "") -> str | None:
        """Let an address speak for whoever knows the phrase; None alike for a wrong and an unknown one.

        Raises vault.errors.TooManyAttemptsError.
        """
        vault_id = await self._evidence.resume(phrase, caller=f"{channel}/{address}", lane=lane)
        if vault_id is None:
            return None
        async with self._database.reading() as tx:
            correspondent = await records.with_vault(tx, vault_id)
        if correspondent is not None:
            await self._mailroom.move(channel, address, correspondent)
        return correspondent

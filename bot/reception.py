"""Where stored messages are dealt with: read, weighed, answered, all of a batch in one transaction.

Lives here: the batch and its transaction. Does not live here: one message's way through it (`bot.turns`), what is
decided (`bot.conversation`), and the mail itself (`bot.mailroom`).
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from bot import records
from bot.errors import BotError
from bot.standing import dump, load
from bot.turns import ChannelTraits, Person, Tools, Turn, take_wave, waves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.channels.channel import Incoming
    from bot.records import Stored
    from nlu.reading import Reading
    from vault.database import Transaction

__all__ = ["ChannelTraits", "FrontDesk", "Tools"]


class UnknownCorrespondentError(BotError):
    """A stored message is of nobody the house knows."""


class FrontDesk:
    """Takes batches of stored messages from the mailroom."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def take(self, batch: Sequence[tuple[Stored, Incoming]]) -> None:
        """Deal with these in order, in one transaction, or raise and leave no trace."""
        readings = await self._read(batch)
        tools = self._tools
        with tools.observer.batch.time():
            async with tools.database.transaction() as tx:
                people = await self._people(tx, {row.correspondent for row, _ in batch})
                turns = [
                    Turn(tools, tx, people[row.correspondent], row, incoming, reading)
                    for (row, incoming), reading in zip(batch, readings, strict=True)
                    if row.correspondent in people
                ]
                for wave in waves(turns):
                    await take_wave(tools, tx, wave)
                await self._save(tx, people.values())
                await self._finish(tx, batch, people)
        for row, _ in batch:
            tools.observer.messages.labels(row.channel).inc()

    async def _finish(
        self, tx: Transaction, batch: Sequence[tuple[Stored, Incoming]], people: Mapping[str, Person]
    ) -> None:
        """Mark what was dealt with; what nobody known here wrote is set aside, words kept, counted and told."""
        await records.finish(tx, [row.id for row, _ in batch if row.correspondent in people])
        error = UnknownCorrespondentError("nobody known here wrote this")
        for row in [row for row, _ in batch if row.correspondent not in people]:
            await records.set_aside(tx, row.id, type(error).__name__)
            tx.afterwards(partial(self._tools.observer.failed, "message_set_aside", error))

    async def rescue(self, row: Stored, incoming: Incoming) -> None:
        """Keep a message nobody could deal with where listeners see it, at medium at least, and say that it arrived."""
        async with self._tools.database.transaction() as tx:
            people = await self._people(tx, {row.correspondent})
            await Turn(self._tools, tx, people[row.correspondent], row, incoming, None).keep_plainly()
            await self._save(tx, people.values())
            await records.finish(tx, [row.id])

    async def _read(self, batch: Sequence[tuple[Stored, Incoming]]) -> list[Reading | None]:
        found: list[Reading | None] = []
        for _, incoming in batch:
            text = incoming.text if incoming.kind == "text" else ""
            found.append(await self._tools.reader.read(text, hint=incoming.language) if text else None)
            await asyncio.sleep(0)  # a batch of long messages must not hold up the others who share the loop
        return found

    async def _people(self, tx: Transaction, ids: set[str]) -> dict[str, Person]:
        rows = await records.conversations(tx, ids)
        people = {}
        for row in rows.values():
            clear = self._tools.key.open("correspondents", "state", row.id, row.state) if row.state else None
            case = await self._tools.arrivals.case_of(tx, row.id) if row.case_id else None
            people[row.id] = Person(row.id, row.channel, row.language, load(clear), case, row.vault_id)
        return people

    async def _save(self, tx: Transaction, people: Iterable[Person]) -> None:
        rows = [
            {
                "row_id": person.id,
                "new_state": self._tools.key.seal("correspondents", "state", person.id, dump(person.standing)),
                "new_language": person.language,
                "new_case": person.case.id if person.case else None,
            }
            for person in people
        ]
        await records.save_conversations(tx, rows)

"""Leaving fast, where the house's words stand in somebody's chat: they are removed as far as the messenger lets us.

Lives here: what is held back, what is removed, and going on after a crash: what was removed is noted piece by piece.
Does not live here: who asks for it (`bot.acts`), and what is said then (the letter that sweeps, `telegram-left`). What
a person wrote or sent themselves stays; only the word they left by goes.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from bot import records, sweep_records
from bot.channels.channel import RefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from datetime import timedelta

    import sqlalchemy as sa

    from bot.mailroom import Mailroom
    from vault.database import Database


class Sweeper(Protocol):
    """How one messenger removes many messages. `most` at once, none older than `reach`."""

    most: int
    reach: timedelta

    async def sweep(self, address: str, numbers: Sequence[str]) -> None:
        """Remove these messages; one that is not there is no fault. Raises the errors of `Sender`."""

    async def take_back(self, address: str, number: str) -> None:
        """Remove one message."""


class Sweeping:
    """Sweeps one channel's chats. `turn` waits until something may be asked of the messenger."""

    def __init__(
        self, sweeper: Sweeper, *, database: Database, mailroom: Mailroom, turn: Callable[[], Awaitable[None]]
    ) -> None:
        self._sweeper, self._database, self._mailroom, self._turn = sweeper, database, mailroom, turn

    async def hold_back(self, correspondent: str, number: int, at: datetime) -> None:
        """Keep what has not gone out until they write again, and count the word they left by among what is swept."""
        word = self._mailroom.letter(correspondent, {}, None, at)
        gone = {"state": "sent", "body": None, "sent_as": str(number), "delivered_at": at}
        async with self._database.transaction() as tx:
            await records.letters_between(tx, correspondent, records.OWED, records.AWAY)
            if number:
                await records.post(tx, [{**word, **gone}])

    async def clear(self, correspondent: str, address: str, letter: int) -> None:
        """Remove what stands in the chat and was sent before this letter. Raises SlowDownError, BlockedError."""
        since = datetime.now(UTC) - self._sweeper.reach
        async with self._database.reading() as tx:
            rows = await sweep_records.shown(tx, correspondent, letter, since)
        for some in _handfuls(rows, self._sweeper.most):
            await self._turn()
            numbers = [number for row in some for number in _numbers(row)]
            try:
                await self._sweeper.sweep(address, numbers)
            except RefusedError:
                await self._one_by_one(address, numbers)
            async with self._database.transaction() as tx:
                await sweep_records.unshown(tx, [row.id for row in some])

    async def _one_by_one(self, address: str, numbers: Sequence[str]) -> None:
        """Remove each by itself: one that may not be removed must not keep the others."""
        for number in numbers:
            await self._turn()
            with suppress(RefusedError):
                await self._sweeper.take_back(address, number)


def _handfuls(rows: Sequence[sa.Row[Any]], most: int) -> Iterator[list[sa.Row[Any]]]:
    """Deal letters into handfuls of at most so many messages; a letter of several stays together."""
    some: list[sa.Row[Any]] = []
    for row in rows:
        if some and sum(len(_numbers(one)) for one in (*some, row)) > most:
            yield some
            some = []
        some.append(row)
    if some:
        yield some


def _numbers(row: sa.Row[Any]) -> list[str]:
    return [number for number in row.sent_as.split(",") if number.isdecimal()]

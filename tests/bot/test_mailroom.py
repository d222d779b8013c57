"""The mailroom while its store is away: what waits there waits, and is dealt with once the store is back."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot import records
from bot.channels.channel import Incoming
from bot.mailroom import Mailroom
from bot.observe import Observer
from handoff.changes import Changes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.records import Stored
    from vault.database import Database, Transaction
    from vault.keys import HouseKeys

GONE = sa.exc.OperationalError("UPDATE", {}, OSError("the server closed the connection"))


class Desk:
    """A reception that meets a store that is away, so many times; afterwards it tells that it is done."""

    def __init__(self, database: Database, times: int) -> None:
        self.database, self.times, self.done = database, times, asyncio.Event()

    async def take(self, batch: Sequence[tuple[Stored, Incoming]]) -> None:
        await self._reach()
        async with self.database.transaction() as tx:
            await records.finish(tx, [row.id for row, _ in batch])
        self.done.set()

    async def rescue(self, _row: Stored, _incoming: Incoming) -> None:
        await self._reach()

    async def _reach(self) -> None:
        self.times -= 1
        if self.times >= 0:
            raise GONE


@pytest.fixture
async def mailroom(database: Database, keys: HouseKeys) -> AsyncIterator[Mailroom]:
    room = Mailroom(database, keys.service, Changes(), Observer())
    storing = asyncio.create_task(room.store_arrivals())
    yield room
    storing.cancel()
    await asyncio.gather(storing, return_exceptions=True)


async def test_a_message_that_met_a_store_gone_away_is_dealt_with_later_and_never_set_aside(database, mailroom):
    desk = Desk(database, times=3)
    who = await mailroom.admit("web", "a", "fr")
    dealing = asyncio.create_task(mailroom.deal(desk))
    await mailroom.arrive("web", who, "1", Incoming("text", datetime.now(UTC), text="tu es là ?"))
    async with asyncio.timeout(10):
        await desk.done.wait()
    async with database.reading() as tx:
        assert await records.count_aside(tx) == 0
    dealing.cancel()
    await asyncio.gather(dealing, return_exceptions=True)


async def test_a_store_that_cannot_be_asked_for_a_moment_does_not_end_the_house(database, mailroom, monkeypatch):
    desk, glance, asked = Desk(database, times=0), database.glance, []

    @asynccontextmanager
    async def away_at_first() -> AsyncIterator[Transaction]:
        asked.append(1)
        if len(asked) == 1:
            raise GONE
        async with glance() as tx:
            yield tx

    who = await mailroom.admit("web", "a", "fr")
    await mailroom.arrive("web", who, "1", Incoming("text", datetime.now(UTC), text="tu es là ?"))
    monkeypatch.setattr(database, "glance", away_at_first)
    dealing = asyncio.create_task(mailroom.deal(desk))
    async with asyncio.timeout(10):
        await desk.done.wait()
    assert not dealing.done()
    dealing.cancel()
    await asyncio.gather(dealing, return_exceptions=True)

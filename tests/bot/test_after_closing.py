"""After a talk was closed: shutting the page wakes nobody, and what the house says by itself stays discreet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.channels.channel import Incoming
from handoff.case import State
from handoff.records import cases as case_records
from handoff.records import tables
from tests.coffers import Coffers, Owner, coffers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from vault.database import Database


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[Coffers]:
    async with coffers(database, tmp_path) as opened:
        yield opened


@pytest.fixture
async def owner(house: Coffers) -> Owner:
    """Somebody whose phone is read by whoever harms them, and whose talk is over."""
    owner = await house.comes()
    await owner.taps("danger:no", "screen:author")
    async with house.database.transaction() as tx:
        await tx.run(sa.update(tables.cases).values(state="closed", closed_at=datetime.now(UTC)))
    return owner


async def test_shutting_the_page_after_the_last_words_opens_nothing_again(house: Coffers, owner: Owner):
    await house.haven.mailroom.arrive("web", owner.id, "left", Incoming("left", datetime.now(UTC)))
    await owner.hears()
    async with house.database.reading() as tx:
        case = await case_records.of_correspondent(tx, owner.id)
    assert case is not None
    assert case.state is State.CLOSED


async def test_what_the_house_says_by_itself_later_is_as_discreet_as_they_asked_for(house: Coffers, owner: Owner):
    await house.haven.mailroom.arrive("web", owner.id, "left", Incoming("left", datetime.now(UTC)))
    await owner.silence("vault")
    assert "effacé" not in owner.words
    assert owner.buttons == []

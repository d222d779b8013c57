"""The night work: what has had its time goes, all of it; what somebody just wrote never does."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
import sqlalchemy as sa

from bot import records
from bot.channels.channel import Incoming
from handoff.records import tables
from tests.coffers import Coffers, coffers
from vault.records import vaults

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from vault.database import Database, Transaction


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[Coffers]:
    async with coffers(database, tmp_path) as opened:
        yield opened


async def count(house: Coffers, table: sa.Table) -> int:
    async with house.database.reading() as tx:
        row = await tx.row(sa.select(sa.func.count()).select_from(table))
    return 0 if row is None else int(row[0])


async def close(house: Coffers) -> None:
    """Close every case, as a listener does."""
    async with house.database.transaction() as tx:
        await tx.run(sa.update(tables.cases).values(state="closed", closed_at=datetime.now(UTC)))


async def test_what_the_bot_knew_of_somebody_goes_with_their_case(house: Coffers):
    owner = await house.comes()
    await owner.taps("danger:thinks_of_dying", "direct:sometimes")
    await house.haven.mailroom.arrive("web", owner.id, "last", Incoming("text", datetime.now(UTC), text="et voilà"))
    while await house.haven.mailroom._deal_once(house.haven.reception):
        pass
    assert await house.haven.mailroom.pending(owner.id, 0), "a letter nobody came for"
    await close(house)
    await house.night(days=366)
    for table in (tables.cases, records.outbox, records.inbox, records.addresses, records.correspondents):
        assert await count(house, table) == 0, table.name


async def test_a_vault_that_is_kept_on_stays_its_owners_after_their_case_is_gone(house: Coffers):
    owner = await house.comes()
    await owner.taps("danger:no")
    await owner.sends()
    await close(house)
    async with house.database.transaction() as tx:
        await tx.run(sa.update(vaults).values(touched_at=datetime.now(UTC) + timedelta(days=300)))
    await house.night(days=366)
    assert await count(house, tables.cases) == 0
    assert len(await owner.items()) == 1


async def test_whoever_comes_back_after_their_vault_had_its_time_can_keep_something_again(house: Coffers):
    owner = await house.comes()
    await owner.taps("danger:no")
    await owner.sends()
    await house.night(days=366)
    await owner.sends()
    assert len(await owner.items()) == 1


async def test_a_page_left_open_for_days_is_told_that_it_ended_and_loses_no_word(house: Coffers):
    mailroom = house.haven.mailroom
    await house.comes("a-token")
    assert await mailroom.known("web", "a-token") is not None
    await house.night(days=3)
    assert await mailroom.known("web", "a-token") is None


async def test_a_first_word_that_waits_to_be_dealt_with_is_not_tidied_away(house: Coffers):
    owner = await house.comes()
    incoming = Incoming("text", datetime.now(UTC), text="au secours")
    await house.haven.mailroom.arrive("web", owner.id, "first", incoming)
    await house.night(days=3)
    assert await owner.hears()
    assert await count(house, tables.cases) == 1


async def test_a_first_word_that_was_set_aside_is_kept_for_a_month_and_no_longer(house: Coffers):
    owner = await house.comes()
    incoming = Incoming("text", datetime.now(UTC), text="au secours")
    await house.haven.mailroom.arrive("web", owner.id, "first", incoming)
    async with house.database.transaction() as tx:
        await records.set_aside(tx, (await records.waiting(tx, 1))[0].id, "ValueError")
    await house.night(days=3)
    assert await count(house, records.inbox) == 1
    await house.night(days=29)
    assert await count(house, records.inbox) == 1
    await house.night(days=31)
    assert await count(house, records.inbox) == 0
    assert await count(house, records.correspondents) == 0  # and with it whoever wrote nothing else


async def test_a_message_of_nobody_the_house_knows_is_set_aside_with_its_words_and_the_others_are_answered(
    house: Coffers,
):
    owner, desk, mailroom = await house.comes(), house.haven.reception, house.haven.mailroom
    for key in ("lost", "known"):
        await mailroom.arrive("web", owner.id, key, Incoming("text", datetime.now(UTC), text="au secours"))
    async with house.database.reading() as tx:
        lost, known = await records.waiting(tx, 2)
    stranger = replace(lost, correspondent="nobody")
    await desk.take([(row, mailroom._unpack(row)) for row in (stranger, known)])
    async with house.database.reading() as tx:
        rows = {row.id: row for row in await tx.rows(sa.select(records.inbox))}
    assert (rows[lost.id].state, rows[lost.id].fault) == ("aside", "UnknownCorrespondentError")
    assert rows[lost.id].body is not None
    assert rows[known.id].state == "done"
    assert b'havre_faults_total{event="message_set_aside"} 1.0' in house.haven.observer.metrics()
    assert await owner.hears()


async def test_a_word_written_right_after_erasing_is_answered(house: Coffers):
    owner = await house.comes()
    await owner.taps("danger:no")
    mailroom, now = house.haven.mailroom, datetime.now(UTC)
    await mailroom.arrive("web", owner.id, "erase", Incoming("choice", now, choice="act:erase_yes"))
    async with house.database.reading() as tx:
        [first] = await records.waiting(tx, 1)
    await mailroom.arrive("web", owner.id, "after", Incoming("text", now, text="au secours"))
    await house.haven.reception.take([(first, mailroom._unpack(first))])
    await owner.hears()
    assert await count(house, tables.cases) == 1


async def test_an_address_that_had_ended_speaks_for_whoever_writes_from_it_anew(house: Coffers):
    mailroom = house.haven.mailroom
    first = await mailroom.admit("telegram", "4711", "fr", carried=True)
    await mailroom.end("telegram", first)
    again = await mailroom.admit("telegram", "4711", "fr", carried=True)
    assert await mailroom.known("telegram", "4711") == again != first
    assert await mailroom.address_of("telegram", again) == "4711"


async def test_what_was_looked_up_while_a_page_was_left_is_not_kept_in_mind(house: Coffers):
    mailroom, owner = house.haven.mailroom, await house.comes("a-token")
    glance = house.database.glance

    @asynccontextmanager
    async def while_leaving() -> AsyncIterator[Transaction]:
        async with glance() as tx:
            yield tx
        await mailroom.end("web", owner.id)

    with patch.object(house.database, "glance", while_leaving):
        await mailroom.known("web", "a-token")
    assert await mailroom.known("web", "a-token") is None


async def test_a_piece_of_the_night_work_that_fails_keeps_no_other_from_being_done(house: Coffers, monkeypatch):
    owner = await house.comes()
    await owner.taps("danger:no")
    await close(house)

    async def broken(*_: object) -> None:
        raise ValueError("unforeseen")

    monkeypatch.setattr(house.vault.evidence, "ending", broken)
    with pytest.raises(ValueError, match="unforeseen"):
        await house.night(days=366)
    assert await count(house, tables.cases) == 0
    assert await count(house, records.correspondents) == 0

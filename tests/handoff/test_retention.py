from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handoff import retention
from handoff.errors import NoSuchCaseError
from handoff.records import people, tables
from nlu.severity import Level
from tests.handoff.havens import PASSPHRASE
from vault.database import metadata

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

OF_CASES = [table for table in metadata.tables.values() if "case_id" in table.c and table.name != "outcomes"]


async def _whole(haven: Haven, ada: Session, name: str) -> str:
    """A case with something in every table that can hold something of it."""
    case_id = await haven.comes(name, Level.emergency, "au secours")
    await haven.desk.claim(ada, case_id, agreed=True)
    async with haven.database.transaction() as tx:
        await haven.arrivals.offer_place(tx, case_id, b"12 rue", haven.clock.now)
        await haven.arrivals.ring(tx, case_id, "worry", haven.clock.now)
    await haven.alarm.tick(haven.clock.now)
    await haven.desk.place(ada, case_id)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    return case_id


async def _left(haven: Haven, case_id: str) -> dict[str, int]:
    left = {table.name: await haven.rows(table.select().where(table.c.case_id == case_id)) for table in OF_CASES}
    return {name: len(rows) for name, rows in left.items() if rows}


async def test_erasing_a_case_leaves_nothing_of_it_and_nothing_less_of_others(haven: Haven, ada: Session) -> None:
    gone, other = await _whole(haven, ada, "julie"), await _whole(haven, ada, "tom")
    before = await _left(haven, other)
    assert {"entries", "waits", "timers", "alarms", "visits", "rescue_places"} <= set(before)
    async with haven.database.transaction() as tx:
        await retention.erase(tx, gone)
    assert await _left(haven, gone) == {}
    assert await _left(haven, other) == before
    with pytest.raises(NoSuchCaseError):
        await haven.desk.room(ada, gone)


async def test_an_outcome_stays_countable_and_points_nowhere(haven: Haven, ada: Session) -> None:
    case_id = await _whole(haven, ada, "julie")
    await haven.desk.close(ada, case_id, points=["x"], outcome="helped", type="threats", again="no")
    async with haven.database.transaction() as tx:
        await retention.erase(tx, case_id)
    (row,) = await haven.rows(tables.outcomes.select())
    assert (row.case_id, row.outcome, row.type, row.level) == (None, "helped", "threats", Level.emergency)


async def test_cases_are_erased_when_their_time_after_closing_is_over_and_open_ones_never(
    haven: Haven, ada: Session
) -> None:
    closed, open_ = await _whole(haven, ada, "julie"), await _whole(haven, ada, "tom")
    await haven.desk.close(ada, closed, points=["x"], outcome="helped", type="threats", again="no")
    async with haven.database.transaction() as tx:
        assert await retention.expire(tx, haven.clock.now) == 0
    later = haven.clock.forward(days=365, seconds=1)
    async with haven.database.transaction() as tx:
        assert await retention.expire(tx, later - timedelta(days=365)) == 1
    assert await _left(haven, closed) == {}
    assert (await haven.case(open_)).is_open


async def test_a_case_that_was_reopened_keeps_its_words(haven: Haven, ada: Session) -> None:
    case_id = await _whole(haven, ada, "julie")
    await haven.desk.close(ada, case_id, points=["x"], outcome="helped", type="threats", again="no")
    haven.clock.forward(days=300)
    await haven.writes(case_id, "ça recommence")
    async with haven.database.transaction() as tx:
        assert await retention.expire(tx, haven.clock.now) == 0


async def test_a_place_offered_for_rescue_is_destroyed_while_the_case_goes_on(haven: Haven, ada: Session) -> None:
    case_id = await _whole(haven, ada, "julie")
    assert (await haven.desk.room(ada, case_id)).place_offered
    async with haven.database.transaction() as tx:
        assert await retention.forget_places(tx, haven.clock.now + timedelta(seconds=1)) == 1
    assert await haven.desk.place(ada, case_id) == ""
    assert not (await haven.desk.room(ada, case_id)).place_offered


async def test_sessions_invitations_and_failures_that_mean_nothing_any_more_are_removed(
    haven: Haven, grace: Session
) -> None:
    await haven.desk.sign_in("grace", PASSPHRASE)
    await haven.desk.invite(grace, grace.role)
    async with haven.database.transaction() as tx:
        await people.failures(tx, b"somebody", haven.clock.now)
        await retention.tidy(tx, haven.clock.now + timedelta(hours=1))
    of_people = (tables.sessions, tables.invitations, tables.attempts)
    assert [len(await haven.rows(table.select())) for table in of_people] == [2, 1, 2]
    async with haven.database.transaction() as tx:
        await retention.tidy(tx, haven.clock.now + timedelta(days=1, seconds=1))
    assert [len(await haven.rows(table.select())) for table in of_people] == [0, 0, 0]

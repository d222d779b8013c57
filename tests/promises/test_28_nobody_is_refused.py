"""Nine jokes and then one plea are served as the plea: nobody is refused, capped or banned at this desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from handoff.arrivals import NewEntry
from handoff.case import OUTCOMES, State
from handoff.queue import place
from handoff.records.tables import entries
from nlu.severity import Level

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven


async def _closed_as(here: Haven, listener: Session, case_id: str, outcome: str) -> None:
    assert await here.desk.take_next(listener) == case_id
    ending: dict[str, Any] = {"points": ["à bientôt"], "outcome": outcome, "type": "none", "again": "no"}
    await here.desk.close(listener, case_id, **ending)


async def test_nine_jokes_and_then_one_plea_are_served_as_the_plea(here: Haven, grace: Session) -> None:
    case_id = await here.comes("julie", Level.low, "lol")
    for joke in range(9):
        await _closed_as(here, grace, case_id, "not_for_us")
        here.clock.forward(minutes=20)
        await here.writes(case_id, f"lol {joke}", level=Level.low)
    await _closed_as(here, grace, case_id, "not_for_us")
    newcomer = await here.comes("tom", Level.high, "il me menace")
    plea_at = here.clock.forward(minutes=1)
    await here.writes(case_id, "en vrai je veux mourir", level=Level.critical)
    case = await here.case(case_id)
    assert (case.state, case.level, case.place) == (State.WAITING, Level.critical, place(Level.critical, plea_at))
    happened = await here.minutes(5)
    assert ("rings", "on_call") in happened[5]
    assert await here.desk.take_next(grace) == case_id
    assert await here.desk.take_next(grace) == newcomer
    assert len((await here.desk.room(grace, case_id)).entries) == 21  # eleven words of theirs, ten endings


@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_however_a_talk_ended_the_next_word_is_taken_in_like_anybodys(
    here: Haven, grace: Session, outcome: str
) -> None:
    case_id = await here.comes("julie", Level.medium, "bonjour")
    await _closed_as(here, grace, case_id, outcome)
    here.clock.forward(days=1)
    back, other = here.clock.now, await here.comes("tom", Level.medium, "bonjour")
    await here.writes(case_id, "me revoilà")
    returned, newcomer = await here.case(case_id), await here.case(other)
    assert (returned.state, returned.place) == (newcomer.state, newcomer.place)
    assert returned.waiting_since == back


async def test_coming_back_often_counts_as_more_not_less(here: Haven, grace: Session) -> None:
    case_id = await here.comes("julie", Level.medium, "bonjour")
    for _ in range(30):
        await _closed_as(here, grace, case_id, "helped")
        here.clock.forward(minutes=1)
        await here.writes(case_id, "encore moi")
    case = await here.case(case_id)
    assert (case.state, case.contacts) == (State.WAITING, 31)
    (card,) = await here.desk.board(grace)
    assert card.contacts == 31


async def test_a_flood_is_kept_word_for_word(here: Haven, grace: Session) -> None:
    case_id = await here.comes("julie", Level.medium)
    here.clock.forward(minutes=1)
    other = await here.comes("tom", Level.medium, "bonjour")
    flood = [NewEntry(case_id, "correspondent", f"msg {n}".encode(), here.clock.now) for n in range(400)]
    for start in range(0, len(flood), 50):
        async with here.database.transaction() as tx:
            await here.arrivals.take_in(tx, flood[start : start + 50])
    assert len(await here.rows(entries.select().where(entries.c.case_id == case_id))) == 400
    assert await here.desk.take_next(grace) == case_id
    said = [entry.text for entry in (await here.desk.room(grace, case_id)).entries]
    assert said == [f"msg {n}" for n in range(400)]
    assert await here.desk.take_next(grace) == other


async def test_no_level_closes_a_case_and_no_clock_does(here: Haven) -> None:
    cases = [await here.comes(f"c{level}", level, "bonjour") for level in Level]
    for _ in range(40):
        here.clock.forward(days=10)
        await here.rounds.tick(here.clock.now)
    assert {(await here.case(case_id)).state for case_id in cases} == {State.WAITING}

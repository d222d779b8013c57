from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff import queue
from handoff.case import State
from handoff.errors import IllegalMoveError
from handoff.queue import HEAD_START, estimate, place, urgency
from handoff.records import cases as records
from nlu.severity import Level
from tests.handoff.havens import person

if TYPE_CHECKING:
    from tests.handoff.havens import Haven

START = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
levels = st.sampled_from(Level)
waits = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60))
a_week = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=7))

# -- the order ---------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(levels, waits), min_size=2, max_size=8), waits)
def test_the_order_is_by_urgency_and_never_turns_round_by_itself(
    queued: list[tuple[Level, timedelta]], later: timedelta
) -> None:
    by_place = sorted(queued, key=lambda one: place(one[0], START - one[1]))
    by_urgency_now = sorted(queued, key=lambda one: urgency(*one), reverse=True)
    by_urgency_later = sorted(queued, key=lambda one: urgency(one[0], one[1] + later), reverse=True)
    ordered = [urgency(*one) for one in by_place]
    assert ordered == [urgency(*one) for one in by_urgency_now]
    assert [urgency(level, waited + later) for level, waited in by_place] == [
        urgency(level, waited + later) for level, waited in by_urgency_later
    ]


@given(levels.filter(lambda level: level < Level.emergency), a_week, a_week)
def test_an_emergency_passes_everybody_who_waited_up_to_a_week(
    level: Level, waited: timedelta, emergency_waited: timedelta
) -> None:
    assert urgency(Level.emergency, emergency_waited) > urgency(level, waited)


@given(levels, levels, waits, waits)
def test_nobody_is_passed_for_ever(mine: Level, other: Level, waited: timedelta, after_me: timedelta) -> None:
    """Whoever comes later than the difference of two head starts stands behind, whatever their level."""
    passes = place(other, START + after_me) < place(mine, START)
    assert passes == (after_me < HEAD_START[other] - HEAD_START[mine])
    assert HEAD_START[other] - HEAD_START[mine] <= timedelta(days=30)


@given(levels, waits, st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=60)))
def test_waiting_longer_at_a_level_is_more_urgent(level: Level, waited: timedelta, longer: timedelta) -> None:
    assert urgency(level, waited + longer) > urgency(level, waited)


@given(st.lists(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=1)), max_size=40))
def test_an_estimate_is_two_measured_minutes_in_order_or_nothing(measured: list[timedelta]) -> None:
    found = estimate(measured)
    if len(measured) < 5:
        assert found is None
        return
    assert found is not None
    low, high = found
    assert 1 <= low <= high
    assert sum(wait <= timedelta(minutes=low) for wait in measured) * 2 >= len(measured)
    assert sum(wait <= timedelta(minutes=high) for wait in measured) * 10 >= len(measured) * 9


# -- on the tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
async def test_any_night_is_served_in_the_order_of_urgency(haven: Haven, seed: int) -> None:
    chance = random.Random(seed)
    placed: dict[str, datetime] = {}
    for number in range(40):
        level, at = chance.choice(list(Level)), haven.clock.forward(minutes=chance.randrange(90))
        case_id = await haven.comes(f"c{number}", level)
        placed[case_id] = place(max(level, Level.medium), at)
        if chance.random() < 0.3:
            graver = chance.choice(list(placed))
            case = await haven.case(graver)
            await haven.writes(graver, "pire", level=Level.critical)
            placed[graver] = min(placed[graver], place(max(case.level, Level.critical), case.waiting_since))
    served = []
    async with haven.database.transaction() as tx:
        while (case_id := await queue.claim_next(tx, "listener", haven.clock.now)) is not None:
            served.append(case_id)
    assert [placed[case_id] for case_id in served] == sorted(placed.values())


async def test_a_hundred_listeners_at_once_never_get_the_same_case(haven: Haven) -> None:
    cases = {await haven.comes(f"c{number}", random.Random(number).choice(list(Level))) for number in range(30)}

    async def claims(listener: str) -> str | None:
        async with haven.database.transaction() as tx:
            return await queue.claim_next(tx, listener, haven.clock.now)

    claimed = await asyncio.gather(*(claims(f"l{number}") for number in range(100)))
    won = [case_id for case_id in claimed if case_id is not None]
    assert sorted(won) == sorted(cases)
    for number, case_id in enumerate(claimed):
        if case_id is not None:
            assert (await haven.case(case_id)).claimed_by == f"l{number}"


async def test_of_fifty_listeners_who_want_the_same_case_one_gets_it(haven: Haven) -> None:
    case_id = await haven.comes("julie", Level.emergency)

    async def claims(listener: str) -> bool:
        async with haven.database.transaction() as tx:
            try:
                await queue.claim(tx, case_id, listener, haven.clock.now)
            except IllegalMoveError:
                return False
        return True

    won = await asyncio.gather(*(claims(f"l{number}") for number in range(50)))
    assert won.count(True) == 1
    assert (await haven.case(case_id)).claimed_by == f"l{won.index(True)}"


async def test_a_case_handed_back_keeps_its_place(haven: Haven) -> None:
    first = await haven.comes("julie")
    haven.clock.forward(minutes=5)
    second = await haven.comes("tom")
    async with haven.database.transaction() as tx:
        assert await queue.claim_next(tx, "l1", haven.clock.now) == first
    haven.clock.forward(minutes=30)
    async with haven.database.transaction() as tx:
        await queue.release(tx, await records.get_locked(tx, first), haven.clock.now)
        assert await queue.claim_next(tx, "l2", haven.clock.now) == first
        assert await queue.claim_next(tx, "l3", haven.clock.now) == second


async def test_whoever_waits_is_told_how_many_are_before_and_what_waits_measured(haven: Haven) -> None:
    for number in range(6):
        await haven.comes(f"past{number}")
    async with haven.database.transaction() as tx:
        for minutes in (2, 4, 6, 8, 10, 30):
            await queue.claim_next(tx, "l1", haven.clock.now + timedelta(minutes=minutes))
    haven.clock.forward(hours=1)
    ahead, mine = await haven.comes("tom", Level.high), await haven.comes("julie")
    async with haven.database.reading() as tx:
        assert await haven.arrivals.place_in_line(tx, mine, haven.clock.now) == (1, (6, 30))
        assert await haven.arrivals.place_in_line(tx, ahead, haven.clock.now) == (0, (6, 30))


async def test_no_estimate_is_made_of_too_few_waits(haven: Haven) -> None:
    mine = await haven.comes("julie")
    async with haven.database.reading() as tx:
        assert await haven.arrivals.place_in_line(tx, mine, haven.clock.now) == (0, None)


async def test_whoever_is_claimed_stands_in_line_no_more(haven: Haven) -> None:
    mine = await haven.comes("julie")
    async with haven.database.transaction() as tx:
        await queue.claim(tx, mine, "l1", haven.clock.now)
        assert await haven.arrivals.place_in_line(tx, mine, haven.clock.now) is None


async def test_a_hand_over_is_no_new_contact_and_coming_back_is(haven: Haven) -> None:
    case_id = await haven.comes("julie")
    async with haven.database.transaction() as tx:
        await queue.claim(tx, case_id, "l1", haven.clock.now)
        await queue.release(tx, await records.get_locked(tx, case_id), haven.clock.now)
        await queue.claim(tx, case_id, "l2", haven.clock.now)
        await records.change(tx, case_id, {"state": State.CLOSED, "claimed_by": None})
        assert await haven.arrivals.contacts(tx, person("julie"), START - timedelta(days=7)) == 1
    await haven.writes(case_id, "me revoilà")
    async with haven.database.reading() as tx:
        assert await haven.arrivals.contacts(tx, person("julie"), START - timedelta(days=7)) == 2
        assert await haven.arrivals.contacts(tx, person("tom"), START - timedelta(days=7)) == 0
    assert (await haven.case(case_id)).contacts == 2

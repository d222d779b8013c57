from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handoff import bells, retention
from handoff.case import State
from handoff.hours import Hours, Rota
from handoff.records.tables import alarms
from nlu.severity import Level
from tests.handoff.havens import PARIS, a_haven

if TYPE_CHECKING:
    from pathlib import Path

    from handoff.listener import Session
    from tests.conftest import Clock
    from tests.handoff.havens import Haven
    from vault.database import Database
    from vault.keys import HouseKeys

CLOSED = Rota(Hours.of("never", PARIS), Hours.of("always", PARIS))


@pytest.mark.parametrize(("level", "happens"), [
    (Level.emergency, {0: [("rings", "supervisor")], 2: [("rings", "on_call")], 5: [("late", "waiting")]}),
    (Level.critical, {2: [("rings", "supervisor")], 5: [("rings", "on_call")], 10: [("late", "waiting")]}),
    (Level.high, {15: [("rings", "supervisor")], 20: [("late", "waiting")]}),
    (Level.medium, {60: [("rings", "supervisor")], 75: [("late", "waiting")]}),
])  # fmt: skip
async def test_who_waits_unclaimed_has_people_called_on_the_minute(
    haven: Haven, level: Level, happens: dict[float, list[tuple[str, str]]]
) -> None:
    case_id = await haven.comes("julie", level)
    await haven.no_longer_due(case_id, "silence")
    assert await haven.minutes(80) == happens


async def test_at_night_what_is_grave_rings_on_call_at_once(
    database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock
) -> None:
    async with a_haven(database, keys, tmp_path, clock, rota=CLOSED) as haven:
        grave, other = await haven.comes("julie", Level.critical), await haven.comes("tom", Level.high)
        await haven.rounds.tick(clock.now)
        assert ("unclaimed", "on_call") in await haven.ringing(grave)
        assert await haven.ringing(other) == {}


async def test_silence_in_the_intake_after_a_risk_rings_and_is_looked_after_until_somebody_comes(haven: Haven) -> None:
    case_id = await haven.comes("julie", Level.critical, "je veux plus être là")
    happened = await haven.minutes(21)
    said = {minute: kind for minute, what in happened.items() for kind, _ in what if kind in {"first", "second"}}
    assert said == {5: "first", 10: "second"}
    assert (await haven.case(case_id)).called == "on_call"
    assert ("silence", "on_call") in await haven.ringing(case_id)
    assert (await haven.case(case_id)).state is State.WAITING
    assert (await haven.due(case_id))["look"][0] == "look_1h"


@pytest.mark.parametrize(("level", "minutes"), [(Level.emergency, (2, 5, 10)), (Level.critical, (5, 10, 20))])
async def test_silence_after_a_listeners_word_is_met_twice_and_then_two_people_decide(
    haven: Haven, ada: Session, level: Level, minutes: tuple[float, ...]
) -> None:
    case_id = await haven.comes("julie", level, "bonsoir")
    await haven.desk.claim(ada, case_id)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    happened = await haven.minutes(minutes[2])
    first, second, decide = minutes
    assert happened == {
        first: [("first", "live")],
        second: [("second", "live"), ("rings", "supervisor")],
        decide: [("rings", "on_call")],
    }
    assert (await haven.case(case_id)).state is State.SILENT
    assert "look" in await haven.due(case_id)


async def test_a_word_ends_the_silence_and_what_it_rang(haven: Haven, ada: Session) -> None:
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    await haven.minutes(20)
    await haven.writes(case_id, "pardon, ma mère est passée")
    assert (await haven.case(case_id)).state is State.LIVE
    assert await haven.ringing(case_id) == {}
    assert set(await haven.due(case_id)) == {"unanswered"}


async def test_a_silent_case_is_looked_at_for_three_days_and_closed_by_no_clock(haven: Haven, ada: Session) -> None:
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    await haven.minutes(20)
    for hours in (1, 24, 72):
        async with haven.database.transaction() as tx:
            await haven.bells.settle(tx, case_id, haven.clock.now)
        (step, due_at) = (await haven.due(case_id))["look"]
        assert step == f"look_{hours}h"
        haven.clock.now = due_at
        await haven.rounds.tick(haven.clock.now)
        assert await haven.ringing(case_id) == {("look", "supervisor"): Level.critical}
    assert await haven.due(case_id) == {}
    haven.clock.forward(days=30)
    await haven.rounds.tick(haven.clock.now)
    assert (await haven.case(case_id)).state is State.SILENT


async def test_a_message_nobody_answers_calls_the_supervisor_then_on_call_then_is_owned_up_to(
    haven: Haven, ada: Session
) -> None:
    case_id = await haven.comes("julie", Level.emergency, "vite")
    await haven.desk.claim(ada, case_id)
    assert await haven.minutes(8) == {2: [("rings", "supervisor")], 5: [("rings", "on_call")], 8: [("late", "live")]}
    await haven.desk.say(ada, case_id, "je suis là", "k")
    assert await haven.ringing(case_id) == {}
    assert (await haven.case(case_id)).called == ""


async def test_what_is_due_is_done_once_however_many_rounds_run_at_once(haven: Haven) -> None:
    cases = [await haven.comes(f"c{number}", Level.emergency) for number in range(6)]
    haven.clock.forward(minutes=30)
    for _ in range(8):
        await asyncio.gather(*(haven.rounds.tick(haven.clock.now) for _ in range(4)))
    said = [(kind, case_id) for kind, case_id, _ in haven.prompt.said]
    assert sorted(said) == sorted((kind, case_id) for kind in ("late", "first", "second") for case_id in cases)
    raised = [(row.case_id, row.reason, row.who) for row in await haven.rows(alarms.select())]
    assert len(raised) == len(set(raised))
    assert await haven.rounds.tick(haven.clock.now) == 0


async def test_words_that_cannot_be_said_keep_nobody_from_being_rung_and_are_said_later(haven: Haven) -> None:
    broken = await haven.comes("julie", Level.emergency, "vite")
    other = await haven.comes("tom", Level.emergency, "vite")
    haven.prompt.broken_for = {broken}
    happened = await haven.minutes(6)
    assert {who for what in happened.values() for kind, who in what if kind == "rings"} == {"supervisor", "on_call"}
    assert ("silence", "supervisor") in await haven.ringing(broken)
    assert {case_id for _, case_id, _ in haven.prompt.said} == {other}
    assert (await haven.case(broken)).language == "fr"  # nor is half of what failed kept
    haven.prompt.broken_for = set()
    await haven.rounds.tick(haven.clock.now)
    assert sorted(kind for kind, case_id, _ in haven.prompt.said if case_id == broken) == ["first", "late", "second"]
    assert await haven.rounds.tick(haven.clock.now) == 0


async def test_however_much_cannot_be_said_what_is_grave_behind_it_rings(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoff.rounds.AT_ONCE", 2)
    for number in range(5):
        case_id = await haven.comes(f"c{number}")
        haven.prompt.broken_for.add(case_id)
        async with haven.database.transaction() as tx:
            await bells.watch(tx, case_id, "checkin", haven.clock.now)
    haven.clock.forward(minutes=1)
    grave = await haven.comes("julie", Level.emergency)
    with pytest.raises(ExceptionGroup) as told:
        await haven.rounds.tick(haven.clock.now)
    assert len(told.value.exceptions) == 5
    assert await haven.ringing(grave) == {("unclaimed", "supervisor"): Level.emergency}


async def test_what_failed_is_told_by_its_kind_when_all_was_tried(haven: Haven) -> None:
    case_id = await haven.comes("julie", Level.high)
    haven.prompt.broken_for = {case_id}
    haven.clock.forward(minutes=30)
    assert await haven.rounds.tick(haven.clock.now) == 1
    with pytest.raises(ExceptionGroup, match="could not be done") as told:
        await haven.rounds.tick(haven.clock.now)
    assert [type(fault) for fault in told.value.exceptions] == [RuntimeError]


async def test_a_watch_of_the_bots_is_kept_when_it_is_due_and_not_before(haven: Haven) -> None:
    case_id = await haven.comes("julie")
    async with haven.database.transaction() as tx:
        await bells.watch(tx, case_id, "direct", haven.clock.now + timedelta(minutes=2))
        await bells.watch(tx, case_id, "danger", haven.clock.now + timedelta(minutes=2))
        await bells.unwatch(tx, case_id, "danger")
    assert await haven.minutes(3) == {2: [("direct", "waiting")]}


async def test_a_graver_word_starts_the_graver_ladder_from_then(haven: Haven) -> None:
    case_id = await haven.comes("julie", Level.medium, "bonjour")
    haven.clock.forward(minutes=30)
    await haven.writes(case_id, "j'ai avalé des trucs", level=Level.emergency)
    assert (await haven.minutes(2))[0] == [("rings", "supervisor")]
    assert ("unclaimed", "on_call") in await haven.ringing(case_id)


async def test_an_alarm_whose_case_becomes_graver_says_so_at_once(haven: Haven) -> None:
    case_id = await haven.comes("julie", Level.high)
    await haven.minutes(15)
    assert await haven.ringing(case_id) == {("unclaimed", "supervisor"): Level.high}
    await haven.alarm.tick(haven.clock.now)
    await haven.writes(case_id, "j'ai avalé des trucs", level=Level.emergency)
    await haven.rounds.tick(haven.clock.now)
    assert (await haven.ringing(case_id))["unclaimed", "supervisor"] == Level.emergency
    assert await haven.alarm.tick(haven.clock.now) == 1


async def test_what_was_due_for_an_erased_case_is_due_no_more(haven: Haven) -> None:
    case_id = await haven.comes("julie", Level.emergency)
    async with haven.database.transaction() as tx:
        await retention.erase(tx, case_id)
    haven.clock.forward(minutes=30)
    assert await haven.rounds.tick(haven.clock.now) == 0
    assert haven.prompt.said == []

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handoff.decisions import Kind, Stage, Told
from handoff.errors import EmptyMessageError, IllegalMoveError, NotAllowedError
from handoff.records.tables import decisions, entries
from handoff.refusals import OnlyInDangerError, SamePersonError, UntoldError
from handoff.rescue import Telling
from nlu.severity import Level
from tests.handoff.havens import person

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

FIRST = Telling(Told.FIRST, "SAMU appelé, elle est d'accord")


@pytest.fixture
async def eve(haven: Haven, grace: Session) -> Session:
    """Another listener, signed in."""
    return await haven.enrolled(grace, "eve")


@pytest.fixture
async def held(haven: Haven, ada: Session) -> str:
    """An emergency ada answers."""
    case_id = await haven.comes("julie", Level.emergency, "j'ai pris des cachets")
    await haven.desk.claim(ada, case_id)
    await haven.no_longer_due(case_id, "unanswered")
    return case_id


async def test_one_person_calls_and_the_supervisor_is_told_meanwhile(haven: Haven, ada: Session, held: str) -> None:
    await haven.desk.rescue.call(ada, held, "119", FIRST)
    assert await haven.ringing(held) == {("rescue", "supervisor"): Level.emergency}
    room = await haven.desk.room(ada, held)
    (decision,) = room.decisions
    assert (decision.kind, decision.detail, decision.told, decision.by) == (Kind.CALL, "119", Told.FIRST, ada.alias)
    assert room.notes[-1].text == "SAMU appelé, elle est d'accord"


async def test_what_was_said_on_the_telephone_lies_sealed_to_the_team_alone(
    haven: Haven, ada: Session, held: str
) -> None:
    await haven.desk.rescue.call(ada, held, "119", FIRST)
    for table in (decisions, entries):
        for row in await haven.rows(table.select()):
            assert b"SAMU" not in repr(tuple(row)).encode()


@pytest.mark.parametrize(("told", "words"), [(Told.NOTHING, "appelé"), (Told.NOT, " "), (Told.FIRST, "")])
def test_whether_the_child_was_told_is_said_and_why_not(told: Told, words: str) -> None:
    with pytest.raises(UntoldError):
        Telling(told, words)


async def test_half_an_hour_later_somebody_asks_whether_help_came_until_it_is_known(
    haven: Haven, grace: Session, ada: Session, held: str
) -> None:
    await haven.desk.rescue.call(ada, held, "119", FIRST)
    for reason in ("rescue",):
        async with haven.database.transaction() as tx:
            await haven.bells.stop(tx, [held], [reason], haven.clock.now)
    happened = await haven.minutes(31, 1)
    assert ("rings", "supervisor") in happened[30.0]
    assert ("help_came", "supervisor") in await haven.ringing(held)
    await haven.desk.rescue.help_came(grace, held, "came", "pompiers sur place à 19 h 20")
    assert ("help_came", "supervisor") not in await haven.ringing(held)
    assert "help_came" not in await haven.due(held)


async def test_a_hand_over_does_not_stop_the_asking_whether_help_came(
    haven: Haven, ada: Session, eve: Session, held: str
) -> None:
    await haven.desk.rescue.call(ada, held, "119", FIRST)
    await haven.desk.release(ada, held)
    await haven.desk.claim(eve, held)
    assert "help_came" in await haven.due(held)


async def test_a_number_that_does_not_answer_now_is_no_service(haven: Haven, ada: Session, held: str) -> None:
    with pytest.raises(UntoldError):
        await haven.desk.rescue.call(ada, held, "0612345678", FIRST)
    assert (await haven.desk.room(ada, held)).decisions == ()


async def test_no_rescue_possible_has_its_cause_and_its_words(haven: Haven, ada: Session, held: str) -> None:
    with pytest.raises(EmptyMessageError):
        await haven.desk.rescue.give_up(ada, held, "no_place", " ")
    await haven.desk.rescue.give_up(ada, held, "no_place", "rien donné, ne répond plus depuis 22 h 10")
    (decision,) = (await haven.desk.room(ada, held)).decisions
    assert (decision.kind, decision.detail) == (Kind.NO_RESCUE, "no_place")
    assert ("rescue", "supervisor") in await haven.ringing(held)


# -- the address behind glass ------------------------------------------------------------------------------------------


async def test_an_address_is_opened_after_it_was_written_down_and_rung(haven: Haven, ada: Session, held: str) -> None:
    haven.addresses[person("julie")] = "+33 6 00 00 00 00"
    with pytest.raises(EmptyMessageError):
        await haven.desk.rescue.break_glass(ada, held, " ")
    assert haven.opened == []
    assert await haven.desk.rescue.break_glass(ada, held, "ne répond plus") == "+33 6 00 00 00 00"
    assert haven.opened == [("web", person("julie"), 1)]
    assert ("glass", "supervisor") in await haven.ringing(held)


async def test_a_channel_without_addresses_says_so_and_it_is_recorded_all_the_same(
    haven: Haven, ada: Session, held: str
) -> None:
    assert await haven.desk.rescue.break_glass(ada, held, "ne répond plus") is None
    assert [one.kind for one in (await haven.desk.room(ada, held)).decisions] == [Kind.GLASS]


async def test_outside_danger_no_address_is_opened_and_no_rescue_given_up(haven: Haven, ada: Session) -> None:
    haven.addresses[person("tom")] = "+33 6 00 00 00 00"
    case_id = await haven.comes("tom", Level.high, "bonsoir")
    await haven.desk.take_next(ada)
    for act in (
        haven.desk.rescue.break_glass(ada, case_id, "curieuse"), haven.desk.rescue.give_up(ada, case_id, "silent", "x")
    ):  # fmt: skip
        with pytest.raises(OnlyInDangerError):
            await act
    assert haven.opened == []


async def test_whoever_does_not_hold_the_case_opens_nothing(haven: Haven, eve: Session, held: str) -> None:
    for act in (
        haven.desk.rescue.break_glass(eve, held, "x"), haven.desk.rescue.call(eve, held, "119", FIRST),
        haven.desk.rescue.report(eve, held, "crip", FIRST, urgent=True),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            await act


# -- reports -----------------------------------------------------------------------------------------------------------


async def test_an_urgent_report_waits_for_nobody(haven: Haven, ada: Session, held: str) -> None:
    await haven.desk.rescue.report(ada, held, "prosecutor", FIRST, urgent=True)
    (decision,) = (await haven.desk.room(ada, held)).decisions
    assert (decision.stage, decision.detail) == (Stage.DONE, "prosecutor")


async def test_a_report_that_can_wait_is_read_by_somebody_else_first(
    haven: Haven, grace: Session, ada: Session, held: str
) -> None:
    decision = await haven.desk.rescue.report(ada, held, "crip", FIRST, urgent=False)
    with pytest.raises(IllegalMoveError):
        await haven.desk.rescue.sent(ada, held, decision)
    with pytest.raises(NotAllowedError):
        await haven.desk.rescue.answer(ada, held, decision, "oui", agreed=True)
    assert [one.id for one in await haven.desk.rescue.to_read(grace)] == [decision]
    await haven.desk.rescue.answer(grace, held, decision, "d'accord, avec ses mots", agreed=True)
    await haven.desk.rescue.sent(ada, held, decision)
    (done,) = (await haven.desk.room(ada, held)).decisions
    assert (done.stage, done.reader, done.told) == (Stage.DONE, grace.alias, Told.FIRST)
    assert await haven.desk.rescue.to_read(grace) == []


async def test_a_second_listener_in_the_room_may_be_the_second_reader(
    haven: Haven, ada: Session, eve: Session, held: str
) -> None:
    decision = await haven.desk.rescue.report(ada, held, "crip", FIRST, urgent=False)
    await haven.desk.handover.bring_in(ada, held, eve.listener_id)
    await haven.desk.rescue.answer(eve, held, decision, "pas sans elle", agreed=False)
    (done,) = (await haven.desk.room(ada, held)).decisions
    assert done.stage is Stage.DECLINED
    with pytest.raises(IllegalMoveError):
        await haven.desk.rescue.sent(ada, held, decision)


async def test_it_rings_until_the_last_report_of_a_case_was_read(
    haven: Haven, grace: Session, ada: Session, held: str
) -> None:
    asked = [await haven.desk.rescue.report(ada, held, to, FIRST, urgent=False) for to in ("crip", "police")]
    await haven.desk.rescue.answer(grace, held, asked[0], "d'accord", agreed=True)
    assert ("report", "supervisor") in await haven.ringing(held)
    await haven.desk.rescue.answer(grace, held, asked[1], "pas la police", agreed=False)
    assert ("report", "supervisor") not in await haven.ringing(held)


async def test_a_supervisor_never_reads_their_own_report(haven: Haven, grace: Session) -> None:
    case_id = await haven.comes("tom", Level.emergency)
    await haven.desk.claim(grace, case_id)
    decision = await haven.desk.rescue.report(grace, case_id, "crip", FIRST, urgent=False)
    with pytest.raises(SamePersonError):
        await haven.desk.rescue.answer(grace, case_id, decision, "oui", agreed=True)


async def test_a_supervisor_looks_afterwards_at_every_address_opened(
    haven: Haven, grace: Session, ada: Session, held: str
) -> None:
    await haven.desk.rescue.break_glass(ada, held, "ne répond plus")
    (one,) = await haven.desk.rescue.to_read(grace)
    assert (one.kind, one.by) == (Kind.GLASS, ada.alias)
    await haven.desk.rescue.looked_at(grace, held, one.id)
    assert await haven.desk.rescue.to_read(grace) == []

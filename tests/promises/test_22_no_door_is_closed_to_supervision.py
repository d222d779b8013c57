"""A listener who grooms is never alone with a child: any room can be entered, and a worry reaches somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from handoff.bells import token_of
from handoff.case import State
from handoff.errors import NotAllowedError
from handoff.listener import Role
from handoff.records.tables import alarms, visits
from nlu.severity import Level
from tests.handoff.havens import Haven, person

if TYPE_CHECKING:
    from handoff.listener import Session

ENDING: dict[str, Any] = {"points": ["à demain"], "outcome": "helped", "type": "none", "again": "no"}


async def _brought_to(here: Haven, listener: Session, state: State) -> str:
    case_id = await here.comes("julie", Level.critical, "bonsoir")
    if state is State.WAITING:
        return case_id
    await here.desk.claim(listener, case_id)
    await here.desk.say(listener, case_id, "ne le dis à personne", "k")
    if state is State.SILENT:
        await here.minutes(20)
    if state is State.CLOSED:
        await here.desk.close(listener, case_id, **ENDING)
    return case_id


@pytest.mark.parametrize("state", State)
async def test_a_supervisor_may_enter_any_room_and_the_visit_is_on_record(
    here: Haven, grace: Session, ada: Session, state: State
) -> None:
    case_id = await _brought_to(here, ada, state)
    assert (await here.case(case_id)).state is state
    room = await here.desk.room(grace, case_id)
    assert room.entries[0].text == "bonsoir"
    if state is not State.WAITING:
        assert "ne le dis à personne" in [entry.text for entry in room.entries]
    (visit,) = await here.rows(visits.select())
    assert (visit.case_id, visit.listener_id, visit.act) == (case_id, grace.listener_id, "read")


async def test_any_supervisor_may_not_only_the_one_who_invited(here: Haven, grace: Session, ada: Session) -> None:
    other = await here.enrolled(grace, "mary", Role.SUPERVISOR)
    case_id = await _brought_to(here, ada, State.LIVE)
    assert (await here.desk.room(other, case_id)).entries


async def test_a_visit_says_nothing_to_the_correspondent_until_a_take_over_that_is_recorded(
    here: Haven, grace: Session, ada: Session
) -> None:
    case_id = await _brought_to(here, ada, State.LIVE)
    await here.desk.room(grace, case_id)
    await here.desk.note(grace, case_id, "je regarde", "k")
    with pytest.raises(NotAllowedError):
        await here.desk.say(grace, case_id, "bonsoir", "k2")
    assert here.letters.to(person("julie")) == ["ne le dis à personne"]
    await here.desk.take_over(grace, case_id, "demande de secret à une enfant")
    await here.desk.say(grace, case_id, "bonsoir, je prends la suite", "k3")
    notes = [note.text for note in (await here.desk.room(grace, case_id)).notes]
    assert notes == ["je regarde", "demande de secret à une enfant"]


async def test_nothing_a_listener_wrote_or_noted_can_be_taken_back_by_them(
    here: Haven, grace: Session, ada: Session
) -> None:
    case_id = await _brought_to(here, ada, State.LIVE)
    await here.desk.say(ada, case_id, "// seule le mercredi", "k1")
    await here.desk.say(ada, case_id, "rien dit", "k")  # the key of a message already sent
    await here.desk.release(ada, case_id)
    said = [(entry.author, entry.text) for entry in (await here.desk.room(grace, case_id)).entries]
    assert ("listener", "ne le dis à personne") in said
    assert ("note", "seule le mercredi") in said


async def test_a_worry_about_the_listener_rings_elsewhere_and_the_listener_cannot_end_it(
    here: Haven, grace: Session, ada: Session
) -> None:
    case_id = await _brought_to(here, ada, State.LIVE)
    async with here.database.transaction() as tx:
        await here.arrivals.ring(tx, case_id, "worry", here.clock.now)
    await here.desk.say(ada, case_id, "tout va bien", "k1")
    await here.desk.lower(ada, case_id, Level.low, "rien de grave")
    await here.desk.release(ada, case_id)
    await here.desk.claim(ada, case_id)
    await here.desk.close(ada, case_id, **ENDING)
    for _ in range(3):
        assert await here.alarm.tick(here.clock.forward(minutes=6)) == 1
    assert set(await here.ringing(case_id)) == {("worry", "on_call")}
    (row,) = await here.rows(alarms.select().where(alarms.c.reason == "worry"))
    assert await here.desk.acknowledge(token_of(here.keys.service, row.id)) is not None
    assert await here.alarm.tick(here.clock.forward(minutes=6)) == 0


async def test_a_listener_enters_no_colleagues_room(here: Haven, grace: Session, ada: Session) -> None:
    eve = await here.enrolled(grace, "eve")
    case_id = await _brought_to(here, ada, State.LIVE)
    with pytest.raises(NotAllowedError):
        await here.desk.room(eve, case_id)
    assert await here.rows(visits.select()) == []

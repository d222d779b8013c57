from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from handoff.case import State
from handoff.errors import EmptyMessageError, NotAllowedError
from handoff.listener import Skills
from handoff.permissions import Act
from handoff.records.tables import visits
from handoff.refusals import FullError, NoOfferError, OffShiftError, OnPauseError, StillHeldError
from nlu.severity import Level
from tests.handoff.desks.houses import Pages
from tests.handoff.havens import person

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven


@pytest.fixture
async def eve(haven: Haven, grace: Session) -> Session:
    """Another listener, signed in."""
    return await haven.enrolled(grace, "eve")


@pytest.fixture
async def held(haven: Haven, ada: Session) -> str:
    """A conversation ada has with somebody."""
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    return case_id


async def _acts(haven: Haven, case_id: str) -> list[tuple[str, str]]:
    found = await haven.rows(visits.select().where(visits.c.case_id == case_id).order_by(visits.c.id))
    return [(row.listener_id, row.act) for row in found]


async def test_whoever_is_asked_sees_the_talk_and_the_note_before_saying_yes(
    haven: Haven, ada: Session, eve: Session, held: str
) -> None:
    with pytest.raises(NotAllowedError):
        await haven.desk.room(eve, held)
    await haven.desk.handover.offer(ada, held, eve.listener_id, "fin de permanence, elle a peur de sa tante")
    room = await haven.desk.room(eve, held)
    assert [entry.text for entry in room.entries][:2] == ["bonsoir", "je suis là"]
    assert room.notes[-1].text == "fin de permanence, elle a peur de sa tante"
    assert room.may == {Act.READ, Act.ANSWER, Act.SECOND}
    assert [card.offered for card in await haven.desk.board(eve)] == [True]
    assert (await haven.desk.room(ada, held)).offered_to == eve.alias


async def test_until_the_yes_the_first_listener_goes_on_talking(
    haven: Haven, ada: Session, eve: Session, held: str
) -> None:
    await haven.desk.handover.offer(ada, held, eve.listener_id, "tu peux ?")
    await haven.desk.say(ada, held, "je reste", "k2")
    with pytest.raises(NotAllowedError):
        await haven.desk.say(eve, held, "bonsoir", "k3")
    await haven.desk.handover.accept(eve, held)
    await haven.desk.say(eve, held, "je prends la suite", "k4")
    with pytest.raises(NotAllowedError):
        await haven.desk.say(ada, held, "encore", "k5")
    assert haven.letters.sent[-1][1]["paragraphs"] == ["je prends la suite"]
    case = await haven.case(held)
    assert (case.state, case.claimed_by, case.previous_listener) == (State.LIVE, eve.listener_id, ada.listener_id)
    assert await _acts(haven, held) == [(ada.listener_id, "offered"), (eve.listener_id, "accepted")]


async def test_a_no_leaves_the_case_with_who_offered_it_with_its_reason(
    haven: Haven, ada: Session, eve: Session, held: str
) -> None:
    await haven.desk.handover.offer(ada, held, eve.listener_id, "tu peux ?")
    await haven.desk.handover.refuse(eve, held, "déjà une urgence")
    room = await haven.desk.room(ada, held)
    assert (room.card.mine, room.offered_to, room.notes[-1].text) == (True, "", "déjà une urgence")
    with pytest.raises(NotAllowedError):
        await haven.desk.handover.accept(eve, held)


async def test_whoever_offered_reads_the_no_in_the_log_once_and_the_person_reads_nothing_of_it(
    haven: Haven, ada: Session, eve: Session, held: str
) -> None:
    await haven.desk.handover.offer(ada, held, eve.listener_id, "tu peux ?")
    await haven.desk.handover.refuse(eve, held)
    for _ in range(2):
        lines = [one for one in (await haven.desk.room(ada, held)).entries if one.author == "system"]
        assert [(line.kind, line.alias, line.delivery) for line in lines] == [("refused", eve.alias, "")]
    assert haven.letters.to(person("julie")) == ["je suis là"]
    visitor = Pages(haven).visitor("fr")
    await visitor.signs_in("ada")
    page = html.unescape((await visitor.get(f"/room/{held}")).text)
    assert page.count(f"{eve.alias} ne peut pas prendre la conversation") == 1


async def test_an_offer_can_be_taken_back_once(haven: Haven, ada: Session, eve: Session, held: str) -> None:
    await haven.desk.handover.offer(ada, held, eve.listener_id, "tu peux ?")
    await haven.desk.handover.take_back(ada, held)
    with pytest.raises(NoOfferError):
        await haven.desk.handover.take_back(ada, held)
    with pytest.raises(NotAllowedError):
        await haven.desk.room(eve, held)


async def test_nothing_is_offered_to_whoever_is_not_there(haven: Haven, ada: Session, eve: Session, held: str) -> None:
    await haven.desk.sign_out(eve)
    for nobody in (eve.listener_id, "x", ada.listener_id):
        with pytest.raises(OffShiftError):
            await haven.desk.handover.offer(ada, held, nobody, "tu peux ?")
    assert (await haven.case(held)).offered_to is None
    assert (await haven.desk.room(ada, held)).notes == ()


async def test_whoever_has_a_pause_is_not_asked(haven: Haven, ada: Session, eve: Session, held: str) -> None:
    await haven.desk.shifts.pause(eve)
    with pytest.raises(OnPauseError):
        await haven.desk.handover.offer(ada, held, eve.listener_id, "tu peux ?")
    haven.clock.forward(minutes=16)
    await haven.desk.handover.offer(ada, held, eve.listener_id, "tu peux ?")


async def test_a_hand_over_needs_a_note(haven: Haven, ada: Session, eve: Session, held: str) -> None:
    with pytest.raises(EmptyMessageError):
        await haven.desk.handover.offer(ada, held, eve.listener_id, " ")


async def test_whoever_holds_enough_says_no_before_they_say_yes(
    haven: Haven, grace: Session, ada: Session, eve: Session, held: str
) -> None:
    await haven.desk.shifts.set_skills(grace, eve.listener_id, Skills(capacity=1))
    other = await haven.comes("tom", Level.critical)
    await haven.desk.claim(eve, other)
    await haven.desk.handover.offer(ada, held, eve.listener_id, "tu peux ?")
    with pytest.raises(FullError):
        await haven.desk.handover.accept(eve, held)
    assert (await haven.desk.room(ada, held)).card.mine


async def test_an_offer_to_somebody_who_leaves_comes_back(haven: Haven, ada: Session, eve: Session, held: str) -> None:
    await haven.desk.handover.offer(ada, held, eve.listener_id, "tu peux ?")
    await haven.desk.sign_out(eve)
    assert (await haven.desk.room(ada, held)).offered_to == ""


async def test_a_second_listener_reads_along_and_writes_notes_and_nothing_else(
    haven: Haven, ada: Session, eve: Session, held: str
) -> None:
    await haven.desk.handover.bring_in(ada, held, eve.listener_id)
    assert (await haven.desk.room(eve, held)).may == {Act.READ, Act.NOTE, Act.LEAVE, Act.REVIEW, Act.SECOND}
    await haven.desk.note(eve, held, "demande pour la tante", "k")
    with pytest.raises(NotAllowedError):
        await haven.desk.say(eve, held, "bonsoir", "k2")
    assert (await haven.desk.room(ada, held)).second == eve.alias
    await haven.desk.handover.leave(eve, held)
    with pytest.raises(NotAllowedError):
        await haven.desk.room(eve, held)
    recorded = await _acts(haven, held)
    assert (eve.listener_id, "joined") in recorded
    assert (eve.listener_id, "left") in recorded


async def test_colleagues_are_told_by_alias_the_freest_first(
    haven: Haven, grace: Session, ada: Session, eve: Session, held: str
) -> None:
    there = await haven.desk.handover.colleagues(eve)
    assert [(one.alias, one.holds) for one in there][-1] == (ada.alias, 1)
    assert {one.id for one in there} == {grace.listener_id, ada.listener_id}
    await haven.desk.shifts.pause(grace)
    assert (await haven.desk.handover.colleagues(eve))[-1].id == grace.listener_id


async def test_nobody_leaves_while_somebody_is_in_mid_talk(haven: Haven, ada: Session, held: str) -> None:
    with pytest.raises(StillHeldError):
        await haven.desk.sign_out(ada)
    assert (await haven.case(held)).claimed_by == ada.listener_id


async def test_the_end_of_a_shift_hands_everything_back_with_its_note(
    haven: Haven, ada: Session, eve: Session, held: str
) -> None:
    silent = await haven.comes("tom", Level.critical, "bonsoir")
    await haven.desk.claim(ada, silent)
    assert set(await haven.desk.end_shift(ada, "je m'en vais, elle attend un mot")) == {held, silent}
    for case_id in (held, silent):
        assert (await haven.case(case_id)).state is State.WAITING
        await haven.desk.claim(eve, case_id)
        assert (await haven.desk.room(eve, case_id)).notes[-1].text == "je m'en vais, elle attend un mot"

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.decisions import Kind
from handoff.errors import NotAllowedError
from handoff.listener import Skills
from handoff.reach import fits, reach_of
from handoff.refusals import FullError, NoEndError, OnPauseError, SecondEmergencyError
from nlu.severity import Level
from tests.handoff.havens import person

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

skills = st.builds(Skills, st.frozensets(st.sampled_from(["fr", "en", "es"])), st.booleans())
ENDING = {"points": ["parler à ta tante"], "outcome": "helped", "type": "threats", "again": "no"}


@pytest.fixture
async def eve(haven: Haven, grace: Session) -> Session:
    """Another listener, signed in."""
    return await haven.enrolled(grace, "eve")


# -- reach -------------------------------------------------------------------------------------------------------------


@given(st.lists(skills, min_size=1, max_size=4), st.sampled_from(["fr", "en", "es", "uk"]), st.booleans())
def test_whoever_writes_is_always_within_somebodys_reach(there: list[Skills], language: str, is_minor: bool) -> None:  # noqa: FBT001 - drawn
    reaches = [reach_of(one, there[:i] + there[i + 1 :]) for i, one in enumerate(there)]
    able = [one for one in there if (not one.languages or language in one.languages) and (one.minors or not is_minor)]
    inside = [fits(reach, Level.high, language, is_minor=is_minor) for reach in reaches]
    if len({(one.languages, one.minors) for one in there}) == 1 or able:
        assert any(inside)
    for one, within in zip(there, inside, strict=True):
        assert within or one not in able


@given(skills, st.lists(skills, max_size=3), st.sampled_from(["fr", "uk"]), st.booleans())
def test_an_emergency_is_within_everybodys_reach(
    own: Skills,
    others: list[Skills],
    language: str,
    is_minor: bool,  # noqa: FBT001 - drawn
) -> None:
    assert fits(reach_of(own, others), Level.emergency, language, is_minor=is_minor)


async def test_the_next_case_is_one_in_a_language_of_the_listeners(
    haven: Haven, grace: Session, ada: Session, eve: Session
) -> None:
    await haven.desk.shifts.set_skills(grace, ada.listener_id, Skills(frozenset({"en"})))
    french = await haven.comes("julie", Level.high, language="fr")
    english = await haven.comes("tom", language="en")
    assert await haven.desk.take_next(ada) == english
    assert await haven.desk.take_next(ada) is None
    assert await haven.desk.take_next(eve) == french


async def test_whoever_is_not_trained_for_minors_is_given_adults_and_never_the_unknown(
    haven: Haven, grace: Session, ada: Session, eve: Session
) -> None:
    await haven.desk.shifts.set_skills(grace, ada.listener_id, Skills(minors=False))
    child = await haven.comes("julie", Level.critical, facts={"age": "13_14"})
    unknown = await haven.comes("zoe", Level.high)
    adult = await haven.comes("tom", facts={"age": "adult"})
    assert await haven.desk.take_next(ada) == adult
    assert await haven.desk.take_next(ada) is None
    assert [await haven.desk.take_next(eve) for _ in range(2)] == [child, unknown]


async def test_a_skill_nobody_else_on_shift_has_binds_nobody(haven: Haven, grace: Session, ada: Session) -> None:
    await haven.desk.shifts.set_skills(grace, ada.listener_id, Skills(frozenset({"en"}), minors=False))
    await haven.desk.sign_out(grace)
    child = await haven.comes("julie", facts={"age": "under_13"}, language="fr")
    assert await haven.desk.take_next(ada) == child


async def test_an_emergency_goes_to_whoever_is_there(haven: Haven, grace: Session, ada: Session, eve: Session) -> None:
    await haven.desk.shifts.set_skills(grace, ada.listener_id, Skills(frozenset({"en"}), minors=False))
    emergency = await haven.comes("julie", Level.emergency, facts={"age": "under_13"}, language="fr")
    assert await haven.desk.take_next(ada) == emergency


async def test_only_a_supervisor_says_what_somebody_takes_on(haven: Haven, ada: Session, eve: Session) -> None:
    with pytest.raises(NotAllowedError):
        await haven.desk.shifts.set_skills(ada, eve.listener_id, Skills(capacity=9))


# -- how much one carries ----------------------------------------------------------------------------------------------


async def test_whoever_holds_enough_is_given_no_more_but_an_emergency(
    haven: Haven, grace: Session, ada: Session
) -> None:
    await haven.desk.shifts.set_skills(grace, ada.listener_id, Skills(capacity=2))
    for name in ("tom", "zoe", "max"):
        await haven.comes(name, Level.critical)
    assert await haven.desk.take_next(ada)
    assert await haven.desk.take_next(ada)
    waiting = next(card.case_id for card in await haven.desk.board(ada) if not card.mine)
    for act in (haven.desk.take_next(ada), haven.desk.claim(ada, waiting)):
        with pytest.raises(FullError):
            await act
    emergency = await haven.comes("julie", Level.emergency)
    assert await haven.desk.take_next(ada) == emergency


async def test_a_second_emergency_is_asked_about_and_left_to_others_on_a_no(haven: Haven, ada: Session) -> None:
    first = await haven.comes("julie", Level.emergency)
    haven.clock.forward(minutes=1)
    second = await haven.comes("zoe", Level.emergency)
    other = await haven.comes("tom")
    assert await haven.desk.take_next(ada) == first
    for act in (haven.desk.take_next(ada), haven.desk.claim(ada, second)):
        with pytest.raises(SecondEmergencyError):
            await act
    assert await haven.desk.take_next(ada, agreed=False) == other
    assert await haven.desk.take_next(ada, agreed=True) == second


async def test_nobody_is_asked_about_a_second_emergency_where_none_waits(haven: Haven, ada: Session) -> None:
    await haven.comes("julie", Level.emergency)
    other = await haven.comes("tom")
    await haven.desk.take_next(ada)
    assert await haven.desk.take_next(ada) == other


async def test_a_pause_keeps_new_cases_away_until_it_ends(haven: Haven, ada: Session) -> None:
    case_id = await haven.comes("julie", Level.critical)
    until = await haven.desk.shifts.pause(ada)
    assert until == haven.clock.now + timedelta(minutes=15)
    for act in (haven.desk.take_next(ada), haven.desk.claim(ada, case_id)):
        with pytest.raises(OnPauseError):
            await act
    await haven.desk.shifts.resume(ada)
    assert await haven.desk.take_next(ada) == case_id


# -- coming back -------------------------------------------------------------------------------------------------------


async def _ended(haven: Haven, session: Session, name: str = "julie") -> str:
    case_id = await haven.comes(name, Level.medium, "bonsoir")
    await haven.desk.take_next(session)
    await haven.desk.close(session, case_id, **ENDING)
    return case_id


async def test_whoever_writes_again_soon_is_kept_for_the_listener_they_know(
    haven: Haven, ada: Session, eve: Session
) -> None:
    known = await _ended(haven, ada)
    older = await haven.comes("tom")
    haven.clock.forward(minutes=30)
    await haven.writes(known, "me revoilà")
    assert [card.offered for card in await haven.desk.board(ada) if card.case_id == known] == [True]
    assert await haven.desk.take_next(eve) == older
    assert await haven.desk.take_next(eve) is None
    assert await haven.desk.take_next(ada) == known


async def test_they_are_kept_for_five_minutes_then_anybody_answers(haven: Haven, ada: Session, eve: Session) -> None:
    known = await _ended(haven, ada)
    await haven.writes(known, "me revoilà")
    assert await haven.desk.take_next(eve) is None
    haven.clock.forward(minutes=5)
    assert await haven.desk.take_next(eve) == known


@pytest.mark.parametrize("looked_at", [False, True])
async def test_nobody_is_kept_for_the_listener_they_were_worried_about(
    haven: Haven, grace: Session, ada: Session, eve: Session, *, looked_at: bool
) -> None:
    known = await haven.comes("julie", Level.medium, "bonsoir")
    await haven.desk.take_next(ada)
    async with haven.database.transaction() as tx:
        await haven.arrivals.worry(tx, known, haven.clock.now)
    if looked_at:
        (worry,) = await haven.desk.worries.unseen(grace)
        await haven.desk.worries.looked(grace, worry.id)
    await haven.desk.close(ada, known, **ENDING)
    await haven.writes(known, "me revoilà")
    assert [card.offered for card in await haven.desk.board(ada)] == [False]
    assert await haven.desk.take_next(eve) == known


async def test_nobody_is_kept_for_a_listener_who_is_not_there(haven: Haven, ada: Session, eve: Session) -> None:
    known = await _ended(haven, ada)
    await haven.desk.sign_out(ada)
    await haven.writes(known, "me revoilà")
    assert await haven.desk.take_next(eve) == known


async def test_whoever_is_in_danger_is_kept_for_nobody(haven: Haven, ada: Session, eve: Session) -> None:
    known = await _ended(haven, ada)
    await haven.writes(known, "je veux mourir", level=Level.critical, reasons=[{"rule": "x"}])
    assert await haven.desk.take_next(eve) == known


async def test_the_one_they_know_comes_to_somebody_graver_first(haven: Haven, ada: Session) -> None:
    known = await _ended(haven, ada)
    await haven.writes(known, "me revoilà")
    graver = await haven.comes("zoe", Level.critical)
    assert [await haven.desk.take_next(ada) for _ in range(2)] == [graver, known]


# -- one's own shift ---------------------------------------------------------------------------------------------------


async def test_a_listener_sees_their_own_figures_and_nobody_elses(haven: Haven, ada: Session, eve: Session) -> None:
    await haven.comes("julie", Level.emergency)
    await haven.comes("tom")
    case_id = await haven.desk.take_next(ada)
    assert case_id is not None
    await haven.desk.close(ada, case_id, **ENDING)
    await haven.desk.take_next(eve)
    own = await haven.desk.shifts.own(ada)
    assert (own.figures.taken, own.figures.closed, own.emergencies, own.holds, own.room) == (1, 1, 1, 0, 3)
    assert own.figures.by_level == ((Level.emergency, 1),)
    assert (await haven.desk.shifts.own(eve)).figures.taken == 1


async def test_a_debrief_is_asked_for_seen_by_supervisors_and_held_with_somebody_else(
    haven: Haven, grace: Session, ada: Session
) -> None:
    for _ in range(2):
        await haven.desk.shifts.ask_debrief(ada)
    assert (await haven.desk.shifts.own(ada)).debrief
    with pytest.raises(NotAllowedError):
        await haven.desk.shifts.debriefs(ada)
    assert await haven.desk.shifts.debriefs(grace) == [ada.listener_id]
    with pytest.raises(NotAllowedError):
        await haven.desk.shifts.debriefed(grace, grace.listener_id)
    await haven.desk.shifts.debriefed(grace, ada.listener_id)
    assert await haven.desk.shifts.debriefs(grace) == []


# -- abuse of the line -------------------------------------------------------------------------------------------------


async def test_one_tap_ends_abuse_and_a_supervisor_looks_at_it(haven: Haven, grace: Session, ada: Session) -> None:
    case_id = await haven.comes("max", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    await haven.desk.endings.abuse(ada, case_id, haven.clock.now + timedelta(days=7))
    assert haven.letters.to(person("max"), "bot") == ["ended tu"]
    assert [one.kind for one in await haven.desk.rescue.to_read(grace)] == [Kind.ABUSE]
    assert await haven.desk.board(ada) == []


async def test_whoever_comes_back_after_abuse_is_answered_by_somebody_else_and_no_lower(
    haven: Haven, ada: Session, eve: Session
) -> None:
    case_id = await haven.comes("max", Level.high, "bonsoir")
    await haven.desk.take_next(ada)
    await haven.desk.endings.abuse(ada, case_id, haven.clock.now + timedelta(days=7), "gestes sexuels")
    await haven.writes(case_id, "cette fois c'est vrai, aidez-moi")
    haven.clock.forward(minutes=6)
    (card,) = await haven.desk.board(eve)
    assert (card.level, card.marked_until is not None) == (Level.high, True)
    assert await haven.desk.take_next(ada) is None
    assert await haven.desk.take_next(eve) == case_id


@pytest.mark.parametrize("days", [-1, 0, 31, 400])
async def test_a_mark_has_an_end_a_human_chose(haven: Haven, ada: Session, days: int) -> None:
    case_id = await haven.comes("max", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    with pytest.raises(NoEndError):
        await haven.desk.endings.abuse(ada, case_id, haven.clock.now + timedelta(days=days))
    assert haven.letters.sent == []

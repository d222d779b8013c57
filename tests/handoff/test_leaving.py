"""Who leaves the team: out at once, nothing they held without anybody, and nobody left alone at the door."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from handoff.case import State
from handoff.errors import NotAllowedError, SignInRefusedError
from handoff.listener import Role
from handoff.refusals import LastSupervisorError, NoSuchListenerError
from nlu.severity import Level
from tests.handoff.desks.houses import Pages
from tests.handoff.havens import PASSPHRASE

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

NOTE = "La personne est partie."


async def test_their_conversations_wait_again_with_a_note_for_whoever_comes(
    haven: Haven, ada: Session, grace: Session
) -> None:
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    await haven.desk.say(ada, case_id, "Je suis là.", "k")
    assert await haven.desk.leaving.remove(grace, ada.listener_id, NOTE) == [case_id]
    assert (await haven.case(case_id)).state is State.WAITING
    room = await haven.desk.room(grace, case_id)
    assert [note.text for note in room.notes] == [NOTE]
    assert ("unclaimed" in await haven.due(case_id), await haven.desk.take_next(grace)) == (True, case_id)


async def test_their_session_ends_at_once_and_the_team_seals_with_a_new_key(
    haven: Haven, ada: Session, grace: Session
) -> None:
    visitor = Pages(haven).visitor()
    await visitor.signs_in("ada")
    async with haven.database.reading() as tx:
        before, _ = await haven.team.public(tx)
    await haven.desk.leaving.remove(grace, ada.listener_id, NOTE)
    assert (await visitor.get("/")).headers["location"].startswith("/sign-in")
    with pytest.raises(SignInRefusedError):
        await haven.desk.sign_in("ada", PASSPHRASE)
    async with haven.database.reading() as tx:
        after, _ = await haven.team.public(tx)
    assert after == before + 1


async def test_whoever_was_asked_to_read_along_or_take_over_is_so_no_more(
    haven: Haven, ada: Session, grace: Session
) -> None:
    eve = await haven.enrolled(grace, "eve")
    case_id = await haven.comes("julie", Level.critical)
    await haven.desk.claim(ada, case_id)
    await haven.desk.handover.bring_in(ada, case_id, eve.listener_id)
    await haven.desk.handover.offer(ada, case_id, eve.listener_id, "elle a peur")
    await haven.desk.leaving.remove(grace, eve.listener_id, NOTE)
    case = await haven.case(case_id)
    assert (case.offered_to, case.second, case.claimed_by) == (None, None, ada.listener_id)


async def test_a_listener_removes_nobody_and_whoever_is_gone_is_removed_once(
    haven: Haven, ada: Session, grace: Session
) -> None:
    with pytest.raises(NotAllowedError):
        await haven.desk.leaving.remove(ada, grace.listener_id, NOTE)
    await haven.desk.leaving.remove(grace, ada.listener_id, NOTE)
    for gone in (ada.listener_id, "nobody"):
        with pytest.raises(NoSuchListenerError):
            await haven.desk.leaving.remove(grace, gone, NOTE)


async def test_two_supervisors_who_remove_each_other_leave_one(haven: Haven, grace: Session) -> None:
    mary = await haven.enrolled(grace, "mary", Role.SUPERVISOR)
    tried = await asyncio.gather(
        haven.desk.leaving.remove(grace, mary.listener_id, NOTE),
        haven.desk.leaving.remove(mary, grace.listener_id, NOTE),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in tried) == ["LastSupervisorError", "list"]


async def test_the_last_supervisor_stays_and_is_told_what_to_do_first(haven: Haven, grace: Session) -> None:
    with pytest.raises(LastSupervisorError):
        await haven.desk.leaving.remove(grace, grace.listener_id, NOTE)
    visitor = Pages(haven).visitor()
    await visitor.signs_in("grace")
    answer = await visitor.act(f"/team/{grace.listener_id}/remove")
    assert answer.status_code == 409
    assert "Invite another supervisor first" in answer.text


async def test_a_button_on_the_team_page_does_it_and_says_what_became_of_their_conversations(
    haven: Haven, ada: Session, grace: Session
) -> None:
    case_id = await haven.comes("julie", Level.critical)
    await haven.desk.claim(ada, case_id)
    visitor = Pages(haven).visitor()
    await visitor.signs_in("grace")
    page = (await visitor.get("/team")).text
    assert "<h2>ada " in page
    assert f"/team/{ada.listener_id}/remove" in page
    assert f"/team/{grace.listener_id}/remove" not in page
    answer = await visitor.act(f"/team/{ada.listener_id}/remove", live="1")
    page = (await visitor.get(answer.headers["location"])).text
    assert "One conversation went back to the queue" in page
    assert "<h2>grace " in page
    assert "<h2>ada " not in page
    (note,) = (await haven.desk.room(grace, case_id)).notes
    assert note.text == "Whoever held this conversation has left the team."


async def test_whoever_holds_live_conversations_is_removed_only_after_a_question_that_counts_them(
    haven: Haven, ada: Session, grace: Session
) -> None:
    for name in ("julie", "lou"):
        await haven.desk.claim(ada, await haven.comes(name, Level.critical))
    visitor = Pages(haven).visitor()
    await visitor.signs_in("grace")
    for known in ({}, {"live": "1"}):
        asked = await visitor.act(f"/team/{ada.listener_id}/remove", **known)
        assert asked.status_code == 409
        assert "2 conversations are going on with them" in asked.text
    assert 'name="live" value="2"' in asked.text
    assert await haven.desk.sign_in("ada", PASSPHRASE)
    await visitor.act(f"/team/{ada.listener_id}/remove", live="2")
    with pytest.raises(SignInRefusedError):
        await haven.desk.sign_in("ada", PASSPHRASE)


@pytest.mark.parametrize("way", ["removed", "end of shift", "handed back"])
async def test_whoever_was_being_answered_is_told_at_once_that_the_listener_has_left(
    haven: Haven, ada: Session, grace: Session, way: str
) -> None:
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    await haven.desk.say(ada, case_id, "Je suis là.", "k")
    match way:
        case "removed":
            await haven.desk.leaving.remove(grace, ada.listener_id, NOTE)
        case "end of shift":
            await haven.desk.end_shift(ada, "")
        case _:
            await haven.desk.release(ada, case_id)
    await haven.rounds.tick(haven.clock.now)
    assert haven.prompt.said == [("left", case_id, "waiting")]


async def test_whoever_nobody_has_answered_yet_is_not_told_that_somebody_left(haven: Haven, ada: Session) -> None:
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    await haven.desk.release(ada, case_id)
    await haven.rounds.tick(haven.clock.now)
    assert "left" not in {kind for kind, _, _ in haven.prompt.said}


async def test_whoever_wrote_long_ago_and_is_in_no_danger_gets_no_message_out_of_the_blue(
    haven: Haven, ada: Session
) -> None:
    case_id = await haven.comes("julie", Level.medium, "bonsoir")
    assert await haven.desk.take_next(ada) == case_id
    await haven.desk.say(ada, case_id, "Je suis là.", "k")
    haven.clock.forward(minutes=40)
    await haven.desk.end_shift(ada, "")
    await haven.rounds.tick(haven.clock.now)
    assert haven.prompt.said == []


async def test_somebody_who_comes_at_once_is_all_the_person_sees(haven: Haven, ada: Session, grace: Session) -> None:
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    await haven.desk.say(ada, case_id, "Je suis là.", "k")
    await haven.desk.release(ada, case_id)
    await haven.desk.claim(grace, case_id)
    await haven.rounds.tick(haven.clock.now)
    assert haven.prompt.said == []

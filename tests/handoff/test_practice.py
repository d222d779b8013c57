"""Practice cases: real to whoever learns, nobody's to everything else; and gone with their last word."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from handoff import retention
from handoff.case import State
from handoff.desks.web.board import Shelves
from handoff.errors import NoSuchCaseError, NotAllowedError
from handoff.permissions import Act
from handoff.records import figures as figure_records
from handoff.records import tables
from handoff.refusals import NoSuchListenerError, NoSuchStoryError
from handoff.stories import STORIES
from nlu.severity import Level
from tests.handoff.desks.houses import Pages
from tests.handoff.havens import texts

if TYPE_CHECKING:
    from handoff.listener import Session
    from handoff.practice import Practice
    from handoff.stories import Story
    from tests.handoff.havens import Haven

CLOSING = {"points": ("en parler demain",), "outcome": "helped", "type": "bullying", "again": "no"}
ERASED = ("cases", "entries", "practices", "timers", "visits", "waits", "alarms", "decisions", "outcomes")


def _practice(haven: Haven) -> Practice:
    assert haven.desk.practice is not None
    return haven.desk.practice


async def _begun(haven: Haven, grace: Session, ada: Session, story: str = "group") -> str:
    return await _practice(haven).begin(grace, story, ada.listener_id, "fr")


async def _heard(haven: Haven, ada: Session, case_id: str) -> list[str]:
    room = await haven.desk.room(ada, case_id)
    return [entry.text for entry in room.entries if entry.author == "correspondent" and entry.kind == "text"]


# -- the story ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_every_story_has_its_words_in_both_languages_and_no_more(story: Story, language: str) -> None:
    ids = texts().ids(language, f"practice-{story.id}-")
    assert ids == [f"practice-{story.id}-{number}" for number in range(1, story.sentences + 1)]


async def test_the_other_side_answers_each_message_until_the_story_is_told(
    haven: Haven, grace: Session, ada: Session
) -> None:
    case_id = await _begun(haven, grace, ada)
    await haven.desk.claim(ada, case_id)
    said = [texts().say(f"practice-group-{number}", "fr") for number in range(1, 10)]
    assert await _heard(haven, ada, case_id) == said[:2]
    for number, heard in enumerate((4, 5, 7, 8, 9, 9)):
        await haven.desk.say(ada, case_id, f"message {number}", f"k{number}")
        assert await _heard(haven, ada, case_id) == said[:heard]
    await haven.desk.say(ada, case_id, "message 0", "k0")  # the same again moves nothing on
    await haven.desk.note(ada, case_id, "une note", "n")
    assert await _heard(haven, ada, case_id) == said


async def test_a_story_may_turn_grave_under_the_listeners_eyes(haven: Haven, grace: Session, ada: Session) -> None:
    case_id = await _begun(haven, grace, ada, "night")
    await haven.desk.claim(ada, case_id)
    for number in range(3):
        await haven.desk.say(ada, case_id, "je suis là", f"k{number}")
    room = await haven.desk.room(ada, case_id)
    assert (room.card.level, room.direct, room.card.reasons[0]) == (Level.emergency, "now", "direct-now")


# -- nobody's ----------------------------------------------------------------------------------------------------------


async def test_it_waits_for_the_one_it_was_made_for_and_nobody_else_sees_it(
    haven: Haven, grace: Session, ada: Session
) -> None:
    eve = await haven.enrolled(grace, "eve")
    case_id = await _begun(haven, grace, ada)
    assert await haven.desk.board(eve) == []
    for somebody in (eve, grace):
        with pytest.raises(NotAllowedError):
            await haven.desk.claim(somebody, case_id)
    (card,) = await haven.desk.board(ada)
    assert (card.practice, card.may) == (True, {Act.CLAIM})
    assert await haven.desk.take_next(ada) is None  # people come first: practice is picked
    await haven.desk.claim(ada, case_id)
    assert (await haven.case(case_id)).state is State.LIVE


async def test_it_takes_nobodys_place_and_counts_in_nobodys_load(haven: Haven, grace: Session, ada: Session) -> None:
    case_id = await _begun(haven, grace, ada, "night")
    await haven.desk.claim(ada, case_id)
    real = await haven.comes("julie", Level.medium)
    assert await haven.desk.take_next(ada) == real
    shelves = Shelves.of(await haven.desk.board(ada))
    assert ([card.case_id for card in shelves.practice], [card.case_id for card in shelves.mine]) == ([case_id], [real])
    assert (await haven.desk.shifts.own(ada)).holds == 1
    await haven.desk.release(ada, real)
    await haven.desk.sign_out(ada)  # practice holds nobody back


async def test_it_rings_nobody_sends_nothing_and_leads_nowhere(haven: Haven, grace: Session, ada: Session) -> None:
    case_id = await _begun(haven, grace, ada, "night")
    assert await haven.minutes(40) == {}
    await haven.desk.claim(ada, case_id)
    for number in range(6):
        await haven.desk.say(ada, case_id, "je suis là", f"k{number}")
    await haven.desk.call(ada, case_id)
    assert await haven.minutes(40) == {}
    assert (haven.letters.sent, haven.letters.parked) == ([], [])
    assert await haven.rows(tables.alarms.select()) == []
    outside = {Act.NOTICE, Act.DOSSIER, Act.REFER, Act.REPORT, Act.GLASS, Act.OFFER, Act.CALL_BACK, Act.TAKE_OVER}
    for somebody in (ada, grace):
        assert (await haven.desk.room(somebody, case_id)).may & outside == set()


async def test_no_figure_knows_of_it(haven: Haven, grace: Session, ada: Session) -> None:
    case_id = await _begun(haven, grace, ada)
    await haven.desk.claim(ada, case_id)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    since, until = haven.clock.now - timedelta(days=1), haven.clock.now + timedelta(days=1)
    async with haven.database.reading() as tx:
        assert list(await figure_records.opened_in(tx, since, until)) == []
        assert list(await figure_records.waits_in(tx, since, until)) == []
    shift = await haven.desk.shifts.own(ada)
    assert (shift.figures.taken, shift.figures.closed, shift.emergencies) == (0, 0, 0)


# -- its end -----------------------------------------------------------------------------------------------------------


async def _nothing_is_left(haven: Haven, case_id: str) -> None:
    with pytest.raises(NoSuchCaseError):
        await haven.case(case_id)
    for name in ERASED:
        table = getattr(tables, name)
        assert await haven.rows(sa.select(table)) == [], name


async def test_closing_it_erases_it_talk_and_all(haven: Haven, grace: Session, ada: Session) -> None:
    case_id = await _begun(haven, grace, ada)
    await haven.desk.claim(ada, case_id)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    await haven.desk.room(grace, case_id)
    await haven.desk.close(ada, case_id, **CLOSING)
    await _nothing_is_left(haven, case_id)
    assert haven.letters.sent == []


@pytest.mark.parametrize("who", ["ada", "grace"])
async def test_whoever_practises_ends_it_and_so_does_a_supervisor(
    haven: Haven, grace: Session, ada: Session, who: str
) -> None:
    case_id = await _begun(haven, grace, ada)
    eve = await haven.enrolled(grace, "eve")
    await haven.desk.claim(ada, case_id)
    with pytest.raises(NotAllowedError):
        await _practice(haven).end(eve, case_id)
    await _practice(haven).end({"ada": ada, "grace": grace}[who], case_id)
    await _nothing_is_left(haven, case_id)


async def test_nobody_ends_a_real_case_so(haven: Haven, grace: Session, ada: Session) -> None:
    case_id = await haven.comes("julie", Level.critical)
    await haven.desk.claim(ada, case_id)
    for somebody in (ada, grace):
        with pytest.raises(NotAllowedError):
            await _practice(haven).end(somebody, case_id)


async def test_a_forgotten_one_goes_after_a_week_and_with_whoever_leaves_the_team(
    haven: Haven, grace: Session, ada: Session
) -> None:
    case_id = await _begun(haven, grace, ada)
    async with haven.database.transaction() as tx:
        await retention.tidy(tx, haven.clock.now + timedelta(days=6))
    assert (await haven.case(case_id)).practice
    async with haven.database.transaction() as tx:
        await retention.tidy(tx, haven.clock.now + timedelta(days=8))
    await _nothing_is_left(haven, case_id)
    case_id = await _begun(haven, grace, ada)
    await haven.desk.leaving.remove(grace, ada.listener_id, "partie")
    await _nothing_is_left(haven, case_id)


# -- who makes one, and how the pages show it --------------------------------------------------------------------------


async def test_a_supervisor_makes_one_for_somebody_of_the_team(haven: Haven, grace: Session, ada: Session) -> None:
    with pytest.raises(NotAllowedError):
        await _begun(haven, ada, ada)
    with pytest.raises(NoSuchStoryError):
        await _practice(haven).begin(grace, "nothing", ada.listener_id, "fr")
    with pytest.raises(NoSuchListenerError):
        await _practice(haven).begin(grace, "group", "nobody", "fr")


async def test_it_is_marked_as_practice_on_every_page_and_its_numbers_dial_nobody(
    haven: Haven, grace: Session, ada: Session
) -> None:
    supervisor, learner = Pages(haven).visitor(), Pages(haven).visitor()
    await supervisor.signs_in("grace")
    await learner.signs_in("ada")
    answer = await supervisor.act("/practice", story="night", language="en", **{"for": ada.listener_id})
    assert answer.headers["location"] == "/team"
    (case_id,) = [card.case_id for card in await haven.desk.board(ada)]
    assert case_id in (await supervisor.get("/team")).text
    board = (await learner.get("/")).text
    assert 'data-emergencies="0"' in board
    await learner.act(f"/room/{case_id}/claim")
    room = (await learner.get(f"/room/{case_id}")).text
    assert "tel:" not in room
    for path in ("/", f"/room/{case_id}", f"/room/{case_id}/close"):
        assert "Practice. Nobody writes on the other side" in (await learner.get(path)).text
    assert "call nobody for real" in (await learner.get(f"/room/{case_id}/rescue")).text
    answer = await learner.act(f"/room/{case_id}/end")
    assert "The practice is over" in (await learner.get(answer.headers["location"])).text
    await _nothing_is_left(haven, case_id)

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handoff import arrivals as arrivals_module
from handoff.arrivals import NewEntry, Weighing, mark_delivery
from handoff.case import State
from handoff.changes import BOARD, of_case
from handoff.designation import ENGLISH_THINGS, FRENCH_THINGS, draw
from handoff.errors import NoSuchCaseError
from handoff.queue import place
from handoff.records.tables import cases, entries, places
from nlu.severity import Level
from tests.handoff.havens import person

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

TAPPED = {"rule": "deadline-today", "source": "answer", "question": "deadline", "choice": "today"}
BEFORE = {"rule": "weighed-before", "source": "circumstance"}


class LostError(Exception):
    """A transaction that does not come to its end."""


# -- a case begins -----------------------------------------------------------------------------------------------------


async def test_whoever_writes_is_in_the_queue_from_the_first_moment(haven: Haven) -> None:
    case_id = await haven.comes("julie")
    case = await haven.case(case_id)
    assert (case.state, case.level, case.contacts) == (State.WAITING, Level.medium, 1)
    assert case.waiting_since == haven.clock.now
    assert "unclaimed" in await haven.due(case_id)


async def test_a_case_is_called_by_two_words_of_its_language_that_no_open_case_shares(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    french = (await haven.case(await haven.comes("julie"))).designation
    english = (await haven.case(await haven.comes("tom", language="en"))).designation
    assert french.split()[0] in FRENCH_THINGS.split()
    assert english.split()[1] in ENGLISH_THINGS.split()
    monkeypatch.setattr(arrivals_module, "draw", lambda language: french)
    other = (await haven.case(await haven.comes("zoe"))).designation
    assert other != french
    assert other.split()[-1].isdecimal()


def test_designations_are_drawn_widely_enough_to_be_said_aloud_without_a_mix_up() -> None:
    assert len({draw("fr") for _ in range(300)}) > 250


async def test_what_is_written_lies_sealed(haven: Haven) -> None:
    await haven.comes("julie", Level.high, "il s'appelle Kevin", facts={"age": "under_13"}, reasons=[TAPPED])
    (entry,) = await haven.rows(entries.select())
    (case,) = await haven.rows(cases.select())
    assert b"Kevin" not in entry.sealed
    assert b"under_13" not in case.facts
    assert b"deadline" not in case.reasons
    assert "julie" not in str(tuple(case))


# -- weighing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weighed", [Level.low, Level.medium, Level.high])
async def test_nothing_a_program_weighs_lowers_a_level(haven: Haven, weighed: Level) -> None:
    case_id = await haven.comes("julie", Level.high)
    await haven.writes(case_id, "c'était pour rire", level=weighed)
    assert (await haven.case(case_id)).level == Level.high


async def test_what_becomes_graver_moves_forward_and_keeps_what_was_waited(haven: Haven) -> None:
    first = await haven.comes("julie")
    haven.clock.forward(minutes=40)
    await haven.writes(first, "il arrive", level=Level.emergency)
    case = await haven.case(first)
    assert case.level == Level.emergency
    assert case.place == place(Level.emergency, case.waiting_since)


async def test_weighing_returns_the_level_the_case_has_now(haven: Haven) -> None:
    case_id = await haven.comes("julie", Level.critical)
    async with haven.database.transaction() as tx:
        weighing = Weighing(case_id, Level.medium, haven.clock.now, [TAPPED])
        now = await haven.arrivals.take_in(tx, weighings=[weighing])
    assert now[case_id].level == Level.critical


async def test_what_a_human_lowered_is_raised_by_news_alone(haven: Haven, grace: Session) -> None:
    case_id = await haven.comes("julie", Level.critical, "ce soir", reasons=[TAPPED])
    await haven.desk.lower(grace, case_id, Level.medium, "vu ensemble, c'est réglé")
    await haven.writes(case_id, "merci", level=Level.critical, reasons=[TAPPED, BEFORE])
    assert (await haven.case(case_id)).level == Level.medium
    news = {**TAPPED, "choice": "hour", "rule": "deadline-hour"}
    await haven.writes(case_id, "il a réécrit", level=Level.emergency, reasons=[news, TAPPED])
    assert (await haven.case(case_id)).level == Level.emergency


async def test_the_same_words_said_again_are_news(haven: Haven, grace: Session) -> None:
    case_id = await haven.comes("julie")
    first = await haven.writes(case_id, "je veux mourir", level=Level.critical)
    words = {"rule": "words-suicide", "source": "words", "entry": first, "start": 0, "end": 14}
    await haven.writes(case_id, "enfin non", level=Level.critical, reasons=[words])
    await haven.desk.lower(grace, case_id, Level.high, "en parle avec sa tante")
    line = NewEntry(case_id, "correspondent", b"je veux mourir", haven.clock.now)
    async with haven.database.transaction() as tx:
        again = Weighing(case_id, Level.critical, haven.clock.now, [words, {**words, "entry": line.id}])
        await haven.arrivals.take_in(tx, [line], [again])
    assert (await haven.case(case_id)).level == Level.critical


# -- talking -----------------------------------------------------------------------------------------------------------


async def test_the_oldest_word_without_answer_counts(haven: Haven, ada: Session) -> None:
    case_id = await haven.comes("julie", Level.high)
    await haven.desk.take_next(ada)
    await haven.desk.say(ada, case_id, "bonsoir", "k1")
    asked_at = haven.clock.forward(minutes=1)
    await haven.writes(case_id, "tu es là ?")
    haven.clock.forward(minutes=3)
    await haven.writes(case_id, "allô")
    assert (await haven.case(case_id)).unanswered_since == asked_at
    assert (await haven.due(case_id))["unanswered"] == ("supervisor", asked_at + timedelta(minutes=15))
    await haven.desk.say(ada, case_id, "oui, pardon", "k2")
    assert (await haven.case(case_id)).unanswered_since is None


async def test_who_comes_back_after_the_end_is_heard_and_waits_anew(haven: Haven, ada: Session) -> None:
    case_id = await haven.comes("julie", Level.high, "bonjour")
    await haven.desk.take_next(ada)
    await haven.desk.close(ada, case_id, points=["en parler"], outcome="helped", type="threats", again="no")
    back = haven.clock.forward(days=2)
    await haven.writes(case_id, "ça recommence")
    case = await haven.case(case_id)
    assert (case.state, case.level, case.contacts, case.closed_at) == (State.WAITING, Level.high, 2, None)
    assert case.waiting_since == back
    assert case.place == place(Level.high, back)
    assert (await haven.due(case_id))["unclaimed"][1] == back + timedelta(minutes=15)
    assert await haven.desk.take_next(ada) == case_id
    assert [entry.text for entry in (await haven.desk.room(ada, case_id)).last_words] == ["bonjour", "ça recommence"]


async def test_the_latest_case_of_a_correspondent_is_found_open_or_closed(haven: Haven) -> None:
    await haven.comes("julie")
    haven.clock.forward(minutes=1)
    latest = await haven.comes("julie")
    async with haven.database.reading() as tx:
        found = await haven.arrivals.case_of(tx, person("julie"))
        assert await haven.arrivals.case_of(tx, person("tom")) is None
    assert found is not None
    assert found.id == latest


async def test_a_batch_of_many_people_is_taken_in_by_one_transaction(haven: Haven) -> None:
    ids = [await haven.comes(f"c{number}") for number in range(12)]
    lines = [NewEntry(case_id, "correspondent", b"encore", haven.clock.now) for case_id in ids for _ in range(3)]
    weighings = [Weighing(case_id, Level.high, haven.clock.now) for case_id in ids[::2]]
    async with haven.database.transaction() as tx:
        taken = await haven.arrivals.take_in(tx, lines, weighings)
    assert set(taken) == set(ids)
    for number, case_id in enumerate(ids):
        case = await haven.case(case_id)
        assert case == taken[case_id]
        assert case.level == (Level.medium if number % 2 else Level.high)


async def test_words_for_a_case_that_is_gone_are_refused_and_nothing_else_is_kept(haven: Haven) -> None:
    case_id = await haven.comes("julie")
    lines = [NewEntry(case_id, "correspondent", b"x", haven.clock.now), NewEntry("gone", "bot", b"x", haven.clock.now)]
    with pytest.raises(NoSuchCaseError):
        async with haven.database.transaction() as tx:
            await haven.arrivals.take_in(tx, lines)
    assert await haven.rows(entries.select()) == []


# -- what pages hear ---------------------------------------------------------------------------------------------------


async def test_pages_hear_of_it_once_it_is_durable_and_never_of_what_is_not(haven: Haven) -> None:
    case_id = await haven.comes("julie")
    async with haven.changes.watch(BOARD, of_case(case_id)) as watch:
        with contextlib.suppress(LostError):
            async with haven.database.transaction() as tx:
                await haven.arrivals.take_in(tx, [NewEntry(case_id, "correspondent", b"x", haven.clock.now)])
                raise LostError
        assert await watch.wait(0.01) == set()
        async with haven.database.transaction() as tx:
            await haven.arrivals.take_in(tx, [NewEntry(case_id, "correspondent", b"x", haven.clock.now)])
            assert await watch.wait(0.01) == set()
        assert await watch.wait(5) == {BOARD, of_case(case_id)}


async def test_how_far_a_message_got_never_goes_back(haven: Haven, ada: Session) -> None:
    case_id = await haven.comes("julie")
    await haven.desk.take_next(ada)
    entry_id = await haven.desk.say(ada, case_id, "je suis là", "k")
    delivered = haven.clock.forward(seconds=3)
    async with haven.database.transaction() as tx:
        for state in ("sent", "delivered"):
            assert await mark_delivery(tx, [entry_id], state, delivered, haven.changes) == {case_id}
    read = haven.clock.forward(seconds=30)
    async with haven.database.transaction() as tx:
        assert await mark_delivery(tx, [entry_id], "read", read, haven.changes) == {case_id}
        for state in ("queued", "sent", "delivered", "failed"):
            assert await mark_delivery(tx, [entry_id], state, read, haven.changes) == set()
    (row,) = await haven.rows(entries.select())
    assert (row.delivery, row.delivered_at, row.read_at) == ("read", delivered, read)


# -- what the correspondent asks for -----------------------------------------------------------------------------------


async def test_asking_for_somebody_rings_on_call(haven: Haven) -> None:
    case_id = await haven.comes("julie")
    async with haven.database.transaction() as tx:
        assert await haven.arrivals.ring(tx, case_id, "asked", haven.clock.now)
    assert await haven.ringing(case_id) == {("asked", "on_call"): Level.medium}
    assert (await haven.case(case_id)).called == "on_call"


async def test_a_place_offered_for_rescue_stands_in_no_transcript(haven: Haven) -> None:
    case_id = await haven.comes("julie", Level.emergency)
    async with haven.database.transaction() as tx:
        await haven.arrivals.offer_place(tx, case_id, b"12 rue des Exemples", haven.clock.now)
    assert await haven.rows(entries.select()) == []
    (row,) = await haven.rows(places.select())
    assert b"rue des Exemples" not in row.sealed


async def test_a_tap_on_what_was_left_on_the_screen_opens_no_closed_case(haven: Haven, ada: Session) -> None:
    case_id = await haven.comes("julie", Level.medium, "bonsoir")
    await haven.desk.take_next(ada)
    await haven.desk.close(ada, case_id, points=["x"], outcome="helped", type="none")
    tap = NewEntry(case_id, "correspondent", b"act:checkin_no", haven.clock.now, "choice", quiet=True)
    async with haven.database.transaction() as tx:
        await haven.arrivals.take_in(tx, [tap])
    assert (await haven.case(case_id)).state is State.CLOSED
    await haven.writes(case_id, "me revoilà")
    assert (await haven.case(case_id)).state is State.WAITING

"""What only the real desk can show: what is recorded, sealed, rung, and undone when something fails."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from handoff.bells import watch
from handoff.case import State
from handoff.errors import IllegalMoveError, NotAllowedError
from handoff.listener import Role
from handoff.queue import place
from handoff.records import tables
from handoff.room import Mark
from nlu.severity import Level
from tests.handoff.havens import PASSPHRASE, Sentences, person
from vault.errors import CannotOpenError
from vault.team_records import team_wraps

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

TAPPED = {"rule": "deadline-hour", "source": "answer", "question": "deadline", "choice": "hour"}
ENDING: dict[str, Any] = {"points": ["parler à ta tante"], "outcome": "helped", "type": "threats", "again": "no"}


async def _live(haven: Haven, session: Session, level: Level = Level.critical, **more: Any) -> str:
    case_id = await haven.comes("julie", level, "bonsoir", **more)
    await haven.desk.claim(session, case_id)
    return case_id


async def _visits(haven: Haven) -> list[tuple[str, str, str]]:
    return [(row.case_id, row.listener_id, row.act) for row in await haven.rows(tables.visits.select())]


# -- what is recorded --------------------------------------------------------------------------------------------------


async def test_a_supervisors_visit_is_recorded_once_an_hour(haven: Haven, ada: Session, grace: Session) -> None:
    case_id = await _live(haven, ada)
    for _ in range(3):
        await haven.desk.room(grace, case_id)
    visit = (case_id, grace.listener_id, "read")
    assert await _visits(haven) == [visit]
    haven.clock.forward(minutes=61)
    await haven.desk.room(grace, case_id)
    assert await _visits(haven) == [visit, visit]


async def test_a_visit_is_durable_before_a_word_is_shown(
    haven: Haven, ada: Session, grace: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, seen = await _live(haven, ada), []
    gather = haven.desk._gathering.room

    async def watched(*asked: Any) -> Any:
        seen.append(await _visits(haven))
        return await gather(*asked)

    monkeypatch.setattr(haven.desk._gathering, "room", watched)
    await haven.desk.room(grace, case_id)
    assert seen == [[(case_id, grace.listener_id, "read")]]


async def test_ones_own_room_is_no_visit_and_looking_back_at_an_ended_one_is(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    await haven.desk.room(ada, case_id)
    assert await _visits(haven) == []
    await haven.desk.close(ada, case_id, **ENDING)
    await haven.desk.room(ada, case_id)
    assert await _visits(haven) == [(case_id, ada.listener_id, "read")]


async def test_revealing_the_place_is_recorded_each_time_whoever_does(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    async with haven.database.transaction() as tx:
        for words in ("12 rue des Exemples", "06 00 00 00 00"):
            await haven.arrivals.offer_place(tx, case_id, words.encode(), haven.clock.now)
            haven.clock.forward(seconds=1)
    assert await haven.desk.place(ada, case_id) == "12 rue des Exemples\n06 00 00 00 00"
    await haven.desk.place(ada, case_id)
    assert await _visits(haven) == [(case_id, ada.listener_id, "place")] * 2


async def test_opening_a_piece_stands_in_its_custody_under_the_listener(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    item_id = await haven.sends(case_id, b"picture", shared=True)
    await haven.desk.preview(ada, case_id, item_id)
    vault = (await haven.case(case_id)).vault
    assert vault is not None
    async with haven.database.reading() as tx:
        *_, last = await haven.evidence.list_custody(tx, vault)
    assert "opened-by-team" in last.body
    assert ada.listener_id in last.body
    assert item_id in last.body


async def test_who_may_not_look_leaves_no_visit(haven: Haven, ada: Session, grace: Session) -> None:
    eve = await haven.enrolled(grace, "eve")
    case_id = await _live(haven, ada)
    with pytest.raises(NotAllowedError):
        await haven.desk.room(eve, case_id)
    assert await _visits(haven) == []


# -- what the room shows -----------------------------------------------------------------------------------------------


async def test_reasons_quote_the_persons_own_words_where_words_weighed(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    entry = await haven.writes(case_id, "ce soir il met tout en ligne si je parle")
    words = {"rule": "words-blackmail", "source": "words", "entry": entry, "start": 8, "end": 28}
    await haven.writes(case_id, "deadline:hour", kind="choice", level=Level.emergency, reasons=[TAPPED, words])
    room = await haven.desk.room(ada, case_id)
    tapped, quoted = room.grounds
    assert (tapped.rule, tapped.question, tapped.choice, tapped.words) == ("deadline-hour", "deadline", "hour", "")
    assert (quoted.rule, quoted.entry, quoted.words) == ("words-blackmail", entry, "il met tout en ligne")
    marked = next(line for line in room.entries if line.id == entry)
    assert marked.marks == (Mark("words-blackmail", 8, 28),)
    assert room.card.reasons == ("deadline-hour", "words-blackmail")


async def test_a_reason_is_never_a_lone_word_that_says_nothing(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    entry = await haven.writes(case_id, "j'ai avalé plein de médocs dans ma chambre")
    found = [(17, 19), (27, 31)]  # « de », « dans »: two signals that one rule asks about
    asks = [{"rule": "words-ask", "source": "words", "entry": entry, "start": a, "end": b} for a, b in found]
    await haven.writes(case_id, "deadline:hour", kind="choice", level=Level.critical, reasons=asks)
    room = await haven.desk.room(ada, case_id)
    assert [ground.words for ground in room.grounds] == ["avalé plein de médocs dans"]
    marked = next(line for line in room.entries if line.id == entry)
    assert marked.marks == (Mark("words-ask", 5, 31),)


async def test_a_clock_counts_down_from_the_tap_that_said_within_the_hour(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    assert (await haven.desk.room(ada, case_id)).deadline is None
    tapped_at = haven.clock.forward(minutes=3)
    await haven.writes(case_id, "deadline:hour", kind="choice", level=Level.emergency, facts={"deadline": "hour"})
    haven.clock.forward(minutes=20)
    assert (await haven.desk.room(ada, case_id)).deadline == tapped_at + timedelta(hours=1)
    noted = (haven.clock.now + timedelta(minutes=5)).isoformat()
    await haven.writes(case_id, "non, dans 5 min", level=Level.emergency, facts={"deadline_at": noted})
    assert (await haven.desk.room(ada, case_id)).deadline == haven.clock.now + timedelta(minutes=5)


async def test_of_several_answers_the_last_one_is_shown(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada, facts={"direct": ["no", "sometimes"], "who": [], "age": "skip"})
    room = await haven.desk.room(ada, case_id)
    assert (room.direct, room.who, room.age) == ("sometimes", "", "skip")


async def test_only_numbers_that_answer_now_are_shown(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    assert (await haven.desk.room(ada, case_id)).numbers == ("3018", "119")
    haven.clock.forward(hours=4)
    ada = await haven.entered(await haven.desk.sign_in("ada", PASSPHRASE))
    assert (await haven.desk.room(ada, case_id)).numbers == ("119",)


async def test_a_channel_is_called_private_only_where_nobody_overhears(haven: Haven, ada: Session) -> None:
    case_id, other = await _live(haven, ada), await haven.comes("tom", channel="telegram")
    await haven.desk.take_next(ada)
    assert (await haven.desk.room(ada, case_id)).encrypted
    assert not (await haven.desk.room(ada, other)).encrypted


async def test_a_line_this_session_holds_no_key_for_is_told_as_such_and_the_rest_is_read(
    haven: Haven, ada: Session, grace: Session
) -> None:
    case_id = await haven.comes("julie", Level.critical, "avant")
    await haven.enrolled(grace, "eve")
    eve = next(one.id for one in await haven.desk.listeners() if one.name == "eve")
    old = max(row.epoch for row in await haven.rows(tables.entries.select()))
    await haven.desk.leaving.remove(grace, eve, "partie")  # an epoch begins
    words = {"rule": "words-suicide", "source": "words", "start": 0, "end": 5}
    first = (await haven.rows(tables.entries.select()))[0].id
    await haven.writes(case_id, "après", level=Level.critical, reasons=[{**words, "entry": first}])
    async with haven.database.transaction() as tx:
        lost = (team_wraps.c.listener_id == ada.listener_id) & (team_wraps.c.epoch == old)
        await tx.run(team_wraps.delete().where(lost))
    await haven.desk.claim(ada, case_id)
    room = await haven.desk.room(ada, case_id)
    assert [(entry.text, entry.unreadable) for entry in room.entries] == [("", True), ("après", False)]
    assert room.entries[0].marks == ()
    assert room.grounds[0].words == ""


async def test_a_colleague_is_called_what_they_were_called_that_day(haven: Haven, ada: Session, grace: Session) -> None:
    case_id = await _live(haven, ada)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    await haven.door.sign_out(ada)
    (card,) = await haven.desk.board(grace)
    assert card.claimant == "ada"  # signed out: colleagues need to know whom to look for
    assert (await haven.desk.room(grace, case_id)).entries[-1].alias == ada.alias


async def test_no_correspondent_ever_learns_a_name_or_an_alias_by_the_letter(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    await haven.desk.close(ada, case_id, **ENDING)
    sent = str([body for _, body, _ in haven.letters.sent])
    for secret in ("ada", ada.alias, ada.listener_id, case_id):
        assert secret not in sent


# -- moves and what follows from them ----------------------------------------------------------------------------------


async def test_of_many_listeners_who_take_the_next_each_gets_another(haven: Haven, grace: Session) -> None:
    team = [await haven.enrolled(grace, f"listener {number}") for number in range(8)]
    cases = [await haven.comes(f"c{number}") for number in range(5)]
    taken = await asyncio.gather(*(haven.desk.take_next(session) for session in team))
    assert sorted(case_id for case_id in taken if case_id) == sorted(cases)


async def test_of_two_listeners_who_claim_one_the_second_is_told_so(haven: Haven, ada: Session, grace: Session) -> None:
    eve = await haven.enrolled(grace, "eve")
    case_id = await haven.comes("julie", Level.emergency)
    tried = await asyncio.gather(
        *(haven.desk.claim(session, case_id) for session in (ada, eve)), return_exceptions=True
    )
    assert sorted(map(type, tried), key=str) == sorted([type(None), IllegalMoveError], key=str)


async def test_a_claim_ends_what_rang_for_a_human_and_begins_to_wait_for_their_word(haven: Haven, ada: Session) -> None:
    case_id = await haven.comes("julie", Level.emergency, "vite")
    async with haven.database.transaction() as tx:
        for reason in ("asked", "danger", "worry"):
            await haven.arrivals.ring(tx, case_id, reason, haven.clock.now)
    await haven.minutes(6)
    assert len(await haven.ringing(case_id)) > 3
    await haven.desk.claim(ada, case_id)
    assert set(await haven.ringing(case_id)) == {("worry", "on_call")}
    assert await haven.due(case_id) == {"unanswered": ("supervisor", haven.clock.now + timedelta(minutes=2))}
    assert (await haven.case(case_id)).called == ""


async def test_whoever_could_read_nothing_is_given_nobody(haven: Haven, ada: Session) -> None:
    async with haven.database.transaction() as tx:
        await tx.run(team_wraps.delete().where(team_wraps.c.listener_id == ada.listener_id))
    case_id = await haven.comes("julie", Level.emergency)
    for act in (haven.desk.take_next(ada), haven.desk.claim(ada, case_id)):
        with pytest.raises(NotAllowedError):
            await act
    assert (await haven.case(case_id)).state is State.WAITING


async def test_a_case_handed_back_rings_again_and_a_silent_one_is_still_looked_after(
    haven: Haven, ada: Session
) -> None:
    case_id = await _live(haven, ada)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    await haven.minutes(20)
    assert (await haven.case(case_id)).state is State.SILENT
    await haven.desk.release(ada, case_id, "plus de mots depuis 20 minutes")
    due = await haven.due(case_id)
    assert set(due) == {"left", "look", "unclaimed"}
    assert due["unclaimed"] == ("supervisor", haven.clock.now + timedelta(minutes=2))


async def test_a_take_over_answers_the_call_and_the_first_word_is_waited_for_anew(
    haven: Haven, ada: Session, grace: Session
) -> None:
    case_id = await _live(haven, ada)
    await haven.minutes(11)
    assert set(await haven.ringing(case_id)) == {("unanswered", "supervisor"), ("unanswered", "on_call")}
    await haven.desk.take_over(grace, case_id, "sans réponse")
    assert await haven.ringing(case_id) == {}
    assert await haven.due(case_id) == {"unanswered": ("supervisor", haven.clock.now + timedelta(minutes=5))}
    case = await haven.case(case_id)
    assert (case.claimed_by, case.previous_listener) == (grace.listener_id, ada.listener_id)


async def test_a_lower_level_keeps_what_was_waited_and_starts_its_own_ladder(haven: Haven, grace: Session) -> None:
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    began = haven.clock.now
    haven.clock.forward(minutes=30)
    await haven.desk.lower(grace, case_id, Level.high, "la menace était d'hier")
    case = await haven.case(case_id)
    assert (case.level, case.place, case.called) == (Level.high, place(Level.high, began), "")
    assert await haven.due(case_id) == {"unclaimed": ("supervisor", haven.clock.now + timedelta(minutes=15))}


async def test_a_level_raised_by_a_human_rings_as_it_should(haven: Haven, grace: Session) -> None:
    case_id = await haven.comes("julie", Level.medium, "bonsoir")
    await haven.desk.lower(grace, case_id, Level.emergency, "j'entends autre chose")
    assert {kind: step for kind, (step, _) in (await haven.due(case_id)).items()} == {
        "unclaimed": "supervisor", "silence": "first",
    }  # fmt: skip
    await haven.rounds.tick(haven.clock.now)
    assert await haven.ringing(case_id) == {("unclaimed", "supervisor"): Level.emergency}


async def test_a_silence_that_stays_a_risk_is_not_counted_from_the_start_again(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada, Level.emergency)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    before = (await haven.due(case_id))["silence"]
    haven.clock.forward(minutes=1)
    await haven.desk.lower(ada, case_id, Level.critical, "plus rien dans la main")
    assert (await haven.due(case_id))["silence"] == before
    await haven.desk.lower(ada, case_id, Level.high, "est avec sa tante")
    assert "silence" not in await haven.due(case_id)


async def test_the_end_is_said_written_down_and_leaves_nothing_due_but_what_was_promised(
    haven: Haven, ada: Session
) -> None:
    case_id = await _live(haven, ada, Level.emergency, facts={"register": "vous"})
    async with haven.database.transaction() as tx:
        await watch(tx, case_id, "erase", haven.clock.now + timedelta(hours=72))
        await haven.arrivals.ring(tx, case_id, "worry", haven.clock.now)
    await haven.minutes(6)
    await haven.desk.close(ada, case_id, **ENDING)
    assert haven.letters.to(person("julie"), "bot") == ["goodbye vous\nnot deserved\nparler à ta tante"]
    assert set(await haven.due(case_id)) == {"erase"}
    assert set(await haven.ringing(case_id)) == {("worry", "on_call")}
    (row,) = await haven.rows(tables.outcomes.select())
    assert (row.case_id, row.outcome, row.type, row.level) == (case_id, "helped", "threats", Level.emergency)
    assert (row.channel, row.language, row.closed_at) == ("web", "fr", haven.clock.now)


async def test_who_did_harm_is_not_told_that_nobody_deserved_it(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada, facts={"who": "author"})
    await haven.desk.close(ada, case_id, **ENDING)
    assert haven.letters.to(person("julie"), "bot") == ["goodbye tu\nparler à ta tante"]


async def test_an_end_that_cannot_be_said_does_not_happen(
    haven: Haven, ada: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await _live(haven, ada)

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(Sentences, "closing", broken)
    with pytest.raises(RuntimeError):
        await haven.desk.close(ada, case_id, **ENDING)
    assert (await haven.case(case_id)).state is State.LIVE
    assert await haven.rows(tables.outcomes.select()) == []
    assert haven.letters.sent == []


# -- who leaves the team -----------------------------------------------------------------------------------------------


async def test_who_left_can_open_nothing_that_is_written_afterwards(haven: Haven, ada: Session, grace: Session) -> None:
    async with haven.database.reading() as tx:
        kept = await haven.team.unlock(tx, ada.listener_id, ada.seed)
    token = await haven.desk.invite(grace, Role.LISTENER)
    await haven.desk.leaving.remove(grace, ada.listener_id, "partie")
    await haven.comes("julie", words="après son départ")
    (row,) = await haven.rows(tables.entries.select())
    with pytest.raises(CannotOpenError):
        haven.team.open_entry(kept, row.epoch, row.case_id, row.id, row.sealed)
    assert await haven.desk.invited(token) is None
    assert (await haven.desk.room(grace, row.case_id)).entries[0].text == "après son départ"

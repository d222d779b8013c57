from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.errors import EmptyMessageError, HeldForNoteError
from handoff.records.tables import entries
from handoff.relay import Crossing, Way, letter, way_of
from nlu.severity import Level
from tests.handoff.havens import person

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

blanks = st.text(" \n\t", max_size=4)
words = st.text(min_size=1, max_size=60).filter(lambda text: "//" not in text and text.strip(" /\n\t"))


class LostError(Exception):
    """A transaction that does not come to its end."""


# -- where a text goes -------------------------------------------------------------------------------------------------


@given(blanks, blanks, st.text(max_size=60).filter(lambda text: text.strip().removeprefix("//").strip()))
def test_what_begins_with_two_strokes_is_a_note_whatever_follows(before: str, between: str, text: str) -> None:
    note = f"{before}//{between}{text}"
    if note.strip().removeprefix("//").strip():
        assert way_of(note, confirmed=False) is Way.NOTE
        assert way_of(note, confirmed=True) is Way.NOTE


@given(words, words)
def test_two_strokes_further_down_are_asked_about(first: str, second: str) -> None:
    text = f"{first}x // {second}"
    with pytest.raises(HeldForNoteError):
        way_of(text, confirmed=False)
    assert way_of(text, confirmed=True) is Way.CROSS


@given(words.filter(lambda text: text.strip()))
def test_plain_words_cross(text: str) -> None:
    assert way_of(text, confirmed=False) is Way.CROSS


@pytest.mark.parametrize("text", ["", " ", "\n\t", "//", " // ", "//\n"])
def test_without_a_word_nothing_goes_anywhere(text: str) -> None:
    for confirmed in (False, True):
        with pytest.raises(EmptyMessageError):
            way_of(text, confirmed=confirmed)


@pytest.mark.parametrize("text", ["va voir https://3018.fr", "http://a.example et https://b.example", "12/11 ou 13/11"])
def test_an_address_or_a_date_is_no_note(text: str) -> None:
    assert way_of(text, confirmed=False) is Way.CROSS


@pytest.mark.parametrize("text", ["/note cinq", "/ elle ment", "  /n", "\uff0fnote"])
def test_a_single_stroke_at_the_very_start_is_asked_about(text: str) -> None:
    with pytest.raises(HeldForNoteError):
        way_of(text, confirmed=False)
    assert way_of(text, confirmed=True) is Way.CROSS


def test_a_note_after_a_first_line_is_held() -> None:
    with pytest.raises(HeldForNoteError):
        way_of("je suis là\n// rappeler sa tante", confirmed=False)


# -- across ------------------------------------------------------------------------------------------------------------


async def _live(haven: Haven, ada: Session) -> str:
    case_id = await haven.comes("julie", Level.high, "bonsoir")
    await haven.desk.take_next(ada)
    return case_id


async def test_a_message_is_in_the_talk_and_on_its_way_or_in_neither(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    crossing = Crossing(case_id, ada.listener_id, "k", haven.clock.now, "je suis là")
    case = await haven.case(case_id)
    with contextlib.suppress(LostError):
        async with haven.database.transaction() as tx:
            await haven.relay.cross(tx, case, crossing)
            raise LostError
    assert haven.letters.to(person("julie")) == []
    assert len(await haven.rows(entries.select())) == 1
    async with haven.database.transaction() as tx:
        entry_id = await haven.relay.cross(tx, case, crossing)
    ((correspondent, body, entry),) = haven.letters.sent
    assert (correspondent, entry) == (person("julie"), entry_id)
    assert body["paragraphs"] == ["je suis là"]


async def test_a_letter_has_the_shape_every_channel_knows(haven: Haven) -> None:
    body = letter("un\n\n deux ", haven.clock.now)
    assert body == {
        "from": "listener", "at": haven.clock.now.isoformat(), "paragraphs": ["un", "deux"], "choices": [],
        "links": [], "numbers": [], "widget": "", "code": "",
    }  # fmt: skip


async def test_the_same_key_is_said_once_even_when_sent_at_once(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    ids = await asyncio.gather(*(haven.desk.say(ada, case_id, "je suis là", "k") for _ in range(6)))
    assert len(set(ids)) == 1
    assert haven.letters.to(person("julie")) == ["je suis là"]
    await haven.desk.say(ada, case_id, "je suis là", "k2")
    assert len(haven.letters.to(person("julie"))) == 2


async def test_the_same_key_in_another_room_is_another_message(haven: Haven, ada: Session) -> None:
    first, second = await _live(haven, ada), await haven.comes("tom")
    await haven.desk.take_next(ada)
    await haven.desk.say(ada, first, "à julie", "k")
    await haven.desk.say(ada, second, "à tom", "k")
    assert haven.letters.to(person("julie")) == ["à julie"]
    assert haven.letters.to(person("tom")) == ["à tom"]


async def test_a_note_stays_on_this_side_without_its_strokes(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    await haven.desk.say(ada, case_id, "  // rappeler sa tante", "k1")
    await haven.desk.note(ada, case_id, "vu", "k2")
    assert haven.letters.sent == []
    room = await haven.desk.room(ada, case_id)
    assert [(note.text, note.delivery) for note in room.notes] == [("rappeler sa tante", ""), ("vu", "")]


async def test_a_held_message_went_nowhere_until_it_is_confirmed(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    with pytest.raises(HeldForNoteError):
        await haven.desk.say(ada, case_id, "oui // non", "k")
    assert haven.letters.sent == []
    assert len((await haven.desk.room(ada, case_id)).entries) == 1
    await haven.desk.say(ada, case_id, "oui // non", "k", confirmed=True)
    assert haven.letters.to(person("julie")) == ["oui // non"]


async def test_a_note_is_no_answer_and_a_message_is(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    await haven.desk.note(ada, case_id, "je lis", "k1")
    assert "unanswered" in await haven.due(case_id)
    await haven.desk.say(ada, case_id, "je suis là", "k2")
    assert "unanswered" not in await haven.due(case_id)
    assert (await haven.case(case_id)).answered_at == haven.clock.now


async def test_a_listener_reads_which_numbers_stood_on_the_persons_screen(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    case = await haven.case(case_id)
    numbers = [{"id": "15", "label": "15, urgences médicales", "href": "tel:15"}, {"id": "3114", "label": "3114"}]
    async with haven.database.transaction() as tx:
        body = {"paragraphs": ["Ces numéros répondent maintenant :"], "choices": [], "numbers": numbers}
        await haven.relay.post_text(tx, case, body, haven.clock.now)
    line = (await haven.desk.room(ada, case_id)).entries[-1]
    assert line.text == "Ces numéros répondent maintenant :\n15, urgences médicales · 3114"


async def test_a_reviewed_text_is_kept_as_the_programs_words(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada)
    case = await haven.case(case_id)
    async with haven.database.transaction() as tx:
        await haven.relay.post_text(tx, case, {"paragraphs": ["un", "deux"], "choices": []}, haven.clock.now)
    assert haven.letters.to(person("julie"), "bot") == ["un\ndeux"]
    last = (await haven.desk.room(ada, case_id)).entries[-1]
    assert (last.author, last.text, last.delivery) == ("bot", "un\ndeux", "queued")


@pytest.mark.parametrize("text", ["/ / elle ment peut-être", "\uff0f\uff0f à revoir", "oui\n/ / à revoir"])
def test_a_mistyped_note_is_asked_about_and_never_crosses_by_itself(text: str) -> None:
    with pytest.raises(HeldForNoteError):
        way_of(text, confirmed=False)
    assert way_of(text, confirmed=True) is Way.CROSS

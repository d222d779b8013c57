"""At 30, 50 and 60 minutes the board and the room remind of a notice, once each, with a step that a listener takes."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import SecretStr

from bot.texts import Texts
from handoff.desks.telegram.settings import Place
from handoff.desks.telegram.voice import Voice
from handoff.desks.web.speech import Speech
from handoff.settings import TelegramDeskSettings
from handoff.takedown.kinds import Kind
from handoff.takedown.notice import Notice
from handoff.takedown.states import Move, State
from tests.handoff.after.houses import after_the_talk, ready


async def lines(haven, ada, mine) -> list[str]:
    return [entry.text for entry in (await haven.desk.room(ada, mine)).entries if entry.kind == "notice"]


@pytest.fixture
async def sent(haven_with_folder, ada, mine) -> str:
    after = after_the_talk(haven_with_folder, None)
    notice = await ready(after, ada, mine)
    await after.takedown.notices.sent_by_form(ada, mine, notice)
    return notice


async def test_each_reminder_comes_once_though_the_house_is_started_anew_in_between(haven_with_folder, ada, mine, sent):
    haven, seen = haven_with_folder, []
    for minutes in (29, 1, 0, 20, 0, 10, 0, 300):
        haven.clock.forward(minutes=minutes)
        started = after_the_talk(haven, None)  # nothing of it is remembered but what stands in tables
        await started.rounds.tick(haven.clock.now)
        seen.append([one.minutes for one in await started.takedown.reminded(ada)])
    assert seen == [[], [30], [30], [50], [50], [60], [60], [60]]
    assert [line.split(":")[3] for line in await lines(haven, ada, mine)] == ["30", "50", "60"]


async def test_two_clocks_at_once_give_one_reminder(haven_with_folder, ada, mine, sent):
    haven = haven_with_folder
    haven.clock.forward(minutes=31)
    houses = [after_the_talk(haven, None) for _ in range(3)]
    await asyncio.gather(*(house.rounds.tick(haven.clock.now) for house in houses))
    assert len(await lines(haven, ada, mine)) == 1


async def test_after_a_night_without_the_house_the_latest_reminder_stands_for_all(haven_with_folder, ada, mine, sent):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    haven.clock.forward(hours=9)
    for _ in range(3):
        await after.rounds.tick(haven.clock.now)
    assert await lines(haven, ada, mine) == ["notice:1:Telegram:60:partners"]
    (one,) = await after.takedown.reminded(ada)
    assert one.past


async def test_a_notice_that_had_more_reminders_than_are_configured_now_stands_before_no_other(
    haven_with_folder, ada, mine, sent, monkeypatch
):
    monkeypatch.setattr("handoff.takedown.follow.AT_ONCE", 1)
    haven = haven_with_folder
    await after_the_talk(haven, None).rounds.tick(haven.clock.forward(minutes=30))
    fewer = after_the_talk(haven, None, reminders=(30,))
    notices, words = fewer.takedown.notices, {"reason": "Insultes.", "good_faith": True}
    other = await notices.draft_account(ada, mine, "telegram", Kind.HARASSMENT, "@loup", "fr")
    await notices.rewrite(ada, mine, other, Notice("", Kind.HARASSMENT, "fr", accounts="@loup", **words))
    await notices.answer(ada, mine, other, risk="no", saved="kept", account="adult")
    await notices.sent_by_form(ada, mine, other)
    haven.clock.forward(minutes=30)
    for _ in range(2):
        await fewer.rounds.tick(haven.clock.now)
    assert [line.split(":")[1] for line in await lines(haven, ada, mine)] == ["1", "2"]


async def test_the_step_is_shown_and_taken_by_a_listener_alone_and_the_next_one_follows(
    haven_with_folder, grace, ada, mine, sent
):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    haven.clock.forward(minutes=60)
    await after.rounds.tick(haven.clock.now)
    (one,) = await after.takedown.reminded(ada)
    assert (one.step, one.row.steps, one.row.state) == ("partners", 0, State.SENT)
    await after.takedown.follow.step(ada, mine, sent)
    assert [one.step for one in await after.takedown.reminded(ada)] == ["authority"]
    assert [one.row.id for one in await after.takedown.reminded(grace)] == [sent]  # a supervisor sees it too
    bob = await haven.enrolled(grace, "bob")
    assert await after.takedown.reminded(bob) == []


async def test_the_cards_of_both_boards_say_that_a_notice_waits_and_no_more_once_it_is_answered(
    haven_with_folder, grace, ada, mine, sent
):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    place = Place.of(TelegramDeskSettings(token=SecretStr("1:x"), board=-1001), "http://desk", "Europe/Paris", ())
    voice = Voice(Texts(), place)
    assert [card.late for card in await haven.desk.board(ada)] == [0]
    haven.clock.forward(minutes=30)
    await after.rounds.tick(haven.clock.now)
    (card,) = await haven.desk.board(grace)
    assert card.late == 1
    assert "une demande sans réponse" in voice.card(card)
    assert "une demande sans réponse" in voice.listed([card])
    await after.takedown.follow.move(ada, mine, sent, Move.REMOVE)
    (card,) = await haven.desk.board(grace)
    assert card.late == 0
    assert "sans réponse" not in voice.card(card)


async def test_an_answer_takes_it_off_the_board_and_what_comes_back_is_timed_anew(haven_with_folder, ada, mine, sent):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    haven.clock.forward(minutes=35)
    await after.rounds.tick(haven.clock.now)
    await after.takedown.follow.move(ada, mine, sent, Move.REMOVE)
    assert await after.takedown.reminded(ada) == []
    await after.takedown.follow.move(ada, mine, sent, Move.REAPPEAR)
    haven.clock.forward(minutes=31)
    await after.rounds.tick(haven.clock.now)
    assert [one.minutes for one in await after.takedown.reminded(ada)] == [30]
    assert len(await lines(haven, ada, mine)) == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Demande n° 1, Telegram : 60 min depuis l'envoi"), ("en", "Notice 1, Telegram: 60 min since it was sent")],
)
def test_a_reminder_is_said_in_the_readers_language_with_the_step(clock, language: str, words: str):
    speech = Speech(Texts(), language, clock.now.tzinfo, clock.now)
    said = speech.reminder("notice:1:Telegram:60:partners")
    assert said.startswith(words)
    assert "PHAROS" in said
    assert "PHAROS" not in speech.reminder("notice:1:telegram:60")  # as lines were kept before

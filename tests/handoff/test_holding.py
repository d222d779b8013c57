from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from handoff.case import State
from handoff.decisions import Kind
from handoff.holding import cover_at
from handoff.refusals import AskAgainError
from nlu.severity import Level
from tests.handoff.desks.paper import a_case
from tests.handoff.havens import PARIS, person

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # nine in the morning in Paris
ENDING = {"points": ["parler à ta tante"], "outcome": "helped", "type": "threats"}


async def _live(haven: Haven, ada: Session, channel: str, level: Level = Level.medium, **facts: str) -> str:
    case_id = await haven.comes("julie", level, "bonsoir", channel=channel, facts=facts)
    await haven.desk.take_next(ada)
    return case_id


# -- when --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("safe", "hour"), [
    ("", 9), ("skip", 9), ("morning", 9), ("noon", 12), ("afternoon", 14), ("evening", 18), ("night", 22),
])  # fmt: skip
def test_the_neutral_line_waits_for_a_safe_hour(safe: str, hour: int) -> None:
    assert cover_at(a_case("c", Level.high, 1), safe, NINE, PARIS).astimezone(PARIS).hour == hour


def test_whoever_may_only_read_in_the_morning_is_not_written_to_at_night() -> None:
    late = datetime(2026, 11, 24, 22, 40, tzinfo=UTC)
    at = cover_at(a_case("c", Level.high, 1), "morning", late, PARIS).astimezone(PARIS)
    assert (at.day, at.hour) == (25, 7)


def test_in_danger_no_hour_is_waited_for() -> None:
    assert cover_at(a_case("c", Level.critical, 1), "night", NINE, PARIS) == NINE


# -- across ------------------------------------------------------------------------------------------------------------


async def test_within_a_live_exchange_words_go_as_they_are(haven: Haven, ada: Session) -> None:
    for channel in ("web", "telegram"):
        case_id = await _live(haven, ada, channel)
        haven.clock.forward(minutes=9)
        await haven.desk.say(ada, case_id, "je suis là", channel)
    assert [body["widget"] for _, body, _ in haven.letters.sent] == ["", ""]
    assert haven.letters.parked == []


async def test_later_on_the_web_they_are_folded_until_tapped(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada, "web")
    haven.clock.forward(minutes=10)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    assert [body["widget"] for _, body, _ in haven.letters.sent] == ["held"]


async def test_later_on_a_messenger_nothing_but_a_neutral_line_lights_up_the_screen(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada, "telegram")
    haven.clock.forward(minutes=10)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    await haven.desk.say(ada, case_id, "prends ton temps", "k2")
    assert haven.letters.sent == []
    assert [body["paragraphs"] for _, body, _ in haven.letters.parked] == [["je suis là"], ["prends ton temps"]]
    assert [entry.delivery for entry in (await haven.desk.room(ada, case_id)).entries] == ["", "held", "held"]
    await haven.rounds.tick(haven.clock.now)
    assert [kind for kind, _, _ in haven.prompt.said] == ["cover"]


async def test_the_line_comes_at_the_safe_hour_they_named(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada, "telegram", safe_hours="night")
    haven.clock.forward(minutes=10)
    await haven.desk.say(ada, case_id, "je suis là", "k")
    assert (await haven.due(case_id))["cover"][1] - haven.clock.now > timedelta(hours=2)


async def test_the_last_words_are_held_as_well(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada, "telegram")
    haven.clock.forward(hours=1)
    await haven.desk.close(ada, case_id, **ENDING)
    assert haven.letters.to(person("julie"), "bot") == []
    assert len(haven.letters.parked) == 1


# -- the end -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [Level.high, Level.critical, Level.emergency])
@pytest.mark.parametrize("again", ["", "now", "sometimes", "unsure", "skip"])
async def test_a_grave_case_is_not_closed_on_any_other_answer(
    haven: Haven, ada: Session, level: Level, again: str
) -> None:
    case_id = await _live(haven, ada, "web", level)
    with pytest.raises(AskAgainError):
        await haven.desk.close(ada, case_id, **ENDING, again=again)
    assert (await haven.case(case_id)).state is State.LIVE
    assert haven.letters.sent == []


async def test_the_answer_before_the_end_is_on_record_and_the_plan_in_the_letter(haven: Haven, ada: Session) -> None:
    case_id = await _live(haven, ada, "web", Level.critical)
    await haven.desk.close(ada, case_id, **ENDING, again="past", plan=["ma tante", "chez elle", "la musique"])
    (one,) = (await haven.desk.room(ada, case_id)).decisions
    assert (one.kind, one.detail) == (Kind.AGAIN, "past")
    assert "la musique" in haven.letters.to(person("julie"), "bot")[0]

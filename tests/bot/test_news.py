from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot import news
from bot.channels.channel import Incoming
from bot.conversation import Conversation
from bot.situation import Event, OpenLetters, Ring, Situation, Unwatch, Watch
from bot.standing import Standing
from handoff.case import State
from handoff.settings import FollowUpSettings
from nlu.level import Level

if TYPE_CHECKING:
    from bot.situation import Step

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=ZoneInfo("Europe/Paris"))
TALK = Conversation([])


def _step(standing: Standing, choice: str, kind: Any = "choice", level: Level = Level.high, **hours: Any) -> Step:
    situation = Situation(at=NOW, state=State.CLOSED, level=level, **hours)
    return TALK.step(standing, Event(Incoming(kind, NOW, choice=choice)), situation)


def _said(step: Step) -> list[str]:
    return [say.id for one in step.replies for say in one.says]


def _ended(**more: Any) -> Standing:
    return Standing(greeted=True, told_waiting=True, answers={"who": ("me",)}, **more)


def _agreed(level: Level = Level.high) -> Step:
    standing = _ended()
    for tap in ("act:follow_yes", "follow_when:tomorrow", "safe_hours:evening", "follow_word:book"):
        step = _step(standing, tap, level=level)
        standing = step.standing
    return step


def test_whoever_wants_news_says_the_day_the_hour_and_the_word() -> None:
    asked, standing = [], _ended()
    for tap in ("act:follow_yes", "follow_when:tomorrow", "safe_hours:evening", "follow_word:book"):
        step = _step(standing, tap)
        standing, asked = step.standing, asked + _said(step)
    assert asked == ["question-follow-when", "question-safe-hours", "question-follow-word", "follow-settled"]
    (wish,) = step.wishes
    assert wish == Watch("follow_up", (26.5) * 3600)  # tomorrow at six in the evening


@pytest.mark.parametrize(("level", "hours", "day", "due"), [
    (Level.high, {}, "three_days", 74.5), (Level.critical, {}, "tomorrow", 26.5),
    (Level.high, {"other_hours": (120,)}, "days", 122.5), (Level.critical, {"severe_hours": (1, 48)}, "days", 2.5),
])  # fmt: skip
def test_whoever_leaves_the_day_to_the_team_is_asked_at_the_configured_hours_and_told_which_day(
    level: Level, hours: dict[str, Any], day: str, due: float
) -> None:
    standing = _ended()
    for tap in ("act:follow_yes", "follow_when:skip", "safe_hours:evening", "follow_word:book"):
        step = _step(standing, tap, level=level, **hours)
        standing = step.standing
    (wish,) = step.wishes
    assert wish == Watch("follow_up", due * 3600)
    (said,) = [say for one in step.replies for say in one.says]
    assert said.arguments["day"] == day


def test_news_are_asked_for_as_often_as_the_configuration_says() -> None:
    hours = {"severe_hours": (24, 72, 240)}
    standing = _agreed(Level.critical).standing
    gaps = []
    for _ in range(3):
        asked = _step(standing, "act:news", level=Level.critical, **hours)
        told = _step(asked.standing, "follow_up:same", level=Level.critical, **hours)
        gaps += [wish.seconds / 3600 for wish in told.wishes if isinstance(wish, Watch)]
        standing = told.standing
    assert gaps == [48, 168]


@pytest.mark.parametrize("hours", [[], [0], [72, 24], [24, 24], [24 * 90]])
def test_hours_that_cannot_be_kept_are_refused(hours: list[float]) -> None:
    with pytest.raises(ValidationError):
        FollowUpSettings(severe_hours=tuple(hours))


def test_the_message_that_day_says_nothing_but_the_word() -> None:
    step = _step(_agreed().standing, "follow_up", "silence")
    (one,) = step.replies
    assert [(say.id, say.arguments) for say in one.says] == [("follow-word", {"word": "book"})]
    assert one.choices == ("act:news",)
    opened = _step(step.standing, "act:news")
    assert _said(opened) == ["question-follow-up"]
    assert opened.replies[0].choices == tuple(f"follow_up:{one}" for one in ("better", "same", "worse", "stop"))


@pytest.mark.parametrize(("answer", "said"), [
    ("better", "follow-better"), ("same", "follow-same"), ("stop", "follow-stop"),
])  # fmt: skip
def test_an_answer_is_thanked_for_and_ends_it(answer: str, said: str) -> None:
    step = _step(_agreed().standing, f"follow_up:{answer}")
    assert _said(step) == [said]
    assert step.wishes == (Unwatch("follow_up"),)


def test_worse_is_high_and_rings() -> None:
    step = _step(_agreed().standing, "follow_up:worse")
    assert step.assessment.level >= Level.high
    assert "follow-up-worse" in [reason.rule for reason in step.assessment.reasons]
    assert Ring("worse") in step.wishes
    assert "follow-worse" in _said(step)


def test_after_a_severe_talk_there_are_news_twice() -> None:
    first = _step(_agreed(Level.critical).standing, "follow_up:better", level=Level.critical)
    assert first.wishes == (Unwatch("follow_up"), Watch("follow_up", 48 * 3600))
    second = _step(first.standing, "follow_up:better", level=Level.critical)
    assert second.wishes == (Unwatch("follow_up"),)


def test_no_answer_is_tried_once_more_then_it_stops() -> None:
    first = _step(_agreed().standing, "follow_up", "silence")
    assert first.wishes == (Watch("follow_up", 24 * 3600),)
    second = _step(first.standing, "follow_up", "silence")
    assert (len(second.replies), second.wishes) == (1, ())


def test_after_a_severe_talk_no_answer_brings_a_human() -> None:
    standing = _agreed(Level.critical).standing
    for _ in range(2):
        standing = _step(standing, "follow_up", "silence", Level.critical).standing
    last = _step(standing, "follow_up", "silence", Level.critical)
    assert (last.replies, last.wishes) == ((), (Ring("no_news"),))


def test_a_tap_on_the_neutral_line_shows_what_was_kept() -> None:
    assert _said(_step(_ended(), "cover", "silence")) == ["held-cover"]
    assert _step(_ended(), "act:open").wishes == (OpenLetters(),)


@pytest.mark.parametrize(
    "tap",
    [
        *("act:checkin_no", "act:follow_yes", "act:open", "follow_up:better", "follow_when:week"),
        *(
            "act:quit",
            "act:pause",
            "act:phrase",
            "act:language_en",
            "act:vault",
            "act:vault_later",
            "act:vault_item_3_1",
        ),
    ],
)
def test_a_tap_after_the_end_opens_nothing_again(tap: str) -> None:
    assert news.is_quiet(Incoming("choice", NOW, choice=tap), State.CLOSED, Standing())
    assert not news.is_quiet(Incoming("choice", NOW, choice=tap), State.LIVE, Standing())


@pytest.mark.parametrize("incoming", [
    Incoming("choice", NOW, choice="follow_up:worse"), Incoming("choice", NOW, choice="act:danger"),
    Incoming("choice", NOW, choice="act:human"), Incoming("text", NOW, text="me revoilà"),
])  # fmt: skip
def test_a_word_or_a_cry_for_help_opens_it_again(incoming: Incoming) -> None:
    assert not news.is_quiet(incoming, State.CLOSED, Standing())

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.channels.channel import Incoming
from bot.conversation import Conversation
from bot.situation import Event, KeepNumber, Situation
from bot.standing import Standing
from handoff.case import State
from nlu.reader import BuiltIn

if TYPE_CHECKING:
    from bot.situation import Step

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=ZoneInfo("Europe/Paris"))
TALK, READER = Conversation([]), BuiltIn()
WAITS = Situation(at=NOW, state=State.WAITING, talks=("3114",))


def _tap(act: str, standing: Standing | None = None) -> Step:
    person = standing or Standing(greeted=True, told_waiting=True)
    return TALK.step(person, Event(Incoming("choice", NOW, choice=f"act:{act}")), WAITS)


def _write(standing: Standing, text: str) -> Step:
    return TALK.step(standing, Event(Incoming("text", NOW, text=text), "e1", READER.read_now(text)), WAITS)


def _said(step: Step) -> list[str]:
    return [say.id for one in step.replies for say in one.says]


def test_whoever_waits_may_breathe_and_learn_what_to_keep() -> None:
    assert _said(_tap("calm")) == ["calm-breathe"]
    assert _said(_tap("save_what")) == ["calm-save"]


def test_nobody_is_told_to_keep_an_intimate_picture() -> None:
    standing = Standing(greeted=True, answers={"what": ("intimate",)})
    assert _said(_tap("save_what", standing)) == ["calm-save-images"]
    typed = Standing(greeted=True, heard={"what": "intimate"})
    assert _said(_tap("save_what", typed)) == ["calm-save-images"]


@pytest.mark.parametrize("text", ["06 00 00 00 00", "mon numéro c'est le 0600000000", "+33 6 00 00 00 00 après 18h"])
def test_a_number_for_a_call_back_is_kept_apart(text: str) -> None:
    asked = _tap("call_back")
    assert (_said(asked), asked.replies[0].numbers) == (["call-back-ask"], ("3114",))
    kept = _write(asked.standing, text)
    assert kept.wishes == (KeepNumber(text),)
    assert kept.standing.readings == ()


@pytest.mark.parametrize("text", [
    "non en fait je préfère écrire", "je veux mourir 0600000000",
    "il m'a écrit 300 messages depuis le 12/11/2026 et il dit qu'il sait où j'habite",
])  # fmt: skip
def test_whatever_else_is_written_stays_in_the_talk(text: str) -> None:
    step = _write(_tap("call_back").standing, text)
    assert not any(isinstance(wish, KeepNumber) for wish in step.wishes)
    assert step.standing.expects == ""

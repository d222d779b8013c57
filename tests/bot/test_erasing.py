"""Erasing: at once where nothing grave was told, else after a human look; taken back by a word, by no second tap."""

from __future__ import annotations

from dataclasses import replace

from bot.situation import Forget, Situation, Unwatch
from handoff.case import State
from nlu.level import Level
from nlu.reading import Intent, Violence
from tests.bot.person import NOW, Person


def test_erasing_a_quiet_case_is_done_at_once():
    person = Person(Situation(NOW, state=State.WAITING, level=Level.medium))
    assert person.taps("act:erase") == ["erase-sure"]
    assert person.taps("act:erase_yes") == ["erase-done"]
    assert person.wishes == [Forget()]


def test_erasing_after_a_grave_matter_waits_for_a_human_look():
    person = Person(Situation(NOW, state=State.WAITING, level=Level.high))
    assert person.taps("act:erase_yes") == ["erase-later"]
    assert Forget() not in person.wishes


def test_whoever_writes_again_takes_the_erasure_back():
    person = Person(Situation(NOW, state=State.WAITING, level=Level.high))
    person.taps("act:erase_yes")
    assert person.writes("non finalement", intent=Intent.deny)[0] == "erase-stopped"
    assert Unwatch("erase") in person.wishes
    assert person.silent("erase") == [], "a watch that had just ended when they wrote erases nothing"


def test_nobody_who_keeps_silent_is_kept_from_the_erasure_they_wished():
    person = Person(Situation(NOW, state=State.WAITING, level=Level.high))
    person.taps("act:erase_yes")
    assert person.silent("erase") == ["erase-done"]
    assert person.wishes == [Forget()]


def test_a_second_tap_on_erasing_takes_nothing_back_and_begins_no_new_wait():
    person = Person(Situation(NOW, state=State.WAITING, level=Level.high))
    person.taps("act:erase_yes")
    assert person.taps("act:erase_yes") == ["erase-later"]
    assert person.wishes == []
    assert person.silent("erase") == ["erase-done"]


def test_whoever_writes_after_a_closed_talk_takes_the_erasure_back_too():
    person = Person(Situation(NOW, state=State.WAITING, level=Level.high))
    person.taps("act:danger")
    person.situation = replace(person.situation, state=State.CLOSED)
    person.taps("act:erase_yes")
    assert "erase-stopped" in person.writes("en fait ça recommence", kind=Violence.threats)
    assert Unwatch("erase") in person.wishes

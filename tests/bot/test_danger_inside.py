"""Danger inside other words, a goodbye, a wish, a place: heard, answered with numbers, never with a kind word alone."""

from __future__ import annotations

import pytest

from bot.standing import dump
from nlu.level import Level
from nlu.reading import Entity, Intent, Signal, Violence
from tests.bot.person import Person


@pytest.fixture
def person() -> Person:
    return Person()


def test_where_somebody_reads_along_silence_after_danger_brings_one_neutral_word(person):
    person.comes()
    person.taps("screen:beside")
    person.writes("il est en bas de chez moi", kind=Violence.threats, seen=(Signal.danger,))
    assert person.silent("danger") == ["silence-neutral"]
    assert person.level is Level.emergency


WISHES = [Intent.quit, Intent.thanks, Intent.goodbye, Intent.ask_erase, Intent.send_evidence, Intent.ask_call]


@pytest.mark.parametrize("intent", WISHES)
def test_a_word_of_dying_inside_a_wish_or_a_goodbye_is_answered_as_one(person, intent):
    person.comes()
    said = person.writes("merci pour tout, je veux mourir", intent=intent, seen=(Signal.suicide,))
    assert said[-1] == "question-direct"
    assert not {"quiet", "answer-thanks", "answer-goodbye"}.intersection(said)


@pytest.mark.parametrize("intent", WISHES)
def test_a_body_in_danger_inside_a_wish_or_a_goodbye_brings_the_numbers(person, intent):
    person.comes()
    hour = (Entity("deadline", "hour", 0, 3),)
    said = person.writes("il arrive avec un couteau", intent=intent, seen=(Signal.danger,), entities=hour)
    assert said[-1] == "danger-screen"


def test_a_place_that_tells_of_danger_too_is_kept_apart_and_the_danger_is_answered(person):
    person.comes()
    person.taps("act:danger")
    person.taps("act:place")
    said = person.writes("12 rue des Exemples, il a un couteau", seen=(Signal.danger,))
    assert said[0] == "place-kept"
    assert said[-1].startswith("heard-again")
    assert person.step.replies[-1].numbers
    assert b"Exemples" not in dump(person.standing)

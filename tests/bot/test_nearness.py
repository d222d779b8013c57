"""Once dying was spoken of, means and steps are heard as danger, and nobody is answered with « c'est bien arrivé »."""

from dataclasses import replace

import pytest

from bot.nearness import sharpened
from bot.standing import Standing
from handoff.case import State
from nlu.level import Level
from nlu.reading import UNREAD, Intent, Signal
from tests.bot.test_conversation import DAY, LIVE, NIGHT, Person

NEAR = Standing(answers={"danger": ("thinks_of_dying",), "direct": ("no",)})
MEANS = """j'ai une corde
j'ai trouvé des cachets
en fait je vais sauter
je suis sur le pont là
avec le couteau de la cuisine
i have pills
i'm on the roof
im gonna jump""".splitlines()
ELSE = """je suis seule
on m'a pris mon sac
j'ai peur
he has a car
merci""".splitlines()


@pytest.mark.parametrize("words", MEANS)
def test_means_are_danger_after_dying_was_spoken_of_and_only_then(words: str):
    heard = sharpened(UNREAD, words, NEAR)
    assert heard.seen() == {Signal.suicide, Signal.danger}
    assert words.casefold()[heard.because[0].start : heard.because[0].end]
    assert sharpened(UNREAD, words, Standing()) is UNREAD


@pytest.mark.parametrize("words", ELSE)
def test_other_words_weigh_as_ever(words: str):
    assert sharpened(UNREAD, words, NEAR) is UNREAD


def test_a_rope_after_a_wish_to_die_is_an_emergency_with_the_danger_screen():
    person = Person(NIGHT)
    person.taps("danger:thinks_of_dying")
    person.taps("direct:sometimes")
    assert "danger-screen" in person.writes("j'ai une corde", intent=Intent.other)
    assert person.level is Level.emergency


def test_whoever_is_near_is_never_only_told_that_it_arrived():
    person = Person(NIGHT)
    person.taps("danger:thinks_of_dying")
    person.taps("act:human")
    for words in ("tout le monde s'en fout", "voilà"):
        assert person.writes(words, intent=Intent.other) == ["kept-close", "closed-numbers"]
        assert person.step
        assert "3114" in person.step.replies[0].numbers


def test_on_a_page_that_forgets_the_way_back_is_said_and_offered_while_one_waits():
    person = Person(replace(DAY, widgets=frozenset({"phrase"})))
    assert person.taps("act:human") == ["waiting-on-page"]
    assert "act:phrase" in person.choices
    assert Person(DAY).taps("act:human") == ["waiting-meanwhile"]


@pytest.mark.parametrize("state", [State.LIVE, State.SILENT])
def test_to_erase_is_heard_during_a_talk_too(state: State):
    person = Person(replace(LIVE, state=state))
    assert person.writes("supprimer tout", intent=Intent.ask_erase) == ["erase-sure"]
    assert person.writes("peut-être tout effacer", intent=Intent.ask_erase, sure=0.3) == []

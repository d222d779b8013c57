"""Once dying was spoken of, means and steps are heard as danger, and nobody is answered with « c'est bien arrivé »."""

from dataclasses import replace

import pytest

from bot.nearness import sharpened
from bot.questions import Question, asked
from bot.standing import Standing
from handoff.case import State
from nlu.level import Level
from nlu.reading import UNREAD, Intent, Outcome, Reading, Signal, Violence
from tests.bot.person import DAY, LIVE, NIGHT, Person

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


BODY = """jai coupé trop profond
je saigne beaucoup
ma soeur respire plus
elle se réveille pas
i cut too deep
he's not breathing
it won't stop bleeding""".splitlines()


@pytest.mark.parametrize("words", BODY)
def test_a_body_that_needs_help_now_is_an_emergency_whatever_was_said_before(words: str):
    person = Person(NIGHT)
    person.comes()
    assert "danger-screen" in person.writes(words, intent=Intent.other)
    assert person.level is Level.emergency


def test_blood_that_does_not_stop_is_understood_from_what_was_said_before():
    assert sharpened(UNREAD, "ca s'arrête pas", Standing()) is UNREAD
    hurt = Standing(readings=(("e", Reading(signals={Signal.self_harm: Outcome.seen})),))
    assert Signal.danger in sharpened(UNREAD, "ca s'arrête pas", hurt).seen()


def test_a_noose_after_words_that_made_one_doubt_is_an_emergency():
    person = Person(NIGHT)
    person.comes()
    assert person.writes("jveux plus aller au collège", ask=(Signal.suicide,), kind=Violence.bullying)
    assert "danger-screen" in person.writes("j'ai fait un noeud", intent=Intent.other)


def test_a_skipping_rope_is_none():
    doubted = Standing(readings=(("e", Reading(signals={Signal.suicide: Outcome.ask})),))
    assert sharpened(UNREAD, "j'ai une corde a sauter", doubted) is UNREAD
    assert sharpened(UNREAD, "j'ai une corde", doubted).seen() == {Signal.suicide, Signal.danger}


def test_danger_from_somebody_else_is_answered_as_that_and_not_as_a_wish_to_die():
    person = Person(NIGHT)
    person.comes()
    first = person.writes(
        "il vient dans ma chambre", kind=Violence.sexual_violence, seen=(Signal.danger,), ask=(Signal.suicide,)
    )
    assert "question-direct" not in first
    assert "question-danger" in first
    assert "danger-screen" in person.writes("il est en bas là", seen=(Signal.danger,))
    assert person.writes("il monte", seen=(Signal.danger,)) == ["heard-again-danger"]
    assert person.step
    assert person.step.replies[0].numbers == NIGHT.screen


def test_whoever_waited_long_is_told_of_no_ring_that_nobody_heard_and_sees_the_fastest_numbers_where_it_is_grave():
    person = Person(NIGHT)
    person.comes()
    person.writes("j'ai avalé des cachets", seen=(Signal.suicide, Signal.danger))
    assert person.silent("late") == ["late-kept", "closed-numbers"]
    assert person.step
    assert set(NIGHT.screen) <= set(person.step.replies[0].numbers)
    rung = Person(replace(NIGHT, alarmed=True))
    rung.comes()
    assert rung.silent("late")[0] == "late"


def test_whoever_was_left_by_their_listener_reads_so_with_the_fastest_numbers_where_it_is_grave():
    person = Person(replace(NIGHT, state=State.WAITING))
    person.comes()
    person.writes("j'ai avalé des cachets", seen=(Signal.suicide, Signal.danger))
    assert person.silent("left") == ["left", "closed-numbers"]
    assert person.step
    assert set(NIGHT.screen) <= set(person.step.replies[0].numbers)


def test_whoever_somebody_else_reads_by_now_is_not_told_that_they_were_left():
    person = Person(replace(NIGHT, state=State.LIVE))
    person.comes()
    assert person.silent("left") == []


@pytest.mark.parametrize("words", ["slt", "salut", "slt ca va"])
def test_a_first_greeting_is_no_goodbye(words: str):
    assert asked(words, "fr") is not Question.FAREWELL

"""A worry about the one who answers: understood as children write it, never a dead end."""

from dataclasses import replace

import pytest

from bot.situation import Aside, Ring, ShowLine, Unwatch, Worry
from bot.worries import Sound, sound
from handoff.case import State
from nlu.level import Level
from nlu.reading import UNREAD, Entity, Intent, Signal, Violence
from tests.bot.person import LIVE, Person

HELD = replace(LIVE, met=True, colleague=True, alarmed=True)
KNIFE = Entity("weapon", "couteau", 24, 31)
PLAIN = """je veux parler à quelqu'un d'autre
il me fait peur celui qui répond
celui qui me répond me fait peur
j'ai un souci avec la personne qui m'écrit
g un pb ac celui ki me repond
la personne qui me répond est bizarre
celle qui m'écrit elle est pas gentille
l'écoutant me demande des photos
je peux changer d'écoutante ?
je veux plus parler avec cette personne
can i talk to someone else
the person who's answering is creepy
i dont want to talk to this person
he scares me, the one replying
the listener makes me uncomfortable""".splitlines()
DOUBTFUL = """she's being weird with me
il est bizarre avec moi
elle me demande des photos nues
he keeps asking me for pics
la personne qui m'écrit sur snap me fait peur""".splitlines()
OTHERS = """mon prof est bizarre avec moi
my teacher is being weird with me
il m'a fait peur au collège
j'en ai parlé à quelqu'un d'autre hier
on m'insulte tous les jours
merci ça va mieux
je sais pas quoi faire""".splitlines()


@pytest.mark.parametrize("words", PLAIN)
def test_a_worry_is_understood_as_it_is_typed(words: str):
    assert sound(words, UNREAD, HELD) is Sound.PLAIN


@pytest.mark.parametrize("words", DOUBTFUL)
def test_what_may_be_about_somebody_else_is_asked_about(words: str):
    assert sound(words, UNREAD, HELD) is Sound.DOUBT


@pytest.mark.parametrize("words", OTHERS)
def test_what_others_do_is_told_to_the_listener_as_ever(words: str):
    assert sound(words, UNREAD, HELD) is Sound.NONE


def test_before_anybody_of_the_team_has_come_such_words_are_about_somebody_else():
    waiting = replace(HELD, state=State.WAITING, met=False)
    assert {sound(words, UNREAD, waiting) for words in PLAIN} == {Sound.NONE}


@pytest.mark.parametrize("state", [State.LIVE, State.SILENT, State.CLOSED])
def test_by_button_a_worry_rings_somebody_else_and_is_kept_from_the_listener(state: State):
    person = Person(replace(HELD, state=state))
    assert person.taps("act:listener_worry") == ["worry"]
    assert person.wishes == [Aside(), Worry()]
    assert "act:worry_more" in person.choices


def test_in_words_a_worry_does_the_same():
    person = Person(HELD)
    assert person.writes("il me fait peur celui qui répond") == ["worry"]
    assert person.wishes == [Aside(), Worry()]


def test_where_no_alarm_rings_the_person_is_told_so_and_gets_the_numbers_and_a_way_on():
    person = Person(replace(HELD, alarmed=False))
    assert person.taps("act:listener_worry") == ["worry-board", "closed-numbers"]
    assert person.step
    assert person.step.replies[0].numbers == HELD.talks
    assert {"act:worry_more", "act:danger", "act:continue_here"} <= set(person.choices)


def test_where_nobody_else_is_there_to_read_it_that_is_said_with_the_numbers():
    person = Person(replace(HELD, colleague=False))
    assert person.taps("act:listener_worry") == ["worry-alone"]
    assert person.step
    assert person.step.replies[0].numbers == HELD.talks


def test_before_anybody_came_the_button_says_so_and_brings_a_human():
    person = Person(replace(LIVE, state=State.WAITING))
    assert person.taps("act:listener_worry") == ["worry-nobody"]
    assert "act:human" in person.choices


def test_more_can_be_said_to_somebody_else_and_then_the_talk_goes_on():
    person = Person(HELD)
    person.taps("act:listener_worry")
    assert person.taps("act:worry_more") == ["worry-more"]
    assert person.writes("elle dit de rien dire à maman", kind=Violence.grooming) == ["worry-more-kept"]
    assert Aside() in person.wishes
    assert person.level <= Level.medium  # nothing at the desk shows what was said about the listener
    assert person.writes("sinon ça va") == []
    assert person.wishes == []


def test_in_doubt_it_is_asked_and_a_no_lets_the_words_through():
    person = Person(HELD)
    assert person.writes("elle est bizarre avec moi") == ["worry-doubt"]
    assert Aside() in person.wishes
    assert person.taps("act:worry_no") == ["worry-no"]
    assert person.wishes[0] == ShowLine("e1")
    assert person.writes("elle est bizarre avec moi") == []  # asked once, not at every sentence


@pytest.mark.parametrize("yes", ["tap", "word"])
def test_in_doubt_a_yes_is_a_worry_and_the_words_stay_hidden(yes: str):
    person = Person(HELD)
    person.writes("elle est bizarre avec moi")
    said = person.taps("act:listener_worry") if yes == "tap" else person.writes("oui", intent=Intent.affirm)
    assert said == ["worry"]
    assert Worry() in person.wishes
    assert not any(isinstance(wish, ShowLine) for wish in person.wishes)


def test_unanswered_doubt_lets_the_words_through_with_the_next_message_or_after_a_minute():
    for later in ("words", "minute"):
        person = Person(HELD)
        person.writes("elle est bizarre avec moi")
        person.writes("donc voilà") if later == "words" else person.silent("doubt")
        assert person.wishes[0] == ShowLine("e1")
        assert (Unwatch("doubt") in person.wishes) == (later == "words")


def test_words_of_danger_are_never_held_back_in_doubt():
    person = Person(HELD)
    person.writes("il me fait peur, il a un couteau", seen=(Signal.danger,), entities=(KNIFE,))
    assert Aside() not in person.wishes


def test_danger_inside_a_worry_rings_and_shows_the_numbers():
    person = Person(HELD)
    person.writes("celui qui me répond me fait peur, je veux mourir", seen=(Signal.suicide,))
    assert Ring("asked") in person.wishes
    assert person.step
    assert set(person.step.replies[0].numbers) == {*HELD.screen, *HELD.talks}
    assert person.level >= Level.critical


def test_what_is_said_to_the_listeners_face_crosses_and_another_way_is_offered_unseen():
    person = Person(HELD)
    assert person.writes("tu me fais peur") == ["worry-beside"]
    assert person.wishes == [Aside(words=False)]


def test_during_a_talk_the_way_is_offered_whenever_somebody_is_asked_for():
    person = Person(HELD)
    assert person.taps("act:human") == ["human-here"]
    assert person.choices == ["act:listener_worry"]

"""Coming back with the phrase: where one stood, why words are not shown, what is kept, the question still open."""

from dataclasses import replace

import pytest

from bot.situation import Coffer
from handoff.case import State
from nlu.reading import Violence
from tests.bot.person import DAY, LIVE, NIGHT, Person

PAGE = frozenset({"phrase", "evidence", "vault"})


def back(person: Person, **changes: object) -> list[str]:
    person.situation = replace(person.situation, widgets=PAGE, **changes)  # type: ignore[arg-type]
    return person.comes()


def somebody(situation: object = DAY) -> Person:
    person = Person(situation)  # type: ignore[arg-type]
    person.comes()
    person.taps("danger:no")
    return person


def test_whoever_waits_is_told_where_they_stand_why_nothing_is_shown_and_asked_the_open_question():
    person = somebody()
    assert back(person) == ["welcome-back", "back-sealed", "back-waiting", "question-screen"]
    assert person.step
    assert person.step.replies[2].line
    assert person.choices[-1] == "screen:skip"
    assert person.wishes == [Coffer("receipts")]


def test_coming_back_ten_times_the_question_is_still_there():
    person = somebody()
    assert {back(person)[-1] for _ in range(10)} == {"question-screen"}


def test_at_night_it_is_said_when_the_team_is_back():
    assert back(somebody(NIGHT))[:3] == ["welcome-back", "back-sealed", "closed-kept"]


def test_whoever_asked_for_a_human_is_not_questioned_but_has_a_way_on():
    person = somebody()
    person.taps("act:human")
    assert back(person) == ["welcome-back", "back-sealed", "back-waiting"]
    assert {"act:continue_here", "act:human"} <= set(person.choices)


@pytest.mark.parametrize("state", [State.LIVE, State.SILENT])
def test_where_a_listener_is_that_is_said_and_nothing_is_asked(state: State):
    person = somebody()
    assert back(person, state=state) == ["welcome-back", "back-sealed", "human-here"]
    assert "act:listener_worry" in person.choices


def test_after_the_end_one_word_opens_it_again_and_no_question_waits():
    assert back(somebody(), state=State.CLOSED) == ["welcome-back", "back-sealed", "back-closed"]


def test_where_nothing_was_told_yet_nothing_is_called_sealed():
    person = Person(replace(DAY, state=None))
    person.comes()
    assert back(person) == ["welcome-back", "question-danger"]


def test_a_messenger_still_shows_what_was_said_so_nothing_is_explained():
    person = somebody(LIVE)
    person.writes("...", kind=Violence.bullying)
    assert person.comes()[0] == "welcome-back"
    assert person.wishes == []

"""The phrase: five words that lead back, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bot.channels.web.house import House, Person, a_letter
from vault.phrase import word_list

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = "tortue violette sous le parking du lundi"


@pytest.fixture(autouse=True)
def fresh(house: House) -> Iterator[None]:
    house.shelf.wrong = 0
    house.shelf.phrases.clear()
    yield
    house.shelf.wrong = 0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_five_words_are_drawn_in_the_language_of_the_page(person: Person, language: str) -> None:
    drawn = person.get("/chat/phrase", headers={"Accept-Language": language}).json()["phrase"].split("-")
    assert len(drawn) == 5
    assert set(drawn) <= set(word_list(language))
    assert person.house.shelf.phrases == {}


def test_a_phrase_leads_another_device_back_to_the_letters_that_wait(house: House, person: Person) -> None:
    person.hear(2)
    drawn = person.get("/chat/phrase").json()["phrase"]
    assert person.post("/chat/phrase", json={"phrase": drawn}).json() == {}
    house.post(person.who, a_letter("écrit pendant ton absence"))
    with Person(house) as again:
        again.take(again.post("/chat/resume", json={"phrase": drawn.upper().replace("-", " ")}).json()["token"])
        assert again.who == person.who
        assert [letter["paragraphs"] for letter in again.hear(4)][2:] == [
            ["écrit pendant ton absence"],
            ["Te revoilà."],
        ]
        again.say(text="me revoilà")
        assert person.hear(5)[-1]["paragraphs"] == ["Lu : 10 signes."]


def test_a_page_that_has_begun_keeps_its_token_when_it_resumes(house: House, person: Person) -> None:
    person.post("/chat/phrase", json={"phrase": OWN})
    with Person(house) as again:
        token = again.come().token
        assert again.post("/chat/resume", json={"phrase": OWN}).json() == {"token": token}
        assert again.who == person.who


def test_a_dead_token_does_not_come_alive_by_resuming(house: House, person: Person) -> None:
    person.post("/chat/phrase", json={"phrase": OWN})
    dead = person.token
    person.post("/chat/leave")
    assert person.post("/chat/resume", json={"phrase": OWN}).json()["token"] != dead
    assert person.get("/chat/phrase").status_code == 401


def test_a_wrong_phrase_and_one_that_never_was_get_the_same_answer(house: House, person: Person) -> None:
    person.post("/chat/phrase", json={"phrase": OWN})
    answers = [
        person.post("/chat/resume", json={"phrase": phrase})
        for phrase in (OWN + " presque", "jamais vu nulle part ici", "", "x" * 300, "\u202e")
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(403, answers[0].text)}
    assert answers[0].json()["again"] is True
    assert answers[0].json()["error"].startswith("Cette phrase n'ouvre rien ici.")


def test_too_many_tries_are_told_how_long_to_wait(house: House, person: Person) -> None:
    tries = [person.post("/chat/resume", json={"phrase": "pas celle-ci du tout"}) for _ in range(6)]
    assert [answer.status_code for answer in tries] == [403] * 5 + [429]
    assert "2 minutes" in tries[-1].json()["error"]
    assert tries[-1].headers["retry-after"] == "120"


@pytest.mark.parametrize(("phrase", "why"), [
    ("chat", "weak-short"), ("azerty azerty1 azerty2 azerty3 azerty4", "weak-common"),
        ("un petit chat noir dort", "weak-guessable"),
])  # fmt: skip
def test_a_weak_phrase_is_told_why(person: Person, phrase: str, why: str) -> None:
    answer = person.post("/chat/phrase", json={"phrase": phrase})
    assert (answer.status_code, answer.json()["again"], answer.json()["why"]) == (422, True, f"web-fault-{why}")


def test_a_phrase_somebody_else_has_is_refused_without_saying_so(house: House, person: Person) -> None:
    person.post("/chat/phrase", json={"phrase": OWN})
    with Person(house) as other:
        answer = other.come().post("/chat/phrase", json={"phrase": OWN})
    assert answer.json()["error"] == "Cette phrase ne convient pas. D'autres mots seront plus sûrs."


def test_a_second_phrase_is_refused(person: Person) -> None:
    assert person.post("/chat/phrase", json={"phrase": OWN}).status_code == 200
    assert person.post("/chat/phrase", json={"phrase": OWN + " bis"}).status_code == 409


def test_a_phrase_longer_than_any_is_refused(person: Person) -> None:
    assert person.post("/chat/phrase", json={"phrase": "mot " * 60}).status_code == 422

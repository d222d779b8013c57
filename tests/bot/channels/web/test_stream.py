"""What comes down: every letter once on the page, none lost, whatever the line does."""

from __future__ import annotations

import json
import socket
import time
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from bot.channels.web import stream
from tests.bot.channels.web.house import Person, a_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bot.channels.web.house import House


def test_a_stream_goes_on_where_the_last_one_ended(person: Person) -> None:
    person.hear(2)
    person.house.post(person.who, a_letter("et la suite"))
    assert [letter["paragraphs"] for letter in person.hear(1, after=person.last)] == [["et la suite"]]


def test_what_a_letter_is_called_by_tells_nothing_of_how_much_the_house_writes(person: Person) -> None:
    with Person(person.house) as other:
        names = [value for who in (person, other.come()) for value in names_of(who)]
        assert len(set(names)) == 4
        assert all(len(name) == 32 and not name.isdecimal() for name in names)
        other.house.post(person.who, a_letter("pour moi seul"))
        mine = [value for name, value in first(person.events(other.last), 2)]
    assert mine == names[:2]  # the name of somebody else's letter is no place in this conversation


def names_of(person: Person) -> list[str]:
    return [value for _, value in first(person.events(), 2)]


def first(events: Iterator[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """Return the first ids of a stream."""
    return list(islice((line for line in events if line[0] == "id"), count))


def test_a_letter_nobody_has_seen_yet_comes_again(person: Person) -> None:
    assert person.hear(2) == person.hear(2)


def test_a_letter_comes_as_it_was_written_down(person: Person) -> None:
    letter = a_letter(
        "deux\nlignes\r\net \u2028 trois : {}", code="A2B3", widget="evidence", choices=[{"id": "a:b", "label": "é"}]
    )
    person.house.post(person.who, letter)
    assert person.hear(3)[-1] == letter


def test_more_letters_than_one_fetch_brings_come_in_order(person: Person) -> None:
    person.house.post(person.who, *(a_letter(f"{number}") for number in range(450)))
    heard = [letter["paragraphs"][0] for letter in person.hear(452)]
    assert heard[2:] == [f"{number}" for number in range(450)]


@pytest.mark.parametrize("event", ["", "-1", "1.5", "x", "²", "9" * 400, "3", "f" * 32])
def test_a_strange_last_event_id_is_the_beginning(person: Person, event: str) -> None:
    with person.stream("GET", "/chat/stream", headers={"Last-Event-ID": event.encode()}) as answer:
        lines = (line for line in answer.iter_lines() if line.startswith("data"))
        assert json.loads(next(lines).partition(": ")[2])["paragraphs"] == ["Bonjour, je suis un programme."]


def test_two_pages_with_one_token_both_hear(person: Person) -> None:
    first, second = person.events(), person.events()
    for events in (first, second):
        while next(events)[0] != "data":
            pass
    person.house.post(person.who, a_letter("pour les deux"))
    for events in (first, second):
        assert any("pour les deux" in value for _, value in events)
        events.close()  # type: ignore[attr-defined]  # a generator, which may be left early


def test_a_silent_line_gives_signs_of_life_and_ends_by_itself(own_house: House) -> None:
    with Person(own_house) as somebody:
        began = time.monotonic()
        lines = list(somebody.come().events())
    assert lines.count(("", "here")) >= 2
    assert 1 < time.monotonic() - began < 5


def test_who_left_on_one_page_is_sent_away_on_the_other(person: Person) -> None:
    events = person.events()
    while next(events)[0] != "data":
        pass
    with Person(person.house) as elsewhere:
        elsewhere.take(person.token)
        elsewhere.post("/chat/leave")
    rest = list(events)
    assert ("event", "ended") in rest


def test_whoever_takes_nothing_is_cut_off_and_loses_nothing(own_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "STALLED", 0.2)
    with Person(own_house) as somebody:
        somebody.come()
        own_house.post(somebody.who, *(a_letter("x" * 400_000) for _ in range(40)))
        request = f"GET /chat/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {somebody.token}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", own_house.port)) as line:
            line.sendall(request.encode())
            assert line.recv(9) == b"HTTP/1.1 "
            deadline = time.monotonic() + 8
            while own_house.do(own_house.streams):
                assert time.monotonic() < deadline
                time.sleep(0.1)  # nothing can be awaited on a line that takes nothing
        assert len(somebody.hear(42)) == 42

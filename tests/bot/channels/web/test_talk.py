"""What goes up: a message is stored or the person is told, kindly and in their language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.bot.channels.web.house import Person
from tests.hanging_up import hangs_up

if TYPE_CHECKING:
    from tests.bot.channels.web.house import House


def test_whoever_opens_the_page_is_greeted_without_saying_who_they_are(person: Person) -> None:
    assert [letter["paragraphs"][0] for letter in person.hear(2)] == [
        "Bonjour, je suis un programme.", "Es-tu en danger ?",
    ]  # fmt: skip
    assert len(person.token) >= 43
    assert [incoming.language for incoming in person.house.parlour.what("start")][-1] == "fr"


def test_two_people_are_two_people(house: House, person: Person) -> None:
    with Person(house) as other:
        assert other.come().who != person.who


def test_what_was_written_reaches_the_bot_word_for_word(person: Person) -> None:
    words = "  Ils ont mis ma photo\n\nsur \u202eleur\u202c groupe \u200bsalut مرحبا 🫂 \x00 "
    assert person.say(text=words).json() == {}
    person.hear(3)
    assert person.house.parlour.what("text")[-1].text == words


def test_a_tap_reaches_the_bot_as_the_choice_it_is(person: Person) -> None:
    assert person.say(choice="age:13_14").status_code == 200
    assert person.hear(3)[-1]["paragraphs"] == ["Noté : age:13_14."]


def test_a_message_sent_again_is_stored_once(person: Person) -> None:
    assert [person.say("same", text="tu es là ?").status_code for _ in range(3)] == [200, 200, 200]
    person.say(text="fin")
    person.hear(4)
    told = [incoming.text for who, incoming in person.house.parlour.heard if who == person.who]
    assert told == ["", "tu es là ?", "fin"]


def test_two_people_may_use_the_same_key(house: House, person: Person) -> None:
    with Person(house) as other:
        other.come().say("same", text="moi aussi")
        person.say("same", text="moi")
        assert [other.hear(3)[-1]["paragraphs"], person.hear(3)[-1]["paragraphs"]] == [
            ["Lu : 9 signes."], ["Lu : 3 signes."],
        ]  # fmt: skip


def test_a_hundred_messages_in_a_breath_are_all_stored_in_order(person: Person) -> None:
    assert {person.say(text=f"{number}").status_code for number in range(100)} == {200}
    person.hear(102)
    told = [incoming.text for who, incoming in person.house.parlour.heard if who == person.who]
    assert told[1:] == [f"{number}" for number in range(100)]


def test_nobody_hears_sent_before_it_is_stored(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> list[bool]:
        raise OSError("the disk is full of secrets")

    with monkeypatch.context() as patch:
        patch.setattr(person.house.mailroom, "_write_down", broken)
        answer = person.say("kept", text="au secours")
    assert answer.status_code == 500
    assert answer.json()["again"] is True
    assert "secrets" not in answer.text
    assert person.say("kept", text="au secours").status_code == 200
    assert person.hear(3)[-1]["paragraphs"] == ["Lu : 10 signes."]


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b\u2060\ufeff", "\u202e\u202c", "\x00\x07"])
def test_a_message_with_nothing_to_see_is_told_so(person: Person, text: str) -> None:
    answer = person.say(text=text)
    assert (answer.status_code, answer.json()["again"]) == (422, False)
    assert answer.json()["error"] == "Ce message est vide. Un mot suffit."


@pytest.mark.parametrize(("letter", "count", "status"), [
    ("a", 4096, 200), ("a", 4097, 422), ("🫂", 4096, 200), ("🫂", 4097, 422),
])  # fmt: skip
def test_a_message_holds_4096_characters(person: Person, letter: str, count: int, status: int) -> None:
    answer = person.say(text=letter * count)
    assert answer.status_code == status
    if status == 200:
        assert person.hear(3)[-1]["paragraphs"] == ["Lu : 4096 signes."]
    else:
        assert "trop long" in answer.json()["error"]


def test_half_a_character_harms_nobody_else(house: House, person: Person) -> None:
    body = b'{"key": "half", "text": "cass\\ud83e"}'
    assert person.post("/chat/say", content=body).status_code == 200
    person.hear(3)
    assert house.parlour.what("text")[-1].text == "cass\ufffd"


@pytest.mark.parametrize("body", [
    b"{", b"[]", b'"text"', b"\xff\xfe", b"[" * 30000, b'{"text": "no key"}', b'{"key": "../x", "text": "a"}',
    b'{"key": "a", "text": 3}', b'{"key": "a", "choice": "nothing"}',
    b'{"key": "a", "choice": "act:human", "text": "b"}',
    b'{"key": "a", "choice": "act:<script>"}', b'{"key": "\\ud83e", "text": "a"}',
])  # fmt: skip
def test_what_no_page_of_ours_sends_is_answered_calmly(person: Person, body: bytes) -> None:
    answer = person.post("/chat/say", content=body)
    assert (answer.status_code, answer.json()["again"]) == (400, False)
    assert answer.json()["error"].startswith("Cette page n'est plus à jour")


def test_a_body_of_any_size_is_not_read_to_its_end(person: Person) -> None:
    assert person.post("/chat/say", content=b" " * 65536 + b"{}").status_code == 413


def test_a_letter_that_was_seen_is_not_kept(person: Person) -> None:
    person.hear(2)
    assert person.post("/chat/seen", json={"upto": person.last, "read": True}).json() == {}
    assert person.house.do(person.house.mailroom.pending, person.who, 0) == []


@pytest.mark.parametrize(
    "body", [{}, {"upto": "3"}, {"upto": 3}, {"upto": "é" * 32}, {"upto": True}, {"upto": "a" * 32, "read": 1}]
)
def test_a_place_in_the_letters_that_does_not_exist_is_refused(person: Person, body: dict[str, Any]) -> None:
    assert person.post("/chat/seen", json=body).status_code == 400


def test_nobody_can_mark_the_letters_of_another(house: House, person: Person) -> None:
    person.hear(2)
    with Person(house) as other:
        for theirs in (person.last, "f" * 32):
            assert other.come().post("/chat/seen", json={"upto": theirs, "read": True}).json() == {}
    assert len(house.do(house.mailroom.pending, person.who, 0)) == 2


DOORS = [
    ("GET", "/chat/stream"), ("POST", "/chat/say"), ("POST", "/chat/seen"), ("POST", "/chat/evidence"),
    ("GET", "/chat/phrase"), ("POST", "/chat/phrase"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), DOORS)
@pytest.mark.parametrize("bearer", ["", "Bearer", "Bearer " + "x" * 43, "Bearer ééé", "Basic abc"])
def test_a_token_of_nobody_opens_no_door(house: House, method: str, path: str, bearer: str) -> None:
    headers = {"Authorization": bearer.encode(), "Accept-Language": "fr"}
    answer = httpx.request(method, house.url + path, headers=headers, json={} if method == "POST" else None)
    assert answer.status_code == 401
    assert answer.json()["error"].startswith("Cette conversation n'est plus ouverte ici.")


@pytest.mark.parametrize("way", ["header", "beacon"])
def test_leaving_kills_the_token_for_whoever_holds_it(person: Person, way: str) -> None:
    token = person.token
    if way == "beacon":
        del person.headers["Authorization"]
        answer = person.post(
            "/chat/leave", content=json.dumps({"token": token}), headers={"Content-Type": "text/plain"}
        )
    else:
        answer = person.post("/chat/leave")
    assert answer.json() == {}
    person.take(token)
    assert [person.request(method, path, json={}).status_code for method, path in DOORS] == [401] * len(DOORS)


def test_leaving_is_told_to_the_bot_once(person: Person) -> None:
    before = len(person.house.parlour.what("left"))
    assert [person.post("/chat/leave").status_code for _ in range(3)] == [200, 200, 200]
    with Person(person.house) as later:
        later.come().hear(2)  # the bot deals with messages in order: whatever was left behind is dealt with now
    assert len(person.house.parlour.what("left")) == before + 1


def test_leaving_with_a_token_of_nobody_is_no_error(house: House) -> None:
    assert httpx.post(f"{house.url}/chat/leave", json={"token": "é" * 43}).json() == {}


def test_errors_are_told_in_the_language_of_the_page(house: House) -> None:
    answer = httpx.post(f"{house.url}/chat/say", headers={"Accept-Language": "en-GB,en;q=0.8,fr;q=0.1"}, json={})
    assert answer.json()["error"].startswith("This conversation is no longer open here.")
    answer = httpx.post(f"{house.url}/chat/say", headers={"Accept-Language": "de, ;q=x, fr;q=0"}, json={})
    assert answer.json()["error"].startswith("Cette conversation")


def test_health_answers(house: House) -> None:
    assert httpx.get(f"{house.url}/health").text == "ok"


def test_whoever_is_cut_off_while_sending_leaves_no_line_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.do(hangs_up, house.app, "/chat/resume")
    assert [record for record in caplog.records if record.name.startswith("bot")] == []

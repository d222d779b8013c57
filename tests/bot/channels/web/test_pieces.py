"""Files on their way into the vault: streamed, once, within the limit."""

from __future__ import annotations

import hashlib
import os
import socket
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.bot.channels.web.house import MAX_FILE, Person, Receipt
from vault.uploads import PART_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx


def _give(person: Person, content: bytes | Iterator[bytes], key: str = "one", **headers: str) -> httpx.Response:
    about = {"X-Key": key, "X-Name": quote("capture d'écran.png"), "Content-Type": "image/png"}
    return person.post("/chat/evidence", content=content, headers={**about, **headers})


def _kept(person: Person) -> list[Receipt]:
    return [receipt for (who, _), receipt in person.house.shelf.kept.items() if who == person.who]


def test_a_file_is_kept_and_its_code_told(person: Person) -> None:
    assert _give(person, b"\x89PNG").json() == {"code": "A2B3-C4D5-E6F7-G8H9"}
    assert _kept(person) == [Receipt("A2B3-C4D5-E6F7-G8H9", 4, "capture d'écran.png", "image/png")]


def test_25_megabytes_go_through_in_small_steps(person: Person) -> None:
    assert _give(person, b"x" * 25_000_000).status_code == 200
    assert _kept(person)[0].size == 25_000_000
    assert person.house.shelf.largest_chunk < 1_000_000


def test_a_file_sent_again_is_kept_once(person: Person) -> None:
    assert _give(person, b"abc").json() == _give(person, b"abc").json()
    assert len(_kept(person)) == 1


def test_an_empty_file_is_told_so(person: Person) -> None:
    answer = _give(person, b"")
    assert (answer.status_code, answer.json()["again"]) == (422, False)
    assert answer.json()["error"].startswith("Ce fichier est vide.")


def test_a_part_says_which_one_is_missing_and_the_last_brings_the_code(person: Person) -> None:
    film = os.urandom(2 * PART_BYTES + 5)
    assert _part(person, film, 1).json() == {"missing": 2}
    assert _part(person, film, 3).json() == {"missing": 2}
    assert _part(person, film, 2).json() == {"code": "A2B3-C4D5-E6F7-G8H9"}
    assert _kept(person) == [Receipt("A2B3-C4D5-E6F7-G8H9", len(film), "film.mp4", "video/mp4")]


def test_a_part_damaged_on_the_way_may_be_sent_again(person: Person) -> None:
    answer = _part(person, b"x" * (PART_BYTES + 1), 1, **{"X-SHA256": "0" * 64})
    assert (answer.status_code, answer.json()["again"]) == (409, True)


@pytest.mark.parametrize("wrong", [{"X-Part": "-1"}, {"X-Part": "un"}, {"X-Whole": "9" * 16}, {"X-SHA256": "A" * 64}])
def test_what_is_no_part_is_refused_before_it_is_read(person: Person, wrong: dict[str, str]) -> None:
    before = list(person.house.shelf.came)
    assert _part(person, b"x" * (PART_BYTES + 1), 1, **wrong).status_code == 400
    assert person.house.shelf.came == before


def _part(person: Person, film: bytes, number: int, **headers: str) -> httpx.Response:
    clear = film[(number - 1) * PART_BYTES : number * PART_BYTES]
    about = {"X-Key": "film", "X-Name": "film.mp4", "Content-Type": "video/mp4", "X-Part": str(number)}
    about |= {"X-Whole": str(len(film)), "X-SHA256": hashlib.sha256(clear).hexdigest()}
    return person.post("/chat/evidence/part", content=clear, headers={**about, **headers})


@pytest.mark.parametrize("announced", [True, False])
def test_a_file_above_the_limit_is_told_the_limit(person: Person, announced: bool) -> None:  # noqa: FBT001 - a case of the test
    size = MAX_FILE + 1
    chunks = (b"x" * 65536 for _ in range(size // 65536 + 1))
    length = {"Content-Length": str(size)} if announced else {}
    answer = _give(person, b"x" * size if announced else chunks, **length)
    assert answer.status_code == 413
    assert "26 Mo" in answer.json()["error"]
    assert _kept(person) == []


@pytest.mark.parametrize(("told", "kept"), [
    ("../../etc/passwd", "passwd"), ("C:\\Users\\Lea\\photo.jpg", "photo.jpg"), ("a\x00b\u202ec.png", "abc.png"),
    ("é" * 300, "é" * 120), ("", ""), ("مرحبا.png", "مرحبا.png"),
])  # fmt: skip
def test_a_name_is_only_a_name(person: Person, told: str, kept: str) -> None:
    assert _give(person, b"abc", **{"X-Name": quote(told, safe="")}).status_code == 200
    assert _kept(person)[0].name == kept


@pytest.mark.parametrize(("told", "kept"), [
    ("IMAGE/PNG; charset=x", "image/png"), ("<b>", "application/octet-stream"), ("", "application/octet-stream"),
])  # fmt: skip
def test_a_declared_kind_is_a_kind_or_nothing(person: Person, told: str, kept: str) -> None:
    assert _give(person, b"abc", **{"Content-Type": told}).status_code == 200
    assert _kept(person)[0].declared == kept


def test_a_file_without_a_key_is_refused(person: Person) -> None:
    assert _give(person, b"abc", key="").status_code == 400


def test_a_line_that_breaks_leaves_nothing_and_the_same_key_works_again(person: Person) -> None:
    head = (
        f"POST /chat/evidence HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {person.token}\r\nx-key: one\r\n"
        "content-length: 100\r\n\r\n"
    )  # fmt: skip
    with socket.create_connection(("127.0.0.1", person.house.port)) as line:
        line.sendall(head.encode() + b"half")
    assert _give(person, b"whole").status_code == 200
    assert [receipt.size for receipt in _kept(person)] == [5]

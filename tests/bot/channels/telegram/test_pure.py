"""Letters as Telegram shows them, and buttons that fit."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.writing import LONGEST, cut, parts_of, units

PLAIN = Buttons()


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=13_000))
def test_a_long_text_is_cut_into_messages_that_fit_and_no_word_is_lost(text: str):
    pieces = cut(text)
    assert all(units(piece) <= LONGEST for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.lists(st.text(min_size=1, max_size=80), max_size=12))
def test_every_choice_travels_in_64_bytes_and_comes_back_as_itself(choices: list[str]):
    buttons = Buttons(choices)
    for choice in choices:
        carried = buttons.travels_as(choice)
        assert len(carried.encode()) <= 64
        assert buttons.meant(carried) == choice


def test_a_receipt_is_marked_where_it_stands_though_smileys_count_double():
    letter = {
        "paragraphs": ["C'est gardé 😀😀. Ton reçu :"],
        "code": "ABCD-EFGH",
        "choices": [],
        "links": [],
        "numbers": [],
    }
    (part,) = parts_of(letter, PLAIN, "Retirer")
    (entity,) = part.entities
    marked = part.text.encode("utf-16-le")[entity.offset * 2 : (entity.offset + entity.length) * 2]
    assert marked.decode("utf-16-le") == "ABCD-EFGH"
    assert part.markup is not None
    assert part.markup.inline_keyboard[-1][-1].callback_data == "tidy"


def test_numbers_stand_in_the_text_where_a_phone_dials_them():
    numbers = [
        {"id": "3114", "label": "3114", "href": "tel:3114", "hours": "24 h/24"},
        {"id": "17", "label": "Police", "href": "tel:17", "hours": ""},
    ]
    (part,) = parts_of({"paragraphs": ["Appelle :"], "numbers": numbers}, PLAIN)
    assert "☎ 3114 (24 h/24)" in part.text
    assert "☎ Police : 17" in part.text


def test_what_looks_like_markup_in_somebodys_words_stays_as_it_is():
    words = "<b>*gras*</b> _non_ [lien](http://x)"
    (part,) = parts_of({"from": "listener", "paragraphs": [words]}, PLAIN)
    assert part.text == words
    assert part.entities == ()


def test_a_letter_without_a_word_sends_nothing():
    assert parts_of({"paragraphs": []}, PLAIN) == []

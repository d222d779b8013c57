"""Phrases: drawn ones can be typed by anybody, chosen ones cannot be guessed by those who know the person."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault.phrase import FLOOR_BITS, WORDS, Weakness, bits, draw, normalise, weakness, word_list


@pytest.mark.parametrize("language", ["fr", "en"])
def test_five_words_are_drawn_that_the_vault_itself_accepts(language: str) -> None:
    drawn = [draw(language) for _ in range(200)]
    assert len(set(drawn)) == 200
    for phrase in drawn:
        assert len(phrase.split("-")) == WORDS
        assert set(phrase.split("-")) <= set(word_list(language))
        assert weakness(phrase) is None


def test_a_draw_that_holds_a_walk_by_chance_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    words = iter(["objet", "aimer", "phare", "canoe", "radis", "tilleul", "canoe", "bougie", "radis", "phare"])
    monkeypatch.setattr("secrets.choice", lambda _: next(words))
    assert draw("fr") == "tilleul-canoe-bougie-radis-phare"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_can_be_typed_on_any_keyboard(language: str) -> None:
    words = word_list(language)
    assert len(set(words)) == len(words)
    for word in words:
        assert word.isascii()
        assert word.isalpha()
        assert word.islower()
        assert 4 <= len(word) <= 8


@pytest.mark.parametrize(
    "typed",
    [
        "oeuf-dete-bougie-radis-phare",
        "ŒUF DÉTÉ BOUGIE RADIS PHARE",
        "  œuf,dété  bougie_radis.phare\n",
        "œuf-de\u0301te\u0301-bougie-radis-phare",
        "œuf\u2011dété\u2011bougie\u00a0radis phare",  # what phones make of hyphens and spaces
    ],
)
def test_a_phrase_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalise(typed) == "oeuf dete bougie radis phare"


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_what_counts_of_a_phrase_counts_once_and_for_all(phrase: str) -> None:
    clean = normalise(phrase)
    assert normalise(clean) == clean
    assert normalise(phrase.casefold()) == clean


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("", Weakness.SHORT),
        ("soleil", Weakness.SHORT),
        ("lune soleil", Weakness.SHORT),
        ("tortue brocoli bateaux jaunes", Weakness.SHORT),  # the page says five words at least, and so it is
        ("chat chat chat chat chat chat", Weakness.SHORT),
        ("azerty uiop qsdf ghjk wxcv", Weakness.COMMON),
        ("je t'aime mon petit coeur", Weakness.COMMON),
        ("mot de passe super secret", Weakness.COMMON),
        ("lea 2011 lea 12 03 2011 paris", Weakness.GUESSABLE),
        ("juin 2012 lundi 14 mars", Weakness.GUESSABLE),
        ("aaaaaaa bbbbbbb ccccccc ddddddd eeeeeee", Weakness.GUESSABLE),
    ],
)
def test_a_phrase_a_friend_could_guess_is_refused(phrase: str, why: Weakness) -> None:
    assert weakness(phrase) is why


@pytest.mark.parametrize(
    "phrase", ["ma tortue verte mange du brocoli jaune", "seven orange boats behind the quiet bakery"]
)
def test_a_sentence_of_ones_own_is_accepted(phrase: str) -> None:
    assert weakness(phrase) is None
    assert bits(phrase) >= FLOOR_BITS

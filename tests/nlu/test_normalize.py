"""Normalising: what people type reads the same however they type it, and every piece knows where it came from."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.language import detect
from nlu.normalize import fold, normalise


def written_out(text: str, language: str = "fr") -> str:
    return normalise(fold(text), language, text).text


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("word", ["kill", "tell", "gun", "all", "sous", "well"])
def test_a_word_of_the_other_language_is_left_alone(word: str, language: str) -> None:
    assert written_out(word, language) == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sous le metro", "sous le metro"),
        ("dans 2 hours", "dans 2 hours"),
        ("jsp pk jsuis la", "je sais pas pourquoi je suis la"),
        ("jveux pu", "je veux pu"),
        ("jattends le bus", "j attends le bus"),
        ("kiiiill", "kill"),
        ("TEEEELL", "tell"),
        ("nooooon", "non"),
        ("c'est pas ça", "c est pas ca"),
        ("quelqu\u2019un", "quelqu un"),
        ("g peur, ya qqn", "j ai peur y a quelqu un"),
        ("su1c1de", "suicide"),
    ],
)
def test_french_short_forms_are_written_out(typed: str, meant: str) -> None:
    assert written_out(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("idk what 2 do", "i dont know what 2 do"),
        ("i'm gonna kms", "im going to kill myself"),
        ("u ok n me", "you ok n me"),
    ],
)
def test_english_short_forms_are_written_out(typed: str, meant: str) -> None:
    assert written_out(typed, "en") == meant


def test_a_capital_ts_is_an_attempt_and_a_small_one_is_all() -> None:
    assert (
        written_out("elle a fait une TS hier, ts les jours")
        == "elle a fait une tentative de suicide hier tous les jours"
    )
    assert written_out("TS LES JOURS") == "tous les jours"
    assert written_out("ELLE A FAIT UNE TS") == "elle a fait une tentative de suicide"


def test_invisible_and_right_to_left_marks_hide_nothing() -> None:
    assert fold("mo\u200bur\u202eir\ufeff\u00ad").text == "mourir"
    assert written_out("j\u200be v\u2060eux m\u0301ourir") == "je veux mourir"


def test_letters_of_other_widths_and_shapes_are_read() -> None:
    assert fold("\uff4d\uff4f\uff55\uff52\uff49\uff52").text == "mourir"
    assert fold("ŒUVRE").text == "oeuvre"
    assert fold("𝓂𝑜𝓊𝓇𝒾𝓇").text == "mourir"


def test_a_span_points_at_what_was_typed() -> None:
    text = "  Jveux\u200b MOURIR !!"
    folded = fold(text)
    read = normalise(folded, "fr", text)
    at = read.text.index("mourir")
    assert text[slice(*read.span(at, at + 6))] == "MOURIR"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["fr", "en", "other"]))
def test_nothing_anyone_can_type_breaks_it_and_every_span_lies_in_the_text(text: str, language: str) -> None:
    folded = fold(text)
    read = normalise(folded, language, text)
    for traced in (folded, read):
        assert len(traced.text) == len(traced.origins)
        assert list(traced.origins) == sorted(traced.origins)
        for start in range(0, len(traced.text), 7):
            first, last = traced.span(start, start + 5)
            assert 0 <= first < last <= len(text)


@given(st.text(alphabet="abcdeéèçàABC'\u2019 \u200b\u202e", max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@pytest.mark.parametrize(
    "text", ["a" * 4096, "é" * 4096, "\u200b" * 4096, "j" * 4096, "'" * 4096, "a'" * 2048, "😂" * 4096]
)
def test_four_thousand_characters_are_read_at_once(text: str) -> None:
    start = time.perf_counter()
    normalise(fold(text), "fr", text)
    assert time.perf_counter() - start < 0.2  # a few ms alone; room for a busy machine, none for a pattern gone wild


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("je sais pas quoi faire", "fr"),
        ("i dont know what to do", "en"),
        ("jsp mdr", "fr"),
        ("no entiendo que hago con esto", "other"),
        ("لا أريد أن أعيش", "other"),
        ("я не хочу жить", "other"),
    ],
)
def test_a_message_is_known_by_its_small_words(text: str, language: str) -> None:
    assert detect(fold(text).text) == language


def test_a_message_that_does_not_tell_takes_the_language_of_the_conversation() -> None:
    assert [detect("ok", "en"), detect("😂", "fr"), detect("xyz", "")] == ["en", "fr", "fr"]

from __future__ import annotations

import pytest

from bot.canned import CannedReplies
from bot.promises import promises_in
from bot.texts import Texts


@pytest.mark.parametrize(("text", "kinds"), [
    ("Je te promets que personne ne saura jamais.", ("secrecy", "deeds")),
    ("Je te promets.", ("deeds",)), ("Personne ne saura.", ("secrecy",)), ("ça reste entre nous", ("secrecy",)),
    ("La photo sera retirée, tout ira bien.", ("deeds",)), ("tout est effacé définitivement", ("gone",)),
    ("I promise.", ("deeds",)), ("nobody will know", ("secrecy",)), ("Tu es là ? Je te promets.", ("deeds",)),
    ("c\N{RIGHT SINGLE QUOTATION MARK}est entre toi et moi", ("secrecy",)),
])  # fmt: skip
def test_a_promise_in_a_listeners_words_is_found_in_either_language(text: str, kinds: tuple[str, ...]) -> None:
    assert promises_in(text) == kinds


@pytest.mark.parametrize("text", [
    "Bonsoir, je suis là. Prends ton temps.", "Je ne peux pas te promettre que personne ne le saura jamais ?",
    "Il t'a fait promettre de te taire ?", "Je reviens dans cinq minutes.", "Tu es en sécurité, là ?",
    "I can't promise anything.", "Ce n'est pas ta faute.", "Est-ce que quelqu'un d'autre le sait ?",
])  # fmt: skip
def test_plain_words_questions_and_refusals_promise_nothing(text: str) -> None:
    assert promises_in(text) == ()


@pytest.mark.parametrize("register", ["tu", "vous"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_shipped_reply_is_held_as_a_promise(language: str, register: str) -> None:
    replies = CannedReplies(Texts()).said(language, register, "Camille")
    assert {name: promises_in(text) for name, text in replies if promises_in(text)} == {}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["secrecy", "gone", "deeds"])
def test_every_kind_is_told_with_what_to_say_instead(language: str, kind: str) -> None:
    assert Texts().say(f"desk-promise-{kind}", language)

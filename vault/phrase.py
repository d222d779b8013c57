"""The phrase that resumes a case and unlocks a vault: five drawn words, or the person's own above a floor.

Lives here: drawing, normalising, judging. Does not live here: what a phrase seals (`vault.keys`).
"""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from enum import StrEnum
from functools import lru_cache
from importlib import resources

WORDS = 5
RECOVERY_WORDS = 14
"""More than 140 bits: recovery words are written on paper, so they may be long, and nobody guesses them ever."""
FLOOR_BITS = 50.0
"""What a phrase of one's own must be worth by our cautious count; five drawn words are worth 52 (`vault/words`)."""

LETTER_BITS = 2.2  # of a letter in a word we do not know: what people pick is close to language
UNKNOWN_CAP = 12.0  # an unknown word is a word of the dictionary, or a name
DIGIT_BITS = 2.5  # digits people pick are years and days
DIGITS_CAP = 11.0
LEAST_WORDS = 5
LEAST_LETTERS = 14
WALKS = ("azerty", "qwerty", "qwertz", "abcdef", "123456", "654321", "motdepasse", "password", "iloveyou", "jetaime")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


class Weakness(StrEnum):
    """Why a phrase of one's own is refused."""

    SHORT = "short"
    COMMON = "common"
    GUESSABLE = "guessable"


def draw(language: str) -> str:
    """Draw five words with the system's own randomness, joined by hyphens; French for "fr", English otherwise."""
    words, phrase = word_list(language), ""
    while weakness(phrase) is not None:  # "objet-aimer" holds one of the walks, and a word may come twice
        phrase = "-".join(secrets.choice(words) for _ in range(WORDS))
    return phrase


def draw_recovery(language: str) -> str:
    """Draw the words that open a vault whose phrase is lost."""
    return " ".join(secrets.choice(word_list(language)) for _ in range(RECOVERY_WORDS))


def normalise(phrase: str) -> str:
    """Return what counts of a phrase: no case, accent, ligature, hyphen, apostrophe or doubled space is told apart."""
    folded = unicodedata.normalize("NFKD", phrase).casefold().translate(LIGATURES)
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", bare))


def weakness(phrase: str) -> Weakness | None:
    """Tell why a phrase of one's own will not do, or None."""
    clean = normalise(phrase)
    joined = clean.replace(" ", "")
    if len(joined) < LEAST_LETTERS or len(set(clean.split())) < LEAST_WORDS:
        return Weakness.SHORT
    if any(walk in joined for walk in WALKS):
        return Weakness.COMMON
    return Weakness.GUESSABLE if bits(phrase) < FLOOR_BITS else None


def bits(phrase: str) -> float:
    """Estimate, rather too low than too high, how many bits a guesser has to guess; a repeated word counts once."""
    return sum(_word_bits(word) for word in set(normalise(phrase).split()))


@lru_cache(maxsize=2)
def word_list(language: str) -> tuple[str, ...]:
    """Return the words phrases are drawn from, in French for "fr", in English otherwise."""
    name = "fr.txt" if language == "fr" else "en.txt"
    return tuple(resources.files("vault").joinpath("words", name).read_text("utf-8").split())


def _word_bits(word: str) -> float:
    known = [len(word_list(language)) for language in ("fr", "en") if word in _known(language)]
    if known:
        return math.log2(min(known))
    if word.isdecimal():
        return min(DIGITS_CAP, DIGIT_BITS * len(word))
    return min(UNKNOWN_CAP, LETTER_BITS * len(set(word)))


@lru_cache(maxsize=2)
def _known(language: str) -> frozenset[str]:
    return frozenset(word_list(language))

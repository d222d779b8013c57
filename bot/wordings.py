"""What a text may not say, as a pattern with its honest exception; and the public numbers a sentence names. Pure.

Lives here: how words are looked for. Does not live here: the words (`bot.wordings_fr`, `bot.wordings_en`), and which
texts are looked at (`bot.lint`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a sentence where a variable will."""


class Kind(StrEnum):
    """Why something must not be said."""

    promise = "promises what nobody can keep"
    proof = "calls evidence more than it is"
    blame = "blames the person who writes"
    advice = "is advice that harms"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that must not stand in a text, unless the exception stands where they do; and what to write instead."""

    kind: Kind
    says: re.Pattern[str]
    unless: re.Pattern[str]
    mend: str

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the words stand, from their first letter to behind their last."""
        for found in self.says.finditer(text):
            honest = (one.span() for one in self.unless.finditer(text))
            if not any(start < found.end() and found.start() < end for start, end in honest):
                yield found.end() - len(found[0].lstrip(" .,:;!?«")), found.end()


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one language refuses: « ne paie pas » and "don't pay" are no advice to pay.

    `before` are the words that refuse what follows within the same clause, `after` those that refuse what precedes.
    """

    before: str
    after: str

    def refused(self, says: str) -> str:
        """Return the pattern of these words where they are refused."""
        return rf"(?:{self.before}){SAME_CLAUSE}{NO_NEW_CLAUSE}(?:{says})|(?:{says})(?:{self.after})"

    def wording(self, kind: Kind, says: str, mend: str, unless: str = "") -> Wording:
        """Make a wording that is honest where it is refused, and where `unless` stands."""
        return plain(kind, says, mend, f"{self.refused(says)}|{unless}" if unless else self.refused(says))


NO_NEW_CLAUSE = r"(?![.,!?;:«]|\b(?:et|mais|puis|alors|donc|and|but|then|so)\b)"
SAME_CLAUSE = rf"(?:{NO_NEW_CLAUSE}.){{0,26}}?"
NEVER = r"(?!)"


def plain(kind: Kind, says: str, mend: str, unless: str = NEVER) -> Wording:
    """Make a wording that is honest only where `unless` stands."""
    return Wording(kind, re.compile(says, re.IGNORECASE), re.compile(unless, re.IGNORECASE), mend)


_MONTHS = r"janv|févr|mars|avril|mai|juin|juil|août|sept|oct|nov|déc|jan|feb|mar|apr|may|june|july|aug|dec"
_UNITS = (
    r"ans?\b|ml|cl|k?g\b|h\b|heures?|min|minutes?|jours?|j\b|mots?|%|€|euros?|years?|hours?|days?|words?|ou plus"
    r"|et plus|and over|or over|or older|or more|°|mo\b|mb\b|lettres?|letters?|caractères?|characters?|messages?"
    rf"|personnes?|people|points?|secondes?|seconds?|{_MONTHS}"
)
NUMBER = re.compile(
    r"(?<![\d.,:/\u2013-])(?:\+\d{1,3}(?:[ .-]?\d){6,12}|0[ .]?\d(?:[ .-]?\d){5,11}|116 ?\d{3}|3\d{3}"
    r"|1[0-2]\d|14[347]|19[167]|911|988|999|1[578])"
    rf"(?![\d:/\u2013-]|[.,]\d| ?(?:{_UNITS}))",
    re.IGNORECASE,
)
"""A number to dial: of the emergency services and helplines of Europe, or a long one. No age, no hour, no date."""
AGED = re.compile(
    r"(?:moins|plus|âge|de|à|dès|avant|après|entre|under|over|below|above|aged?|from|to|than) $", re.IGNORECASE
)
SHORT = 2


def numbers_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a sentence names a public number, and its digits; two digits after "under" are an age."""
    for found in NUMBER.finditer(text):
        if len(found[0]) > SHORT or not AGED.search(text[: found.start()]):
            yield found.start(), found.end(), dialled(found[0])


def dialled(number: str) -> str:
    """Return a number as a telephone takes it: digits and plus only."""
    return re.sub(r"[^\d+]", "", number)

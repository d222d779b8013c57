"""Short plain questions to the bot, and goodbyes, in many wordings: which of them a message is as a whole. Pure.

Lives here: matching against `questions.txt`; a sentence that tells something is none of them. Does not live here: what
is answered (`bot.plainly`).
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from importlib import resources

from nlu.normalize import fold, normalise

LONGEST = 70
"""Longer than this nobody asks one of these alone."""


class Question(Enum):
    """What is asked."""

    ROBOT = "robot"
    WHEN = "when"
    HELP = "help"
    CRY = "cry"
    PHRASE = "phrase"
    HELLO = "hello"
    LINE = "line"
    THERE = "there"
    ARRIVED = "arrived"
    AWAKE = "awake"
    THANKS = "thanks"
    FAREWELL = "farewell"
    FRENCH = "language_fr"
    ENGLISH = "language_en"


TEARS = re.compile(r"(?:[😭😢😥😿💔🥺😞😔☹️🙁\s])+")
NAME, GIVEN, SECTION = re.compile("<[a-z ]+>"), re.compile("(<[a-z ]+>) = (.*)"), re.compile(r"\[(\w+)\]")
SIGNS = re.compile(r"[^\w' ]+")


@lru_cache(maxsize=1)
def forms() -> tuple[tuple[Question, re.Pattern[str]], ...]:
    """Return the wordings of each question, as one pattern."""
    names: dict[str, str] = {}
    found: dict[Question, list[str]] = {}
    question = Question.ROBOT
    for line in resources.files("bot").joinpath("questions.txt").read_text("utf-8").splitlines():
        written = NAME.sub(lambda name: names.get(name[0], name[0]), line)
        if given := GIVEN.fullmatch(line):
            names[given[1]] = NAME.sub(lambda name: names[name[0]], given[2])
        elif section := SECTION.fullmatch(line):
            question = Question(section[1])
        elif line and not line.startswith("#"):
            found.setdefault(question, []).append(f"(?:{written})")
    return tuple((one, re.compile("|".join(patterns))) for one, patterns in found.items())


def asked(text: str, language: str) -> Question | None:
    """Return what a short message asks, None where it asks none of this."""
    if len(text) > LONGEST:
        return None
    if text.strip() and TEARS.fullmatch(text):
        return Question.CRY
    folded = fold(text)
    for written in (folded.text, normalise(folded, language, text).text):
        plain = " ".join(SIGNS.sub(" ", written).split())
        for question, form in forms():
            if form.fullmatch(plain) or ("?" in text and form.fullmatch(f"{plain} ?")):
                return question
    return None

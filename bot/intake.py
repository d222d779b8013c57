"""The intake: which question is next, and what typed words already answer. Pure.

Lives here: the order of questions, from config.yml and answers so far. Does not live here: what an answer brings
(`bot.answers`), what it weighs (`nlu.severity`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot import news
from nlu.reading import Intent, Violence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.intake_settings import QuestionSettings
    from bot.standing import Standing
    from nlu.reading import Reading

TWICE = 2
"""A question that typed words pass over is put once more, then left to the listener."""
INVITE_AFTER = "age"
"""After this question the person is told that they are in the queue, and asked whether to go on."""

FOLLOW_UPS: Mapping[str, tuple[str, ...]] = {
    "direct": ("now", "sometimes", "past", "unsure", "no", "skip"),
    "harm_plan": ("today", "means", "no", "unsure", "skip"),
    "safe_hours": ("morning", "noon", "afternoon", "evening", "night", "skip"),
    "whereabouts": ("safe", "unknown"),
    **news.QUESTIONS,
    "risk": ("no", "yes", "unsure"),
    "refer": ("yes", "no"),
    "received": ("yes", "not_yet", "no"),
}
"""The questions an answer or a word brings up, whatever is configured."""

OF_VIOLENCE: Mapping[Violence, str] = {
    Violence.sexual_violence: "body",
    Violence.sextortion: "blackmail",
    Violence.grooming: "adult_insists",
    Violence.intimate_images: "intimate",
    Violence.threats: "threats",
    Violence.bullying: "insults",
    Violence.hate: "insults",
    Violence.doxxing: "other",
    Violence.hacking: "other",
    Violence.impersonation: "other",
    Violence.shocking_content: "other",
}
YES: Mapping[str, str] = {
    "danger": "hurt_now",
    "direct": "sometimes",
    "screen": "unsure",
    "demand": "unsure",
    "harm_plan": "unsure",
}
"""What a bare typed yes means where it is not one of the choices: unclear counts as seen."""
WORDS = re.compile(r"[^\W\d_]+")
NO = frozenset(["non", "nan", "nn", "nop", "nope", "no", "nah", "jamais", "never", "pas", "not"])
SOFTLY = frozenset(
    ["du", "tout", "absolument", "merci", "ah", "oh", "euh", "bah", "ben", "moi", "at", "all", "thanks", "thank", "you"]
)
"""What may stand beside a no that stays one."""
NEGATING = frozenset(["pas", "jamais", "not", "never", "don", "dont"])
DYING = frozenset(["mourir", "mort", "suicider", "suicide", "die", "dying", "kill", "killing"])
OF_IT = frozenset([
    "je", "j", "n", "ne", "me", "m", "veux", "pense", "pensé", "à", "a", "de", "d", "y", "ça", "ca", "la", "le", "i",
    "am", "do", "don", "t", "dont", "want", "to", "of", "about", "think", "thinking", "thought", "myself", "have", "ve",
])  # fmt: skip
"""The words of the question itself, as they come back in « non je veux pas mourir »."""
ADULT, TEEN, YOUNG = 18, 15, 13
BARE_AGE = re.compile(r"\D*(\d{1,2})\D*")
OF_ONESELF = re.compile(r"(?:\bj'?\s?ai|\bj'?suis|\bje suis|\bg|\bi'?\s?a?m|\bmoi|^)\W*$", re.IGNORECASE)


def next_question(questions: Sequence[QuestionSettings], standing: Standing) -> QuestionSettings | None:
    """Return the first question that is due, or None where the intake is over."""
    return next((question for question in questions if _is_due(question, standing)), None)


def choices_of(questions: Sequence[QuestionSettings], question: str) -> tuple[str, ...]:
    """Return the choices of a question, configured or following up; empty for one nobody knows."""
    if question in FOLLOW_UPS:
        return FOLLOW_UPS[question]
    return next((tuple(one.choices) for one in questions if one.id == question), ())


def _is_due(question: QuestionSettings, standing: Standing) -> bool:
    if standing.answers.get(question.id) or question.id in standing.heard:
        return False
    if question.id == "danger" and standing.danger_shown:
        return False  # it was told, in words or by the button
    if standing.times.get(question.id, 0) >= TWICE:
        return False
    return _any(question.always, standing) or not _any(question.unless, standing)


def _any(conditions: Mapping[str, Sequence[str]], standing: Standing) -> bool:
    return any(standing.answered(question) in choices for question, choices in conditions.items())


def understood(reading: Reading, text: str, asked: str, choices: Sequence[str]) -> dict[str, str]:
    """Return what typed words answer: the question on the screen, and whatever else they tell. Never a "no danger".

    What is heard is only not asked again; it weighs through the reading, which may raise and never lower.
    """
    found = {}
    if reading.type is not Violence.none:
        found["what"] = OF_VIOLENCE[reading.type]
    age = age_in(reading, text, bare=asked == "age")
    if age is not None:
        found["age"] = band(age)
    answer = _answer(reading.intent, asked, choices)
    if (asked, answer) == ("direct", "no") and not is_clear_no(text):
        answer = "skip"  # "non laisse" says nothing about dying: a dodge, and whoever reads it as a no is misled
    return found | ({asked: answer} if asked and answer else {})


def is_clear_no(text: str) -> bool:
    """Tell whether typed words say no to the direct question and nothing else: only such a no is shown as one."""
    words = set(WORDS.findall(text.casefold()))
    if words & DYING:
        return bool(words & NEGATING) and words <= NO | SOFTLY | NEGATING | DYING | OF_IT
    return bool(words & NO) and words <= NO | SOFTLY


def _answer(intent: Intent, asked: str, choices: Sequence[str]) -> str:
    match intent:
        case Intent.deny if "no" in choices:
            return "no"
        case Intent.unsure if "unsure" in choices:
            return "unsure"
        case Intent.affirm:
            return YES.get(asked, "")
        case _:
            return ""


def age_in(reading: Reading, text: str, *, bare: bool) -> int | None:
    """Return the age a person gives as their own; with `bare`, a lone number is one."""
    for entity in reading.entities:
        if entity.kind == "age" and entity.value.isdecimal() and (bare or OF_ONESELF.search(text[: entity.start])):
            return int(entity.value)
    lone = BARE_AGE.fullmatch(text.strip()) if bare else None
    return int(lone[1]) if lone else None


def band(age: int) -> str:
    """Return the age band of an age in years."""
    if age >= ADULT:
        return "adult"
    if age >= TEEN:
        return "15_17"
    return "13_14" if age >= YOUNG else "under_13"

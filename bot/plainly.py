"""What people ask the bot in plain words, and the plain answer: a program, yes; when the team is back; who answers now.

Pure. Does not live here: which question a message is (`bot.questions`), wishes the reader understands (`bot.wants`),
danger, which `bot.conversation` looks for first.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot import acts
from bot.questions import Question
from bot.replies import Reply, Say, reply
from bot.situation import Told
from nlu.reading import Outcome

BY_MODEL = "model:"

if TYPE_CHECKING:
    from bot.situation import Situation
    from bot.standing import Standing
    from nlu.reading import Reading


def heard(reading: Reading, question: Question) -> Reading:
    """Return the reading of such a question: a doubt is no reason to ask more, nor is what the classifier alone sees.

    Words so short and so plain are known whole; only a cry for help keeps whatever was seen in it.
    """
    ruled = {one.signal for one in reading.because if not one.rule.startswith(BY_MODEL)}
    cries = question in {Question.HELP, Question.CRY}
    seen = {signal for signal in reading.seen() if cries or signal in ruled}
    return replace(reading, signals=MappingProxyType(dict.fromkeys(seen, Outcome.seen)))


def answer(standing: Standing, question: Question, situation: Situation) -> Told:
    """Answer it; `done` says that no question of the intake needs to follow."""
    match question:
        case Question.THANKS:
            return Told(standing, (reply("answer-thanks"),), done=True)
        case Question.FAREWELL if standing.asked in {"direct", "harm_plan"}:
            return Told(standing)  # it stays on the screen
        case Question.FAREWELL:
            return acts.farewell(replace(standing, asked=""), situation)
        case Question.ROBOT:
            return Told(standing, (reply("answer-robot", "act:human", presence=situation.presence),), done=True)
        case Question.WHEN:
            return Told(standing, (_when(situation),), done=True)
        case Question.HELP:
            says = (Say("answer-help-now"), *([Say("closed-numbers")] if situation.talks else []))
            help_now = Reply(says, ("act:danger", "act:human"), situation.talks)
            return Told(standing, (help_now,), done=standing.paused)
        case Question.CRY:
            says = (Say("answer-cry"), *([Say("closed-numbers")] if situation.talks else []))
            return Told(standing, (Reply(says, ("act:danger", "act:human"), situation.talks),), done=True)
        case _:
            return replace(acts.done(standing, question.value, situation), done=True)


def _when(situation: Situation) -> Reply:
    """Say who reads now, or when somebody does; and at night, who answers all the same."""
    if situation.open:
        return Reply((Say("team-here"),), ("act:human", "act:danger"), line=True)
    rings = (Say("closed-rings"),) if situation.rings else ()
    numbers = (Say("closed-numbers"),) if situation.talks else ()
    says = (Say("team-away"), situation.back, *rings, *numbers)
    return Reply(tuple(dict.fromkeys(says)), ("act:human", "act:danger"), situation.talks)

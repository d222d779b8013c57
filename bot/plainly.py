"""What people ask the bot in plain words, and the plain answer: a program, yes; what this is; who is there.

Pure. Does not live here: which question a message is (`bot.questions`), wishes the reader understands (`bot.wants`),
danger, which `bot.conversation` looks for first.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot import acts, nearness
from bot.questions import Question
from bot.replies import Reply, Say, reply
from bot.situation import Coffer, Told
from nlu.reading import Outcome

BY_MODEL = "model:"
KEPT_WHOLE = frozenset({Question.ARRIVED, Question.AWAKE})
"""What tells something besides asking: nothing that was read in it is dropped."""
KINDLY = frozenset({Question.THANKS, Question.FAREWELL})
"""Thanks and a goodbye, which may be more than that."""
GOES_ON = frozenset({Question.HELLO, Question.LINE, Question.HELP, Question.AWAKE})
"""After these the next question follows, where none stands on the screen."""
OTHERS = frozenset({Question.PHRASE, Question.FRENCH, Question.ENGLISH})
"""What a button of the house does."""
UNANSWERED = frozenset({"direct", "harm_plan"})
"""The questions a kind word is no answer to: each is put again instead."""

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.situation import Situation
    from bot.standing import Standing
    from nlu.reading import Reading
OF_A_CRY: Mapping[Question, str] = {
    Question.HELP: "answer-help-now",
    Question.CRY: "answer-cry",
    Question.AWAKE: "answer-awake",
}
"""What is said first to whoever cries, calls for help or cannot sleep; the numbers stand below it."""


def heard(reading: Reading, question: Question) -> Reading:
    """Return the reading of such a question: a doubt is no reason to ask more, nor is what the classifier alone sees.

    Words so short and so plain are known whole. A cry for help keeps whatever was seen in it; of thanks and a goodbye,
    which may be a last one, a doubt remains.
    """
    if question in KEPT_WHOLE:
        return reading
    ruled = {one.signal for one in reading.because if not one.rule.startswith(BY_MODEL)}
    cries = question in {Question.HELP, Question.CRY}
    signals = {signal: Outcome.seen for signal in reading.seen() if cries or signal in ruled}
    if question in KINDLY:
        signals = dict.fromkeys((*reading.seen(), *reading.asks()), Outcome.ask) | signals
    return replace(reading, signals=MappingProxyType(signals))


def answer(standing: Standing, question: Question, situation: Situation) -> Told:
    """Answer it; a question that stands on the screen stays there and is not put again."""
    if question in KINDLY and standing.asked in UNANSWERED:
        return Told(standing)
    told = _answered(standing, question, situation)
    near = _is_near(standing)
    if told.replies and question not in OTHERS and near and situation.screen:
        told = replace(told, replies=_with_numbers(told.replies, situation))
    asks_on = question in GOES_ON or not (standing.times or question in KINDLY)
    rests = bool(told.replies) and (bool(standing.asked) or near or not asks_on)
    return replace(told, rests=rests)


def _answered(standing: Standing, question: Question, situation: Situation) -> Told:
    match question:
        case Question.HELLO:
            return Told(standing, (reply("answer-hello"),) if standing.asked else ())
        case Question.THANKS:
            return Told(standing, (reply("answer-thanks"),))
        case Question.FAREWELL:
            return acts.farewell(replace(standing, asked=""), situation)
        case Question.ROBOT:
            return Told(standing, (reply("answer-robot", "act:human", presence=situation.presence),))
        case Question.LINE:
            return Told(standing, (reply("answer-help"),))
        case Question.WHEN:
            return Told(standing, (_when(situation),))
        case Question.THERE:
            return Told(standing, (_when(situation, Say("answer-there")),))
        case Question.ARRIVED:
            return Told(standing, (reply("answer-arrived"),), (Coffer("arrived"),))
        case Question.HELP | Question.CRY | Question.AWAKE:
            return Told(standing, (_comfort(OF_A_CRY[question], situation),))
        case _:
            return replace(acts.done(standing, question.value, situation), done=True)


def _is_near(standing: Standing) -> bool:
    return standing.danger_shown or nearness.is_near(standing)


def _with_numbers(replies: tuple[Reply, ...], situation: Situation) -> tuple[Reply, ...]:
    """Let the fastest numbers stand below the answer: to whoever is in danger no kind word comes alone."""
    first, *rest = replies
    says = tuple(dict.fromkeys((*first.says, Say("closed-numbers"))))
    choices = tuple(dict.fromkeys(("act:danger", *first.choices)))
    return (replace(first, says=says, choices=choices, numbers=acts.fastest(situation)), *rest)


def _comfort(text: str, situation: Situation) -> Reply:
    says = (Say(text), *([Say("closed-numbers")] if situation.talks else []))
    return Reply(says, ("act:danger", "act:human"), situation.talks)


def _when(situation: Situation, *first: Say) -> Reply:
    """Say who reads now, or when somebody does; and at night, who answers all the same."""
    if situation.open:
        return Reply((*first, Say("team-here")), ("act:human", "act:danger"), line=True)
    rings = (Say("closed-rings"),) if situation.rings else ()
    numbers = (Say("closed-numbers"),) if situation.talks else ()
    now = Say("team-on" if situation.there else "team-away")
    says = (*first, now, situation.back, *rings, *numbers)
    return Reply(tuple(dict.fromkeys(says)), ("act:human", "act:danger"), situation.talks)

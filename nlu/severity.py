"""How fast a human is needed: answers, readings and circumstances in, one level and its reasons out.

Pure. The floor (`nlu.floor`, `nlu.wording` and what is written here) cannot be configured lower: a configured `Rule`
may only raise, and so may words. Does not live here: who is told and when (`handoff.ladder`), and lowering, which only
a human does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from nlu import floor, wording
from nlu.errors import NluError
from nlu.floor import Row
from nlu.level import Level, Reason
from nlu.reading import Signal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nlu.reading import Reading

__all__ = [
    "RULES",
    "Answers",
    "Assessment",
    "Circumstances",
    "Level",
    "Reason",
    "Rule",
    "RuleError",
    "assess",
    "level_of_words",
    "parse_rule",
    "parse_rules",
]

Answers: TypeAlias = Mapping[str, tuple[str, ...]]
"""Question to every choice ever given, oldest first: no answer lowers, the gravest counts."""

THIRD_CONTACT = 3
"""So many contacts within 7 days for the same violence are high."""

CIRCUMSTANTIAL = frozenset(
    {
        "alone-at-night",
        "answer-skip",
        "answer-unsure",
        "child-violence",
        "danger-no",
        "danger-not-answered",
        "direct-silence",
        "direct-skipped",
        "home-violence",
        "screen-violence",
        "third-contact",
        "unread-message",
        "weighed-before",
        "words-danger-unanswered",
    }
)
"""The rules that are neither a row of the floor nor met by words alone."""

RULES = frozenset(row.rule for row in (*floor.SINGLE, *floor.TOGETHER, *floor.RAISING)) | wording.RULES | CIRCUMSTANTIAL
"""Every rule a reason may name, besides configured ones: each has a text `reason-<rule>`."""

_Met: TypeAlias = tuple[Level, Reason]


class RuleError(NluError):
    """A configured rule cannot be used; the message names the rule and what was expected."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the configuration: where each question has one of its choices, the level is at least this one."""

    id: str
    when: Mapping[str, frozenset[str]]
    level: Level


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known besides answers and words.

    `direct_silence`: two minutes went by after the direct question; `danger_silence`: idem after question 1 was put
    because of danger in the words. `bare_ask`: the direct question was put for no other reason than a reading's `ask`.
    `previous`: the level the case already has.
    """

    contacts_in_7_days: int = 1
    alone_at_night: bool = False
    unread_messages: int = 0
    direct_silence: bool = False
    previous: Level | None = None
    danger_silence: bool = False
    bare_ask: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """The level, why (gravest first), whether the direct question should be put, and what else should be asked."""

    level: Level
    reasons: tuple[Reason, ...]
    ask_direct: bool
    asks: frozenset[Signal]


def assess(
    answers: Answers,
    readings: Sequence[Reading],
    circumstances: Circumstances,
    rules: Sequence[Rule] = (),
) -> Assessment:
    """Weigh everything known about one case.

    More answers and more readings never lower the level, but for one: what nobody knows yet is medium, and "nobody is
    in danger" may settle it to low.
    """
    met = list(_met(answers, readings, circumstances, rules))
    known = max((level for level, _ in met), default=Level.low)
    for level, reason in _raised(answers, circumstances, known):
        met.append((level, reason))
    met.sort(key=lambda pair: -pair[0])
    return Assessment(
        level=met[0][0],
        reasons=tuple(dict.fromkeys(reason for _, reason in met)),
        ask_direct=_wants_direct(answers, readings) and not answers.get("direct") and not circumstances.direct_silence,
        asks=_asked(readings),
    )


def level_of_words(reading: Reading) -> Level:
    """Weigh one message by itself, as if nothing else were known and nobody had been asked anything."""
    return max((level for level, _ in wording.met([reading])), default=Level.low)


def parse_rules(raw: Iterable[object]) -> tuple[Rule, ...]:
    """Turn the configuration's `severity.rules` into rules, or raise RuleError."""
    return tuple(parse_rule(one) for one in raw)


def parse_rule(raw: object) -> Rule:
    """Turn `{id, when: {question: [choices]}, level}` into a rule, or raise RuleError."""
    match raw:
        case {"id": str(name), "when": Mapping() as when, "level": str(level), **rest} if not rest and name and when:
            pass
        case _:
            raise RuleError("a severity rule takes id, when: {question: [choices]} and level, and nothing else")
    if level not in Level.__members__:
        raise RuleError(f"severity rule {name}: level is one of {', '.join(Level.__members__)}")
    return Rule(
        name, {str(question): _choices(name, question, given) for question, given in when.items()}, Level[level]
    )


def _choices(rule: str, question: object, given: object) -> frozenset[str]:
    match given:
        case str():
            return frozenset({given})
        case [*choices] if choices and all(isinstance(choice, str) for choice in choices):
            return frozenset(str(choice) for choice in choices)
        case _:
            raise RuleError(f"severity rule {rule}: {question} takes a list of choices")


def _met(
    answers: Answers, readings: Sequence[Reading], circumstances: Circumstances, rules: Sequence[Rule]
) -> Iterator[_Met]:
    configured = (Row(rule.id, rule.level, rule.when) for rule in rules)
    for row in (*floor.SINGLE, *floor.TOGETHER, *configured):
        if place := row.met(answers):
            yield row.level, Reason(row.rule, "answer", *place)
    yield from wording.met(readings)
    yield from _open(answers)
    yield from _direct(answers, readings, circumstances)
    yield from _violent(answers, readings, circumstances)
    yield from _around(answers, readings, circumstances)


def _open(answers: Answers) -> Iterator[_Met]:
    """Unknown is not safe: nothing said about danger, a skip or a "don't know" anywhere is medium."""
    if "no" in answers.get("danger", ()):
        yield Level.low, Reason("danger-no", "answer", "danger", "no")
    elif not any(choice in floor.DANGER for choice in answers.get("danger", ())):
        yield Level.medium, Reason("danger-not-answered", "circumstance", "danger")
    for question, choices in answers.items():
        for choice in sorted({"skip", "unsure"}.intersection(choices)):
            yield Level.medium, Reason(f"answer-{choice}", "answer", question, choice)


def _direct(answers: Answers, readings: Sequence[Reading], circumstances: Circumstances) -> Iterator[_Met]:
    """Weigh a skip or silence where the direct question was put: critical, high after a bare `ask`."""
    level = Level.high if circumstances.bare_ask and not _stood_before(answers, readings) else Level.critical
    if "skip" in answers.get("direct", ()):
        yield level, Reason("direct-skipped", "answer", "direct", "skip")
    if circumstances.direct_silence or "silence" in answers.get("direct", ()):
        yield level, Reason("direct-silence", "circumstance", "direct", "silence")


def _stood_before(answers: Answers, readings: Sequence[Reading]) -> bool:
    grave = (row for row in floor.SINGLE if row.level >= Level.high and "direct" not in row.when)
    return any(row.met(answers) for row in grave) or any(reading.seen() for reading in readings)


def _violent(answers: Answers, readings: Sequence[Reading], circumstances: Circumstances) -> Iterator[_Met]:
    """Weigh a violence by who is near: at home, over the phone's shoulder, under 13, for the third time."""
    if not (any(row.met(answers) for row in floor.VIOLENT) or wording.is_violent(readings)):
        return
    if "home" in answers.get("author", ()):
        yield Level.critical, Reason("home-violence", "answer", "author", "home")
    if "author" in answers.get("screen", ()):
        yield Level.critical, Reason("screen-violence", "answer", "screen", "author")
    if "under_13" in answers.get("age", ()):
        yield Level.high, Reason("child-violence", "answer", "age", "under_13")
        if any(wording.is_child_critical(reading) for reading in readings):
            yield Level.critical, Reason("child-threatened", "answer", "age", "under_13")
    if circumstances.contacts_in_7_days >= THIRD_CONTACT:
        yield Level.high, Reason("third-contact", "circumstance")


def _around(answers: Answers, readings: Sequence[Reading], circumstances: Circumstances) -> Iterator[_Met]:
    if circumstances.contacts_in_7_days >= THIRD_CONTACT:
        yield Level.medium, Reason("third-contact", "circumstance")
    if circumstances.unread_messages > 0:
        yield Level.medium, Reason("unread-message", "circumstance")
    if circumstances.previous is not None:
        yield circumstances.previous, Reason("weighed-before", "circumstance")
    danger = any(Signal.danger in reading.seen() for reading in readings)
    if danger and (circumstances.danger_silence or "skip" in answers.get("danger", ())):
        yield Level.emergency, Reason("words-danger-unanswered", "circumstance", "danger")


def _raised(answers: Answers, circumstances: Circumstances, known: Level) -> Iterator[_Met]:
    """Raise what is known by one level, to high at most, once: two such reasons are still one level."""
    level = min(Level.high, Level(min(known + 1, Level.emergency)))
    for row in floor.RAISING:
        if place := row.met(answers):
            yield level, Reason(row.rule, "answer", *place)
    if circumstances.alone_at_night:
        yield level, Reason("alone-at-night", "circumstance")


def _wants_direct(answers: Answers, readings: Sequence[Reading]) -> bool:
    if any(row.met(answers) for row in floor.DIRECT):
        return True
    return any(
        Signal.suicide in reading.asks() | reading.seen() or Signal.self_harm in reading.seen() for reading in readings
    )


def _asked(readings: Sequence[Reading]) -> frozenset[Signal]:
    asked: frozenset[Signal] = frozenset().union(*(reading.asks() for reading in readings))
    return asked.difference(*(reading.seen() for reading in readings))

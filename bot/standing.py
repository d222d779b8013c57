"""Where one correspondent stands: answers, what was heard in their words, which question is on the screen.

Lives here: the value and its JSON form, which is sealed as a whole. Nothing a person wrote stands in it: of a message
only what was understood is kept. Does not live here: what comes next (`bot.conversation`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from nlu.reading import Because, Entity, Outcome, Reading, Signal, Violence

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_READINGS = 40
"""Messages with something in them that are kept in mind; what earlier ones weighed, the case's level keeps."""
MINDED = frozenset({"age", "deadline", "weapon"})
"""The entities that weigh. Handles, links and numbers are not kept here."""
ADULTS = ("my_child", "pupil")


@dataclass(frozen=True, slots=True)
class Standing:
    """All the bot remembers of one correspondent. `asked` is the question on the screen, "" where none is.

    `heard` holds what typed words answered, `times` how often a question was put, or a thing was said. `expects` says
    what the next typed words are: "" (the talk), "place" (offered for rescue), "call_back" (a number), "draft" (a
    correction of it), "worry" (for somebody else of the team), "doubt:<entry>" (whether a line was a worry).
    `consent`: "" not answered yet, else yes, no or later. `erasing`: an erasure was wished, and its time runs.
    `images`: intimate images were told of, now or in an earlier episode; it lasts as long as a consent does.
    """

    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heard: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""
    times: Mapping[str, int] = field(default_factory=dict)
    expects: str = ""
    paused: bool = False
    consent: str = ""
    greeted: bool = False
    invited_on: bool = False
    told_waiting: bool = False
    told_closed: bool = False
    danger_shown: bool = False
    direct_because: str = ""
    direct_silence: bool = False
    danger_silence: bool = False
    phrase_offered: bool = False
    erasing: bool = False
    images: bool = False
    unread: int = 0
    contacts: int = 1
    readings: tuple[tuple[str, Reading], ...] = ()

    @property
    def register(self) -> str:
        """How this person is spoken to: an adult is "vous", everybody else "tu"."""
        who, age = self.answered("who"), self.answered("age")
        return "vous" if who in ADULTS or (who in {"", "me", "witness"} and age == "adult") else "tu"

    @property
    def discreet(self) -> bool:
        """Whether somebody may be reading along."""
        return bool({"beside", "later", "author", "unsure", "skip"}.intersection(self.answers.get("screen", ())))

    @property
    def own_path(self) -> bool:
        """Whether they say that it is they who did harm."""
        return "author" in self.answers.get("who", ())

    def answered(self, question: str) -> str:
        """Return the latest answer to a question, by button or else from words; "" where there is none."""
        given = [choice for choice in self.answers.get(question, ()) if choice != "skip"]
        return given[-1] if given else self.heard.get(question, "")

    def facts(self) -> dict[str, str]:
        """Return what is known, as ids, for the listener's screen."""
        questions = dict.fromkeys((*self.answers, *self.heard))
        known = {question: self.answered(question) or "skip" for question in questions if question != "act"}
        return known | {"register": self.register}

    def answer(self, question: str, choice: str) -> Self:
        """Note an answer; earlier ones stay, and the gravest counts."""
        given = (*(one for one in self.answers.get(question, ()) if one != choice), choice)
        asked = "" if self.asked == question else self.asked
        return replace(self, answers={**self.answers, question: given}, asked=asked)

    def put(self, question: str) -> Self:
        """Note that a question is now on the screen."""
        return replace(self, asked=question, times={**self.times, question: self.times.get(question, 0) + 1})

    def hear(self, entry: str, reading: Reading) -> Self:
        """Keep what was understood of one message, if anything was; the gravest matter is kept the longest."""
        slim = _slim(reading)
        if slim is None:
            return self
        kept = (*self.readings, (entry, slim))
        return replace(self, readings=kept if len(kept) <= MOST_READINGS else _without_least(kept))


def _slim(reading: Reading) -> Reading | None:
    entities = tuple(replace(entity, value=entity.value[:12]) for entity in reading.entities if entity.kind in MINDED)
    signals = {signal: outcome for signal, outcome in reading.signals.items() if outcome is not Outcome.absent}
    if reading.readable and not signals and not entities and reading.type is Violence.none:
        return None
    because = tuple({(one.signal, one.rule): one for one in reading.because}.values())[:6]
    return replace(reading, signals=MappingProxyType(signals), because=because, entities=entities)


def _without_least(kept: tuple[tuple[str, Reading], ...]) -> tuple[tuple[str, Reading], ...]:
    least = min(kept[:-1], key=lambda pair: (len(pair[1].seen()), pair[1].type is not Violence.none))
    return tuple(pair for pair in kept if pair is not least)


def dump(standing: Standing) -> bytes:
    """Return the JSON form."""
    fields = {name: value for name, value in _plain(standing).items() if value not in ({}, [], "", False, None)}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(standing: Standing) -> dict[str, Any]:
    plain = {name: getattr(standing, name) for name in Standing.__dataclass_fields__ if name != "readings"}
    plain["answers"] = {question: list(choices) for question, choices in standing.answers.items()}
    plain["heard"], plain["times"] = dict(standing.heard), dict(standing.times)
    plain["readings"] = [[entry, _written(reading)] for entry, reading in standing.readings]
    return plain


def _written(reading: Reading) -> dict[str, Any]:
    return {
        "l": reading.language,
        "t": reading.type.value,
        "s": {signal.value: outcome.value for signal, outcome in reading.signals.items()},
        "b": [[one.signal.value if one.signal else "", one.rule, one.start, one.end] for one in reading.because],
        "e": [list(asdict(entity).values()) for entity in reading.entities],
        "r": reading.readable,
    }


def load(clear: bytes | None) -> Standing:
    """Read the JSON form; nothing at all is somebody new."""
    if not clear:
        return Standing()
    fields = json.loads(clear)
    fields["answers"] = {question: tuple(choices) for question, choices in fields.get("answers", {}).items()}
    fields["readings"] = tuple((entry, _read(written)) for entry, written in fields.get("readings", []))
    return Standing(**fields)


def _read(written: Mapping[str, Any]) -> Reading:
    signals = {Signal(signal): Outcome(outcome) for signal, outcome in written["s"].items()}
    return Reading(
        language=written["l"],
        type=Violence(written["t"]),
        signals=MappingProxyType(signals),
        because=tuple(Because(Signal(s) if s else None, rule, start, end) for s, rule, start, end in written["b"]),
        entities=tuple(Entity(*entity) for entity in written["e"]),
        readable=written["r"],
    )

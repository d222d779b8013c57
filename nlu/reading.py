"""What was understood of one message: the words of the label guide, how sure, and where in the text.

Pure values. Does not live here: how a reading is made (`nlu.reader`), what it weighs (`nlu.severity`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet


class Outcome(StrEnum):
    """What a reading says about one signal: it is there, it should be asked about, or it is not there."""

    seen = "seen"
    ask = "ask"
    absent = "absent"


class Signal(StrEnum):
    """What must not be missed."""

    suicide = "suicide"
    self_harm = "self_harm"
    danger = "danger"
    blackmail = "blackmail"
    spreading = "spreading"
    adult_contact = "adult_contact"


class Intent(StrEnum):
    """What the writer is doing."""

    report = "report"
    ask_human = "ask_human"
    ask_call = "ask_call"
    ask_confidentiality = "ask_confidentiality"
    ask_erase = "ask_erase"
    ask_takedown = "ask_takedown"
    ask_complaint = "ask_complaint"
    ask_help = "ask_help"
    send_evidence = "send_evidence"
    greet = "greet"
    thanks = "thanks"
    goodbye = "goodbye"
    affirm = "affirm"
    deny = "deny"
    unsure = "unsure"
    quit = "quit"
    other = "other"


class Violence(StrEnum):
    """The violence described, graver first."""

    sexual_violence = "sexual_violence"
    sextortion = "sextortion"
    grooming = "grooming"
    intimate_images = "intimate_images"
    threats = "threats"
    doxxing = "doxxing"
    hate = "hate"
    hacking = "hacking"
    impersonation = "impersonation"
    bullying = "bullying"
    shocking_content = "shocking_content"
    none = "none"


GRAVE_SIGNALS = frozenset({Signal.suicide, Signal.danger})
HIGH_SIGNALS = frozenset({Signal.self_harm, Signal.blackmail, Signal.adult_contact})
HIGH_TYPES = frozenset(
    {Violence.sexual_violence, Violence.sextortion, Violence.grooming, Violence.intimate_images, Violence.threats}
)


def severity_of(violence: Violence, signals: AbstractSet[Signal]) -> str:
    """Return the severity of one message as the label guide derives it: critical, high, medium or low.

    That of a whole case, with answers, age and hour, is `nlu.severity.assess`.
    """
    if signals & GRAVE_SIGNALS:
        return "critical"
    if signals & HIGH_SIGNALS or violence in HIGH_TYPES:
        return "high"
    return "medium" if signals or violence is not Violence.none else "low"


@dataclass(frozen=True, slots=True)
class Because:
    """Why a reading says so: a rule or the model, and where in the text."""

    signal: Signal | None
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """Something named in the text: platform, age, handle, url, amount, deadline, phone."""

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says.

    `confidence` is the intent's, 0 to 1: about so often it is right. `likely` are the three likeliest intents, best
    first, to be offered where the first is not `SURE`. `readable` is False for what no program reads.
    """

    language: str = "other"
    intent: Intent = Intent.other
    type: Violence = Violence.none
    signals: Mapping[Signal, Outcome] = field(default_factory=lambda: MappingProxyType({}))
    because: tuple[Because, ...] = ()
    entities: tuple[Entity, ...] = ()
    confidence: float = 0.0
    readable: bool = True
    likely: tuple[Intent, ...] = ()

    def seen(self) -> frozenset[Signal]:
        """Return the signals that are there."""
        return frozenset(signal for signal, outcome in self.signals.items() if outcome is Outcome.seen)

    def asks(self) -> frozenset[Signal]:
        """Return the signals that should be asked about."""
        return frozenset(signal for signal, outcome in self.signals.items() if outcome is Outcome.ask)


UNREAD = Reading(readable=False)
"""What no program can read: a voice note, a picture, a language nobody here knows."""

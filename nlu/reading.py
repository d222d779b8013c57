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

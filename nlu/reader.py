"""The reader's port and the readers: built in (rules or model, whichever says more), and off.

Lives here: a text in, one `Reading` out, with the reasons for it. Does not live here: what a reading weighs
(`nlu.severity`), how the model was trained (`nlu.train`).
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from nlu import entities, language
from nlu.classifier import CRITICAL, GRAVEST, Classifier, Scores, Thresholds
from nlu.lexicon import Hit, Lexicon
from nlu.normalize import Traced, fold, normalise
from nlu.reading import UNREAD, Because, Entity, Intent, Outcome, Reading, Signal, Violence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nlu.settings import NluSettings

HERE = Path(__file__).parent
MODEL = HERE / "model" / "model.npz"
LEXICON = HERE / "lexicon"

LONGEST = 4096
"""Characters read at a time: a longer message is read in parts, and its gravest part counts."""

_RANK = {Outcome.absent: 0, Outcome.ask: 1, Outcome.seen: 2}

DOUBT = 0.5
"""So far below the threshold (log odds) the model is sure that nothing is wrong: a rule that only asks is not followed
there. What a rule alone has seen of the gravest signals is asked about; what the model doubts as well is seen."""


class Reader(Protocol):
    """Whatever makes a reading of one message. `hint` is the conversation's language."""

    async def read(self, text: str, *, hint: str = "") -> Reading:
        """Read one message. Never raises for anything a person can type."""
        ...

    async def close(self) -> None:
        """Let go of what was opened for reading; nothing is read afterwards."""
        ...


class Off:
    """The reader switched off: every message is unread, and buttons alone decide."""

    async def read(self, text: str, *, hint: str = "") -> Reading:  # noqa: ARG002 - the port's signature
        """Return that nothing was read."""
        return UNREAD

    async def close(self) -> None:
        """Nothing was opened."""


class BuiltIn:
    """Rules and model in this process; a signal is what the more worried of the two says."""

    def __init__(self, model: Path = MODEL, lexicon: Path = LEXICON) -> None:
        with model.open("rb") as stream:
            self._classifier = Classifier.read(stream)
        self._lexicons = {
            path.stem: Lexicon.read(path.name, path.read_text(encoding="utf-8").splitlines())
            for path in sorted(lexicon.glob("*.yml"))
        }

    @property
    def classifier(self) -> Classifier:
        """The trained half."""
        return self._classifier

    def with_classifier(self, classifier: Classifier) -> BuiltIn:
        """Return a reader of the same rules with another model."""
        return self._with(classifier, self._lexicons)

    def without_rules(self) -> BuiltIn:
        """Return a reader of this model alone."""
        return self._with(self._classifier, {})

    @classmethod
    def _with(cls, classifier: Classifier, lexicons: dict[str, Lexicon]) -> BuiltIn:
        made = cls.__new__(cls)
        made._classifier, made._lexicons = classifier, lexicons  # noqa: SLF001 - its own class
        return made

    async def read(self, text: str, *, hint: str = "") -> Reading:
        """Read one message."""
        return self.read_now(text, hint)

    async def close(self) -> None:
        """Nothing stays open: the model is in memory."""

    def read_now(self, text: str, hint: str = "") -> Reading:
        """Read one message, without a loop around: about half a millisecond, some 20 for 4 096 characters."""
        parts = [self._read_part(text[at : at + LONGEST], hint, at) for at in range(0, len(text), LONGEST)]
        match parts:
            case []:
                return Reading(language=hint or "other")
            case [one]:
                return one
            case _:
                return _together(parts)

    def hits(self, text: str, hint: str = "") -> list[Hit]:
        """Return the rules that a text meets, whatever the model makes of it."""
        folded = fold(text)
        spoken = language.detect(folded.text, hint)
        return [hit for hit, _ in self._hits(folded, normalise(folded, spoken, text), spoken, text)]

    def _read_part(self, text: str, hint: str, at: int) -> Reading:
        folded = fold(text)
        spoken = language.detect(folded.text, hint)
        if not folded.text.strip():
            return Reading(language=spoken)
        normalised = normalise(folded, spoken, text)
        scores = self._classifier.score(folded, normalised, self._encoded(text))
        by_model = outcomes(scores, self._classifier.thresholds)
        found = self._hits(folded, normalised, spoken, text)
        if self._is_sure(scores):
            found = [pair for pair in found if pair[0].signal not in GRAVEST or pair[0].outcome is Outcome.seen]
        because = [*_by_rules(found), *self._by_model(by_model, folded, scores)]
        return Reading(
            language=spoken,
            intent=scores.likely[0],
            type=scores.type,
            signals=MappingProxyType(_gravest(by_model, [hit for hit, _ in found])),
            because=tuple(Because(one.signal, one.rule, one.start + at, one.end + at) for one in because),
            entities=tuple(
                Entity(one.kind, one.value, one.start + at, one.end + at) for one in entities.find(text, folded)
            ),
            confidence=scores.confidence,
            readable=spoken != "other",
            likely=scores.likely,
        )

    def _encoded(self, text: str) -> NDArray[np.float32] | None:  # noqa: ARG002 - for a reader with an encoder
        """Return what an encoder makes of a text: this reader has none."""
        return None

    def _hits(self, folded: Traced, normalised: Traced, spoken: str, text: str) -> list[tuple[Hit, Traced]]:
        """Hold the text against the rules of its language; one that does not show its language is read as both."""
        views = {spoken: normalised}
        if spoken == "other" or not language.is_told(folded.text):
            views |= {name: normalise(folded, name, text) for name in self._lexicons if name != spoken}
        return [
            (hit, view)
            for name, view in views.items()
            if name in self._lexicons
            for hit in self._lexicons[name].hits(view.text)
        ]

    def _is_sure(self, scores: Scores) -> bool:
        return scores.lead(CRITICAL) < self._classifier.thresholds[CRITICAL].ask - DOUBT

    def _by_model(self, found: Mapping[Signal, Outcome], folded: Traced, scores: Scores) -> list[Because]:
        """Point at the word that says most, for every signal the model does not think absent."""
        meant = [signal for signal, outcome in found.items() if outcome is not Outcome.absent]
        if not meant:
            return []
        places = self._classifier.weightiest(folded, meant, scores.hidden)
        return [Because(signal, f"model:{signal}", *folded.span(*places[signal])) for signal in meant]


def outcomes(scores: Scores, thresholds: Mapping[str, Thresholds]) -> dict[Signal, Outcome]:
    """Hold each score against its thresholds; whether one of the gravest signals is there, one gate decides."""
    found = {signal: _outcome(scores, signal, thresholds[signal]) for signal in Signal}
    likelier = max(GRAVEST, key=lambda signal: scores.signals[signal])
    if scores.gate >= thresholds[CRITICAL].seen:
        found[likelier] = Outcome.seen
        return found
    found.update(dict.fromkeys(GRAVEST, Outcome.absent))
    if scores.lead(CRITICAL) >= thresholds[CRITICAL].ask:
        found[likelier] = Outcome.ask
    return found


def _outcome(scores: Scores, signal: Signal, thresholds: Thresholds) -> Outcome:
    if scores.signals[signal] >= thresholds.seen:
        return Outcome.seen
    return Outcome.ask if scores.lead(signal) >= thresholds.ask else Outcome.absent


def _by_rules(found: Sequence[tuple[Hit, Traced]]) -> list[Because]:
    ordered = sorted(found, key=lambda pair: -_RANK[pair[0].outcome])
    told = [Because(hit.signal, f"lexicon:{hit.rule}", *view.span(hit.start, hit.end)) for hit, view in ordered]
    return list(dict.fromkeys(told))


def _gravest(by_model: Mapping[Signal, Outcome], hits: Sequence[Hit]) -> dict[Signal, Outcome]:
    found = dict(by_model)
    doubted = any(by_model[signal] is not Outcome.absent for signal in GRAVEST)
    for hit in hits:
        alone = hit.signal in GRAVEST and not doubted
        outcome = Outcome.ask if alone else hit.outcome
        found[hit.signal] = max(found[hit.signal], outcome, key=_RANK.__getitem__)
    return found


def _together(parts: Sequence[Reading]) -> Reading:
    """Make one reading of a long message's parts: the gravest of each; the intent and language of the first."""
    first = parts[0]
    order = tuple(Violence)
    return Reading(
        language=first.language,
        intent=Intent.report if any(part.intent is Intent.report for part in parts) else first.intent,
        type=min((part.type for part in parts), key=order.index),
        signals=MappingProxyType(
            {
                signal: max((part.signals.get(signal, Outcome.absent) for part in parts), key=_RANK.__getitem__)
                for signal in Signal
            }
        ),
        because=tuple(because for part in parts for because in part.because),
        entities=tuple(entity for part in parts for entity in part.entities),
        confidence=first.confidence,
        readable=all(part.readable for part in parts),
        likely=first.likely,
    )


def open_reader(settings: NluSettings) -> Reader:
    """Return the reader that the configuration names, for its caller to close."""
    match settings.engine:
        case "built-in" if settings.encoder:
            from nlu.encoder import Encoded  # noqa: PLC0415 - an edge, and an optional extra: only where configured

            return Encoded(settings.encoder)
        case "built-in":
            return BuiltIn()
        case "off":
            return Off()
        case "rasa":
            from nlu.rasa import Rasa  # noqa: PLC0415 - an edge, with an HTTP client: only where it is configured

            return Rasa(BuiltIn(), settings.rasa.url, seconds=settings.rasa.timeout_ms / 1000)

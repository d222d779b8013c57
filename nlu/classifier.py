"""The trained half of the reader: a small net over hashed features, evaluated with numpy alone.

Lives here: the model's arrays and the scores of one text. Does not live here: which features a text has
(`nlu.features`), training (`nlu.train`), and what is made of the scores together with the rules (`nlu.reader`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO
from zipfile import BadZipFile

import numpy as np

from nlu import features
from nlu.errors import NluError
from nlu.reading import Intent, Signal, Violence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from nlu.normalize import Traced

CRITICAL, HIGH, HARMLESS = "critical", "high", "harmless"
INTENTS = tuple(Intent)
TYPES = tuple(Violence)
SIGNAL_HEADS = (*(signal.value for signal in Signal), CRITICAL, HIGH, HARMLESS)
"""The yes-or-no heads: each signal, whether the message is critical, at least high, or harmless."""

GRAVEST = (Signal.suicide, Signal.danger)
"""The signals that make a message critical; one gate for both decides."""

LESS = 3.0
"""So much further (log odds) from harmless is a message that is at least high, before it is asked about as one that is
critical is."""

CALM = 0.25
"""What the head for harmless messages weighs against calling a message critical."""

HEADS = len(INTENTS) + len(TYPES) + len(SIGNAL_HEADS)
FORMAT = 4
"""Raised when features or arrays change their meaning: an older model is refused."""

GRAVE = TYPES.index(Violence.doxxing)
"""So many types, the first ones, are high by themselves."""

LIKELY = 3
"""So many intents are offered where the likeliest is not sure."""

REMEMBERED = 16_384
"""So many words' rows are kept: what people type most is looked up once."""

STEPS = 4
"""A weight of a feature is one of so many steps up or down: less than half a byte."""

OCTAVE, LOWEST = 8, -24
"""The height of a step is a power of two: so many heights to an octave, beginning at this exponent; one byte tells."""

_HALF = 4


class ModelError(NluError):
    """The model file cannot be used: build it again with `make model`."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on a signal is seen, and from which it is asked about. Scores are log odds."""

    seen: float
    ask: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model makes of one text.

    `likely` are the likeliest intents, best first, `confidence` the first one's chance. `signals` holds log odds for
    each of `SIGNAL_HEADS`; `hidden` is what the net holds between its layers.
    """

    likely: tuple[Intent, ...]
    confidence: float
    type: Violence
    signals: Mapping[str, float]
    hidden: NDArray[np.float32]

    @property
    def gate(self) -> float:
        """By how much the message seems critical: the head for it, and the likelier of the signals that make it so."""
        likelier = max(self.signals[signal] for signal in GRAVEST)
        return self.signals[CRITICAL] + likelier - CALM * self.signals[HARMLESS]

    def lead(self, head: str) -> float:
        """Return how much likelier a signal is than that the message is harmless: what decides about asking."""
        score = self.signals[head]
        if head == CRITICAL:
            score = max(score, self.signals[HIGH] - LESS, *(self.signals[signal] for signal in GRAVEST))
        return score - self.signals[HARMLESS]


@dataclass(frozen=True, slots=True)
class WordRows:
    """The rows of a word's pieces, and of those long enough to point a human to it."""

    pieces: NDArray[np.intp]
    telling: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Classifier:
    """The arrays of a trained model: a row of weights per feature, a hidden layer, one column per head.

    `known` are the features it learned, sorted; `steps` and `scale` their weights in whole steps of each one's scale,
    which `spread` lays out over the hidden layer.
    """

    known: NDArray[np.uint32]
    idf: NDArray[np.float32]
    steps: NDArray[np.int8]
    scale: NDArray[np.float32]
    spread: NDArray[np.float32]
    inner: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    warmth: float
    thresholds: Mapping[str, Thresholds]
    source: str
    _words: dict[str, WordRows] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, stream: BinaryIO) -> Classifier:
        """Read a model as `nlu.train` wrote it, or raise ModelError."""
        try:
            with np.load(stream, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            told = json.loads(arrays["told"].tobytes())
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise ModelError("the model file cannot be read") from error
        if told["format"] != FORMAT or arrays["weights"].shape[1] != HEADS:
            raise ModelError("the model file was built for another version")
        return cls(
            known=climbed(arrays["known"]),
            idf=arrays["idf"].astype(np.float32),
            steps=unpacked(arrays["steps"], len(arrays["scale"])),
            scale=heights(arrays["scale"]),
            spread=arrays["spread"],
            inner=arrays["inner"],
            weights=arrays["weights"],
            bias=arrays["bias"],
            warmth=told["warmth"],
            thresholds={name: Thresholds(*pair) for name, pair in told["thresholds"].items()},
            source=told["source"],
        )

    @property
    def dense(self) -> int:
        """How many values of an encoder the model takes besides its own features; its rows stand last."""
        return len(self.steps) - len(self.known)

    def score(self, folded: Traced, normalised: Traced, encoded: NDArray[np.float32] | None = None) -> Scores:
        """Score one text, folded and normalised; `encoded` is what an encoder says of it, where one is taken."""
        pieces = [self._of_word(word).pieces for word in folded.text.split()]
        runs = features.rows(features.runs(folded.text, normalised.text), self.known)
        rows, values = features.vector((np.concatenate(pieces), *runs) if pieces else runs, self.idf)
        if encoded is not None:
            rows = np.concatenate((rows, np.arange(len(self.known), len(self.steps))))
            values = np.concatenate((values, encoded))
        found = (values * self.scale.take(rows)) @ self.steps.take(rows, axis=0).astype(np.float32)
        hidden = np.tanh(found @ self.spread + self.inner)
        return told(hidden @ self.weights + self.bias, self.warmth, hidden)

    def _of_word(self, word: str) -> WordRows:
        """Return the rows of a word's pieces, found once for each word."""
        found = self._words.get(word)
        if found is None:
            if len(self._words) >= REMEMBERED:
                self._words.clear()
            pieces, long = features.pieces(word), features.telling(word)
            short, telling = features.rows((pieces[:-long], pieces[-long:]), self.known)
            found = self._words[word] = WordRows(np.concatenate((short, telling)), telling)
        return found

    def weightiest(
        self, folded: Traced, heads: Sequence[str], hidden: NDArray[np.float32]
    ) -> dict[str, tuple[int, int]]:
        """Return, for each signal (or `critical`) of `heads`, where in the folded text the word stands that says most.

        Only the pieces of single words are weighed: a pointer for a human's eye, no account of the whole score.
        """
        stands: dict[str, int] = {}
        end = 0
        for word in folded.text.split(" "):
            stands[word] = end
            end += len(word) + 1
        found = [(word, rows) for word in stands if (rows := self._of_word(word).telling).size]
        if not found:
            return dict.fromkeys(heads, (0, 0))
        first = HEADS - len(SIGNAL_HEADS)
        columns = self.weights[:, [first + SIGNAL_HEADS.index(head) for head in heads]]
        rows = np.concatenate([one for _, one in found])
        pull = self.steps.take(rows, axis=0).astype(np.float32) @ (
            self.spread @ (columns * (1 - hidden * hidden)[:, np.newaxis])
        )
        weighed = pull * (self.scale[rows] * self.idf[rows])[:, np.newaxis]
        starts = np.cumsum([0] + [len(one) for _, one in found[:-1]])
        words = [found[at][0] for at in np.add.reduceat(weighed, starts, axis=0).argmax(axis=0).tolist()]
        return {head: (stands[word], stands[word] + len(word)) for head, word in zip(heads, words, strict=True)}


def told(scores: NDArray[np.float32], warmth: float, hidden: NDArray[np.float32]) -> Scores:
    """Turn the scores of all heads into what they say; `warmth` divides the intents' scores, so that chances hold."""
    types = len(INTENTS) + len(TYPES)
    chances = _softmax(scores[: len(INTENTS)] / np.float32(warmth))
    order = np.argsort(-chances, kind="stable")[:LIKELY]
    signals = dict(zip(SIGNAL_HEADS, scores[types:].tolist(), strict=True))
    likely = tuple(INTENTS[int(at)] for at in order)
    return Scores(likely, float(chances[order[0]]), _kind(scores[len(INTENTS) : types], signals), signals, hidden)


def _kind(scores: NDArray[np.float32], signals: Mapping[str, float]) -> Violence:
    """Choose the type; none that is high by itself where the message is likelier harmless than high."""
    kind = int(scores.argmax())
    if kind < GRAVE and signals[HARMLESS] > signals[HIGH]:
        kind = GRAVE + int(scores[GRAVE:].argmax())
    return TYPES[kind]


def packed(steps: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Put the weights of two features into one byte, column by column: what is alike stands together and zips well."""
    raised = np.pad(steps + STEPS, ((0, len(steps) % 2), (0, 0))).astype(np.uint8).T
    return np.asarray(raised[:, ::2] << _HALF | raised[:, 1::2], dtype=np.uint8)


def unpacked(pairs: NDArray[np.uint8], count: int) -> NDArray[np.int8]:
    """Undo `packed`, of so many features."""
    steps = np.empty((2 * pairs.shape[1], pairs.shape[0]), dtype=np.int8)
    steps[::2] = (pairs >> _HALF).T
    steps[1::2] = (pairs & (1 << _HALF) - 1).T
    steps -= STEPS
    return steps[:count]


def heights(told: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the heights of steps that a byte each tells."""
    return np.exp2(told.astype(np.float32) / OCTAVE + LOWEST)


def nearest_heights(wanted: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Undo `heights`, as nearly as there are such."""
    return np.clip(np.round((np.log2(np.maximum(wanted, 1e-7)) - LOWEST) * OCTAVE), 0, 255).astype(np.uint8)


def planes(known: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Lay out sorted numbers as what each adds to the one before, byte by byte of these: they zip to two bytes each."""
    return np.ascontiguousarray(np.diff(known, prepend=np.uint32(0)).astype("<u4").view(np.uint8).reshape(-1, 4).T)


def climbed(told: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Undo `planes`."""
    return np.cumsum(np.ascontiguousarray(told.T).view("<u4")[:, 0], dtype=np.uint32)


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)

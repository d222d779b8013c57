"""The trained half of the reader: a linear model over pieces of words and words, evaluated with numpy alone.

Lives here: which features a text has, the model's arrays, and the scores of one text. Does not live here: training
(`nlu.train`), and what is made of the scores together with the rules (`nlu.reader`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from zipfile import BadZipFile

import numpy as np

from nlu.errors import NluError
from nlu.reading import Intent, Signal, Violence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from nlu.normalize import Traced

CRITICAL = "critical"
INTENTS = tuple(Intent)
TYPES = tuple(Violence)
SIGNAL_HEADS = (*(signal.value for signal in Signal), CRITICAL)
HEADS = len(INTENTS) + len(TYPES) + len(SIGNAL_HEADS)
FORMAT = 2
"""Raised when features or arrays change their meaning: an older model is refused."""

_PIECES = (2, 3, 4, 5)
_TELLING = (4, 5)
"""The lengths of pieces that point a human to a word; shorter ones stand in too many."""

_NORMALISED, _FOLDED = "\x01", "\x02"
"""What marks a run of words; no folded text holds them, so that no piece is taken for a run."""

_TOKEN = re.compile(r"[^ ]+")
_WORD = re.compile(r"[^\W_]+|[\U0001F000-\U0001FAFF☀-➿]")


class ModelError(NluError):
    """The model file cannot be used: build it again with `make model`."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on a signal is seen, and from which it is asked about. Scores are log odds."""

    seen: float
    ask: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model makes of one text. `signals` holds log odds for each signal and for `critical`."""

    intent: Intent
    confidence: float
    type: Violence
    signals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Classifier:
    """The arrays of a trained model: one row of weights per feature, one column per head."""

    rows: Mapping[str, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.float16]
    bias: NDArray[np.float32]
    thresholds: Mapping[str, Thresholds]
    source: str

    @classmethod
    def read(cls, stream: BinaryIO) -> Classifier:
        """Read a model as `nlu.train` wrote it, or raise ModelError."""
        try:
            with np.load(stream, allow_pickle=False) as arrays:
                told = json.loads(arrays["told"].tobytes())
                names = arrays["names"].tobytes().decode().split("\n")
                weights, idf, bias = arrays["weights"], arrays["idf"], arrays["bias"]
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise ModelError("the model file cannot be read") from error
        if told["format"] != FORMAT or weights.shape != (len(names), HEADS):
            raise ModelError("the model file was built for another version")
        thresholds = {name: Thresholds(*pair) for name, pair in told["thresholds"].items()}
        rows = {name: row for row, name in enumerate(names)}
        return cls(rows, idf, weights, bias, thresholds, told["source"])

    def score(self, folded: Traced, normalised: Traced) -> Scores:
        """Score one text, folded and normalised."""
        indices, values = vector(features(folded.text, normalised.text), self.rows, self.idf)
        scores = values @ self.weights[indices].astype(np.float32) + self.bias
        types = len(INTENTS) + len(TYPES)
        chances = _softmax(scores[: len(INTENTS)])
        intent = int(chances.argmax())
        signals = dict(zip(SIGNAL_HEADS, scores[types:].tolist(), strict=True))
        kind = TYPES[int(scores[len(INTENTS) : types].argmax())]
        return Scores(INTENTS[intent], float(chances[intent]), kind, signals)

    def weightiest(self, folded: Traced, heads: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Return, for each signal (or `critical`) of `heads`, where in the folded text the word stands that says most.

        Only the pieces of single words are weighed: a pointer for a human's eye, no account of the whole score.
        """
        places: list[tuple[int, int]] = []
        rows: list[int] = []
        starts: list[int] = []
        known: set[str] = set()
        for word in _TOKEN.finditer(folded.text):
            if word[0] in known:
                continue
            known.add(word[0])
            found = [row for name in _pieces(word[0], _TELLING) if (row := self.rows.get(name)) is not None]
            if found:
                starts.append(len(rows))
                places.append(word.span())
                rows += found
        if not places:
            return dict.fromkeys(heads, (0, 0))
        columns = [HEADS - len(SIGNAL_HEADS) + SIGNAL_HEADS.index(head) for head in heads]
        weighed = self.weights[np.ix_(rows, columns)].astype(np.float32) * self.idf[rows, np.newaxis]
        heaviest = np.add.reduceat(weighed, starts, axis=0).argmax(axis=0)
        return {head: places[int(word)] for head, word in zip(heads, heaviest, strict=True)}


def features(folded: str, normalised: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Count the features of a text: pieces of folded words, runs of normalised words, runs of folded words."""
    pieces: list[str] = []
    for word in folded.split():
        pieces += _pieces(word)
    return (
        Counter(pieces),
        Counter(_runs(_NORMALISED, normalised.split(), 3)),
        Counter(_runs(_FOLDED, _WORD.findall(folded), 2)),
    )


def vector(
    blocks: Sequence[Counter[str]], rows: Mapping[str, int], idf: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Turn counted features into rows of the model and their values: sublinear tf-idf, each block of length one."""
    indices: list[int] = []
    values: list[NDArray[np.float32]] = []
    for block in blocks:
        found = [row for name in block if (row := rows.get(name)) is not None]
        if not found:
            continue
        counts = np.array([count for name, count in block.items() if name in rows], dtype=np.float32)
        weighed = (1.0 + np.log(counts)) * idf[found]
        indices += found
        values.append(weighed / np.sqrt((weighed * weighed).sum()))
    if not values:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
    return np.asarray(indices, dtype=np.intp), np.concatenate(values).astype(np.float32)


def _pieces(word: str, lengths: tuple[int, ...] = _PIECES) -> list[str]:
    padded = f" {word} "
    found: list[str] = []
    for length in lengths:
        if len(padded) <= length:
            found.append(padded)
            break
        found += [padded[start : start + length] for start in range(len(padded) - length + 1)]
    return found


def _runs(block: str, words: Sequence[str], longest: int) -> list[str]:
    found: list[str] = []
    for length in range(1, longest + 1):
        found += [f"{block}{' '.join(words[start : start + length])}" for start in range(len(words) - length + 1)]
    return found


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)

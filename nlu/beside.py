"""The built-in reader beside others, on the same messages: its halves alone, a plain linear model, a Rasa server.

The linear model is the one of every textbook (pieces of words and runs of words, each head a logistic regression of its
own), trained on the same corpus, its thresholds set by the same rule. A Rasa server is asked for its intents and no
more. Needs scipy. Does not live here: what the figures mean (`nlu.measure`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from nlu import train
from nlu.classifier import HEADS, Scores, Thresholds, told
from nlu.errors import NluError
from nlu.measure import Judged
from nlu.rasa import Rasa
from nlu.reader import outcomes
from nlu.reading import Outcome, Reading, Signal
from nlu.thresholds import find_thresholds, find_warmth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from nlu.labelled import Message
    from nlu.reader import BuiltIn

PATIENCE = 10.0
"""Seconds a Rasa server has for an answer here, where no child waits for it."""

BOLD = 10.0
"""What misjudged messages cost against large weights (scikit-learn's C)."""

ROUNDS = 60
VIEWS = 2
"""So many of the blocks of features the linear model sees: pieces of words, and runs of words."""


@dataclass(frozen=True, slots=True)
class Linear:
    """One row of weights a head over `vocabulary`, its last the bias."""

    vocabulary: train.Vocabulary
    weights: NDArray[np.float32]

    @classmethod
    def fit(cls, messages: Sequence[Message]) -> Linear:
        """Train every head by itself."""
        blocks = [_seen(message) for message in messages]
        vocabulary = train.learn_vocabulary(blocks)
        vectors, wanted = train.matrix(blocks, vocabulary), 2 * train.targets(messages) - 1
        return cls(
            vocabulary, np.array([_weights(vectors, wanted[:, head]) for head in range(HEADS)], dtype=np.float32)
        )

    def scores(self, messages: Sequence[Message]) -> NDArray[np.float32]:
        """Return one row of scores a message."""
        vectors = train.matrix([_seen(message) for message in messages], self.vocabulary)
        return np.asarray(vectors @ self.weights[:, :-1].T + self.weights[:, -1])


def _seen(message: Message) -> train.Blocks:
    return train.read_features(message.text)[:VIEWS]


def _weights(vectors: train.Matrix, signs: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the weights of one head, the bias last: logistic loss and half the square of the weights (L-BFGS)."""

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (vectors @ weights[:-1] + weights[-1])
        pull = -BOLD * signs / (1 + np.exp(np.clip(margins, -30, 30)))
        slope = np.append(vectors.T @ pull + weights[:-1], pull.sum())
        return BOLD * float(np.logaddexp(0, -margins).sum()) + float(weights[:-1] @ weights[:-1]) / 2, slope

    start = np.zeros(vectors.shape[1] + 1)
    return np.asarray(minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x)


def by_linear(taught: Sequence[Message], held: Sequence[Message], asked: Sequence[Message]) -> list[Judged]:
    """Read messages by a linear model trained on `taught`, its thresholds set on `held`."""
    model = Linear.fit(taught)
    first = model.scores(held)
    warmth = find_warmth(first, held)
    thresholds = {name: Thresholds(*pair) for name, pair in find_thresholds(first, held).items()}
    nothing = np.zeros(0, dtype=np.float32)
    read = [_reading(told(row, warmth, nothing), thresholds) for row in model.scores(asked)]
    return [Judged(message, reading) for message, reading in zip(asked, read, strict=True)]


def _reading(scores: Scores, thresholds: Mapping[str, Thresholds]) -> Reading:
    """Make of scores what the built-in reader makes of them."""
    return Reading(
        intent=scores.likely[0],
        type=scores.type,
        signals=MappingProxyType(outcomes(scores, thresholds)),
        confidence=scores.confidence,
        likely=scores.likely,
    )


def by_rules(reader: BuiltIn, asked: Sequence[Message]) -> list[Judged]:
    """Read messages by the lexicon alone."""
    return [Judged(message, _of_hits(reader, message.text)) for message in asked]


def _of_hits(reader: BuiltIn, text: str) -> Reading:
    signals = dict.fromkeys(Signal, Outcome.absent)
    for hit in reader.hits(text):
        if signals[hit.signal] is not Outcome.seen:
            signals[hit.signal] = hit.outcome
    return Reading(signals=signals)


def by_rasa(reader: BuiltIn, url: str, asked: Sequence[Message]) -> list[Judged]:
    """Read messages with the intents of a Rasa server. Raises UnansweredError where it left one out."""
    return asyncio.run(_asked(Rasa(reader, url, seconds=PATIENCE), asked))


class UnansweredError(NluError):
    """A Rasa server did not answer for every message: its column would be half our own."""


async def _asked(rasa: Rasa, asked: Sequence[Message]) -> list[Judged]:
    try:
        judged = [Judged(message, await rasa.read(message.text)) for message in asked]
    finally:
        await rasa.close()
    if rasa.told < sum(bool(message.text.strip()) for message in asked):
        raise UnansweredError(f"the Rasa server told {rasa.told} of {rasa.messages} intents")
    return judged

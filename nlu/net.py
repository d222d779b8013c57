"""Trains the small net: every feature a row of weights, one hidden layer, all heads at once. Numpy and scipy only.

Needs scipy, which nothing at run time imports. The same messages and seed give the same net. Does not live here: what
the features are (`nlu.features`), which heads there are (`nlu.train`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Matrix = Any  # scipy's sparse matrices carry no types

PASSES = 10
BATCH = 128
PACE = 0.015
FORGET = 0.4
"""The share of features, and of the hidden layer, left out at each look at a message: nothing is learned by heart."""

DECAY = 1e-4
SAMPLED = 6000
"""About so many messages tell which directions of the nets count."""

EVEN = 0.1
"""What every direction counts besides, of the mean: the heads' slopes are only known to a first order."""

_KEPT, _KEPT_SQUARES = 0.9, 0.999
_TINY = 1e-8


@dataclass(frozen=True, slots=True)
class Choice:
    """A run of heads, first to last but one, of which exactly one is meant."""

    first: int
    end: int


@dataclass(slots=True)
class Net:
    """The layers: `rows` one per feature, `inner` the hidden layer's bias, `weights` and `bias` the heads'."""

    rows: NDArray[np.float32]
    inner: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, vectors: Matrix) -> NDArray[np.float32]:
        """Return one row of scores per message."""
        return np.asarray(np.tanh(vectors @ self.rows + self.inner) @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Narrow:
    """Several nets in one, whose rows are few columns wide; `spread` lays them out over all the hidden layers."""

    rows: NDArray[np.float32]
    spread: NDArray[np.float32]
    inner: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, vectors: Matrix) -> NDArray[np.float32]:
        """Return one row of scores per message."""
        hidden = np.tanh(vectors @ self.rows @ self.spread + self.inner)
        return np.asarray(hidden @ self.weights + self.bias)


def narrow(nets: Sequence[Net], vectors: Matrix, columns: int) -> Narrow:
    """Average nets and keep only the directions in which their hidden layers differ most in what they make of messages.

    The nets began differently and learned much the same. A direction counts by how much it moves what the heads say of
    the messages at hand, to a first order: thirty of some four hundred are left, about as many as there are heads.
    """
    rows = np.concatenate([one.rows for one in nets], axis=1)
    inner = np.concatenate([one.inner for one in nets])
    weights = (np.concatenate([one.weights for one in nets]) / len(nets)).astype(np.float32)
    reach = vectors[:: -(-vectors.shape[0] // SAMPLED)] @ rows
    forward, back = _directions(reach, 1 - np.tanh(reach + inner) ** 2, weights, columns)
    return Narrow(rows @ forward, back, inner, weights, np.mean([one.bias for one in nets], axis=0, dtype=np.float32))


def _directions(
    reach: NDArray[np.float32], slopes: NDArray[np.float32], weights: NDArray[np.float32], columns: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the way into the narrow layer and back out of it: the least is lost of what the heads would have said."""
    moved = (slopes.T @ slopes / len(slopes)).astype(np.float64) * (weights @ weights.T)
    moved += EVEN * np.trace(moved) / len(moved) * np.eye(len(moved))
    root = np.linalg.cholesky(moved)
    _, found = np.linalg.eigh(root.T @ np.cov(reach.T.astype(np.float64)) @ root)
    kept = found[:, ::-1][:, :columns]
    back = np.linalg.solve(root.T, kept).T
    return (root @ kept).astype(np.float32), np.ascontiguousarray(back, dtype=np.float32)


class _Steps:
    """How far each weight of the small layers goes next (Adam)."""

    def __init__(self, layers: Sequence[NDArray[np.float32]]) -> None:
        self._layers = layers
        self._means = [np.zeros_like(layer) for layer in layers]
        self._squares = [np.zeros_like(layer) for layer in layers]
        self._count = 0

    def take(self, slopes: Sequence[NDArray[np.float32]], pace: float) -> None:
        self._count += 1
        for place, slope in enumerate(slopes):
            mean, square = self._means[place], self._squares[place]
            np.add(mean, (1 - _KEPT) * (slope - mean), out=mean)
            np.add(square, (1 - _KEPT_SQUARES) * (slope * slope - square), out=square)
            level = np.sqrt(square / (1 - _KEPT_SQUARES**self._count)) + _TINY
            layer = self._layers[place]
            np.subtract(layer, pace / (1 - _KEPT**self._count) * mean / level, out=layer, casting="same_kind")


def fit(vectors: Matrix, targets: NDArray[np.float32], choices: Sequence[Choice], width: int, seed: int) -> Net:
    """Train a net whose hidden layer has so many units; heads outside `choices` are yes or no."""
    chance = np.random.default_rng(seed)
    count, heads = targets.shape
    net = Net(
        chance.normal(0, 0.1, (vectors.shape[1], width)).astype(np.float32),
        np.zeros(width, dtype=np.float32),
        chance.normal(0, width**-0.5, (width, heads)).astype(np.float32),
        np.zeros(heads, dtype=np.float32),
    )
    small = _Steps((net.weights, net.bias, net.inner))
    squares = np.zeros(vectors.shape[1], dtype=np.float32)
    batches = -(-count // BATCH)
    for number in range(PASSES):
        order = chance.permutation(count)
        for batch in range(batches):
            pace = PACE * (1 - (number * batches + batch + 1) / (PASSES * batches + 1))
            chosen = order[batch * BATCH : (batch + 1) * BATCH]
            _learn(net, vectors[chosen], targets[chosen], choices, (small, squares, pace, chance))
    return net


def _learn(
    net: Net,
    vectors: Matrix,
    targets: NDArray[np.float32],
    choices: Sequence[Choice],
    means: tuple[_Steps, NDArray[np.float32], float, np.random.Generator],
) -> None:
    """Take one step on one batch."""
    small, squares, pace, chance = means
    kept = 1 - FORGET
    values = vectors.data * (chance.random(len(vectors.data), dtype=np.float32) < kept) / np.float32(kept)
    used, places = np.unique(vectors.indices, return_inverse=True)
    narrow = sparse.csr_matrix((values, places, vectors.indptr), shape=(len(targets), len(used)))
    rows = net.rows[used]
    hidden = np.tanh(narrow @ rows + net.inner)
    mask = (chance.random(hidden.shape, dtype=np.float32) < kept) / np.float32(kept)
    shown = hidden * mask
    miss = (_chances(shown @ net.weights + net.bias, choices) - targets) / np.float32(len(targets))
    slope = (miss @ net.weights.T) * mask * (1 - hidden * hidden)
    rows_slope = narrow.T @ slope
    small.take((shown.T @ miss, miss.sum(axis=0), slope.sum(axis=0)), pace)
    squares[used] += (rows_slope * rows_slope).mean(axis=1)
    level = np.sqrt(squares[used])[:, np.newaxis] + 1e-6
    net.rows[used] = rows * np.float32(1 - pace * DECAY) - np.float32(3 * pace) * rows_slope / level


def _chances(scores: NDArray[np.float32], choices: Sequence[Choice]) -> NDArray[np.float32]:
    chances = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    for choice in choices:
        raised = np.exp(
            scores[:, choice.first : choice.end] - scores[:, choice.first : choice.end].max(axis=1, keepdims=True)
        )
        chances[:, choice.first : choice.end] = raised / raised.sum(axis=1, keepdims=True)
    return np.asarray(chances, dtype=np.float32)

"""Where the thresholds lie: set on messages of writers whom the model never saw, so that the bars hold for others too.

Pure. Does not live here: what is done at a threshold (`nlu.reader`), training (`nlu.train`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlu.classifier import CALM, CRITICAL, GRAVEST, HARMLESS, HIGH, INTENTS, LESS, SIGNAL_HEADS
from nlu.reading import Intent, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nlu.labelled import Message

ASKED = 0.07
"""Of harmless messages, the share that may get the safety question here: the bar of 10 %, less what rules may add, less
what one pair of writers differs from another."""

CALLED = 0.025
"""Of messages that are not critical, the share that may be called critical here: the bar of 4 %, less the same."""

ELSE = 0.01
"""Of harmless messages, the share that may be asked about for another signal."""


def find_thresholds(scores: NDArray[np.float32], messages: Sequence[Message]) -> dict[str, tuple[float, float]]:
    """Return for each signal and `critical` from which score it is seen, and from which lead over `harmless` asked."""
    heads = {head: scores[:, place - len(SIGNAL_HEADS)] for place, head in enumerate(SIGNAL_HEADS)}
    harmless = np.array([message.is_harmless for message in messages])
    critical = np.array([message.is_critical for message in messages])
    gravest = np.max([heads[signal] for signal in GRAVEST], axis=0)
    gate = heads[CRITICAL] + gravest - CALM * heads[HARMLESS]
    lead = np.max([heads[CRITICAL], gravest, heads[HIGH] - LESS], axis=0) - heads[HARMLESS]
    called = _at(gate[~critical], CALLED)
    asked = _at(np.where(gate >= called, -np.inf, lead)[harmless], ASKED)
    found = {CRITICAL: (called, asked)}
    for signal in Signal:
        seen = _best(heads[signal], np.array([signal in message.signals for message in messages]))
        ask = asked if signal in GRAVEST else _at((heads[signal] - heads[HARMLESS])[harmless], ELSE)
        found[str(signal)] = seen, ask
    return found


def find_lean(scores: NDArray[np.float32], messages: Sequence[Message]) -> float:
    """Return by how much `report` is held back: two in three who teach report something, a net learns that too well.

    Set where most intents come out right; of equals the least.
    """
    meant = np.array([INTENTS.index(message.intent) for message in messages])
    intents, report = scores[:, : len(INTENTS)], np.eye(len(INTENTS), dtype=np.float32)[INTENTS.index(Intent.report)]
    right = {lean: int(((intents - lean * report).argmax(axis=1) == meant).sum()) for lean in np.arange(0, 3.01, 0.25)}
    return float(max(right, key=lambda lean: (right[lean], -lean)))


def find_warmth(scores: NDArray[np.float32], messages: Sequence[Message]) -> float:
    """Return by what the intents' scores are divided so that their chances are as right as they say."""
    meant = np.array([INTENTS.index(message.intent) for message in messages])
    tried = np.arange(0.5, 3.01, 0.05)
    return round(float(min(tried, key=lambda warmth: _surprise(scores[:, : len(INTENTS)] / warmth, meant))), 2)


def _surprise(scores: NDArray[np.float32], meant: NDArray[np.intp]) -> float:
    top = scores.max(axis=1)
    whole = top + np.log(np.exp(scores - top[:, np.newaxis]).sum(axis=1))
    return float((whole - scores[np.arange(len(meant)), meant]).mean())


def _at(scores: NDArray[np.float32], share: float) -> float:
    return round(float(np.quantile(scores, 1 - share)), 3)


def _best(scores: NDArray[np.float32], there: NDArray[np.bool_]) -> float:
    """Return the score at which hits and misses balance best (F1)."""
    if not there.any():
        return 0.0
    tried = np.quantile(scores[there], np.linspace(0.02, 0.8, 40))
    return round(
        float(max(tried, key=lambda at: 2 * (there & (scores >= at)).sum() / ((scores >= at).sum() + there.sum()))), 3
    )

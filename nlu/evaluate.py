"""What the reader is worth on messages of writers it never saw: `python -m nlu.evaluate` prints and writes the figures.

Every writer is left out once: heads, type and intent are trained on all others and asked about theirs. Needs
scikit-learn. The features (which ones exist, how rare) are learned without the writer's labels but with their words.
Does not live here: thresholds, which `nlu.train` sets.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import roc_auc_score

from nlu.classifier import SIGNAL_HEADS
from nlu.labelled import Message, read_corpus
from nlu.reading import Signal
from nlu.train import (
    CORPUS,
    HERE,
    LOOKALIKES,
    find_thresholds,
    fit_choice,
    gate,
    held_out_scores,
    learn_vocabulary,
    matrix,
    read_features,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

METRICS = HERE / "model" / "metrics.json"
RATES = (0.03, 0.08, 0.12, 0.2)
"""The shares of harmless messages asked about, at which the share of critical ones caught is told."""

Matrix = Any


def measure(messages: Sequence[Message], folds: int | None = None) -> dict[str, Any]:
    """Measure on left-out writers; `folds` deals the writers into so many hands instead of leaving out one by one."""
    blocks = [read_features(message.text) for message in messages]
    vectors = matrix(blocks, learn_vocabulary(blocks))
    hands = folds or len({message.writer for message in messages})
    scores = held_out_scores(vectors, messages, SIGNAL_HEADS, hands)
    critical = np.array([message.is_critical for message in messages])
    harmless = np.array([message.is_harmless for message in messages])
    ordinary = np.array([message.writer not in LOOKALIKES for message in messages])
    score = gate(scores)
    return {
        "messages": len(messages),
        "writers": hands,
        "all writers": _told(score, critical, harmless),
        "writers without look-alikes": _told(score, critical & ordinary, harmless & ordinary),
        "at the thresholds": _at_thresholds(messages, scores, critical, harmless),
        "suicide and self-harm caught": _caught(
            np.maximum(score, scores[Signal.self_harm]), _carrying(messages, "suicide", "self_harm"), harmless
        ),
        "type": _choice(vectors, messages, lambda message: message.type.value),
        "intent": _choice(vectors, messages, lambda message: message.intent.value),
        "by writer": _by_writer(messages, score, critical, harmless),
    }


def _told(score: NDArray[np.float64], critical: NDArray[np.bool_], harmless: NDArray[np.bool_]) -> dict[str, Any]:
    both = critical | harmless
    return {
        "critical": int(critical.sum()),
        "harmless": int(harmless.sum()),
        "auc": round(float(roc_auc_score(critical[both], score[both])), 4),
        "caught when so many harmless are asked": _caught(score, critical, harmless),
    }


def _caught(score: NDArray[np.float64], there: NDArray[np.bool_], harmless: NDArray[np.bool_]) -> dict[str, float]:
    found = {}
    for rate in RATES:
        at = np.quantile(score[harmless], 1 - rate)
        found[f"{rate:.0%}"] = round(float((score[there] >= at).mean()), 3)
    return found


def _at_thresholds(
    messages: Sequence[Message],
    scores: dict[str, NDArray[np.float64]],
    critical: NDArray[np.bool_],
    harmless: NDArray[np.bool_],
) -> dict[str, Any]:
    """Say what the thresholds that the model carries come to, head by head."""
    thresholds = find_thresholds(messages, scores)
    seen, ask = thresholds["critical"]
    score = gate(scores)
    told: dict[str, Any] = {
        "critical seen": round(float((score[critical] >= seen).mean()), 3),
        "critical seen or asked": round(float((score[critical] >= ask).mean()), 3),
        "harmless seen": round(float((score[harmless] >= seen).mean()), 3),
        "harmless seen or asked": round(float((score[harmless] >= ask).mean()), 3),
    }
    for signal in Signal:
        there = _carrying(messages, signal)
        seen, ask = thresholds[signal]
        told[signal.value] = {
            "seen": round(float((scores[signal][there] >= seen).mean()), 3),
            "seen or asked": round(float((scores[signal][there] >= ask).mean()), 3),
            "precision of seen": round(float(there[scores[signal] >= seen].mean()), 3),
        }
    return told


def _carrying(messages: Sequence[Message], *signals: str) -> NDArray[np.bool_]:
    wanted = {Signal(signal) for signal in signals}
    return np.array([bool(message.signals & wanted) for message in messages])


def _choice(vectors: Matrix, messages: Sequence[Message], name: Callable[[Message], str], hands: int = 4) -> float:
    """Return the share of messages whose name is guessed by a head that never saw their writer, in four hands."""
    writers = sorted({message.writer for message in messages})
    dealt = np.array([writers.index(message.writer) % hands for message in messages])
    names = np.array([name(message) for message in messages])
    right = 0
    for hand in range(hands):
        there, here = np.flatnonzero(dealt != hand), np.flatnonzero(dealt == hand)
        right += int((fit_choice(vectors[there], names[there].tolist()).predict(vectors[here]) == names[here]).sum())
    return round(right / len(messages), 3)


def _by_writer(
    messages: Sequence[Message],
    score: NDArray[np.float64],
    critical: NDArray[np.bool_],
    harmless: NDArray[np.bool_],
) -> dict[str, list[float | None]]:
    """Say, writer by writer, the share of critical caught and of harmless asked at the one threshold for all."""
    at = np.quantile(score[harmless], 0.88)
    told: dict[str, list[float | None]] = {}
    for writer in sorted({message.writer for message in messages}):
        theirs = np.array([message.writer == writer for message in messages])
        shares = [score[theirs & group] >= at for group in (critical, harmless)]
        told[writer] = [round(float(share.mean()), 3) if share.size else None for share in shares]
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the figures and write them beside the model."""
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluate", description=main.__doc__)
    parser.add_argument("--folds", type=int, help="deal the writers into so many hands: quicker, and harsher")
    told = json.dumps(measure(read_corpus(CORPUS), parser.parse_args(arguments).folds), indent=2)
    sys.stdout.write(f"{told}\n")
    METRICS.write_text(f"{told}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

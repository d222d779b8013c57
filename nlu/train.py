"""Builds `model/model.npz` from `corpus/`: `python -m nlu.train`, and `--check` says whether it is up to date.

Needs scikit-learn, which nothing at run time imports. The same corpus gives the same model. Does not live here: what
the model is worth (`nlu.evaluate`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from nlu.classifier import CRITICAL, FORMAT, INTENTS, SIGNAL_HEADS, TYPES, Classifier, features, vector
from nlu.labelled import Message, fingerprint, read_corpus
from nlu.language import detect
from nlu.normalize import fold, normalise
from nlu.reading import Signal

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from numpy.typing import NDArray

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
MODEL = HERE / "model" / "model.npz"

RARE = 2
"""A feature that fewer messages have is not learned."""

LARGEST = 80_000
"""Features kept, the weightiest ones: the model file stays under 8 MB."""

STRICTNESS = 10.0
SEED = 3018
FOLDS = 5

LOOKALIKES = frozenset(
    {"w05_fr_veiled", "w06_fr_danger", "w09_en_adults_veiled", "w11_fr_veiled2", "w12_fr_bodies", "w14_en_veiled2"}
)
"""Writers whose harmless messages imitate grave ones on purpose: thresholds are set on what the others write."""

ASKED, SEEN = 0.12, 0.03
"""Of harmless messages, the share that may be asked about, and the share that may be taken for seen."""

Matrix = Any  # scipy's sparse matrices carry no types
Blocks = tuple["Counter[str]", "Counter[str]", "Counter[str]"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features that are learned, and how rare each one is."""

    rows: dict[str, int]
    idf: NDArray[np.float32]


def read_features(text: str) -> Blocks:
    """Return the features of a message as the reader will see it."""
    folded = fold(text)
    return features(folded.text, normalise(folded, detect(folded.text), text).text)


def learn_vocabulary(blocks: Sequence[Blocks], kept: frozenset[str] | None = None) -> Vocabulary:
    """Take every feature that is not rare (or only those of `kept`), in the order of their names."""
    seen: dict[str, int] = {}
    for one in blocks:
        for block in one:
            for name in block:
                seen[name] = seen.get(name, 0) + 1
    names = sorted(name for name, count in seen.items() if count >= RARE and (kept is None or name in kept))
    counts = np.array([seen[name] for name in names], dtype=np.float64)
    idf = np.log((1 + len(blocks)) / (1 + counts)) + 1
    return Vocabulary({name: row for row, name in enumerate(names)}, idf.astype(np.float32))


def matrix(blocks: Sequence[Blocks], vocabulary: Vocabulary) -> Matrix:
    """Put the messages' vectors one below the other."""
    vectors = [vector(one, vocabulary.rows, vocabulary.idf) for one in blocks]
    ends = np.cumsum([0] + [len(indices) for indices, _ in vectors])
    indices = np.concatenate([indices for indices, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return sparse.csr_matrix((values, indices, ends), shape=(len(blocks), len(vocabulary.rows)))


def has(message: Message, head: str) -> bool:
    """Say whether a message carries a signal, or is critical."""
    return message.is_critical if head == CRITICAL else Signal(head) in message.signals


def fit_signal(vectors: Matrix, messages: Sequence[Message], head: str) -> LogisticRegression:
    """Train one yes-or-no head."""
    wanted = np.array([has(message, head) for message in messages])
    model = LogisticRegression(solver="liblinear", C=STRICTNESS, tol=1e-2, random_state=SEED)
    return model.fit(vectors, wanted)


def fit_choice(vectors: Matrix, names: Sequence[str]) -> LogisticRegression:
    """Train a head that chooses one of several."""
    return LogisticRegression(solver="lbfgs", C=STRICTNESS, tol=1e-4, max_iter=400).fit(vectors, np.array(names))


def held_out_scores(
    vectors: Matrix, messages: Sequence[Message], heads: Sequence[str], folds: int
) -> dict[str, NDArray[np.float64]]:
    """Score every message by heads that never saw its writer; writers are dealt into `folds` hands."""
    writers = sorted({message.writer for message in messages})
    hands = np.array([writers.index(message.writer) % folds for message in messages])
    scores = {head: np.zeros(len(messages)) for head in heads}
    for hand in sorted(set(hands.tolist())):
        there, here = np.flatnonzero(hands != hand), np.flatnonzero(hands == hand)
        taught = [messages[int(index)] for index in there]
        for head in heads:
            scores[head][here] = fit_signal(vectors[there], taught, head).decision_function(vectors[here])
    return scores


def gate(scores: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the score by which a message is critical: the highest of three heads."""
    return np.maximum(np.maximum(scores[CRITICAL], scores[Signal.suicide]), scores[Signal.danger])


def find_thresholds(
    messages: Sequence[Message], scores: dict[str, NDArray[np.float64]]
) -> dict[str, tuple[float, float]]:
    """Set, for each head, the scores of `seen` and `ask`: suicide, danger and critical share one pair."""
    ordinary = np.array([message.is_harmless and message.writer not in LOOKALIKES for message in messages])
    shared = _at(gate(scores)[ordinary], SEEN), _at(gate(scores)[ordinary], ASKED)
    found = {}
    for head in SIGNAL_HEADS:
        if head in {CRITICAL, Signal.suicide, Signal.danger}:
            found[head] = shared
        else:
            there = np.array([has(message, head) for message in messages])
            seen = _best(scores[head], there)
            found[head] = seen, min(seen, _at(scores[head][ordinary], ASKED / 4))
    return found


def _at(scores: NDArray[np.float64], share: float) -> float:
    return round(float(np.quantile(scores, 1 - share)), 3)


def _best(scores: NDArray[np.float64], there: NDArray[np.bool_]) -> float:
    """Return the score at which hits and misses balance best (F1)."""
    tried = np.quantile(scores[there], np.linspace(0.02, 0.8, 40))
    return round(
        float(max(tried, key=lambda at: 2 * (there & (scores >= at)).sum() / ((scores >= at).sum() + there.sum()))), 3
    )


def fit(vectors: Matrix, messages: Sequence[Message]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Train every head; return weights (features x heads) and biases."""
    intents = fit_choice(vectors, [message.intent.value for message in messages])
    types = fit_choice(vectors, [message.type.value for message in messages])
    signals = [fit_signal(vectors, messages, head) for head in SIGNAL_HEADS]
    columns = [*_in_order(intents, INTENTS), *_in_order(types, TYPES)]
    columns += [(model.coef_[0], float(model.intercept_[0])) for model in signals]
    return np.stack([weights for weights, _ in columns], axis=1), np.array([bias for _, bias in columns])


def _in_order(model: LogisticRegression, names: Sequence[str]) -> list[tuple[NDArray[np.float64], float]]:
    places = {str(name): place for place, name in enumerate(model.classes_)}
    return [(model.coef_[places[str(name)]], float(model.intercept_[places[str(name)]])) for name in names]


def narrow(blocks: Sequence[Blocks], messages: Sequence[Message]) -> Vocabulary:
    """Keep the features that weigh most in the heads that must not miss anything."""
    whole = learn_vocabulary(blocks)
    if len(whole.rows) <= LARGEST:
        return whole
    vectors = matrix(blocks, whole)
    weights = np.abs(np.stack([fit_signal(vectors, messages, head).coef_[0] for head in SIGNAL_HEADS]))
    heaviest = (weights / weights.std(axis=1, keepdims=True)).max(axis=0)
    names = list(whole.rows)
    kept = frozenset(names[row] for row in np.argsort(-heaviest, kind="stable")[:LARGEST])
    return learn_vocabulary(blocks, kept)


def source(messages: Sequence[Message], corpus: Path = CORPUS) -> str:
    """Return the hash of what a model is made from: the corpus, and what the reader makes of its messages."""
    digest = hashlib.sha256(fingerprint(corpus).encode())
    for message in messages[::20]:
        for block in read_features(message.text):
            digest.update("\n".join(sorted(block)).encode())
    return digest.hexdigest()


def build(messages: Sequence[Message], made_from: str) -> dict[str, NDArray[Any]]:
    """Train on every message and return the arrays of the model file."""
    blocks = [read_features(message.text) for message in messages]
    vocabulary = narrow(blocks, messages)
    vectors = matrix(blocks, vocabulary)
    thresholds = find_thresholds(messages, held_out_scores(vectors, messages, SIGNAL_HEADS, FOLDS))
    weights, bias = fit(vectors, messages)
    told = {"format": FORMAT, "source": made_from, "thresholds": thresholds, "messages": len(messages)}
    return {
        "told": np.frombuffer(json.dumps(told, sort_keys=True).encode(), dtype=np.uint8),
        "names": np.frombuffer("\n".join(vocabulary.rows).encode(), dtype=np.uint8),
        "idf": vocabulary.idf,
        "weights": weights.astype(np.float16),
        "bias": bias.astype(np.float32),
    }


def is_current(corpus: Path = CORPUS, model: Path = MODEL) -> bool:
    """Say whether the committed model was made from this corpus and this way of reading."""
    with model.open("rb") as stream:
        return Classifier.read(stream).source == source(read_corpus(corpus), corpus)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the model, or with `--check` say whether it is stale (exit code 1)."""
    parser = argparse.ArgumentParser(prog="python -m nlu.train", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the committed model is up to date")
    if parser.parse_args(arguments).check:
        current = is_current()
        sys.stdout.write("the model is up to date\n" if current else "the model is stale: make model\n")
        return 0 if current else 1
    messages = read_corpus(CORPUS)
    arrays = build(messages, source(messages))
    MODEL.parent.mkdir(exist_ok=True)
    np.savez(MODEL, allow_pickle=False, **arrays)
    sys.stdout.write(f"{MODEL.name}: {len(messages)} messages, {MODEL.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

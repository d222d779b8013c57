"""Builds `model/model.npz` from `corpus/`: `python -m nlu.train`, and `--check` says whether it is up to date.

Needs scipy, which nothing at run time imports. The same corpus gives the same model but for the last
digits of another machine's arithmetic. Does not live here: how a net learns (`nlu.net`), where the thresholds lie
(`nlu.thresholds`), what the model is worth (`nlu.evaluate`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from nlu import features, net
from nlu.classifier import (
    FORMAT,
    HEADS,
    INTENTS,
    SIGNAL_HEADS,
    STEPS,
    TYPES,
    Classifier,
    heights,
    nearest_heights,
    packed,
    planes,
)
from nlu.labelled import Message, fingerprint, read_corpus
from nlu.language import detect
from nlu.normalize import fold, normalise
from nlu.reading import Intent, Signal
from nlu.thresholds import find_lean, find_thresholds, find_warmth

if TYPE_CHECKING:
    from numpy.typing import NDArray

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
HELD_OUT = CORPUS / "held_out"
MODEL = HERE / "model" / "model.npz"

FOR_THRESHOLDS = frozenset(
    ["w28_fr_mois", "w30_both_rentree", "w31_both_hiver", "w32_both_voisins", "w43_both_automne", "w44_both_dimanche"]
)
"""The held-out writers on whom thresholds are set; the other two are for the final figure alone."""

RARE = 2
"""A feature that fewer messages have is not learned."""

NETS = 6
"""So many nets are trained from different beginnings; their scores are averaged."""

WIDTH = 64
"""Units of each net's hidden layer."""

COLUMNS = 32
"""Weights kept for each feature, of NETS times WIDTH: the model file stays under 8 MB and says the same."""

FEW = 5000
"""From so many messages on, processes of their own train the nets, one for each core."""

ALONE = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "2147483648"}
"""How such a process is to begin: it has one core, and keeps the memory it will need again for the next batch."""

SEED = 3018
CHOICES = (net.Choice(0, len(INTENTS)), net.Choice(len(INTENTS), len(INTENTS) + len(TYPES)))

Matrix = Any  # scipy's sparse matrices carry no types
Blocks = tuple["NDArray[np.uint32]", ...]
Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""What an operator's encoder makes of messages: a row of values each."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features that are learned, sorted, and how rare each one is."""

    known: NDArray[np.uint32]
    idf: NDArray[np.float32]


def read_features(text: str) -> Blocks:
    """Return the features of a message as the reader will see it."""
    folded = fold(text)
    return features.blocks(folded.text, normalise(folded, detect(folded.text), text).text)


def learn_vocabulary(blocks: Sequence[Blocks]) -> Vocabulary:
    """Take every feature that is not rare, in the order of their hashes."""
    found = [np.unique(np.concatenate(one)) for one in blocks]
    known, counts = np.unique(np.concatenate(found), return_counts=True)
    kept = counts >= RARE
    idf = np.log((1 + len(blocks)) / (1 + counts[kept])) + 1
    return Vocabulary(known[kept], idf.astype(np.float16).astype(np.float32))


def matrix(blocks: Sequence[Blocks], vocabulary: Vocabulary) -> Matrix:
    """Put the messages' vectors one below the other."""
    vectors = [features.vector(features.rows(one, vocabulary.known), vocabulary.idf) for one in blocks]
    ends = np.cumsum([0] + [len(rows) for rows, _ in vectors]).astype(np.int32)
    rows = np.concatenate([rows for rows, _ in vectors]).astype(np.int32)
    values = np.concatenate([values for _, values in vectors]).astype(np.float32)
    put = sparse.csr_matrix((values, rows, ends), shape=(len(blocks), len(vocabulary.known)))
    put.sum_duplicates()
    return put


def has(message: Message, head: str) -> bool:
    """Say whether a message carries a signal, or is critical, at least high, or harmless."""
    match head:
        case "critical":
            return message.is_critical
        case "high":
            return message.is_high
        case "harmless":
            return message.is_harmless
        case _:
            return Signal(head) in message.signals


def targets(messages: Sequence[Message]) -> NDArray[np.float32]:
    """Return what each head should say of each message: 0 or 1."""
    wanted = np.zeros((len(messages), HEADS), dtype=np.float32)
    for row, message in enumerate(messages):
        wanted[row, INTENTS.index(message.intent)] = 1
        wanted[row, len(INTENTS) + TYPES.index(message.type)] = 1
        wanted[row, -len(SIGNAL_HEADS) :] = [has(message, head) for head in SIGNAL_HEADS]
    return wanted


def fit(vectors: Matrix, messages: Sequence[Message]) -> net.Narrow:
    """Train every net and make one of them all."""
    task = partial(net.fit, vectors, targets(messages), CHOICES, WIDTH)
    seeds = range(SEED, SEED + NETS)
    if len(messages) < FEW:
        return net.narrow([task(seed) for seed in seeds], vectors, COLUMNS)
    for name, value in ALONE.items():
        os.environ.setdefault(name, value)
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as workers:
        return net.narrow(list(workers.map(task, seeds)), vectors, COLUMNS)


def rounded(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.uint8]]:
    """Round each feature's weights to whole steps of a height of its own; costs nothing that can be measured."""
    told = nearest_heights(np.abs(rows).max(axis=1) / STEPS)
    return np.clip(np.round(rows / heights(told)[:, np.newaxis]), -STEPS, STEPS).astype(np.int8), told


def source(messages: Sequence[Message], corpus: Path = CORPUS) -> str:
    """Return the hash of what a model is made from: the corpus, and what the reader makes of its messages."""
    digest = hashlib.sha256(fingerprint(corpus).encode())
    if (held := corpus / HELD_OUT.name).is_dir():
        digest.update(fingerprint(held).encode())
    for message in messages[::20]:
        for block in read_features(message.text):
            digest.update(np.sort(block).astype("<u4").tobytes())
    return digest.hexdigest()


def for_thresholds(held: Sequence[Message]) -> list[Message]:
    """Return the held-out messages on which thresholds are set."""
    return [message for message in held if message.writer in FOR_THRESHOLDS]


def build(
    messages: Sequence[Message], held: Sequence[Message], made_from: str, encode: Encode | None = None
) -> dict[str, NDArray[Any]]:
    """Train on every message, set thresholds on the held-out ones, and return the arrays of the model file."""
    blocks = [read_features(message.text) for message in messages]
    vocabulary = learn_vocabulary(blocks)

    def seen(chosen: Sequence[Message], found: Sequence[Blocks]) -> Matrix:
        own = matrix(found, vocabulary)
        if encode is None:
            return own
        return sparse.hstack([own, sparse.csr_matrix(encode([one.text for one in chosen]))]).tocsr()

    trained = fit(seen(messages, blocks), messages)
    steps, scale = rounded(trained.rows)
    stored = replace(trained, rows=steps * heights(scale)[:, np.newaxis])
    scores = stored.scores(seen(held, [read_features(message.text) for message in held]))
    lean = find_lean(scores, held) * (np.arange(HEADS) == INTENTS.index(Intent.report))
    scores = (scores - lean).astype(np.float32)
    told = {
        "format": FORMAT,
        "source": made_from,
        "messages": len(messages),
        "warmth": find_warmth(scores, held),
        "thresholds": find_thresholds(scores, held),
    }
    return {
        "told": np.frombuffer(json.dumps(told, sort_keys=True).encode(), dtype=np.uint8),
        "known": planes(vocabulary.known),
        "idf": vocabulary.idf.astype(np.float16),
        "steps": packed(steps),
        "scale": scale,
        "spread": trained.spread,
        "inner": trained.inner,
        "weights": trained.weights,
        "bias": (trained.bias - lean).astype(np.float32),
    }


def is_current(corpus: Path = CORPUS, model: Path = MODEL) -> bool:
    """Say whether the committed model was made from this corpus and this way of reading."""
    with model.open("rb") as stream:
        return Classifier.read(stream).source == source(read_corpus(corpus), corpus)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the model, or with `--check` say whether it is stale (exit code 1)."""
    parser = argparse.ArgumentParser(prog="python -m nlu.train", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the committed model is up to date")
    parser.add_argument("--encoder", type=Path, help="a folder with an encoder of your own; the model is written there")
    told = parser.parse_args(arguments)
    if told.check:
        current = is_current()
        sys.stdout.write("the model is up to date\n" if current else "the model is stale: make model\n")
        return 0 if current else 1
    encode, path = None, MODEL
    if told.encoder:
        from nlu.encoder import TRAINED, Encoder  # noqa: PLC0415 - an optional extra, only where it is asked for

        encode, path = Encoder.open(told.encoder).vectors, told.encoder / TRAINED
    messages = read_corpus(CORPUS)
    arrays = build(messages, for_thresholds(read_corpus(HELD_OUT)), source(messages), encode)
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, **arrays)
    sys.stdout.write(f"{path.name}: {len(messages)} messages, {path.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

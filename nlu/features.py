"""What the trained half of the reader sees of a text: pieces of words, runs and pairs of words, and their classes.

Pure but for the reading of its own `lexicon/classes.txt`. A feature is a hash of 32 bits, and a word's share is worked
out once. Does not live here: what the features weigh (`nlu.classifier`), short forms (`nlu.normalize`).
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

CLASSES = Path(__file__).parent / "lexicon" / "classes.txt"

_PIECES = (2, 3, 4, 5)
_TELLING = (4, 5)
"""The lengths of pieces that point a human to a word; shorter ones stand in too many."""

_NEAR = 5
"""So far apart two classes still bear on each other."""

_SKIPPED = (2, 3, 4)
"""How far apart the two words of a pair stand that leaves out what is between."""

_STEM = 4
_PIECE, _WORD, _CLASS, _MEANT, _PAIR, _STEMS, _SHAPE = range(1, 8)
"""What keeps the hashes of the kinds of features apart."""

_TOKEN = re.compile(r"[^\W_]+|[\U0001F000-\U0001FAFF☀-➿]|[?!.…,:;]+")
_FIRST, _SECOND, _LAST = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0x2C1B3C6D)
_NONE = np.zeros(0, dtype=np.uint32)


def blocks(folded: str, normalised: str) -> tuple[NDArray[np.uint32], ...]:
    """Return the features of a text, one block for each way of looking at it; pieces of words come first."""
    found = [pieces(word) for word in folded.split()]
    return (np.concatenate(found) if found else _NONE, *runs(folded, normalised))


def runs(folded: str, normalised: str) -> tuple[NDArray[np.uint32], ...]:
    """Return every block but the first."""
    told = [_meanings(word) for word in normalised.split()]
    words = np.array([one[0] for one in told], dtype=np.uint32)
    meant = np.array([one[1] for one in told], dtype=np.uint32)
    stems = np.array([one[2] for one in told], dtype=np.uint32)
    classes, near = _classes([one[3] for one in told])
    beside = [(words, 1, _WORD), (meant, 1, _MEANT), *((stems, apart, _STEMS) for apart in _SKIPPED)]
    pairs = [(one[:-apart], one[apart:], kind + 16 * apart) for one, apart, kind in beside]
    begun = [(one[:-2], one[1:-1], kind) for one, kind in ((words, _WORD), (meant, _MEANT))]
    two, two_meant, *skipped, three, three_meant, both = _mixed([*pairs, *begun, near])
    three, three_meant = _mixed([(three, words[2:], _WORD), (three_meant, meant[2:], _MEANT)])
    return (
        np.concatenate((words, two, three)),
        np.concatenate((two_meant, three_meant)),
        np.concatenate((classes, both)),
        np.concatenate(skipped),
        _shape(folded),
    )


def rows(found: Sequence[NDArray[np.uint32]], known: NDArray[np.uint32]) -> list[NDArray[np.intp]]:
    """Return where in `known` (sorted, not empty) the features of each block stand; unknown ones are left out."""
    together = np.concatenate(found)
    at = known.searchsorted(together)
    there = known.take(at, mode="clip") == together
    start, kept = 0, []
    for block in found:
        end = start + len(block)
        kept.append(at[start:end][there[start:end]])
        start = end
    return kept


def vector(found: Iterable[NDArray[np.intp]], idf: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return the rows of all blocks and their values, rarer ones weighing more; each block is of length one."""
    here = [block for block in found if block.size]
    if not here:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
    values = [weighed / math.sqrt(weighed @ weighed) for weighed in map(idf.__getitem__, here)]
    return np.concatenate(here), np.concatenate(values)


def telling(word: str) -> int:
    """Return how many of a folded word's pieces, the last ones, are long enough to point a human to it."""
    size = len(word) + 2
    return sum(max(1, size - length + 1) for length in _TELLING if length == _TELLING[0] or length <= size)


@lru_cache(maxsize=32_768)
def pieces(word: str) -> NDArray[np.uint32]:
    """Return the features of a folded word's pieces, the shortest first."""
    padded = f" {word} "
    found: list[str] = []
    for length in _PIECES:
        if len(padded) <= length:
            found.append(padded)
            break
        found += [padded[start : start + length] for start in range(len(padded) - length + 1)]
    return np.array([_hash(piece, _PIECE) for piece in found], dtype=np.uint32)


@lru_cache(maxsize=32_768)
def _meanings(word: str) -> tuple[int, int, int, tuple[int, ...]]:
    """Return the hashes of a word, of the class it stands for (or itself), of its stem, and of all its classes."""
    classes = tuple(_hash(name, _CLASS) for name in _table().get(word, ()))
    itself = _hash(word, _WORD)
    return itself, classes[0] if classes else itself, _hash(word[:_STEM], _STEMS), classes


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    """Read the classes: word -> the names of its classes."""
    found: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in CLASSES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, colon, rest = line.partition(":")
        name = head if colon else name
        for word in (rest if colon else line).split():
            found[word] = (*found.get(word, ()), name)
    return found


def _hash(text: str, kind: int) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"), kind)


def _mixed(pairs: Sequence[tuple[NDArray[np.uint32], NDArray[np.uint32], int]]) -> list[NDArray[np.uint32]]:
    """Hash each of the first with its second, for every (firsts, seconds, kind): all at once, since few are many."""
    sizes = [len(one) for one, _, _ in pairs]
    kinds = np.array([kind for _, _, kind in pairs], dtype=np.uint32).repeat(sizes)
    mixed = np.concatenate([one for one, _, _ in pairs]) * _FIRST
    mixed += (np.concatenate([other for _, other, _ in pairs]) ^ kinds) * _SECOND
    mixed ^= mixed >> np.uint32(15)
    mixed *= _LAST
    mixed ^= mixed >> np.uint32(13)
    ends = list(accumulate(sizes))
    return [mixed[end - size : end] for size, end in zip(sizes, ends, strict=True)]


def _classes(
    told: Sequence[tuple[int, ...]],
) -> tuple[NDArray[np.uint32], tuple[NDArray[np.uint32], NDArray[np.uint32], int]]:
    """Return every class named, and every two that stand near each other."""
    named = [(place, one) for place, classes in enumerate(told) for one in classes]
    hashes = np.array([one for _, one in named], dtype=np.uint32)
    if len(named) <= 1:
        return hashes, (_NONE, _NONE, _PAIR)
    places = np.array([place for place, _ in named])
    apart = places[np.newaxis, :] - places[:, np.newaxis]
    first, second = np.nonzero((apart > 0) & (apart <= _NEAR))
    return hashes, (hashes[first], hashes[second], _PAIR)


def _shape(folded: str) -> NDArray[np.uint32]:
    """Hash how a text begins and ends, whether it asks or shouts, and how long it is."""
    tokens = _TOKEN.findall(folded)
    found = [f"{len(tokens).bit_length()}", f"{'?' in folded}{'!' in folded}", f"ends {folded.rstrip()[-1:] == '?'}"]
    for length in (1, 2, 3):
        found += [f"^{' '.join(tokens[:length])}", f"{' '.join(tokens[-length:])}$"]
    return np.array([_hash(one, _SHAPE) for one in found], dtype=np.uint32)

"""Pointing at words: the stretch of a message a listener is shown as a reason. Pure.

The reader points at the word that weighed most, and that word may be "not" or "in": by itself it says nothing, and
shown alone it looks like a mistake. Lives here: which neighbours go with it. Does not live here: what weighed (`nlu`).
"""

from __future__ import annotations

import re

SENTENCE = re.compile(r"[^.!?…\n]+")
WORD = re.compile(r"[^\s.,;:!?…()«»“”\"]+")
ENOUGH = 3
"""Words that stand by themselves: a stretch that long is shown as it was found."""
MOST = 5
SAYS_SOMETHING = 3
"""Letters: a word that has more of them is likelier to tell than an article or a « pas »."""


def pointed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch to show for what was found at `start` to `end`: whole words, three to five where there are.

    The neighbours are those of its own sentence that tell most. Returns (0, 0) where no word stands there.
    """
    words = [found.span() for found in WORD.finditer(text)]
    met = [at for at, (first, last) in enumerate(words) if first < end and start < last]
    if not met:
        return 0, 0
    low, high = met[0], met[-1] + 1
    if high - low < ENOUGH:
        low, high = _widened(text, words, low, high)
    return words[low][0], words[high - 1][1]


def _widened(text: str, words: list[tuple[int, int]], low: int, high: int) -> tuple[int, int]:
    """Return the words, from and up to which numbers, of the best window around some."""
    near = [found.span() for found in SENTENCE.finditer(text) if found.start() < words[high - 1][1]]
    begins = next((first for first, last in reversed(near) if first <= words[low][0] < last), words[low][0])
    ends = near[-1][1] if near else words[high - 1][1]
    first = next(at for at, word in enumerate(words) if word[0] >= begins)
    last = max(at for at, word in enumerate(words) if word[0] < ends) + 1
    wide = min(MOST, last - first)
    windows = [(at, at + wide) for at in range(first, last - wide + 1) if at <= low and high <= at + wide]
    middle = low + high
    return max(windows, key=lambda one: (_told(words[one[0] : one[1]]), -abs(sum(one) - middle)))


def _told(words: list[tuple[int, int]]) -> int:
    return sum(last - first for first, last in words if last - first > SAYS_SOMETHING)

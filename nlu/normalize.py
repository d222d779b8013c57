"""A text as typed becomes two that compare, and both remember where each character came from.

Folded: no accents, case, invisible marks or stretched letters. Normalised: short forms written out, too. Pure, linear
in the length of the text, and never raises. Does not live here: the short forms (`nlu.spelling`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nlu import spelling

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?|[\U0001F000-\U0001FAFF☀-➿]")
_STRETCHED = re.compile(r"([^\W\d_])\1+")
_DOUBLE = {_STRETCHED.sub(r"\1", word): word for word in sorted(spelling.DOUBLE)}
_LEET = str.maketrans("013457", "oieast")
_HIDDEN = re.compile(r"suicid|rape|viol|kill|tuer|mour|nude|porn|sex|die")
_PLAIN = dict(zip("œæøłđ\u0131", ("oe", "ae", "o", "l", "d", "i"), strict=True))
_PLAIN.update(dict.fromkeys("\u2019\u2018\u02bc\u0060\u00b4", "'"))
_CHARACTERS = 4096
_UNEVEN = re.compile(r"\0|^ |  |([^\d])\1\1")
"""What a text has that does not fold character by character: it is folded slowly."""
_ALL_OF = re.compile(r"\s+(les|mes|ses|tes|leurs|ces|vos|nos|ceux|pareils?)\b")


@dataclass(frozen=True, slots=True)
class Traced:
    """A rewritten text, and for each of its characters the position of the one it was made from."""

    text: str
    origins: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of the rewritten text into the span of the original it was made from."""
        if not self.origins or start >= len(self.origins):
            return (0, 0)
        return self.origins[start], self.origins[max(start, min(end, len(self.origins)) - 1)] + 1


def fold(text: str) -> Traced:
    """Lower the case, drop accents and invisible marks, shorten stretches to two, make every blank one space."""
    plain = text.translate(_ONE_BY_ONE)
    if _UNEVEN.search(plain):
        return _fold_slowly(text)
    return Traced(plain, range(len(plain)))


def _fold_slowly(text: str) -> Traced:
    letters: list[str] = []
    origins: list[int] = []
    last = before = " "
    for position, character in enumerate(text):
        for plain in _fold_one(character):
            if plain == last and (plain == " " or (plain == before and not plain.isdigit())):
                continue
            letters.append(plain)
            origins.append(position)
            before, last = last, plain
    return Traced("".join(letters), tuple(origins))


def normalise(folded: Traced, language: str, original: str = "") -> Traced:
    """Write short forms out, word by word; `original` tells a capital TS (an attempt) from « ts » (tous)."""
    pieces: list[str] = []
    origins: list[int] = []
    shouted, traces = original.isupper(), folded.origins
    for found in _WORD.finditer(folded.text):
        word = found[0]
        first, past = found.span()
        start, end = traces[first], traces[past - 1] + 1
        written = _expand(word, language, is_stretched=end - start > past - first)
        if word == "ts" and original[start:end] == "TS" and not (shouted and _ALL_OF.match(folded.text, past)):
            written = "tentative de suicide"
        if pieces:
            origins.append(start)
        pieces.append(written)
        origins += traces[first:past] if written == word else _spread(written, start, end)
    return Traced(" ".join(pieces), origins)


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    """Fold one character to zero or more plain ones."""
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isspace():
        return " "
    kept = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        match unicodedata.category(part):
            case "Mn" | "Me" | "Cf" | "Cs" | "Co" | "Cn":
                continue
            case "Cc" | "Zs" | "Zl" | "Zp":
                kept.append(" ")
            case _:
                kept.append(_PLAIN.get(part, part))
    return "".join(kept)


@lru_cache(maxsize=16_384)
def _expand(word: str, language: str, *, is_stretched: bool) -> str:
    """Write one folded word out."""
    if is_stretched and word not in spelling.DOUBLE:
        word = _STRETCHED.sub(r"\1", word)
        word = _DOUBLE.get(word, word)  # « nooon » is non, « kiiill » is kill
    if not word.isalpha() and _HIDDEN.search(plain := word.translate(_LEET)):
        word = plain
    if language == "en":
        bare = word.replace("'", "")
        return spelling.ENGLISH.get(bare, bare)
    if "'" not in word:
        return _french(word)
    parts = [part for part in word.split("'") if part]
    return " ".join(part if len(part) == 1 else _french(part) for part in parts) or word


class _OneByOne(dict[int, str]):
    """What each character becomes, as `str.translate` asks; NUL for one that does not become exactly one."""

    def __missing__(self, code: int) -> str:
        folded = _fold_one(chr(code))
        plain = folded if len(folded) == 1 else "\0"
        if len(self) < _CHARACTERS:
            self[code] = plain
        return plain


def _french(word: str) -> str:
    if word in spelling.FRENCH:
        return spelling.FRENCH[word]
    if word[0] != "j":
        return word
    if joined := spelling.JOINED.fullmatch(word):
        return f"j {joined[1]}"
    if cluster := spelling.CLUSTER.fullmatch(word):
        return f"je {spelling.FRENCH.get(cluster[1], cluster[1])}"
    return word


def _spread(written: str, start: int, end: int) -> list[int]:
    """Lay rewritten words over a span of the original: the last character always on its last one."""
    return [min(start + index, end - 1) for index in range(len(written) - 1)] + [end - 1]


_ONE_BY_ONE = _OneByOne()

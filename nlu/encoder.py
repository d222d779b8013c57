"""A door for stronger readers: an operator's pretrained encoder, as frozen features under the same heads.

An edge, imported only where it is configured. The folder holds `model.onnx` (a CamemBERT-like encoder),
`tokenizer.json` (its pieces: Unigram or WordPiece) and `havre.npz`, which `python -m nlu.train --encoder FOLDER`
writes. Nothing is ever downloaded. Needs onnxruntime, which nothing else here does.
"""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nlu.errors import NluError
from nlu.reader import BuiltIn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from nlu.reading import Reading

NETWORK, PIECES, TRAINED = "model.onnx", "tokenizer.json", "havre.npz"
LONGEST = 128
"""Pieces of a text that the encoder reads: the first ones."""

BATCH = 32
_UNKNOWN = -30.0
_WORD = re.compile(r"\w+|[^\w\s]")
_BLANK = "\u2581"
_DEEP = 3


class EncoderError(NluError):
    """An encoder cannot be used; the message names the file and what was expected."""


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """How an encoder cuts a text into the pieces it knows."""

    pieces: Mapping[str, tuple[int, float]]
    unknown: int
    begin: int
    end: int
    is_unigram: bool
    is_lower: bool
    longest: int = field(default=0)

    @classmethod
    def read(cls, path: Path) -> Tokenizer:
        """Read the `tokenizer.json` that is usual beside encoders, or raise EncoderError."""
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            model, kind = told["model"], told["model"].get("type")
            match kind:
                case "Unigram":
                    pieces = {piece: (place, float(score)) for place, (piece, score) in enumerate(model["vocab"])}
                    unknown = int(model.get("unk_id") or 0)
                case "WordPiece":
                    pieces = {piece: (int(place), 0.0) for piece, place in model["vocab"].items()}
                    unknown = pieces[model.get("unk_token", "[UNK]")][0]
                case _:
                    raise EncoderError(f"{path.name}: its model is neither Unigram nor WordPiece")
            begin, end = (_first(pieces, names) for names in (("<s>", "[CLS]"), ("</s>", "[SEP]")))
        except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
            raise EncoderError(f"{path.name}: cannot be read as a tokenizer") from error
        lower = '"lowercase": true' in json.dumps(told) or '"Lowercase"' in json.dumps(told)
        return cls(pieces, unknown, begin, end, kind == "Unigram", lower, max(map(len, pieces)))

    def cut(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, between its begin and its end."""
        plain = unicodedata.normalize("NFKC", text)
        plain = plain.lower() if self.is_lower else plain
        found: list[int] = []
        for word in plain.split() if self.is_unigram else _WORD.findall(plain):
            found += self._likeliest(_BLANK + word) if self.is_unigram else self._greedy(word)
            if len(found) >= LONGEST:
                break
        return [self.begin, *found[: LONGEST - 2], self.end]

    def _likeliest(self, word: str) -> list[int]:
        """Cut a word where its pieces are likeliest together (Viterbi)."""
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
        for end in range(1, len(word) + 1):
            ways = [(best[end - 1][0] + _UNKNOWN, end - 1, self.unknown)]
            starts = range(max(0, end - self.longest), end)
            known = ((start, self.pieces.get(word[start:end])) for start in starts)
            ways += [(best[start][0] + piece[1], start, piece[0]) for start, piece in known if piece is not None]
            best.append(max(ways))
        found: list[int] = []
        at = len(word)
        while at:
            _, before, number = best[at]
            found.append(number)
            at = before
        return found[::-1]

    def _greedy(self, word: str) -> list[int]:
        """Cut a word into the longest pieces that are known; one that cannot be cut whole is unknown."""
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(min(len(word), start + self.longest), start, -1):
                piece = self.pieces.get(word[start:end] if not start else f"##{word[start:end]}")
                if piece is not None:
                    found.append(piece[0])
                    start = end
                    break
            else:
                return [self.unknown]
        return found


@dataclass(frozen=True, slots=True)
class Encoder:
    """A frozen network: a text in, one row of values of length one out."""

    tokenizer: Tokenizer
    session: Any  # onnxruntime carries no types

    @classmethod
    def open(cls, folder: Path) -> Encoder:
        """Open the encoder of a folder, or raise EncoderError."""
        try:
            import onnxruntime  # noqa: PLC0415 - an optional extra
        except ImportError as error:
            raise EncoderError("an encoder needs onnxruntime: pip install onnxruntime") from error
        tokenizer = Tokenizer.read(folder / PIECES)
        try:
            session = onnxruntime.InferenceSession(str(folder / NETWORK), providers=["CPUExecutionProvider"])
        except Exception as error:  # its errors share no root
            raise EncoderError(f"{NETWORK}: cannot be opened as an ONNX network") from error
        return cls(tokenizer, session)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a row of values for each text."""
        rows = [self._some(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return np.concatenate(rows)

    def _some(self, texts: Sequence[str]) -> NDArray[np.float32]:
        cut = [self.tokenizer.cut(text) for text in texts]
        numbers = np.full((len(cut), max(map(len, cut))), self.tokenizer.end, dtype=np.int64)
        there = np.zeros_like(numbers)
        for row, one in enumerate(cut):
            numbers[row, : len(one)] = one
            there[row, : len(one)] = 1
        offered = {"input_ids": numbers, "attention_mask": there, "token_type_ids": np.zeros_like(numbers)}
        wanted = {one.name for one in self.session.get_inputs()}
        told = self.session.run(None, {name: value for name, value in offered.items() if name in wanted})[0]
        if told.ndim == _DEEP:
            told = (told * there[:, :, np.newaxis]).sum(axis=1) / there.sum(axis=1, keepdims=True)
        length = np.sqrt((told * told).sum(axis=1, keepdims=True))
        return np.asarray(told / np.maximum(length, 1e-9), dtype=np.float32)


class Encoded(BuiltIn):
    """The built-in reader whose model takes an encoder's values besides its own features."""

    def __init__(self, folder: Path) -> None:
        if not (folder / TRAINED).is_file():
            raise EncoderError(f"{TRAINED} is missing: python -m nlu.train --encoder FOLDER")
        super().__init__(folder / TRAINED)
        self._encoder = Encoder.open(folder)
        if self._classifier.dense != len(self._encoder.vectors(["?"])[0]):
            raise EncoderError(f"{TRAINED} was trained with another encoder")

    async def read(self, text: str, *, hint: str = "") -> Reading:
        """Read one message in a thread: an encoder takes its time."""
        return await asyncio.to_thread(self.read_now, text, hint)

    def _encoded(self, text: str) -> NDArray[np.float32]:
        return np.asarray(self._encoder.vectors([text])[0])


def _first(pieces: Mapping[str, tuple[int, float]], names: Iterable[str]) -> int:
    return next(pieces[name][0] for name in names if name in pieces)

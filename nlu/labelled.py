"""The training messages: read from the YAML of `corpus/`, which a Rasa server trains on as well.

The files keep to one narrow form of that YAML, so that ten thousand messages load at once; a line of any other form is
refused with its place. Only training and evaluation read them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlu.errors import NluError
from nlu.reading import Intent, Signal, Violence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEAD = ['version: "3.1"', "nlu:"]
_INTENT = re.compile(r"- intent: (\w+)")
_METADATA = re.compile(r"    metadata: \{type: (\w+), signals: \[([\w, ]*)\], writer: (\w+), lang: (\w+)\}")

_HIGH = frozenset({Signal.self_harm, Signal.blackmail, Signal.adult_contact})
_GRAVE = frozenset(tuple(Violence)[: tuple(Violence).index(Violence.doxxing)])


class CorpusError(NluError):
    """A corpus file is not in the form that is read here; the message names file and line, never the words."""


@dataclass(frozen=True, slots=True)
class Message:
    """One labelled message, and who wrote it."""

    text: str
    intent: Intent
    type: Violence
    signals: frozenset[Signal]
    writer: str
    language: str

    @property
    def is_critical(self) -> bool:
        """Whether the label guide calls it critical."""
        return bool(self.signals & {Signal.suicide, Signal.danger})

    @property
    def is_high(self) -> bool:
        """Whether the label guide calls it at least high."""
        return self.is_critical or bool(self.signals & _HIGH) or self.type in _GRAVE

    @property
    def is_harmless(self) -> bool:
        """Whether it describes no violence and carries no signal."""
        return self.type is Violence.none and not self.signals


def read_corpus(folder: Path) -> list[Message]:
    """Read every `.yml` file of `folder`, in the order of their names, or raise CorpusError."""
    return [message for path in _files(folder) for message in _read(path)]


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 of the corpus files, names included."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))


def _read(path: Path) -> Iterator[Message]:
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines[:2] != _HEAD:
        raise CorpusError(f"{path.name}:1: starts with {' and '.join(_HEAD)}")
    intent: Intent | None = None
    text: list[str] = []
    for number, line in enumerate(lines[2:], 3):
        if line.startswith("      ") and text:
            text.append(line[6:])
        elif line == "  - text: |" and intent and not text:
            text = [""]
        elif text and (found := _METADATA.fullmatch(line)):
            yield _message(path, number, "\n".join(text[1:]), intent or Intent.other, found)
            text = []
        elif (found := _INTENT.fullmatch(line)) and not text and found[1] in Intent.__members__:
            intent = Intent(found[1])
        elif line == "" and text:
            text.append("")
        elif line not in {"", "  examples:"}:
            raise CorpusError(f"{path.name}:{number}: is not in the form of corpus/README.md")


def _message(path: Path, number: int, text: str, intent: Intent, found: re.Match[str]) -> Message:
    violence, signals, writer, language = found.groups()
    try:
        named = frozenset(Signal(signal) for signal in signals.split(", ") if signal)
        return Message(text, intent, Violence(violence), named, writer, language)
    except ValueError:
        raise CorpusError(f"{path.name}:{number}: names a type or signal that the label guide does not") from None

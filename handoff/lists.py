"""The lists an operator writes, `platforms.yml`, `offences.yml`, `directory/*.yml`, and where in them something stands.

Lives here: reading YAML against a model, each complaint with its line and column; every sentence of a list with its
place. Does not live here: what the lists hold, and what a sentence may not say (`bot.list_lint`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from handoff.errors import DirectoryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Model = TypeVar("Model", bound=BaseModel)
Steps = tuple[str | int, ...]
LANGUAGES = frozenset({"fr", "en"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value begins: line and column, from 1; how many characters of it stand before its first letter."""

    line: int
    column: int
    quoted: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text of a list: the way to it, its words and place. `language` is "" where the list does not say.

    `numbers`: what the same entry gives as telephone numbers, which its texts may therefore name.
    """

    steps: Steps
    text: str
    place: Place
    one_line: bool
    language: str = ""
    numbers: frozenset[str] = frozenset()

    def at(self, offset: int) -> tuple[int, int]:
        """Return line and column of a letter; of the whole text where its letters are not those of the file."""
        shift = offset + self.place.quoted if self.one_line else 0
        return self.place.line, self.place.column + shift


def load(file: Path, model: type[Model]) -> Model:
    """Read a list. Raises DirectoryError with the file, line and column of what is wrong."""
    try:
        text = file.read_text(encoding="utf-8")
        return model.model_validate(YAML(typ="safe").load(text))
    except UnicodeDecodeError:
        raise DirectoryError(f"{file.name}:1:1: is not written in UTF-8") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{mark.line + 1}:{mark.column + 1}" if mark is not None else "1:1"
        raise DirectoryError(f"{file.name}:{where}: is no YAML: {error.problem}") from None
    except YAMLError:
        raise DirectoryError(f"{file.name}:1:1: is no YAML") from None
    except ValidationError as error:
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")  # a slip of the pen comes first
        place = place_of(text, first["loc"])
        way = ".".join(map(str, first["loc"]))
        raise DirectoryError(f"{file.name}:{place.line}:{place.column}: {way}: {first['msg']}") from None


def place_of(text: str, steps: Steps) -> Place:
    """Return where the value at the end of these steps begins, or the last one on the way that is there."""
    node, place = YAML(typ="rt").compose(text), Place(1, 1)
    for step in steps:
        found = _step(node, step)
        if found is None:
            break
        key, node = found
        place = _place(key or node)
    return place


def _step(node: Node | None, step: str | int) -> tuple[Node | None, Node] | None:
    match node, step:
        case MappingNode(), str():
            return next(((key, value) for key, value in node.value if key.value == step), None)
        case SequenceNode(), int() if step < len(node.value):
            return None, node.value[step]
        case _:
            return None


def _place(node: Node) -> Place:
    quoted = 1 if isinstance(node, ScalarNode) and node.style in {'"', "'"} else 0
    return Place(node.start_mark.line + 1, node.start_mark.column + 1, quoted)


def sentences(text: str, fields: frozenset[str]) -> Iterator[Sentence]:
    """Yield every text below these fields of a list's entries, in the order of the file. Pure."""
    root = YAML(typ="rt").compose(text)
    for _, entries in root.value if isinstance(root, MappingNode) else ():
        for at, entry in enumerate(entries.value if isinstance(entries, SequenceNode) else ()):
            yield from _of_entry(entry, at, fields)


def _of_entry(entry: Node, at: int, fields: frozenset[str]) -> Iterator[Sentence]:
    if not isinstance(entry, MappingNode):
        return
    plain = {key.value: value.value for key, value in entry.value if isinstance(value, ScalarNode)}
    numbers = frozenset(plain.get(name, "") for name in ("phone", "sms")) - {""}
    for key, value in entry.value:
        if key.value in fields:
            yield from _below(value, (at, key.value), "", numbers)


def _below(node: Node, steps: Steps, language: str, numbers: frozenset[str]) -> Iterator[Sentence]:
    match node:
        case MappingNode():
            for key, value in node.value:
                known = key.value if key.value in LANGUAGES else language
                yield from _below(value, (*steps, key.value), known, numbers)
        case SequenceNode():
            for at, value in enumerate(node.value):
                yield from _below(value, (*steps, at), language, numbers)
        case ScalarNode():
            place = _place(node)
            length = node.end_mark.column - node.start_mark.column - 2 * place.quoted
            one_line = node.start_mark.line == node.end_mark.line and length == len(node.value)
            yield Sentence(steps, node.value, place, one_line, language, numbers)

"""The texts as they stand in their files, letter by letter, so that whatever is found in one has a line and a column.

Lives here: messages, their parts, and the ways each reads. Does not live here: saying them (`bot.texts`), and what is
looked for (`bot.lint`).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

from bot.texts import FORMAL, SHIPPED, read_resource
from bot.wordings import VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ADULTS_ONLY = frozenset({"adult-first", "danger-adult"})
"""Said to nobody but adults: the sentence itself is the formal one."""
STRAIGHT = {"\N{RIGHT SINGLE QUOTATION MARK}": "'"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way a sentence reads, every white space one space, and where in the file each of its letters stands."""

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, or its variant for adults."""

    name: str
    formal: bool
    start: int
    ways: tuple[Way, ...]
    variables: frozenset[str]


@dataclass(frozen=True)
class Written:
    """One message or term where it stands."""

    language: str
    file: str
    is_own: bool
    source: str
    node: ast.Message | ast.Term

    @cached_property
    def id(self) -> str:
        """Its id; that of a term begins with a dash."""
        return f"-{self.node.id.name}" if self.is_term else self.node.id.name

    @property
    def start(self) -> int:
        """Where it begins in the file."""
        return _start(self.node)

    @property
    def is_term(self) -> bool:
        """Whether it is a term: words other texts use, said by nobody alone."""
        return isinstance(self.node, ast.Term)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return the sentence, where it has one, and its variant for adults."""
        value = self.node.value
        plain = () if value is None else (self._part(self.id, self.node, value, formal=self.id in ADULTS_ONLY),)
        formal = (one for one in self.node.attributes if one.id.name == FORMAL)
        return (*plain, *(self._part(f"{self.id}.{FORMAL}", one, one.value, formal=True) for one in formal))

    def _part(self, name: str, node: ast.SyntaxNode, pattern: ast.Pattern, *, formal: bool) -> Part:
        return Part(name, formal, _start(node), tuple(_ways(pattern, self.source)), _variables(pattern))

    @property
    def variant(self) -> Part | None:
        """The variant for adults."""
        return next((part for part in self.parts if part.name != self.id), None)


class Shelf:
    """The texts of one language: in the order of the files, as shipped, and as they count."""

    def __init__(self, language: str, paths: Iterable[Path]) -> None:
        self.texts = tuple(_read(paths, language))
        self.shipped = {text.id: text for text in self.texts if not text.is_own}
        self.effective = {text.id: text for text in self.texts}


def _read(paths: Iterable[Path], language: str) -> Iterator[Written]:
    for path in paths:
        is_own = path.parent.parent != SHIPPED
        file = f"{'' if is_own else 'bot/'}texts/{language}/{path.name}"
        body, source = read_resource(path).body, path.read_text(encoding="utf-8")
        for node in body:
            if isinstance(node, ast.Message | ast.Term):
                yield Written(language, file, is_own, source, node)


def _start(node: ast.SyntaxNode) -> int:
    return node.span.start if node.span else 0


def _ways(pattern: ast.Pattern, source: str) -> list[Way]:
    """Return the ways a sentence reads, each variant in one of them at least."""
    ways: list[list[tuple[str, int]]] = [[]]
    for element in pattern.elements:
        branches = list(_branches(element, source))
        last, most = len(ways) - 1, max(len(ways), len(branches))
        ways = [ways[min(i, last)] + branches[min(i, len(branches) - 1)] for i in range(most)]
    return [_way(letters) for letters in ways]


def _branches(element: ast.TextElement | ast.Placeable, source: str) -> Iterator[list[tuple[str, int]]]:
    match element:
        case ast.TextElement(value=value):
            yield list(_placed(value, _start(element), source))
        case ast.Placeable(expression=ast.SelectExpression(variants=variants)):
            for variant in variants:
                for way in _ways(variant.value, source):
                    yield list(zip(way.text, way.places, strict=True))
        case ast.Placeable(expression=ast.StringLiteral() as literal):
            yield [(letter, _start(element)) for letter in literal.parse()["value"]]
        case _:
            yield [(VALUE, _start(element))]


def _placed(value: str, at: int, source: str) -> Iterator[tuple[str, int]]:
    """Find each letter of a text again in its file, where indents stand between its lines."""
    for letter in value:
        at = max(source.find(letter, at), at)
        yield letter, at
        at += 1


def _way(letters: Iterable[tuple[str, int]]) -> Way:
    kept: list[tuple[str, int]] = []
    for letter, place in letters:
        if kept and unicodedata.combining(letter):
            before, place = kept.pop()  # noqa: PLW2901 - an accent written apart stands where its letter does
            kept.append((unicodedata.normalize("NFC", before + letter), place))
        elif not (letter.isspace() and kept and kept[-1][0] == " "):
            kept.append((" " if letter.isspace() else STRAIGHT.get(letter, letter), place))
    return Way("".join(letter for letter, _ in kept), tuple(place for _, place in kept))


class _Names(Visitor):
    """Gathers the variables of a sentence."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent calls it so
        """Note one variable."""
        self.found.add(node.id.name)


def _variables(pattern: ast.Pattern) -> frozenset[str]:
    names = _Names()
    names.visit(pattern)
    return frozenset(names.found)

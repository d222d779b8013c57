"""Every sentence a person can read, by id, in Fluent: `texts/fr/*.ftl`, `texts/en/*.ftl`.

A `texts/` folder beside config.yml overrides single ids. A message may carry a `.vous` attribute: the same sentence to
an adult. Does not live here: which sentence is due (`bot.conversation`), and what texts must not say (`bot.lint`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = Path(__file__).parent / "texts"
LANGUAGES = ("fr", "en")
FORMAL = "vous"


class TextsError(BotError):
    """A file of texts cannot be read; the message says file, line and column."""


class Texts:
    """The sentences of every language."""

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._bundles = {language: self._bundle(language) for language in LANGUAGES}
        self._plain: dict[tuple[str, str, str], str] = {}

    def _bundle(self, language: str) -> FluentBundle:
        # Isolating marks would stand around every number; what people wrote is never a variable of a text.
        bundle = FluentBundle([language], use_isolating=False)
        for path in self.files(language):
            bundle.add_resource(read_resource(path), allow_overrides=True)
        return bundle

    def files(self, language: str) -> tuple[Path, ...]:
        """Return the files of one language in the order they count, the operator's own last."""
        own = sorted((self._own / language).glob("*.ftl")) if self._own else []
        return (*sorted((SHIPPED / language).glob("*.ftl")), *own)

    def has(self, id: str, language: str) -> bool:  # noqa: A002 - the word of Fluent
        """Tell whether a sentence exists."""
        return self._bundles[language].has_message(id)

    def ids(self, language: str, stem: str) -> list[str]:
        """Return the ids that begin with `stem`, in the order they stand in the files."""
        found = (
            entry.id.name
            for path in self.files(language)
            for entry in read_resource(path).body
            if isinstance(entry, ast.Message)
        )
        return list(dict.fromkeys(name for name in found if name.startswith(stem)))

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - the word of Fluent
        """Return a sentence; `register` "vous" takes its formal variant where it has one. Raises LookupError."""
        if not arguments:
            return self._constant(id, language, register)
        return self._format(id, language, register, arguments)

    def _constant(self, id: str, language: str, register: str) -> str:  # noqa: A002 - the word of Fluent
        known = self._plain.get((id, language, register))
        if known is None:
            known = self._plain[id, language, register] = self._format(id, language, register, {})
        return known

    def _format(self, id: str, language: str, register: str, arguments: Mapping[str, str | int]) -> str:  # noqa: A002 - the word of Fluent
        bundle = self._bundles[language]
        if not bundle.has_message(id):
            raise LookupError(id)
        message = bundle.get_message(id)
        pattern = message.attributes.get(FORMAL) if register == FORMAL else None
        pattern = pattern or message.value
        if pattern is None:
            raise LookupError(id)
        text, faults = bundle.format_pattern(pattern, dict(arguments))
        if faults:
            raise LookupError(f"{id}: a variable is missing")
        return str(text)


def read_resource(path: Path) -> ast.Resource:
    """Parse one file. Raises TextsError with the place of the first line that is no Fluent."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise TextsError(f"{_named(path)}: cannot be read as UTF-8 text") from None
    resource = FluentResource(source)
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            line, column = place_in(source, entry.span.start if entry.span else 0)
            raise TextsError(f"{_named(path)}:{line}:{column}: is not `id = sentence` as Fluent reads it")
    return resource


def _named(path: Path) -> str:
    return f"texts/{path.parent.name}/{path.name}"


def place_in(source: str, offset: int) -> tuple[int, int]:
    """Turn an offset into line and column, both from 1."""
    before = source[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1

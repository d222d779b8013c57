"""Replies that are written already: `canned-...` in the texts, offered to a listener, who reads them before they go.

An operator writes their own in `texts/<language>/*.ftl`. They may say { $alias }, what the listener is called this
shift; one that asks for anything else is shown as broken, with its name, and cannot be sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.texts import Texts

STEM = "canned-"
VARIABLES = frozenset({"alias"})
"""What such a reply may say that is filled in."""


class CannedReplies:
    """The replies of the texts, in the language and register of whoever is written to."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._ids = {language: texts.ids(language, STEM) for language in ("fr", "en")}

    def said(self, language: str, register: str, alias: str) -> Sequence[tuple[str, str]]:
        """Return (name, text) of each; the text is "" where it asks for a variable nobody fills in."""
        return [(name.removeprefix(STEM), self._said(name, language, register, alias)) for name in self._ids[language]]

    def _said(self, name: str, language: str, register: str, alias: str) -> str:
        try:
            return self._texts.say(name, language, register, alias=alias)
        except LookupError:
            return ""

"""The reviewed half of the reader: rules in `lexicon/*.yml`, one pattern each, with negation, tense and who said it.

Pure but for the reading of its own files by `Lexicon.read`. Does not live here: the trained half (`nlu.classifier`),
and the answer of the two together (`nlu.reader`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlu.errors import NluError
from nlu.reading import Outcome, Signal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MODIFIERS = ("negation", "past", "told", "joke")
_MODIFIER = re.compile(r"(\w+): '(.+)'")
_RULE = re.compile(r"- \{id: ([\w.]+), signal: (\w+), outcome: (\w+)(, own: true)?, pattern: '(.+)'\}")
_BEFORE = 40
"""Characters before a hit in which a negation, a past or « he said » still bears on it."""

_AROUND = 60
"""Characters on both sides of a hit in which a joke gives itself away."""


class LexiconError(NluError):
    """A lexicon file cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that was met, what it says here, and where in the normalised text."""

    rule: str
    signal: Signal
    outcome: Outcome
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LexiconRule:
    """One line of a lexicon. `is_whole`: the pattern carries its own negation, none outside it bears on it."""

    id: str
    signal: Signal
    outcome: Outcome
    is_whole: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The rules of one language, and the words that turn a hit into a question."""

    rules: tuple[LexiconRule, ...]
    modifiers: dict[str, re.Pattern[str]]
    any_rule: re.Pattern[str]
    """All rules in one: nine messages in ten meet none, and are told so by one look instead of forty."""

    @classmethod
    def read(cls, name: str, lines: Iterable[str]) -> Lexicon:
        """Read one lexicon file's lines, or raise LexiconError. The form is the one line per rule of the files."""
        rules: list[LexiconRule] = []
        modifiers: dict[str, re.Pattern[str]] = {}
        for number, raw in enumerate(lines, 1):
            line = raw.strip()
            if not line or line == "rules:" or line.startswith("#"):
                continue
            try:
                if found := _RULE.fullmatch(line):
                    rules.append(_rule(*found.groups()))
                    continue
                if (found := _MODIFIER.fullmatch(line)) and found[1] in _MODIFIERS:
                    modifiers[found[1]] = re.compile(found[2])
                    continue
            except (ValueError, re.error):
                pass
            raise LexiconError(f"{name}:{number}: is no rule that can be read")
        if missing := set(_MODIFIERS) - set(modifiers):
            raise LexiconError(f"{name}: says nothing about {', '.join(sorted(missing))}")
        return cls(tuple(rules), modifiers, re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules)))

    def hits(self, normalised: str) -> Iterator[Hit]:
        """Yield the first hit of each rule that is met."""
        if not self.any_rule.search(normalised):
            return
        for rule in self.rules:
            found = rule.pattern.search(normalised)
            if found and (outcome := self._outcome(rule, normalised, *found.span())) is not Outcome.absent:
                yield Hit(rule.id, rule.signal, outcome, *found.span())

    def _outcome(self, rule: LexiconRule, text: str, start: int, end: int) -> Outcome:
        """Weigh a hit by the words around it."""
        around = text[max(0, start - _AROUND) : end + _AROUND]
        if self.modifiers["joke"].search(around) and rule.signal in {Signal.suicide, Signal.danger}:
            return Outcome.absent if rule.outcome is Outcome.ask else Outcome.ask
        if rule.is_whole or rule.outcome is Outcome.ask:
            return rule.outcome
        before = text[max(0, start - _BEFORE) : start]
        if self.modifiers["negation"].search(_last_words(before, 4) + text[start:end]):
            return Outcome.ask
        if self.modifiers["told"].search(before) or self.modifiers["past"].search(around):
            return Outcome.ask
        return rule.outcome


def _rule(name: str, signal: str, outcome: str, own: str | None, pattern: str) -> LexiconRule:
    return LexiconRule(name, Signal(signal), Outcome(outcome), bool(own), re.compile(pattern))


def _last_words(text: str, count: int) -> str:
    return " ".join(text.rsplit(" ", count + 1)[1:])

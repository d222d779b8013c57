"""What the bot says, without knowing the channel: sentences by id, choices, numbers; and how a reply becomes a letter.

A letter is JSON: `from`, `at`, `paragraphs`, `choices` ({id, label}), `links`, `numbers` ({id, label, href, hours}),
`widget`, `code` and `language`. Codes and links are parts of their own: never inside a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.numbers import Numbers

ACT = "act"
PIECE = re.compile(r"(act:vault_[a-z_]+)_(\d+)_(\d+)|(act:vault_[a-z_]+)_(\d+)")
OF_ONE = re.compile(r"_[0-9a-f]{32}$")
"""The end of a choice that answers one question among several alike: its words are those of the others."""


class Say:
    """One sentence: its id and its arguments, which may be sentences themselves."""

    __slots__ = ("arguments", "id")

    def __init__(self, id: str, **arguments: str | int | Say) -> None:  # noqa: A002 - the word of Fluent
        self.id = id
        self.arguments = arguments

    def __repr__(self) -> str:
        return f"Say({self.id})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Say) and (self.id, self.arguments) == (other.id, other.arguments)

    def __hash__(self) -> int:
        return hash((self.id, tuple(self.arguments.items())))


@dataclass(frozen=True, slots=True)
class Reply:
    """One letter's worth. `line`: the place in the queue is asked for at the last moment and said first.

    `numbers` are ids; `widget` is what the channel may show or do besides: "evidence", "phrase", "vault", "held",
    "danger" (numbers first), "erased" (the log is emptied), "sweep" (the house's words leave the chat).
    """

    says: tuple[Say, ...]
    choices: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    widget: str = ""
    code: str = ""
    line: bool = field(default=False)


class Sayer(Protocol):
    """Sentences by id; `bot.texts.Texts` is one."""

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - the word of Fluent
        """Return a sentence."""


def reply(
    text: str,
    *choices: str,
    numbers: Sequence[str] = (),
    widget: str = "",
    code: str = "",
    **arguments: str | int | Say,
) -> Reply:
    """Make a reply of one sentence."""
    return Reply((Say(text, **arguments),), choices, tuple(numbers), widget=widget, code=code)


def choice_text(choice: str) -> str:
    """Return the text id of a choice: `choice-<question>-<choice>`, or `act-<name>`."""
    question, _, name = OF_ONE.sub("", choice).partition(":")
    stem = "act" if question == ACT else f"choice-{question}"
    return f"{stem}-{name}".replace("_", "-")


def piece_choice(act: str, seq: int, number: int) -> str:
    """Return the choice that does something with one piece: its place in the vault, and its number on the screen."""
    return f"act:vault_{act}_{seq}_{number}"


def question_text(question: str) -> str:
    """Return the text id of a question."""
    return f"question-{question}".replace("_", "-")


class Writer:
    """Turns replies into letters."""

    def __init__(self, texts: Sayer, numbers: Numbers) -> None:
        self._texts, self._numbers = texts, numbers

    def letter(self, one: Reply, language: str, register: str, at: datetime, line: Say | None = None) -> dict[str, Any]:
        """Return the letter of a reply, in a language, spoken to "tu" or "vous"."""
        says = (line, *one.says) if line is not None else one.says
        paragraphs = [part for say in says for part in self._said(say, language, register).split("\n") if part.strip()]
        return {
            "from": "bot",
            "at": at.isoformat(),
            "paragraphs": paragraphs,
            "choices": [{"id": c, "label": self._label(c, language, register)} for c in one.choices],
            "links": [{"href": href, "label": self._texts.say(text, language, register)} for href, text in one.links],
            "numbers": [number.as_json() for number in self._numbers.shown(one.numbers, language)],
            "widget": one.widget,
            "code": one.code,
            "language": language,
        }

    def _said(self, say: Say, language: str, register: str) -> str:
        arguments: Mapping[str, str | int] = {
            name: self._said(value, language, register) if isinstance(value, Say) else value
            for name, value in say.arguments.items()
        }
        return self._texts.say(say.id, language, register, **arguments)

    def _label(self, choice: str, language: str, register: str) -> str:
        if found := PIECE.fullmatch(choice):
            number = int(found[3] or found[5])
            return self._texts.say(choice_text(found[1] or found[4]), language, register, number=number)
        return self._texts.say(choice_text(choice), language, register)

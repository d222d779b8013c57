"""The five levels and the shape of a reason. Everything that weighs imports this; it weighs nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence


class Level(IntEnum):
    """How fast a human is needed: within the day, 60, 15, 5 or 2 minutes."""

    low = 1
    medium = 2
    high = 3
    critical = 4
    emergency = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a level was given: a rule, and the answer or the place in the words that met it.

    `message` is an index into the readings that were weighed, -1 where no message is meant; `start` and `end` are
    character positions in it.
    """

    rule: str
    source: Literal["answer", "words", "circumstance"]
    question: str = ""
    choice: str = ""
    message: int = -1
    start: int = 0
    end: int = 0

    def told(self, entries: Sequence[str]) -> dict[str, str | int]:
        """Return it in JSON's types; `entries` are the ids of the talk's lines, one for each reading."""
        about: dict[str, str | int] = {"rule": self.rule, "source": self.source}
        about |= {"question": self.question, "choice": self.choice}
        if 0 <= self.message < len(entries):
            about |= {"entry": entries[self.message], "start": self.start, "end": self.end}
        return about

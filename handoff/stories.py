"""The stories of practice cases: who writes, what they answer by button, and what they say after each answer.

Lives here: ids and order, pure. Does not live here: the sentences (`practice-<story>-<number>` in the texts), playing a
story (`handoff.practice`). Nobody's: written for practice, from no talk that ever was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlu.level import Level

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Turn:
    """What is said after one of the listener's messages: how many sentences, and what they weigh where that rises.

    `because` is the button (`question:choice`) that stands for what was said.
    """

    sentences: int = 1
    level: Level | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One story. `taps` are the answers given by button; `opening` sentences follow them, before anybody comes."""

    id: str
    level: Level
    taps: Mapping[str, str]
    opening: int
    turns: tuple[Turn, ...]
    register: str = "tu"
    weighs: tuple[str, ...] = field(default=())
    """The questions whose answers are the reasons of the level, the gravest first."""

    @property
    def sentences(self) -> int:
        """How many sentences there are in all."""
        return self.opening + sum(turn.sentences for turn in self.turns)


STORIES = (
    Story(
        "group",
        Level.medium,
        {"danger": "no", "screen": "no", "who": "me", "age": "13_14", "what": "insults", "author": "school"},
        opening=2,
        turns=(Turn(2), Turn(1), Turn(2), Turn(1), Turn(1)),
        weighs=("what",),
    ),
    Story(
        "pictures",
        Level.critical,
        {"danger": "no", "screen": "later", "who": "me", "age": "15_17", "what": "blackmail", "demand": "images",
         "deadline": "today", "author": "online", "direct": "no"},
        opening=2,
        turns=(Turn(1), Turn(2), Turn(1), Turn(1), Turn(2), Turn(1)),
        weighs=("deadline", "what", "demand"),
    ),
    Story(
        "night",
        Level.high,
        {"danger": "unsure", "screen": "no", "who": "me", "age": "15_17"},
        opening=1,
        turns=(Turn(1), Turn(2), Turn(1, Level.emergency, "direct:now"), Turn(1), Turn(2), Turn(1)),
        weighs=("danger",),
    ),
    Story(
        "parent",
        Level.medium,
        {"danger": "no", "who": "my_child", "age": "under_13", "what": "insults"},
        opening=2,
        turns=(Turn(1), Turn(2), Turn(1), Turn(1)),
        register="vous",
        weighs=("what", "age"),
    ),
)  # fmt: skip

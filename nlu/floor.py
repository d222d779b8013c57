"""The floor: which answers given by button reach which level, whatever is configured.

Lives here: data, and how one row is met. Does not live here: what words and circumstances add, and how it all becomes
one assessment (`nlu.severity`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlu.level import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """Answers that together reach a level. `when` holds, for each question, the choices of which one must be given."""

    rule: str
    level: Level
    when: Mapping[str, frozenset[str]]

    def met(self, answers: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
        """Return the first question of the row with the choice that met it, or None where the row is not met."""
        found = None
        for question, wanted in self.when.items():
            choice = next((given for given in answers.get(question, ()) if given in wanted), None)
            if choice is None:
                return None
            found = found or (question, choice)
        return found


def _row(rule: str, level: Level, **when: str) -> Row:
    return Row(rule, level, {question: frozenset(choices.split()) for question, choices in when.items()})


VIOLENCE = "insults threats blackmail intimate body adult_insists"
"""The choices of « what » that name a violence."""

DANGER = frozenset(
    ["hurt_now", "did_dangerous", "thinks_of_dying", "could_hurt", "other_in_danger", "no", "unsure", "skip"]
)
"""The choices of the first question; any other says nothing about danger."""

_DEMANDS = "money images meet harm silence"

VIOLENT = (
    _row("what", Level.medium, what=VIOLENCE),
    _row("demand", Level.medium, demand=_DEMANDS),
    _row("danger", Level.medium, danger="hurt_now"),
    _row("deadline", Level.medium, deadline="hour today later none spread unsure skip"),
)
"""The answers that say, each by itself, that somebody is doing harm."""

DIRECT = (
    _row("danger", Level.high, danger="thinks_of_dying did_dangerous unsure"),
    _row("deadline", Level.high, deadline="hour today later none spread unsure skip"),
    _row("demand", Level.high, demand="harm"),
)
"""The answers after which the direct question is put."""

SINGLE = (
    _row("danger-hurt-now", Level.emergency, danger="hurt_now"),
    _row("danger-did-dangerous", Level.emergency, danger="did_dangerous"),
    _row("danger-other-in-danger", Level.emergency, danger="other_in_danger"),
    _row("harm-plan-set", Level.emergency, harm_plan="today means"),
    _row("child-missing", Level.emergency, whereabouts="unknown"),
    _row("demand-harm", Level.emergency, demand="harm"),
    _row("deadline-hour", Level.emergency, deadline="hour"),
    _row("direct-now", Level.emergency, direct="now"),
    _row("danger-thinks-of-dying", Level.critical, danger="thinks_of_dying"),
    _row("danger-asked", Level.critical, act="danger"),
    _row("danger-could-hurt", Level.critical, danger="could_hurt"),
    _row("harm-plan-unclear", Level.critical, harm_plan="no unsure skip"),
    _row("what-body", Level.critical, what="body"),
    _row("demand-meet", Level.critical, demand="meet"),
    _row("deadline-today", Level.critical, deadline="today"),
    _row("direct-sometimes", Level.critical, direct="sometimes"),
    _row("direct-unclear", Level.critical, direct="unsure"),
    _row("danger-unsure", Level.high, danger="unsure"),
    _row("screen-author", Level.high, screen="author"),
    _row("what-threats", Level.high, what="threats"),
    _row("what-blackmail", Level.high, what="blackmail"),
    _row("what-intimate", Level.high, what="intimate"),
    _row("what-adult-insists", Level.high, what="adult_insists"),
    _row("demand-money", Level.high, demand="money"),
    _row("demand-images", Level.high, demand="images"),
    _row("demand-silence", Level.high, demand="silence"),
    _row("demand-unsure", Level.high, demand="unsure"),
    _row("deadline-open", Level.high, deadline="later none unsure skip"),
    _row("deadline-spread", Level.high, deadline="spread"),
    _row("author-home", Level.high, author="home"),
    _row("author-known-adult", Level.high, author="known_adult"),
    _row("author-online", Level.high, author="online"),
    _row("direct-past", Level.high, direct="past"),
    _row("follow-up-worse", Level.high, follow_up="worse"),
    _row("who-author", Level.medium, who="author"),
    _row("what-insults", Level.medium, what="insults"),
    _row("what-other", Level.medium, what="other"),
)
"""One row for each answer that weighs by itself."""

TOGETHER = (
    _row("meet-soon", Level.emergency, demand="meet", deadline="hour today"),
    _row("child-threatened", Level.critical, age="under_13", what="threats blackmail adult_insists"),
    _row("child-images-demanded", Level.critical, age="under_13", demand="images"),
    _row("child-sextortion", Level.critical, age="under_13", what="intimate", demand=f"{_DEMANDS} unsure skip"),
    _row("child-adult-images", Level.critical, age="under_13", what="intimate", author="home known_adult online"),
)
"""Answers that weigh more together. A child under 13 whose choices leave sextortion possible counts as one."""

RAISING = (
    _row("age-under-13", Level.high, age="under_13"),
    _row("author-home", Level.high, author="home"),
    _row("author-several", Level.high, author="several"),
)
"""The answers that raise whatever else is known by one level, to high at most."""

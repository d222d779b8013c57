"""Which cases a listener is given: by language, by who may be a minor, by how much somebody can carry. Pure.

A skill that nobody else on shift has binds nobody: a case is never left waiting for somebody who is not there. An
emergency binds nobody either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handoff.listener import Skills

KEPT = timedelta(minutes=5)
"""How long somebody who comes back is kept for the listener they know, below critical."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What this listener is given now. `mine` None: every language; `others` None: colleagues speak all the others."""

    mine: frozenset[str] | None = None
    others: frozenset[str] | None = frozenset()
    minors: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one listener asks the queue for, at a moment. `emergencies`: also (None), only (True), none (False)."""

    listener_id: str
    at: datetime
    reach: Reach = Reach()
    emergencies: bool | None = None


def reach_of(own: Skills, others: Iterable[Skills]) -> Reach:
    """Return what somebody with these skills is given beside those others on shift."""
    there = list(others)
    minors = own.minors or not any(one.minors for one in there)
    if not own.languages:
        return Reach(minors=minors)
    spoken = None if any(not one.languages for one in there) else frozenset().union(*(one.languages for one in there))
    return Reach(own.languages, spoken, minors)


def fits(reach: Reach, level: Level, language: str, *, is_minor: bool) -> bool:
    """Tell whether a case is within reach."""
    if level is Level.emergency:
        return True
    spoken = reach.mine is None or language in reach.mine or (reach.others is not None and language not in reach.others)
    return spoken and (reach.minors or not is_minor)


def may_be_minor(facts: Mapping[str, str]) -> bool:
    """Tell whether the one harmed is, or may be, a minor: what nobody said counts as one."""
    return facts.get("age", "") != "adult"

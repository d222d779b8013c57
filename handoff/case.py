"""A case: its states, the moves between them, and what is known about it without opening any seal.

Lives here: pure rules. Does not live here: the order of the queue (`handoff.queue`), tables (`handoff.records`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from handoff.errors import IllegalMoveError
from nlu.severity import Level  # noqa: TC001 - dataclass fields are read at run time

if TYPE_CHECKING:
    from collections.abc import Mapping

CaseId = NewType("CaseId", str)
EntryId = NewType("EntryId", str)


class State(StrEnum):
    """Where a case stands between the correspondent and the house."""

    WAITING = "waiting"
    LIVE = "live"
    SILENT = "silent"
    CLOSED = "closed"


class Move(StrEnum):
    """Everything that may change a state. `FALL_SILENT` and `SPEAK_AGAIN` are the correspondent's."""

    CLAIM = "claim"
    RELEASE = "release"
    TAKE_OVER = "take_over"
    HAND_OVER = "hand_over"
    FALL_SILENT = "fall_silent"
    SPEAK_AGAIN = "speak_again"
    CLOSE = "close"
    REOPEN = "reopen"


OUTCOMES = ("helped", "referred", "emergency_services", "reported", "unfinished", "not_for_us")
"""How a conversation ended, as it is counted."""

ALLOWED: Mapping[tuple[State, Move], State] = {
    (State.WAITING, Move.CLAIM): State.LIVE,
    (State.LIVE, Move.RELEASE): State.WAITING,
    (State.SILENT, Move.RELEASE): State.WAITING,
    (State.LIVE, Move.TAKE_OVER): State.LIVE,
    (State.SILENT, Move.TAKE_OVER): State.SILENT,
    (State.LIVE, Move.HAND_OVER): State.LIVE,
    (State.SILENT, Move.HAND_OVER): State.SILENT,
    (State.LIVE, Move.FALL_SILENT): State.SILENT,
    (State.SILENT, Move.SPEAK_AGAIN): State.LIVE,
    (State.LIVE, Move.CLOSE): State.CLOSED,
    (State.SILENT, Move.CLOSE): State.CLOSED,
    (State.CLOSED, Move.REOPEN): State.WAITING,
}
"""Every move there is. A case is closed by whoever holds it, never from the queue and never by a timer."""


def after(state: State, move: Move) -> State:
    """Return the state a move leads to. Raises IllegalMoveError."""
    try:
        return ALLOWED[state, move]
    except KeyError:
        raise IllegalMoveError(f"a case that is {state.value} does not allow {move.value}") from None


@dataclass(frozen=True, slots=True)
class Case:
    """One case as its row tells it: ids, states and times, never a word.

    `waiting_since` counts from when the correspondent last began to wait for a human; `last_word_at` is their last
    word; `answered_at` a human's last word; `unanswered_since` their oldest word no human has answered, while live.
    `offered_to`: the listener who is asked to take it over; while it waits, the one it is kept for. `second`: who reads
    along. `abuse_until`: until when a human has marked the line as abused. `practice`: nobody's, for newcomers.
    """

    id: CaseId
    designation: str
    correspondent: str
    channel: str
    language: str
    state: State
    level: Level
    opened_at: datetime
    waiting_since: datetime
    place: datetime
    last_word_at: datetime
    contacts: int = 1
    vault: str | None = None
    claimed_by: str | None = None
    previous_listener: str | None = None
    answered_at: datetime | None = None
    unanswered_since: datetime | None = None
    closed_at: datetime | None = None
    called: str = ""
    offered_to: str | None = None
    second: str | None = None
    abuse_until: datetime | None = None
    practice: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether someone still waits or talks here."""
        return self.state is not State.CLOSED


def waits_for_human(case: Case) -> bool:
    """Tell whether the correspondent waits for a human word: unclaimed, or not answered by whoever claimed."""
    return case.state is State.WAITING or (case.state is State.LIVE and case.unanswered_since is not None)

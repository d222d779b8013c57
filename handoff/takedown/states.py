"""Where a notice stands, the moves between, its one-hour clock, and the gates it passes before it leaves. Pure.

Lives here: rules. Does not live here: what a notice says (`handoff.takedown.notice`), carrying it out
(`handoff.takedown.notices`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from handoff.errors import IllegalMoveError
from handoff.takedown.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class State(StrEnum):
    """Where a notice stands between the house and the platform."""

    DRAFTED = "drafted"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    REMOVED = "removed"
    REFUSED = "refused"
    REDRESS = "redress"
    DROPPED = "dropped"


class Move(StrEnum):
    """What changes a state. All but `SEND` are what a listener was told by the platform, or decides."""

    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    REMOVE = "remove"
    REFUSE = "refuse"
    REDRESS = "redress"
    REAPPEAR = "reappear"
    DROP = "drop"


ALLOWED: Mapping[tuple[State, Move], State] = {
    (State.DRAFTED, Move.SEND): State.SENT,
    (State.DRAFTED, Move.DROP): State.DROPPED,
    (State.SENT, Move.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.SENT, Move.REMOVE): State.REMOVED,
    (State.SENT, Move.REFUSE): State.REFUSED,
    (State.ACKNOWLEDGED, Move.REMOVE): State.REMOVED,
    (State.ACKNOWLEDGED, Move.REFUSE): State.REFUSED,
    (State.REFUSED, Move.REDRESS): State.REDRESS,
    (State.REDRESS, Move.REMOVE): State.REMOVED,
    (State.REDRESS, Move.REFUSE): State.REFUSED,
    (State.REMOVED, Move.REAPPEAR): State.SENT,
}
"""Every move there is. What was removed and stands there again is open once more, under the same notice."""
OPEN = frozenset({State.SENT, State.ACKNOWLEDGED, State.REDRESS})
"""Somebody's answer is waited for."""
DECIDED = frozenset({State.REMOVED, State.REFUSED})


def after(state: State, move: Move) -> State:
    """Return the state a move leads to. Raises IllegalMoveError."""
    try:
        return ALLOWED[state, move]
    except KeyError:
        raise IllegalMoveError(f"a notice that is {state.value} does not allow {move.value}") from None


def moves_from(state: State) -> tuple[Move, ...]:
    """Return the moves a state allows, but for sending, which has gates of its own."""
    return tuple(move for (at, move) in ALLOWED if at is state and move is not Move.SEND)


# -- the clock ---------------------------------------------------------------------------------------------------------


def next_reminder(sent_at: datetime, reminded: int, minutes: Sequence[float]) -> datetime | None:
    """Return when the next reminder is due after so many were given; None after the last."""
    return sent_at + timedelta(minutes=minutes[reminded]) if reminded < len(minutes) else None


def passed(sent_at: datetime, now: datetime, minutes: Sequence[float]) -> int:
    """Return how many reminders are due by now: after a pause of the house, the latest stands for those before it."""
    return sum(sent_at + timedelta(minutes=one) <= now for one in minutes)


class Step(StrEnum):
    """The next thing to try where a platform does not answer within the hour. A listener takes it, never a clock."""

    AGAIN = "again"
    FLAGGER = "flagger"
    PARTNERS = "partners"
    AUTHORITY = "authority"


def next_step(kind: Kind, steps: int, *, flagger: bool, mailed: bool) -> Step | None:
    """Return the next step after so many were taken; None when nothing else is left to try.

    Writing to the same address again comes only once: repeating does not help. Sexual content of minors goes to
    PHAROS and Point de Contact before anything else; everything else may at last be told to the authority (DSA 53).
    """
    ladder = [Step.PARTNERS] if kind is Kind.MINOR_SEXUAL else []
    ladder += [Step.FLAGGER] if flagger else []
    ladder += [Step.AGAIN] if mailed else []
    ladder += [Step.PARTNERS] if kind is not Kind.MINOR_SEXUAL else []
    ladder += [Step.AUTHORITY]
    return ladder[steps] if steps < len(ladder) else None


# -- the gates ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gates:
    """What was asked before a notice leaves.

    `risk`: would they be at risk if it was noticed? "" | no | yes | unsure. `care`: how they are kept safe where it is
    not a no. `saved`: "" | kept | waived, with the `waiver` in words. `account`: whose it is, "" | adult | minor |
    unknown. `second`: the listener who read it as the second, "" for nobody.
    """

    risk: str = ""
    care: str = ""
    saved: str = ""
    waiver: str = ""
    account: str = ""
    second: str = ""


RISKS = ("no", "yes", "unsure")
SAVED = ("kept", "waived")
ACCOUNTS = ("adult", "minor", "unknown")


def saves_first(kind: Kind, *, adult: bool) -> bool:
    """Tell whether evidence is to be saved before. Never an intimate image of someone who is, or may be, a minor."""
    return kind is not Kind.MINOR_SEXUAL and (kind is not Kind.INTIMATE or adult)


def needs_second(gates: Gates) -> bool:
    """Tell whether a second person reads it first: the account may be a child's, or somebody may be at risk."""
    return gates.account in {"minor", "unknown"} or gates.risk in {"yes", "unsure"}


def still_open(gates: Gates, kind: Kind, author: str, *, adult: bool) -> tuple[str, ...]:
    """Return what still keeps a notice here: risk, care, saved, waiver, account, second; empty once it may leave."""
    asked = {
        "risk": gates.risk not in RISKS,
        "care": gates.risk in {"yes", "unsure"} and not gates.care.strip(),
        "saved": saves_first(kind, adult=adult) and gates.saved not in SAVED,
        "waiver": saves_first(kind, adult=adult) and gates.saved == "waived" and not gates.waiver.strip(),
        "account": gates.account not in ACCOUNTS,
        "second": needs_second(gates) and gates.second in {"", author},
    }
    return tuple(name for name, is_open in asked.items() if is_open)

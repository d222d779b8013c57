"""Who may do what at the desk: everything is refused unless a line here allows it. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from handoff.case import Case, State
from handoff.errors import NotAllowedError
from handoff.listener import Role
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Mapping


class Act(StrEnum):
    """Something a person at the desk may want to do."""

    SEE_BOARD = "see_board"
    TAKE_NEXT = "take_next"
    INVITE = "invite"
    CLAIM = "claim"
    READ = "read"
    SAY = "say"
    NOTE = "note"
    RELEASE = "release"
    CLOSE = "close"
    REOPEN = "reopen"
    TAKE_OVER = "take_over"
    WEIGH = "weigh"
    EVIDENCE = "evidence"
    PLACE = "place"
    CALL = "call"


ANYWHERE: Mapping[Role, frozenset[Act]] = {
    Role.LISTENER: frozenset({Act.SEE_BOARD, Act.TAKE_NEXT}),
    Role.SUPERVISOR: frozenset({Act.SEE_BOARD, Act.TAKE_NEXT, Act.INVITE}),
}
"""What needs no case."""

CLAIMANT = frozenset({
    Act.READ, Act.SAY, Act.NOTE, Act.RELEASE, Act.CLOSE, Act.WEIGH, Act.EVIDENCE, Act.PLACE,
    Act.CALL,
})  # fmt: skip
"""What whoever holds a case may do in its room."""

SUPERVISOR = frozenset({Act.READ, Act.NOTE, Act.EVIDENCE, Act.PLACE})
"""What a supervisor may do in any room, each visit recorded: reading and notes, never a word to the correspondent."""


def acts(role: Role, listener_id: str, case: Case) -> frozenset[Act]:
    """Return everything this person may do with this case as it stands."""
    allowed: set[Act] = set()
    if case.claimed_by == listener_id and case.state in {State.LIVE, State.SILENT}:
        allowed |= CLAIMANT
    if role is Role.SUPERVISOR:
        allowed |= SUPERVISOR | _supervising(listener_id, case)
    if case.state is State.WAITING and _may_claim(role, listener_id, case):
        allowed.add(Act.CLAIM)
    if case.state is State.CLOSED and case.previous_listener == listener_id:
        allowed |= {Act.READ, Act.REOPEN}
    return frozenset(allowed)


def _supervising(listener_id: str, case: Case) -> frozenset[Act]:
    match case.state:
        case State.LIVE | State.SILENT if case.claimed_by != listener_id:
            return frozenset({Act.TAKE_OVER})
        case State.WAITING:
            return frozenset({Act.WEIGH})
        case State.CLOSED:
            return frozenset({Act.REOPEN})
        case _:
            return frozenset()


def _may_claim(role: Role, listener_id: str, case: Case) -> bool:
    # Listeners take the next case, they do not pick: except what burns, and whom they already know.
    return role is Role.SUPERVISOR or case.level >= Level.critical or case.previous_listener == listener_id


def demand(role: Role, act: Act) -> None:
    """Raise NotAllowedError unless this role may do this without any case."""
    if act not in ANYWHERE[role]:
        raise NotAllowedError(f"a {role.value} may not {act.value}")


def demand_here(role: Role, listener_id: str, case: Case, act: Act) -> None:
    """Raise NotAllowedError unless this person may do this with this case as it stands."""
    if act not in acts(role, listener_id, case):
        raise NotAllowedError(f"a {role.value} may not {act.value} this case, which is {case.state.value}")

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
    OFFER = "offer"
    ANSWER = "answer"
    LEAVE = "leave"
    RESCUE = "rescue"
    GLASS = "glass"
    REPORT = "report"
    CALL_BACK = "call_back"
    ABUSE = "abuse"
    REVIEW = "review"
    TEAM = "team"
    NOTICE = "notice"
    FOLLOW = "follow"
    SECOND = "second"
    DOSSIER = "dossier"
    REFER = "refer"
    END = "end"
    FIGURES = "figures"


ANYWHERE: Mapping[Role, frozenset[Act]] = {
    Role.LISTENER: frozenset({Act.SEE_BOARD, Act.TAKE_NEXT}),
    Role.SUPERVISOR: frozenset({Act.SEE_BOARD, Act.TAKE_NEXT, Act.INVITE, Act.TEAM, Act.REVIEW, Act.FIGURES}),
}
"""What needs no case."""

CLAIMANT = frozenset({
    Act.READ, Act.SAY, Act.NOTE, Act.RELEASE, Act.CLOSE, Act.WEIGH, Act.EVIDENCE, Act.PLACE,
    Act.CALL, Act.OFFER, Act.RESCUE, Act.GLASS, Act.REPORT, Act.CALL_BACK, Act.ABUSE,
    Act.NOTICE, Act.FOLLOW, Act.DOSSIER, Act.REFER,
})  # fmt: skip
"""What whoever holds a case may do in its room."""

SUPERVISOR = frozenset({
    Act.READ, Act.NOTE, Act.EVIDENCE, Act.PLACE, Act.FOLLOW, Act.RESCUE, Act.GLASS, Act.REPORT, Act.REVIEW,
})  # fmt: skip
"""What a supervisor may do in any room, each visit recorded: reading, notes and rescue, never a word to the person.

`FOLLOW` is what a platform answered to a notice that was sent: whoever is there writes it down.
"""

ALONGSIDE = frozenset({Act.READ, Act.NOTE, Act.LEAVE, Act.REVIEW})
"""What a second listener may do in a room they were asked into: read along, and tell the team."""

OFFERED = frozenset({Act.READ, Act.ANSWER})
"""What the listener may do who is asked to take a case over: see what it is, and say yes or no."""


PRACTISED = frozenset({
    Act.READ, Act.SAY, Act.NOTE, Act.WEIGH, Act.PLACE, Act.CALL, Act.RESCUE, Act.CLAIM, Act.CLOSE, Act.END,
})  # fmt: skip
"""What there is to do in a practice case: nothing of it leaves the room, and nobody else is called to it."""


def acts(role: Role, listener_id: str, case: Case) -> frozenset[Act]:
    """Return everything this person may do with this case as it stands."""
    if not case.practice:
        return _acts(role, listener_id, case)
    ends = {Act.END} if role is Role.SUPERVISOR or case.claimed_by == listener_id else set()
    return (_acts(role, listener_id, case) | ends) & PRACTISED


def _acts(role: Role, listener_id: str, case: Case) -> frozenset[Act]:
    allowed: set[Act] = set()
    if case.claimed_by == listener_id and case.state in {State.LIVE, State.SILENT}:
        allowed |= CLAIMANT
    if case.state in {State.LIVE, State.SILENT}:
        allowed |= ALONGSIDE if case.second == listener_id else frozenset()
        allowed |= OFFERED if case.offered_to == listener_id else frozenset()
    if role is Role.SUPERVISOR:
        allowed |= SUPERVISOR | _supervising(listener_id, case)
    if case.state is State.WAITING and _may_claim(role, listener_id, case):
        allowed.add(Act.CLAIM)
    if case.state is State.CLOSED and case.previous_listener == listener_id:
        allowed |= {Act.READ, Act.REOPEN, Act.FOLLOW}
    if case.is_open and case.claimed_by not in {None, listener_id}:
        allowed.add(Act.SECOND)  # reads one notice as the second, nothing else of the case
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
    if case.practice:
        return listener_id == case.offered_to
    known = listener_id in {case.previous_listener, case.offered_to}
    return known or role is Role.SUPERVISOR or case.level >= Level.critical


def demand(role: Role, act: Act) -> None:
    """Raise NotAllowedError unless this role may do this without any case."""
    if act not in ANYWHERE[role]:
        raise NotAllowedError(f"a {role.value} may not {act.value}")


def demand_page(may: frozenset[Act], act: Act) -> None:
    """Raise NotAllowedError where what was found to be allowed lacks an act."""
    if act not in may:
        raise NotAllowedError(f"may not {act.value} this case")


def demand_here(role: Role, listener_id: str, case: Case, act: Act) -> None:
    """Raise NotAllowedError unless this person may do this with this case as it stands."""
    if act not in acts(role, listener_id, case):
        raise NotAllowedError(f"a {role.value} may not {act.value} this case, which is {case.state.value}")

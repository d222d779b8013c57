from __future__ import annotations

import itertools

import pytest

from handoff.case import ALLOWED, Move, State, after
from handoff.errors import IllegalMoveError, NotAllowedError
from handoff.listener import Role
from handoff.permissions import ANYWHERE, Act, acts, demand, demand_here
from nlu.severity import Level
from tests.handoff.desks.paper import a_case

RESCUE = {Act.RESCUE, Act.GLASS, Act.REPORT}
HELD = {Act.READ, Act.NOTE, Act.EVIDENCE, Act.PLACE, Act.FOLLOW, *RESCUE}
ROOM = HELD | {Act.REVIEW}
MINE = HELD | {Act.SAY, Act.RELEASE, Act.CLOSE, Act.WEIGH, Act.CALL, Act.OFFER, Act.CALL_BACK, Act.ABUSE}
MINE |= {Act.NOTICE, Act.DOSSIER, Act.REFER}
Held = tuple[State, str | None, str | None]
MY_LIVE: Held = (State.LIVE, "me", None)
MY_SILENT: Held = (State.SILENT, "me", None)
OTHERS_LIVE: Held = (State.LIVE, "other", None)
OTHERS_SILENT: Held = (State.SILENT, "other", "me")
WAITS: Held = (State.WAITING, None, None)
WAITS_FOR_ME: Held = (State.WAITING, None, "me")
ENDED: Held = (State.CLOSED, None, "other")
ENDED_BY_ME: Held = (State.CLOSED, None, "me")

TABLE = [
    (Role.LISTENER, MY_LIVE, Level.low, MINE),
    (Role.LISTENER, MY_SILENT, Level.low, MINE),
    (Role.LISTENER, OTHERS_LIVE, Level.emergency, {Act.SECOND}),
    (Role.LISTENER, OTHERS_SILENT, Level.emergency, {Act.SECOND}),
    (Role.LISTENER, WAITS, Level.high, set()),
    (Role.LISTENER, WAITS, Level.critical, {Act.CLAIM}),
    (Role.LISTENER, WAITS_FOR_ME, Level.low, {Act.CLAIM}),
    (Role.LISTENER, ENDED, Level.emergency, set()),
    (Role.LISTENER, ENDED_BY_ME, Level.low, {Act.READ, Act.REOPEN, Act.FOLLOW}),
    (Role.SUPERVISOR, MY_LIVE, Level.low, MINE | {Act.REVIEW}),
    (Role.SUPERVISOR, OTHERS_LIVE, Level.low, ROOM | {Act.TAKE_OVER, Act.SECOND}),
    (Role.SUPERVISOR, OTHERS_SILENT, Level.low, ROOM | {Act.TAKE_OVER, Act.SECOND}),
    (Role.SUPERVISOR, WAITS, Level.low, ROOM | {Act.CLAIM, Act.WEIGH}),
    (Role.SUPERVISOR, ENDED, Level.low, ROOM | {Act.REOPEN}),
]


@pytest.mark.parametrize(("role", "held", "level", "allowed"), TABLE)
def test_who_may_do_what(role: Role, held: Held, level: Level, allowed: set[Act]) -> None:
    state, claimed_by, previous = held
    case = a_case("c", level, 1, state=state, claimed_by=claimed_by, previous_listener=previous)
    assert acts(role, "me", case) == allowed
    for act in Act:
        if act in allowed:
            demand_here(role, "me", case, act)
        else:
            with pytest.raises(NotAllowedError):
                demand_here(role, "me", case, act)


@pytest.mark.parametrize(("part", "allowed"), [
    ("offered_to", {Act.READ, Act.ANSWER}), ("second", {Act.READ, Act.NOTE, Act.LEAVE, Act.REVIEW}),
])  # fmt: skip
def test_who_is_asked_into_a_room_may_read_there_and_never_speak(part: str, allowed: set[Act]) -> None:
    for state in (State.LIVE, State.SILENT):
        case = a_case("c", Level.low, 1, state=state, claimed_by="other", **{part: "me"})
        assert acts(Role.LISTENER, "me", case) == allowed | {Act.SECOND}
    closed = a_case("c", Level.low, 1, state=State.CLOSED, **{part: "me"})
    assert acts(Role.LISTENER, "me", closed) == set()


def test_who_is_kept_for_a_listener_may_be_claimed_by_them() -> None:
    case = a_case("c", Level.low, 1, offered_to="me")
    assert acts(Role.LISTENER, "me", case) == {Act.CLAIM}


def test_only_whoever_holds_a_case_ever_speaks_in_it() -> None:
    for role, state, holder, previous, level in itertools.product(
        Role, State, ("other", None), ("me", "other", None), Level
    ):
        case = a_case("c", level, 1, state=state, claimed_by=holder, previous_listener=previous)
        assert acts(role, "me", case).isdisjoint({Act.SAY, Act.CLOSE, Act.RELEASE})


def test_what_needs_no_case_is_refused_unless_a_line_allows_it() -> None:
    allowed = {Role.LISTENER: {Act.SEE_BOARD, Act.TAKE_NEXT}}
    allowed[Role.SUPERVISOR] = allowed[Role.LISTENER] | {Act.INVITE, Act.TEAM, Act.REVIEW, Act.FIGURES}
    assert allowed == ANYWHERE
    for role, act in itertools.product(Role, Act):
        if act in allowed[role]:
            demand(role, act)
        else:
            with pytest.raises(NotAllowedError):
                demand(role, act)


def test_a_refusal_names_no_case_and_nobody() -> None:
    case = a_case("c5", Level.low, 1, designation="abricot calme", correspondent="julie")
    with pytest.raises(NotAllowedError) as refused:
        demand_here(Role.LISTENER, "ada", case, Act.READ)
    for secret in ("c5", "abricot", "julie", "ada"):
        assert secret not in str(refused.value)


def test_every_move_that_is_not_written_down_is_refused() -> None:
    for state, move in itertools.product(State, Move):
        if (state, move) in ALLOWED:
            assert after(state, move) is ALLOWED[state, move]
        else:
            with pytest.raises(IllegalMoveError):
                after(state, move)


def test_nothing_closes_a_case_that_waits_and_only_closing_does() -> None:
    assert (State.WAITING, Move.CLOSE) not in ALLOWED
    assert {move for (_, move), state in ALLOWED.items() if state is State.CLOSED} == {Move.CLOSE}

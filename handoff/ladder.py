"""What is due when: the ladders of a case nobody claims, of a message nobody answers, and of silence. Pure.

A ladder is a list of steps with minutes; only the next one is kept as a timer. Below critical a step waits for the
house to be open; from critical up it never waits, and with the house closed on-call is rung at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from handoff.case import State, waits_for_human
from nlu.severity import Level

if TYPE_CHECKING:
    from handoff.case import Case
    from handoff.hours import Rota
    from handoff.settings import Ladder, LaddersSettings

RISK = Level.critical
"""From this level up silence is a risk, and closed hours are no excuse."""


class Kind(StrEnum):
    """The ladders; `AGAIN` is one step, after an alarm was acknowledged; `HELP` begins with an emergency call.

    Other kinds of timer are the bot's.
    """

    UNCLAIMED = "unclaimed"
    UNANSWERED = "unanswered"
    SILENCE = "silence"
    LOOK = "look"
    AGAIN = "again"
    HELP = "help_came"


class Step(StrEnum):
    """What one rung of a ladder does."""

    SUPERVISOR = "supervisor"
    ON_CALL = "on_call"
    LATE = "late"
    FIRST = "first"
    SECOND = "second"
    DECIDE = "decide"
    LOOK_HOUR = "look_1h"
    LOOK_OPENING = "look_opening"
    LOOK_DAY = "look_24h"
    LOOK_THREE_DAYS = "look_72h"
    ASK_HELP = "ask_help"
    ASK_HELP_AGAIN = "ask_help_again"


HELP_ASKED = ((Step.ASK_HELP, 30.0), (Step.ASK_HELP_AGAIN, 60.0))
"""When, in minutes after an emergency call, a supervisor is rung to ask whether help came."""


@dataclass(frozen=True, slots=True)
class Due:
    """The next step of a ladder, and when."""

    kind: Kind
    step: Step
    at: datetime


def still_stands(case: Case, kind: Kind) -> bool:
    """Tell whether a ladder still has its reason."""
    match kind:
        case Kind.UNCLAIMED:
            return case.state is State.WAITING
        case Kind.UNANSWERED:
            return case.state is State.LIVE and case.unanswered_since is not None
        case Kind.SILENCE:
            return case.state is State.WAITING or (case.state is State.LIVE and case.unanswered_since is None)
        case Kind.LOOK:
            return case.state in {State.WAITING, State.SILENT}
        case Kind.AGAIN:
            return waits_for_human(case)
        case Kind.HELP:
            return True  # until somebody writes down whether help came


def next_step(
    settings: LaddersSettings, rota: Rota, kind: Kind, level: Level, since: datetime, done: Step | None = None
) -> Due | None:
    """Return what is due after the step `done` of a ladder begun at `since`; None at its end."""
    rungs = _rungs(settings, rota, kind, level, since)
    steps = [step for step, _ in rungs]
    following = rungs[steps.index(done) + 1 :] if done in steps else rungs if done is None else []
    if not following:
        return None
    step, at = following[0]
    return Due(kind, step, at)


def _rungs(
    settings: LaddersSettings, rota: Rota, kind: Kind, level: Level, since: datetime
) -> list[tuple[Step, datetime]]:
    match kind:
        case Kind.UNCLAIMED:
            return _ladder(getattr(settings.unclaimed, level.name), rota, level, since)
        case Kind.UNANSWERED:
            return _ladder(getattr(settings.unanswered, level.name), rota, level, since)
        case Kind.SILENCE:
            return _silence(settings, level, since)
        case Kind.LOOK:
            return _looks(rota, since)
        case Kind.AGAIN:
            return []
        case Kind.HELP:
            return [(step, since + timedelta(minutes=after)) for step, after in HELP_ASKED]


def _ladder(ladder: Ladder, rota: Rota, level: Level, since: datetime) -> list[tuple[Step, datetime]]:
    minutes = {Step.SUPERVISOR: ladder.supervisor, Step.ON_CALL: ladder.on_call, Step.LATE: ladder.late}
    if level >= RISK and not rota.desk.is_open(since):
        minutes[Step.ON_CALL] = 0  # nobody looks at the board now
    begun = since if level >= RISK else rota.desk.from_when(since) or since
    rungs = [(step, begun + timedelta(minutes=after)) for step, after in minutes.items() if after is not None]
    if level < RISK:
        rungs = [(step, rota.desk.from_when(at) or at) for step, at in rungs]
    return sorted(rungs, key=lambda rung: rung[1])


def _silence(settings: LaddersSettings, level: Level, since: datetime) -> list[tuple[Step, datetime]]:
    if level < RISK:
        return []
    ladder = settings.silence.emergency if level == Level.emergency else settings.silence.critical
    minutes = ((Step.FIRST, ladder.first), (Step.SECOND, ladder.second), (Step.DECIDE, ladder.decide))
    return [(step, since + timedelta(minutes=after)) for step, after in minutes]


def _looks(rota: Rota, since: datetime) -> list[tuple[Step, datetime]]:
    rungs = [(Step.LOOK_HOUR, since + timedelta(hours=1)), (Step.LOOK_DAY, since + timedelta(hours=24))]
    opening = rota.desk.next_opening(since)
    if opening is not None:
        rungs.append((Step.LOOK_OPENING, opening))
    rungs.append((Step.LOOK_THREE_DAYS, since + timedelta(hours=72)))
    return sorted(rungs, key=lambda rung: rung[1])

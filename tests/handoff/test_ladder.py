from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from handoff.hours import Hours, Rota
from handoff.ladder import Kind, Step, next_step
from handoff.settings import LaddersSettings, SilenceLadder, Unclaimed
from nlu.severity import Level

PARIS = ZoneInfo("Europe/Paris")
OPEN = Rota(Hours.of("always", PARIS), Hours.of("never", PARIS))
OFFICE = Rota(Hours.of({"mon-fri": ["09:00-18:00"]}, PARIS), Hours.of("always", PARIS))
NOON, EVENING = datetime(2026, 11, 24, 11, 0, tzinfo=UTC), datetime(2026, 11, 24, 21, 0, tzinfo=UTC)


def climbed(kind: Kind, level: Level, rota: Rota = OPEN, since: datetime = NOON) -> list[tuple[str, float]]:
    """Return every step of a ladder with its minutes."""
    steps, done = [], None
    while (due := next_step(LaddersSettings(), rota, kind, level, since, done)) is not None:
        steps.append((due.step.value, (due.at - since) / timedelta(minutes=1)))
        done = due.step
    return steps


@pytest.mark.parametrize(("level", "steps"), [
    (Level.emergency, [("supervisor", 0), ("on_call", 2), ("late", 5)]),
    (Level.critical, [("supervisor", 2), ("on_call", 5), ("late", 10)]),
    (Level.high, [("supervisor", 15), ("late", 20)]),
    (Level.medium, [("supervisor", 60), ("late", 75)]),
    (Level.low, [("supervisor", 480)]),
])  # fmt: skip
def test_who_is_told_when_nobody_claims(level: Level, steps: list[tuple[str, float]]) -> None:
    assert climbed(Kind.UNCLAIMED, level) == steps


def test_a_grave_message_left_without_answer_rings_too() -> None:
    assert climbed(Kind.UNANSWERED, Level.emergency) == [("supervisor", 2), ("on_call", 5), ("late", 8)]
    assert climbed(Kind.UNANSWERED, Level.critical) == [("supervisor", 5), ("on_call", 10), ("late", 15)]


@pytest.mark.parametrize(("level", "minutes"), [(Level.emergency, (2, 5, 10)), (Level.critical, (5, 10, 20))])
def test_silence_after_a_risk_is_met_by_two_words_and_then_by_two_people(
    level: Level, minutes: tuple[int, int, int]
) -> None:
    assert climbed(Kind.SILENCE, level) == list(zip(("first", "second", "decide"), minutes, strict=True))


@pytest.mark.parametrize("level", [Level.low, Level.medium, Level.high])
def test_silence_without_risk_is_left_alone(level: Level) -> None:
    assert climbed(Kind.SILENCE, level) == []


def test_a_silent_case_is_looked_at_after_an_hour_at_the_opening_and_for_three_days() -> None:
    looks = climbed(Kind.LOOK, Level.critical, OFFICE, EVENING)
    assert looks == [("look_1h", 60), ("look_opening", 660), ("look_24h", 1440), ("look_72h", 4320)]


@pytest.mark.parametrize("level", [Level.critical, Level.emergency])
def test_closed_hours_ring_on_call_at_once_for_what_is_grave(level: Level) -> None:
    assert ("on_call", 0) in climbed(Kind.UNCLAIMED, level, OFFICE, EVENING)


def test_closed_hours_leave_what_can_wait_until_the_opening() -> None:
    opening = 660  # minutes from 22:00 to 9:00
    assert climbed(Kind.UNCLAIMED, Level.high, OFFICE, EVENING) == [
        ("supervisor", opening + 15), ("late", opening + 20),
    ]  # fmt: skip
    assert climbed(Kind.UNCLAIMED, Level.low, OFFICE, NOON)[0][0] == "supervisor"
    assert climbed(Kind.UNCLAIMED, Level.low, OFFICE, NOON)[0][1] > 480


def test_an_acknowledged_alarm_has_one_step_and_no_ladder() -> None:
    assert climbed(Kind.AGAIN, Level.emergency) == []


def test_a_step_that_is_no_longer_in_the_ladder_ends_it() -> None:
    assert next_step(LaddersSettings(), OPEN, Kind.UNCLAIMED, Level.low, NOON, Step.LATE) is None


def test_what_is_grave_cannot_be_configured_to_ring_nobody() -> None:
    with pytest.raises(ValidationError, match="emergency and critical need on_call"):
        Unclaimed.model_validate({"emergency": {"supervisor": 0}})


def test_the_words_of_silence_follow_one_another() -> None:
    with pytest.raises(ValidationError, match="must follow one another"):
        SilenceLadder(first=5, second=5, decide=10)

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.errors import WrongHoursError
from handoff.hours import Hours, Rota, numbers_at, read_week

PARIS = ZoneInfo("Europe/Paris")
OFFICE = Hours.of({"mon-fri": ["09:00-12:30", "14:00-18:00"]}, PARIS)
NIGHTS = Hours.of({"fri-sat": ["22:00-02:00"]}, PARIS)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(("moment", "is_open"), [
    ("2026-11-24 09:00", True), ("2026-11-24 08:59", False), ("2026-11-24 12:30", False), ("2026-11-24 13:00", False),
    ("2026-11-24 17:59", True), ("2026-11-24 18:00", False), ("2026-11-28 10:00", False),
])  # fmt: skip
def test_the_house_is_open_from_the_first_minute_to_the_last(moment: str, is_open: bool) -> None:  # noqa: FBT001 - a table
    assert OFFICE.is_open(paris(moment)) is is_open


@pytest.mark.parametrize(("moment", "opening"), [
    ("2026-11-24 08:00", "2026-11-24 09:00"), ("2026-11-24 10:00", "2026-11-24 14:00"),
    ("2026-11-24 20:00", "2026-11-25 09:00"), ("2026-11-27 18:00", "2026-11-30 09:00"),
])  # fmt: skip
def test_the_next_opening_is_the_true_one(moment: str, opening: str) -> None:
    assert OFFICE.next_opening(paris(moment)) == paris(opening)


@pytest.mark.parametrize(("moment", "is_open"), [
    ("2026-11-27 21:59", False), ("2026-11-27 22:00", True), ("2026-11-28 01:59", True), ("2026-11-28 02:00", False),
    ("2026-11-29 01:00", True), ("2026-11-29 22:30", False), ("2026-11-30 01:00", False),
])  # fmt: skip
def test_a_span_past_midnight_belongs_to_the_day_it_begins_on(moment: str, is_open: bool) -> None:  # noqa: FBT001 - a table
    assert NIGHTS.is_open(paris(moment)) is is_open


def test_spans_that_touch_at_midnight_are_one_opening() -> None:
    hours = Hours.of({"mon": ["20:00-24:00"], "tue": ["00:00-06:00"]}, PARIS)
    assert hours.is_open(paris("2026-11-24 00:00"))
    assert hours.next_opening(paris("2026-11-23 21:00")) == paris("2026-11-30 20:00")


def test_on_a_holiday_nobody_is_said_to_be_there() -> None:
    hours = Hours.of({"mon-fri": ["09:00-18:00"]}, PARIS, [date(2026, 12, 25)])
    assert not hours.is_open(paris("2026-12-25 10:00"))
    assert hours.next_opening(paris("2026-12-24 19:00")) == paris("2026-12-28 09:00")


def test_a_span_begun_before_a_holiday_runs_to_its_end_and_the_holidays_own_begins_nothing() -> None:
    hours = Hours.of({"daily": ["22:00-02:00"]}, PARIS, [date(2026, 12, 25)])
    assert hours.is_open(paris("2026-12-25 01:00"))
    assert not hours.is_open(paris("2026-12-25 23:00"))
    assert not hours.is_open(paris("2026-12-26 01:00"))


def test_when_clocks_are_set_forward_the_house_still_opens_at_nine_on_the_wall() -> None:
    before, after = OFFICE.next_opening(paris("2026-03-27 19:00")), paris("2026-03-30 09:00")
    assert before == after
    assert after.astimezone(UTC).hour == 7
    assert OFFICE.next_opening(paris("2026-03-26 19:00")) == datetime(2026, 3, 27, 8, 0, tzinfo=UTC)


def test_the_night_clocks_change_is_as_long_as_it_is() -> None:
    nights = Hours.of({"daily": ["22:00-06:00"]}, PARIS)
    spring, autumn = datetime(2026, 3, 28, 21, 0, tzinfo=UTC), datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    assert _open_for(nights, spring) == timedelta(hours=7)
    assert _open_for(nights, autumn) == timedelta(hours=9)


def _open_for(hours: Hours, opening: datetime) -> timedelta:
    assert hours.is_open(opening)
    assert not hours.is_open(opening - timedelta(minutes=1))
    long = timedelta(0)
    while hours.is_open(opening + long):
        long += timedelta(minutes=15)
    return long


def test_a_span_that_begins_in_the_hour_that_does_not_exist_still_opens() -> None:
    hours = Hours.of({"sun": ["02:30-05:00"]}, PARIS)
    opening = hours.next_opening(paris("2026-03-28 12:00"))
    assert opening is not None
    assert opening.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert hours.is_open(opening)


def test_a_house_always_open_never_opens_and_one_never_open_neither() -> None:
    now = paris("2026-11-24 03:00")
    assert Hours.of("always", PARIS).is_open(now)
    assert Hours.of("always", PARIS).next_opening(now) is None
    assert not Hours.of("never", PARIS).is_open(now)
    assert Hours.of("never", PARIS).next_opening(now) is None
    assert Hours.of("always", PARIS).from_when(now) == now


@given(
    st.dictionaries(
        st.sampled_from(["mon", "tue-thu", "fri-mon", "sun", "daily"]),
        st.lists(st.tuples(st.integers(0, 23), st.integers(0, 24)), min_size=1, max_size=2),
        max_size=3,
    ),
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
)
def test_the_next_opening_is_the_first_moment_after_which_it_is_open(
    week: dict[str, list[tuple[int, int]]], now: datetime
) -> None:
    hours = Hours.of({days: [f"{a}:00-{b}:00" for a, b in spans] for days, spans in week.items()}, PARIS)
    opening = hours.next_opening(now)
    if opening is None:
        return
    assert opening > now
    assert hours.is_open(opening)
    assert not hours.is_open(opening - timedelta(seconds=1))
    moment, was_open = now, hours.is_open(now)
    while (moment := moment + timedelta(minutes=30)) < opening:
        assert was_open or not hours.is_open(moment)
        was_open = hours.is_open(moment)


@pytest.mark.parametrize("text", ["sometimes", {"monday": ["9:00-10:00"]}, {"mon": ["9-10"]}, {"mon": ["9:70-10:00"]},
                                  {"mon": ["25:00-26:00"]}, {"mon-": ["9:00-10:00"]}])  # fmt: skip
def test_hours_nobody_can_read_are_refused_with_how_they_are_written(text: str | dict[str, list[str]]) -> None:
    with pytest.raises(WrongHoursError, match=r"takes always|write mon|write it like|is no time of day|is no day"):
        Hours.of(text, PARIS)


def test_days_may_run_over_the_end_of_the_week() -> None:
    week = read_week({"sat-mon": ["10:00-12:00"]})
    assert [day for day, spans in enumerate(week) if spans] == [0, 5, 6]


def test_only_numbers_that_answer_at_this_hour_are_shown_in_their_order() -> None:
    numbers = {
        "3018": Hours.of({"daily": ["09:00-23:00"]}, PARIS),
        "116006": Hours.of({"daily": ["09:00-20:00"]}, PARIS),
        "119": Hours.of("always", PARIS),
    }
    assert numbers_at(numbers, paris("2026-11-24 12:00")) == ("3018", "116006", "119")
    assert numbers_at(numbers, paris("2026-11-24 21:00")) == ("3018", "119")
    assert numbers_at(numbers, paris("2026-11-25 02:00")) == ("119",)


def test_a_ring_waits_until_it_reaches_somebody() -> None:
    rota = Rota(OFFICE, NIGHTS)
    assert rota.ring_from(paris("2026-11-24 10:00")) == paris("2026-11-24 10:00")
    assert rota.ring_from(paris("2026-11-27 20:00")) == paris("2026-11-27 22:00")
    assert rota.ring_from(paris("2026-11-29 12:00")) == paris("2026-11-30 09:00")
    assert not rota.someone(paris("2026-11-29 12:00"))
    nobody = Rota(Hours.of("never", PARIS), Hours.of("never", PARIS))
    assert nobody.ring_from(paris("2026-11-24 10:00")) == paris("2026-11-24 10:00")


@pytest.mark.parametrize("week", ["always", {"mon-fri": ["09:00-18:00"]}, {"sat": ["22:00-02:00"]}])
def test_the_next_opening_is_the_same_for_every_moment_of_a_minute(week: Any) -> None:
    hours = Hours.of(week, PARIS)
    minute = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
    for number in range(0, 4000, 61):
        at = minute + timedelta(minutes=number)
        answers = {hours._next_opening(at + timedelta(seconds=second)) for second in (0, 0.000001, 31, 59.999999)}
        assert answers == {hours.next_opening(at + timedelta(seconds=17))}

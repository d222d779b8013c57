"""Opening hours: when the house is open, when it opens next, and which numbers answer at a given moment. Pure.

Spans are written on the clock of the wall, `"22:00-02:00"` runs past midnight; a day the clock is changed is as long
as it is. All moments given must be aware; moments returned are in the hours' own zone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from handoff.errors import WrongHoursError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
LOOKED_AHEAD = 400
"""Days searched for the next opening: a house whose only open weekday is a holiday for a year has none."""


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes of the wall clock from a day's midnight; `end` may lie in the next day."""

    start: int
    end: int


Week = tuple[tuple[Span, ...], ...]
"""Seven days from Monday, the spans that begin on each."""


def read_week(text: str | Mapping[str, Iterable[str]]) -> Week:
    """Read `always`, `never`, or days (`mon`, `mon-fri`, `daily`) to spans. Raises ValueError with what is wrong."""
    match text:
        case "always":
            return ((Span(0, DAY_MINUTES),),) * 7
        case "never":
            return ((),) * 7
        case str():
            raise ValueError("takes always, never, or days with spans like {mon-fri: ['14:00-22:00']}")
    week: list[tuple[Span, ...]] = [()] * 7
    for days, spans in text.items():
        read = tuple(_span(span) for span in spans)
        for day in _days(days):
            week[day] += read
    return tuple(week)


def _days(text: str) -> range | list[int]:
    if text == "daily":
        return range(7)
    first, to, last = text.partition("-")
    if first not in DAYS or (to and last not in DAYS):
        raise ValueError(f"{text!r} is no day: write mon, mon-fri or daily")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return [day % 7 for day in range(start, (end if end >= start else end + 7) + 1)]


def _span(text: str) -> Span:
    found = SPAN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no span: write it like '14:00-22:00'")
    hour, minute, end_hour, end_minute = map(int, found.groups())
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if max(minute, end_minute) > 59 or start >= DAY_MINUTES or end > DAY_MINUTES:  # noqa: PLR2004 - the clock of the wall
        raise ValueError(f"{text!r} is no time of day")
    return Span(start, end if end > start else end + DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class Hours:
    """A week of spans in a zone, without the days off."""

    week: Week
    zone: tzinfo
    holidays: frozenset[date] = frozenset()

    @classmethod
    def of(cls, week: str | Mapping[str, Iterable[str]], zone: tzinfo, holidays: Iterable[date] = ()) -> Hours:
        """Read hours as they are written in the configuration. Raises WrongHoursError."""
        try:
            return cls(read_week(week), zone, frozenset(holidays))
        except ValueError as error:
            raise WrongHoursError(str(error)) from None

    def is_open(self, at: datetime) -> bool:
        """Tell whether `at` lies within a span."""
        today = at.astimezone(self.zone).date()
        moment = at.astimezone(UTC)
        spans = (*self._spans(today - timedelta(days=1)), *self._spans(today))
        return any(start <= moment < end for start, end in spans)

    def next_opening(self, at: datetime) -> datetime | None:
        """Return the first moment after `at` at which closed turns to open; None where that never comes.

        Spans begin with a minute, so that all moments of one minute have the same answer: it is asked at every message.
        """
        return _next_opening(self, at.astimezone(UTC).replace(second=0, microsecond=0))

    def _next_opening(self, moment: datetime) -> datetime | None:
        today = moment.astimezone(self.zone).date()
        for ahead in range(LOOKED_AHEAD):
            for start, _ in sorted(self._spans(today + timedelta(days=ahead))):
                if start > moment and not self.is_open(start - timedelta(microseconds=1)):
                    return start.astimezone(self.zone)
        return None

    def from_when(self, at: datetime) -> datetime | None:
        """Return `at` while open, else the next opening."""
        return at if self.is_open(at) else self.next_opening(at)

    def closes_at(self, at: datetime) -> datetime | None:
        """Return when the house that is open at `at` closes; None where it is closed, or does not close for a week."""
        end = at.astimezone(UTC)
        while end - at < timedelta(days=7):
            later = self._end_of_span(end)
            if later is None:
                return None if end <= at else end.astimezone(self.zone)
            end = later
        return None

    def _end_of_span(self, moment: datetime) -> datetime | None:
        today = moment.astimezone(self.zone).date()
        spans = (*self._spans(today - timedelta(days=1)), *self._spans(today))
        return max((end for start, end in spans if start <= moment < end), default=None)

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if day in self.holidays:
            return
        for span in self.week[day.weekday()]:
            yield self._wall(day, span.start), self._wall(day, span.end)

    def _wall(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, DAY_MINUTES)
        clock = time(rest // 60, rest % 60)
        return datetime.combine(day + timedelta(days=days), clock, self.zone).astimezone(UTC)


@lru_cache(maxsize=512)
def _next_opening(hours: Hours, minute: datetime) -> datetime | None:
    return hours._next_opening(minute)  # noqa: SLF001 - its own answer, remembered


def numbers_at(numbers: Mapping[str, Hours], at: datetime) -> tuple[str, ...]:
    """Return the ids of the numbers that answer at this very moment, in the order they were given."""
    return tuple(name for name, hours in numbers.items() if hours.is_open(at))


@dataclass(frozen=True, slots=True)
class Rota:
    """When listeners are at the desk, and when somebody on call can be rung."""

    desk: Hours
    on_call: Hours

    def someone(self, at: datetime) -> bool:
        """Tell whether a ring would reach anybody at `at`."""
        return self.desk.is_open(at) or self.on_call.is_open(at)

    def ring_from(self, at: datetime) -> datetime:
        """Return the first moment from `at` on at which a ring reaches somebody; `at` itself where none ever does."""
        moments = [moment for hours in (self.desk, self.on_call) if (moment := hours.from_when(at)) is not None]
        return min(moments, default=at)

"""Services that last, and which of them fits: by need, age, département and the hour. Pure but for reading files.

Lives here: the directory, its reading and checking, and `fit`. Does not live here: sending a card
(`handoff.referrals`), importing a table (`handoff.imports`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, field_validator

from handoff.hours import Hours, read_week
from handoff.lists import load
from handoff.settings import Section, WeekText

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

SHIPPED = Path(__file__).parent / "directory"
FRESH = timedelta(days=365)
DEPARTEMENT = r"^(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8]|98[4-8])$"


class Need(StrEnum):
    """What somebody needs that goes on after the talk."""

    LISTENING = "listening"
    SUICIDE = "suicide"
    CHILD_DANGER = "child_danger"
    VICTIMS = "victims"
    HEALTH = "health"
    LEGAL = "legal"
    POLICE = "police"
    SCHOOL = "school"
    WOMEN = "women"
    SEXUAL_VIOLENCE = "sexual_violence"
    PARENTS = "parents"
    AUTHORS = "authors"
    ONLINE = "online"


AGES = {"under_13": (0, 12), "13_14": (13, 14), "15_17": (15, 17), "adult": (18, 120)}
"""Age bands in years. A band that nobody said is a minor's of any age."""
UNKNOWN = (0, 17)


class Service(Section):
    """One service. `departements` is empty for one that serves the whole country. An empty way is one not known."""

    id: str = Field(pattern=r"^[a-z0-9_-]{1,80}$")
    name: str = Field(min_length=1, max_length=200)
    needs: tuple[Need, ...] = Field(min_length=1)
    ages: tuple[Annotated[int, Field(ge=0, le=120)], Annotated[int, Field(ge=0, le=120)]] = (0, 120)
    departements: tuple[Annotated[str, Field(pattern=DEPARTEMENT)], ...] = ()
    languages: tuple[str, ...] = ("fr",)
    hours: WeekText | None = None
    phone: str = Field(default="", pattern=r"^[\d +]*$", max_length=30)
    sms: str = Field(default="", pattern=r"^[\d +]*$", max_length=30)
    url: str = Field(default="", pattern=r"^(?:https?://[^\s]+)?$")
    email: str = Field(default="", pattern=r"^(?:[^@\s]+@[^@\s]+\.[a-z]+)?$")
    address: str = Field(default="", max_length=300)
    free: bool | None = None
    sample: bool = False
    checked_on: date | None = None
    source: str = ""

    @field_validator("hours")
    @classmethod
    def _readable(cls, value: WeekText | None) -> WeekText | None:
        if value is not None:
            read_week(value)
        return value

    @field_validator("ages")
    @classmethod
    def _in_order(cls, value: tuple[int, int]) -> tuple[int, int]:
        if value[0] > value[1]:
            raise ValueError("the younger age comes first")
        return value

    def is_open(self, at: datetime, zone: ZoneInfo) -> bool | None:
        """Tell whether somebody answers at a moment; None where the hours are not known."""
        return None if self.hours is None else Hours.of(self.hours, zone).is_open(at)

    def is_stale(self, today: date) -> bool:
        """Tell whether nobody has looked for too long, or ever."""
        return self.checked_on is None or today - self.checked_on > FRESH


class _File(Section):
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A service that fits. `open_now` is None where its hours are not known; `opens_at` the next opening, if any."""

    service: Service
    local: bool
    open_now: bool | None
    opens_at: datetime | None


class Directory:
    """Every service, national and local."""

    def __init__(self, services: Iterable[Service], zone: ZoneInfo) -> None:
        self._all, self._zone = {one.id: one for one in services}, zone

    @property
    def all(self) -> tuple[Service, ...]:
        """Every service, in the order of the files."""
        return tuple(self._all.values())

    def get(self, service_id: str) -> Service | None:
        """Return a service."""
        return self._all.get(service_id)

    def stale(self, today: date) -> list[Service]:
        """Return the services nobody has looked at for too long."""
        return [one for one in self.all if one.is_stale(today)]

    def fit(self, need: Need, age: str, departement: str, at: datetime, language: str = "fr") -> list[Fit]:
        """Return the services for a need, an age band, a département ("" for unknown) and a moment, the best first.

        First those that answer now, then those nearer, then those that speak the language, then the more specific.
        One that is closed or far is ranked, not hidden; one for another age or another département is left out.
        """
        low, high = AGES.get(age, UNKNOWN)
        fitting = [
            one
            for one in self.all
            if need in one.needs
            and one.ages[0] <= high
            and one.ages[1] >= low
            and (not one.departements or departement in one.departements)
        ]
        found = [self._fit(one, at) for one in fitting]
        return sorted(found, key=lambda fit: self._rank(fit, language))

    def _fit(self, service: Service, at: datetime) -> Fit:
        open_now = service.is_open(at, self._zone)
        hours = None if service.hours is None else Hours.of(service.hours, self._zone)
        opens_at = hours.next_opening(at) if hours is not None and not open_now else None
        return Fit(service, bool(service.departements), open_now, opens_at)

    @staticmethod
    def _rank(fit: Fit, language: str) -> tuple[Any, ...]:
        answers = {True: 0, None: 1, False: 2}[fit.open_now]
        return (answers, not fit.local, language not in fit.service.languages, len(fit.service.needs), fit.service.name)


def read_directory(own: Path | None, zone: ZoneInfo) -> Directory:
    """Read the shipped files, then the operator's own folder over them. Raises DirectoryError."""
    files = sorted(SHIPPED.glob("*.yml"))
    if own is not None and own.is_dir():
        files += sorted(own.glob("*.yml"))
    return Directory((one for file in files for one in read_services(file)), zone)


def read_services(file: Path) -> tuple[Service, ...]:
    """Read one file. Raises DirectoryError with the line, column, entry and field that is wrong."""
    return load(file, _File).services

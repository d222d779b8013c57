"""The year in figures, for supervisors: the report of a trusted flagger, and statistics without persons.

Lives here: who may see it, and which years there are. Does not live here: counting (`handoff.figures`), the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handoff.figures import report, statistics
from handoff.permissions import Act, demand
from handoff.records import figures as records

if TYPE_CHECKING:
    from collections.abc import Callable

    from handoff.figures import Report, Statistics
    from handoff.listener import Session
    from vault.database import Database


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Year:
    """One year. `years`: those something was counted in, the newest first; this one is always among them."""

    year: int
    years: tuple[int, ...]
    report: Report
    statistics: Statistics


@dataclass(frozen=True)
class Yearly:
    """What a desk asks for."""

    database: Database
    timezone: str
    clock: Callable[[], datetime] = _now

    async def of(self, session: Session, year: int | None = None) -> Year:
        """Return a year, the present one where none is named. Raises NotAllowedError for whoever is no supervisor."""
        demand(session.role, Act.FIGURES)
        zone = ZoneInfo(self.timezone)
        this = self.clock().astimezone(zone).year
        async with self.database.reading() as tx:
            first = await records.earliest(tx)
            years = tuple(range(this, min(first.astimezone(zone).year if first else this, this) - 1, -1))
            shown = year if year in years else this
            since, until = datetime(shown, 1, 1, tzinfo=zone), datetime(shown + 1, 1, 1, tzinfo=zone)
            reported = await report(tx, shown, since, until)
            counted = await statistics(tx, since, until, self.timezone)
        return Year(shown, years, reported, counted)

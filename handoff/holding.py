"""When a listener's words wait behind a neutral line: outside a live exchange they would light up a screen. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from handoff.ladder import RISK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from handoff.case import Case

LIVE = timedelta(minutes=10)
"""Who wrote so lately has the talk before their eyes."""
SAFE_FROM: Mapping[str, int] = {"morning": 7, "noon": 12, "afternoon": 14, "evening": 18, "night": 22}
SAFE_HOURS = 4
"""From which hour of the wall clock on, and for how long, each answer to « when can you read in peace » holds."""


def is_live(case: Case, at: datetime) -> bool:
    """Tell whether the person is in the talk at this moment."""
    return at - case.last_word_at < LIVE


def cover_at(case: Case, safe_hours: str, at: datetime, zone: tzinfo) -> datetime:
    """Return when the neutral line may be shown: at once in danger, or where no safe hours were named."""
    start = SAFE_FROM.get(safe_hours)
    if start is None or case.level >= RISK:
        return at
    here = at.astimezone(zone)
    if (here.hour - start) % 24 < SAFE_HOURS:
        return at
    today = here.replace(hour=start, minute=0, second=0, microsecond=0)
    return today if today > here else today + timedelta(days=1)

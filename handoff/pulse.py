"""A sign of life to somebody outside: while every tick runs, an address is asked for; silence is the alarm.

Lives here: the asking. Does not live here: whether all ticks run (`bot.schedule`), who watches the address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

    from handoff.settings import PulseSettings

SECONDS = 10.0


class Pulse:
    """Asks for the configured address every so many minutes, only while `healthy` says that the house is."""

    def __init__(self, settings: PulseSettings, healthy: Callable[[datetime], bool]) -> None:
        self._settings, self._healthy = settings, healthy
        self._next: datetime | None = None

    async def tick(self, now: datetime) -> bool:
        """Give a sign of life if one is due and true; tell whether it was given. Raises httpx.HTTPError."""
        if (self._next is not None and now < self._next) or not self._healthy(now):
            return False
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
            (await client.get(self._settings.url)).raise_for_status()
        self._next = now + timedelta(minutes=self._settings.every)
        return True

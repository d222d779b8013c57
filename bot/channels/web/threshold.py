"""How fast conversations may begin at the web chat: as fast as people come, and under a flood one after the other.

Lives here: counting beginnings, in this process's memory. Nobody is shut out: past the free ones, each network has its
turn (`vault.turnstile`), as with phrases, and only a network with many waiting is asked to come back in a moment.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from bot.channels.web.faults import CrowdedError
from vault.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import Callable

FREE = 60
"""Beginnings of everybody together that wait for nothing; one more is free every second."""


class Threshold:
    """What everybody steps over once, to begin."""

    def __init__(self, turnstile: Turnstile | None = None, clock: Callable[[], float] = monotonic) -> None:
        self._turnstile, self._clock = turnstile or Turnstile(), clock
        self._begun, self._since = 0.0, clock()

    async def step_over(self, lane: str) -> None:
        """Let one conversation of a network's begin, in its turn. Raises CrowdedError where too many of it wait."""
        now = self._clock()
        self._begun, self._since = max(0.0, self._begun - (now - self._since)), now
        if self._begun + 1 <= FREE:
            self._begun += 1
        elif not await self._turnstile.enter(lane):
            raise CrowdedError("too many of one network wait to begin")

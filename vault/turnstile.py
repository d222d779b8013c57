"""While somebody hammers at a door, those who try it pass one after the other, each network in its turn.

Lives here: the turns, and which lane an address belongs to. Nobody is shut out: whoever comes from elsewhere waits for
as many turns as there are lanes, however many wait in the hammering one. Lanes live in this process's memory under a
key that dies with it; no address is stored. Does not live here: when it is so (`vault.attempts`, `handoff.attempts`).
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import os
from collections import OrderedDict, deque

PAUSE = 0.5
"""Seconds between two turns."""
MOST = 20
"""Attempts that may wait in one lane; more of the same are told to come back."""


class Turnstile:
    """Turns, lane after lane."""

    def __init__(self, pause: float = PAUSE, most: int = MOST) -> None:
        self._pause, self._most = pause, most
        self._lanes: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._turning: asyncio.Task[None] | None = None

    async def enter(self, lane: str) -> bool:
        """Wait for one's turn; False at once where too many of the same lane wait already."""
        waiting = self._lanes.setdefault(lane, deque())
        if len(waiting) >= self._most:
            return False
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.append(turn)
        if self._turning is None or self._turning.done():
            self._turning = asyncio.create_task(self._turn())
        try:
            await turn
        finally:
            if turn in waiting:  # whoever goes away leaves their place to the next
                waiting.remove(turn)
        return True

    async def _turn(self) -> None:
        while self._lanes:
            lane, waiting = next(iter(self._lanes.items()))
            self._lanes.move_to_end(lane)  # it stays among them meanwhile: who comes now joins the same line
            if self._let_one_through(waiting):
                await asyncio.sleep(self._pause)
            if not waiting:
                del self._lanes[lane]

    @staticmethod
    def _let_one_through(waiting: deque[asyncio.Future[None]]) -> bool:
        while waiting:
            turn = waiting.popleft()
            if not turn.done():  # else whoever waited has gone away
                turn.set_result(None)
                return True
        return False


class Lanes:
    """Puts addresses into lanes: a network's neighbours share one."""

    def __init__(self) -> None:
        self._key = os.urandom(32)

    def of(self, host: str) -> str:
        """Return the lane of an address, the same for its /24 or /56; an address that is none has one of its own."""
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            network = host
        else:
            bits = 24 if address.version == 4 else 56  # noqa: PLR2004 - the two versions there are
            network = str(ipaddress.ip_network((address, bits), strict=False))
        return hashlib.blake2b(network.encode(), key=self._key, digest_size=16).hexdigest()

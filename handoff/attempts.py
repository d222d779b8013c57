"""How attempts to get in are slowed, whatever they try: a passphrase, or the code after it. See docs/decisions/0007.

Lives here: counting, waiting, forgiving. Does not live here: what is tried (`handoff.door`, `handoff.codes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from handoff.errors import TooManyAttemptsError
from handoff.records import people
from vault.phrase import normalise
from vault.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from vault.database import Database, Transaction
    from vault.sealing import ServiceKey

FORGET_AFTER = timedelta(hours=1)
"""After so long without a failure, the next attempt counts as the first."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How attempts are slowed: from the `free`-th failure on the wait doubles from one second, up to `longest` seconds.

    `longest` is short on purpose: whoever guesses must not be able to keep a listener out on a bad night.
    """

    free: int
    longest: float

    def wait(self, failures: int) -> float:
        """Return the seconds to wait after so many failures in a row."""
        return 0.0 if failures < self.free else min(self.longest, 2.0 ** min(failures - self.free, 60))


BY_LANE = Pace(free=5, longest=300)
FREE_OVERALL = 50
"""Failures of everybody together that slow nobody; after more, all pass by turns (`vault.turnstile`)."""
CROWDED = 30.0
"""Seconds after which to come back where too many of one lane wait for their turn."""
APART, MOST_DEVICES = "~", 4
"""What stands between what a device shows for each of its listeners, and how many of them it is known by."""


class Attempts:
    """Counts attempts by the name that is tried and where from, and overall.

    A lane is a device that was let in before, or a network. Who hammers at a name from elsewhere slows their own lane.
    """

    def __init__(self, database: Database, key: ServiceKey, clock: Callable[[], datetime]) -> None:
        self._database, self._key, self._clock, self._turnstile = database, key, clock, Turnstile()

    def _keys(self, name: str, lane: str) -> tuple[bytes, bytes]:
        everybody = self._key.fingerprint("sign-in-attempts", "everybody")
        return everybody, self._key.fingerprint("sign-in-attempts", f"name/{normalise(name)}/{lane}")

    async def count(self, name: str, lane: str = "") -> None:
        """Count an attempt as failed before it is looked at, so that many at once are no way around the wait.

        Raises TooManyAttemptsError where it comes too soon in this lane.
        """
        now = self._clock()
        everybody, here = self._keys(name, lane)
        async with self._database.transaction() as tx:
            overall, _ = await self._failed(tx, everybody, now)
            failures, last_at = await self._failed(tx, here, now)
            wait = BY_LANE.wait(failures) - (now - last_at).total_seconds()
            if wait > 0:
                raise TooManyAttemptsError(wait)
            await people.set_failures(tx, everybody, overall + 1, now)
            await people.set_failures(tx, here, failures + 1, now)
        if overall >= FREE_OVERALL and not await self._turnstile.enter(lane):
            raise TooManyAttemptsError(CROWDED)

    @staticmethod
    async def _failed(tx: Transaction, fingerprint: bytes, now: datetime) -> tuple[int, datetime]:
        failures, last_at = await people.failures(tx, fingerprint, now)
        return (0 if now - last_at > FORGET_AFTER else failures), last_at

    async def forgive(self, tx: Transaction, name: str, lane: str = "") -> None:
        """Take the last attempt for a success: nothing is held against this name in this lane any more."""
        everybody, this_name = self._keys(name, lane)
        failures, last_at = await people.failures(tx, everybody, self._clock())
        await people.set_failures(tx, everybody, max(0, failures - 1), last_at)
        await people.forget_failures(tx, this_name)

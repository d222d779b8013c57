"""How attempts to get in are slowed, whatever they try: a passphrase, or the code after it.

Lives here: counting, waiting, forgiving. Does not live here: what is tried (`handoff.door`, `handoff.codes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from handoff.errors import TooManyAttemptsError
from handoff.records import people
from vault.phrase import normalise

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


BY_NAME = Pace(free=5, longest=300)
OVERALL = Pace(free=50, longest=10)


class Attempts:
    """Counts attempts by the name that is tried, and overall."""

    def __init__(self, database: Database, key: ServiceKey, clock: Callable[[], datetime]) -> None:
        self._database, self._key, self._clock = database, key, clock

    def _paces(self, name: str) -> tuple[tuple[bytes, Pace], ...]:
        everybody = self._key.fingerprint("sign-in-attempts", "everybody")
        this_name = self._key.fingerprint("sign-in-attempts", f"name/{normalise(name)}")
        return (everybody, OVERALL), (this_name, BY_NAME)

    async def count(self, name: str) -> None:
        """Count an attempt as failed before it is looked at, so that many at once are no way around the wait.

        Raises TooManyAttemptsError where it comes too soon.
        """
        now = self._clock()
        async with self._database.transaction() as tx:
            for fingerprint, pace in self._paces(name):
                failures, last_at = await people.failures(tx, fingerprint, now)
                failures = 0 if now - last_at > FORGET_AFTER else failures
                wait = pace.wait(failures) - (now - last_at).total_seconds()
                if wait > 0:
                    raise TooManyAttemptsError(wait)
                await people.set_failures(tx, fingerprint, failures + 1, now)

    async def forgive(self, tx: Transaction, name: str, count: int = 1) -> None:
        """Take the last `count` attempts for successes: nothing is held against this name any more."""
        (everybody, _), (this_name, _) = self._paces(name)
        failures, last_at = await people.failures(tx, everybody, self._clock())
        await people.set_failures(tx, everybody, max(0, failures - count), last_at)
        await people.forget_failures(tx, this_name)

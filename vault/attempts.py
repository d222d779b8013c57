"""Slowing those who try phrases: by who asks, and by what they ask for.

Lives here: how long one waits after how many failures. Does not live here: what a right phrase opens (`vault.locks`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vault import records
from vault.errors import TooManyAttemptsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from vault.database import Transaction
    from vault.sealing import ServiceKey

FREE = 5
"""Failures in a row that cost nothing: a person types badly, on a phone, in the dark."""

FIRST_WAIT = 30.0
LONGEST_WAIT = 3600.0
FORGET = timedelta(days=1)
FREE_IN_HAVEN = 60
"""Wrong phrases of everybody together that slow nobody; more than these, and all pass by turns (`vault.turnstile`)."""
FORGIVEN_EVERY = timedelta(seconds=12)
"""How long until one wrong phrase of the haven's is forgotten."""


def wait_after(failures: int) -> float:
    """Return the seconds that must pass after so many failures in a row: none for five, then doubling."""
    if failures < FREE:
        return 0.0
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - FREE, 16))


class Attempts:
    """Counts attempts before they are made, so that many at once, or a crash, hide none."""

    def __init__(self, service_key: ServiceKey, clock: Callable[[], datetime]) -> None:
        self._service_key, self._clock = service_key, clock

    def by(self, caller: str) -> bytes:
        """Return the key under which a caller's attempts are counted; it names nobody."""
        return self._service_key.fingerprint("vault attempts", f"caller|{caller}")

    def at(self, vault_id: str) -> bytes:
        """Return the key under which attempts at one vault are counted."""
        return self._service_key.fingerprint("vault attempts", f"vault|{vault_id}")

    async def charge(self, tx: Transaction, *keys: bytes) -> None:
        """Count an attempt as failed, until it is taken back. Raises TooManyAttemptsError, and counts nothing then."""
        for key in sorted(keys):  # in one order: two who hold one row each and want the other's would wait for ever
            await self._charge(tx, key)

    async def _charge(self, tx: Transaction, key: bytes) -> None:
        now, failures = self._clock(), 0
        row = await records.attempts_of(tx, key, now)
        if row is not None and now - row.last_at < FORGET:
            failures = row.failures
            left = wait_after(failures) - (now - row.last_at).total_seconds()
            if left > 0:
                raise TooManyAttemptsError(left)
        await records.count_attempts(tx, key, now, failures + 1)

    def in_haven(self) -> bytes:
        """Return the key under which the attempts of everybody together are counted."""
        return self._service_key.fingerprint("vault attempts", "haven")

    async def press(self, tx: Transaction) -> bool:
        """Count an attempt of anybody's as failed, until it is taken back; tell whether all have to pass by turns."""
        key, now = self.in_haven(), self._clock()
        row = await records.attempts_of(tx, key, now)
        failures, last_at = (row.failures, row.last_at) if row is not None else (0, now)
        forgiven = max(0, int((now - last_at) / FORGIVEN_EVERY))
        left = max(0, failures - forgiven)
        since = last_at + forgiven * FORGIVEN_EVERY if left else now
        await records.count_attempts(tx, key, since, left + 1)
        return left >= FREE_IN_HAVEN

    async def take_back(self, tx: Transaction, key: bytes, *, right: bool) -> None:
        """Take one attempt of a caller back if it was right; both ways cost the same."""
        await records.uncount_attempt(tx, key, int(right))

    async def clear(self, tx: Transaction, key: bytes) -> None:
        """Forget the failures at a vault: whoever came knows its phrase."""
        await records.forget_attempts(tx, key)

    async def tidy(self, tx: Transaction, now: datetime) -> int:
        """Forget what no longer slows anybody; return how many keys."""
        return await records.forget_attempts(tx, before=now - FORGET)

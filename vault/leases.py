"""A lease: what only one process at a time may use, such as a messenger's token. It has a fence, which only grows.

Lives here: taking, keeping and losing one; doing work while it is held. Does not live here: SQL (`vault.lease_records`)
and names of processes (`vault.holders`). No two clocks are ever compared: whoever waits takes a lease only when it was
let go, when its holder is certainly gone, or when it saw no sign of life for as long as a lease lasts. The holder
itself gives up before that, and whatever it stores is stored together with a look at the fence: of two that both think
they hold it, one stores nothing and sends nothing.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from vault import lease_records
from vault.errors import VaultError
from vault.holders import is_gone, short, this_process
from vault.lease_records import Held

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from vault.database import Database, Transaction
    from vault.sealing import ServiceKey

CONTESTED_FOR = timedelta(hours=1)
"""How long a complaint of the messenger's is taken for one that still stands."""
ASKED_EVERY = 30.0
"""Seconds after which one that waits notes again that it does."""


class LeaseLostError(VaultError):
    """What only one process at a time may use is not this one's, or no longer: nothing is stored or sent by it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Seconds. A lease `lasts` so long without a sign of life; one is given every `sign`.

    The holder takes it for lost `spare` before its end; whoever waits looks every `look`.
    """

    lasts: float = 15.0
    sign: float = 4.0
    spare: float = 3.0
    look: float = 0.5


def names_of(key: ServiceKey, what: str) -> tuple[bytes, ...]:
    """Return the names under which a lease may stand, the present key's first: `what` itself is stored nowhere."""
    return key.fingerprints("lease", what)


def steady() -> float:
    """Return seconds that only go forward, sleep of the machine included."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


class Lease:
    """One lease, as one process wants it.

    `tell` hears `lease_waited_for`, `lease_taken`, `lease_lost`, `lease_contested`, each with an id of a process: who
    holds it where it is waited for, else this one.
    """

    def __init__(
        self,
        database: Database,
        key: ServiceKey,
        what: str,
        *,
        tell: Callable[[str, str], None] = lambda _event, _who: None,
        terms: Terms | None = None,
        clock: Callable[[], float] = steady,
    ) -> None:
        self._database, self._names, self._tell = database, names_of(key, what), tell
        self._terms, self._clock = terms or Terms(), clock
        self._me = this_process()
        self._held: Held | None = None
        self._good_until = 0.0
        self._fell = asyncio.Event()
        self._seen: tuple[Held | None, float] = (None, 0.0)
        self._asked = -ASKED_EVERY
        self._told_contest = -CONTESTED_FOR.total_seconds()
        self.fenced = database.fenced(self.check)

    @property
    def holds(self) -> bool:
        """Tell whether this process may think that it holds the lease."""
        return self._held is not None and self._clock() < self._good_until

    # -- while it is held ----------------------------------------------------------------------------------------------

    async def check(self, tx: Transaction) -> None:
        """Let a transaction go on only while the lease is held, up to its end. Raises LeaseLostError."""
        held = self._held
        found = await lease_records.read(tx, [held.name], locked="share") if held is not None else None
        if held is None or not _same(found, held):
            raise self._lost()

    async def guard(self) -> None:
        """Let something go out only while the lease is held. Raises LeaseLostError."""
        held = self._held
        if held is None or not self.holds:
            raise self._lost()
        async with self._database.glance() as tx:
            found = await lease_records.read(tx, [held.name])
        if not (_same(found, held) and self.holds):  # a machine that slept may have the older clock: the fence has none
            raise self._lost()

    def _lost(self) -> LeaseLostError:
        """Have the work stopped at once: whoever finds the lease lost need not wait for the next sign of life."""
        self._fell.set()
        return LeaseLostError("this lease is another process's, or nobody's")

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Wait for the lease and do `work`, from its beginning whenever the lease came back; end when `work` does."""
        done = False
        while not done:
            await self._wait()
            try:
                done = await self._worked(work)
            finally:
                await self.let_go()

    async def _worked(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Do `work` while the lease is held; False where that ended first. Nothing of it goes on after the return."""
        doing, keeping = asyncio.ensure_future(work()), asyncio.ensure_future(self._keep())
        try:
            await asyncio.wait({doing, keeping}, return_when=asyncio.FIRST_COMPLETED)
            done = doing.done() and (self.holds or doing.exception() is None)
        finally:
            if keeping.done():
                self._good_until = 0.0  # lost: while it is being stopped, the work sends nothing more
            for task in (doing, keeping):
                task.cancel()
            await asyncio.gather(doing, keeping, return_exceptions=True)
        if not done:
            self._tell("lease_lost", short(self._me))
            return False
        doing.result()
        return True

    async def _keep(self) -> None:
        """Give signs of life; return when the lease is lost."""
        wait = self._terms.sign
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, min(wait, self._good_until - self._clock()))):
                    await self._fell.wait()
            if self._fell.is_set() or not self.holds:
                return
            try:
                async with asyncio.timeout(self._good_until - self._clock()):
                    if not await self.sign():
                        return
                wait = self._terms.sign
            except Exception:  # noqa: BLE001 - the database is away: it may be back before the lease ends
                wait = self._terms.look

    async def sign(self) -> bool:
        """Give one sign of life; False where somebody else holds the lease by now."""
        held, began = self._held, self._clock()
        if held is None:
            return False
        async with self._database.transaction() as tx:
            kept = await lease_records.keep(tx, held, self._end())
        if kept:
            self._good_until = began + self._terms.lasts - self._terms.spare
        return kept

    async def let_go(self) -> None:
        """Leave the lease to whoever waits; a database that is away is no fault: the lease ends by itself."""
        held, self._held = self._held, None
        if held is None:
            return
        try:
            async with self._database.transaction() as tx:
                await lease_records.let_go(tx, held, datetime.now(UTC))
        except Exception:  # noqa: BLE001 - see above
            return

    # -- while it is not -----------------------------------------------------------------------------------------------

    async def _wait(self) -> None:
        told = False
        while True:
            try:
                if await self.attempt():
                    self._tell("lease_taken", short(self._me))
                    return
                if not told and (holder := self._seen[0]) is not None:
                    self._tell("lease_waited_for", short(holder.holder))
                    told = True
            except Exception:  # noqa: BLE001 - the database is away: it is asked again
                told = False
            await asyncio.sleep(self._terms.look)

    async def attempt(self) -> bool:
        """Take the lease if it can be taken now; tell whether it was."""
        began = self._clock()
        async with self._database.glance() as tx:
            row = await lease_records.read(tx, self._names)
        if row is not None and not self._free(row, began):
            await self._ask(row.name, began)
            return False
        async with self._database.transaction() as tx:
            await lease_records.begin(tx, row.name if row is not None else self._names[0], datetime.now(UTC))
            row = await lease_records.read(tx, self._names, locked="update")
            if row is None or not self._free(row, began):
                return False
            held = Held(row.name, self._me, row.fence + 1, self._end())
            await lease_records.take(tx, held)
        self._fell.clear()
        self._held, self._good_until = held, began + self._terms.lasts - self._terms.spare
        self._seen, self._asked = (None, began), -ASKED_EVERY
        return True

    def _free(self, row: Held, now: float) -> bool:
        """Tell whether nobody can be using a lease any more; remembers since when it stood like this."""
        if row.holder in {"", self._me} or is_gone(row.holder):
            return True
        seen, since = self._seen
        if not _same(seen, row) or seen is None or seen.until != row.until:
            self._seen = (row, now)
            return False
        return now - since >= self._terms.lasts

    async def _ask(self, name: bytes, now: float) -> None:
        """Note that somebody waits, so that the doctor can say so."""
        if now - self._asked < ASKED_EVERY:
            return
        async with self._database.transaction() as tx:
            await lease_records.note(tx, name, asked_at=datetime.now(UTC))
        self._asked = now

    async def contested(self) -> None:
        """Note that the messenger says somebody else uses this, who knows nothing of this database; tell it once."""
        now, held = self._clock(), self._held
        if held is None or now - self._told_contest < CONTESTED_FOR.total_seconds() / 4:
            return
        async with self._database.transaction() as tx:
            await lease_records.note(tx, held.name, contested_at=datetime.now(UTC))
        self._told_contest = now
        self._tell("lease_contested", short(self._me))

    def _end(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._terms.lasts)


def _same(one: Held | None, other: Held | None) -> bool:
    return one is not None and other is not None and (one.fence, one.holder) == (other.fence, other.holder)

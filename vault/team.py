"""The team's key: what every listener may read is sealed to it, and each listener holds it in a wrap of their own.

Lives here: the pair of each epoch, who holds it, and the sealing of transcripts. Does not live here: who is a listener
and how they sign in (`handoff`).
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vault import team_records as records
from vault.errors import CannotOpenError, LastHolderError, TeamKeyError
from vault.keys import Pair
from vault.sealing import SEED_BYTES, open_with, public_of, seal_to

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vault.database import Transaction
    from vault.sealing import ServiceKey


RECOVERY = "recovery"
"""Who holds the team's key beside its listeners, where a code was printed: a sheet of paper."""
CODE_BYTES = SEED_BYTES + 3


def now_utc() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


class Team:
    """The team's key pair, one per epoch; its seed waits under the service key until a first supervisor enrols.

    The first enrolment ends the waiting and begins an epoch whose seed never waited: from then on nothing that is
    sealed opens with a key the service, or a backup of its database, ever held.
    """

    def __init__(self, service_key: ServiceKey, clock: Callable[[], datetime] = now_utc) -> None:
        self._service_key, self._clock = service_key, clock

    async def public(self, tx: Transaction) -> tuple[int, bytes]:
        """Return the current epoch and its public key; the first call makes them, so it must be allowed to write."""
        row = await records.newest_epoch(tx)
        if row is None:
            await self._begin(tx, 1, Pair.new(), waits=True)
            row = await records.newest_epoch(tx)
        if row is None:
            raise TeamKeyError("the team's key was not written down")
        return row.epoch, bytes(row.public)

    async def is_waiting(self, tx: Transaction) -> bool:
        """Tell whether nobody has enrolled yet, so that the service itself can still open everything."""
        row = await records.newest_epoch(tx)
        return row is None or row.waiting is not None

    async def enrol(
        self, tx: Transaction, listener_id: str, listener_public: bytes, team_seed: bytes | Mapping[int, bytes] | None
    ) -> None:
        """Give a listener the team's key; without `team_seed` the waiting one is taken, and destroyed.

        `team_seed` is what `unlock` gave the one who invites: the seeds of every epoch, or a single one. Raises
        TeamKeyError where no key waits any more and none is given, CannotOpenError where one is not the team's.
        """
        if team_seed is None:
            await self._enrol_first(tx, listener_id, listener_public)
        else:
            await self._pass_on(tx, listener_id, listener_public, await self._named(tx, team_seed))

    async def unlock(self, tx: Transaction, listener_id: str, listener_seed: bytes) -> dict[int, bytes]:
        """Return the seed of every epoch this listener holds. Raises CannotOpenError where the seed is not theirs."""
        rows = await records.team_wraps_of(tx, listener_id)
        return {row.epoch: open_with(listener_seed, row.sealed, _wrap_place(row.epoch, listener_id)) for row in rows}

    async def dismiss(self, tx: Transaction, listener_id: str) -> None:
        """Take the team's key from a listener, and begin an epoch they never held, for everybody else.

        What they could read before they may have copied. Raises LastHolderError where nobody else holds the key.
        """
        epochs = await records.all_epochs(tx)
        holders = await records.holders(tx)
        if listener_id not in holders:
            return
        if not holders.keys() - {listener_id, RECOVERY}:  # a code on paper is no listener
            raise LastHolderError("nobody else holds the team's key: enrol somebody first")
        await records.drop_team_wraps(tx, listener_id)
        await self._renew(tx, epochs[-1].epoch + 1)

    async def print_recovery(self, tx: Transaction, team_seed: bytes | Mapping[int, bytes]) -> str:
        """Return a code to be printed that opens what this holder opens, and all that comes; earlier codes are void.

        It is kept nowhere. Raises CannotOpenError where the seed is not the team's.
        """
        pair = Pair.new()
        seeds = await self._named(tx, team_seed)
        await records.drop_team_wraps(tx, RECOVERY)
        await self._pass_on(tx, RECOVERY, pair.public, seeds)
        return _printed(pair.seed)

    async def recovered(self, tx: Transaction, code: str) -> dict[int, bytes]:
        """Return the seed of every epoch a printed code opens. Raises CannotOpenError alike for any other code."""
        seeds = await self.unlock(tx, RECOVERY, _read_code(code))
        if not seeds:
            raise CannotOpenError("no recovery code was printed")
        return seeds

    def seal_entry(self, epoch: int, public: bytes, case_id: str, entry_id: str, clear: bytes) -> bytes:
        """Seal one entry of a transcript to the team."""
        return seal_to(public, clear, _entry_place(epoch, case_id, entry_id))

    def open_entry(self, seeds: Mapping[int, bytes], epoch: int, case_id: str, entry_id: str, sealed: bytes) -> bytes:
        """Open one entry. Raises CannotOpenError."""
        if epoch not in seeds:
            raise CannotOpenError("sealed in an epoch whose key this listener does not hold")
        return open_with(seeds[epoch], sealed, _entry_place(epoch, case_id, entry_id))

    async def _enrol_first(self, tx: Transaction, listener_id: str, listener_public: bytes) -> None:
        await self.public(tx)
        epochs = await records.all_epochs(tx)
        waiting = {row.epoch: self._open_waiting(row.epoch, row.waiting) for row in epochs if row.waiting is not None}
        if not waiting:
            raise TeamKeyError("the team's key waits no more: somebody who holds it has to pass it on")
        await self._pass_on(tx, listener_id, listener_public, waiting)
        await records.end_waiting(tx)
        await self._renew(tx, epochs[-1].epoch + 1)

    async def _begin(self, tx: Transaction, epoch: int, pair: Pair, *, waits: bool) -> None:
        waiting = self._service_key.seal("team_epochs", "waiting", str(epoch), pair.seed) if waits else None
        row = {"epoch": epoch, "public": pair.public, "waiting": waiting, "made_at": self._clock()}
        await records.add_epoch(tx, row)

    async def _renew(self, tx: Transaction, epoch: int) -> None:
        pair = Pair.new()
        await self._begin(tx, epoch, pair, waits=False)
        for listener_id, public in (await records.holders(tx)).items():
            await self._pass_on(tx, listener_id, public, {epoch: pair.seed})

    async def _pass_on(
        self, tx: Transaction, listener_id: str, listener_public: bytes, seeds: Mapping[int, bytes]
    ) -> None:
        for epoch, seed in seeds.items():
            sealed = seal_to(listener_public, seed, _wrap_place(epoch, listener_id))
            row = {"epoch": epoch, "listener_id": listener_id, "listener_public": listener_public, "sealed": sealed}
            await records.put_team_wrap(tx, row)

    async def _named(self, tx: Transaction, given: bytes | Mapping[int, bytes]) -> dict[int, bytes]:
        """Return the epochs of given seeds, each checked against the public key of its epoch."""
        publics = {bytes(row.public): row.epoch for row in await records.all_epochs(tx)}
        seeds: Sequence[bytes] = [given] if isinstance(given, bytes) else list(given.values())
        named = {publics.get(public_of(seed)): seed for seed in seeds}
        epochs = {epoch: seed for epoch, seed in named.items() if epoch is not None}
        if not epochs or len(epochs) != len(named):
            raise CannotOpenError("this is not the team's key")
        return epochs

    def _open_waiting(self, epoch: int, sealed: bytes) -> bytes:
        return self._service_key.open("team_epochs", "waiting", str(epoch), sealed)


def _printed(seed: bytes) -> str:
    """Return a seed as it is printed: groups of four signs, three bytes of which tell a mistyped one."""
    code = base64.b32encode(seed + hashlib.sha256(seed).digest()[:3]).decode()
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _read_code(code: str) -> bytes:
    bare = re.sub(r"[\s\u2010-\u2015-]", "", code.upper()).replace("0", "O").replace("1", "I")
    try:
        read = base64.b32decode(bare)
    except ValueError:
        raise CannotOpenError("not a recovery code: look at each group of four again") from None
    if len(read) != CODE_BYTES or hashlib.sha256(read[:-3]).digest()[:3] != read[-3:]:
        raise CannotOpenError("not a recovery code: look at each group of four again")
    return read[:-3]


def _wrap_place(epoch: int, listener_id: str) -> bytes:
    return f"havre/v1/team|{epoch}|{listener_id}".encode()


def _entry_place(epoch: int, case_id: str, entry_id: str) -> bytes:
    return f"havre/v1/entry|{epoch}|{case_id}|{entry_id}".encode()

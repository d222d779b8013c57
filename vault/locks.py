"""What opens a vault: the seed that waits until a phrase is chosen, and the seed under its owner's phrase.

Lives here: choosing, changing and trying phrases, and finding a vault by one. Does not live here: which phrases are
good (`vault.phrase`), the slow sealing (`vault.keys`), how attempts are slowed (`vault.attempts`).

No Argon2 runs while a transaction is held: it takes a sixth of a second, and SQLite has one pen.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from sqlalchemy.exc import IntegrityError

from vault import records
from vault.attempts import Attempts
from vault.custody import Act
from vault.errors import (
    ErasedError,
    PhraseChosenError,
    StoreError,
    TooManyAttemptsError,
    VaultError,
    WeakPhraseError,
    WrongPhraseError,
)
from vault.keys import SALT_BYTES
from vault.ledger import continue_chain, standing
from vault.phrase import weakness
from vault.sealing import open_under, seal_under
from vault.shreds import SHRED_BYTES
from vault.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from vault.database import Database, Transaction
    from vault.keys import HouseKeys
    from vault.shreds import Shreds

OWNER = "owner"
PURPOSE = b"havre/v1/resume"
SALT_NAME = "phrase-salt"
CROWDED = 30.0
"""Seconds after which to come back where too many of one network wait for their turn."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A vault its owner has unlocked: with it several things are done on one phrase. Kept in memory, never stored."""

    vault_id: str
    seed: bytes = field(repr=False)


class Locks:
    """Seals seeds and opens them."""

    def __init__(self, database: Database, shreds: Shreds, keys: HouseKeys, clock: Callable[[], datetime]) -> None:
        self._database, self._shreds, self._keys, self._clock = database, shreds, keys, clock
        self._attempts, self._turnstile = Attempts(keys.service, clock), Turnstile()
        self._salt = b""

    # -- the seed that waits --------------------------------------------------------------------------------------

    async def let_wait(self, vault_id: str, seed: bytes) -> bytes:
        """Seal a seed until a phrase is chosen: under a shred value, then under the service key."""
        shred = await self._shreds.ensure(waiting_name(vault_id))
        inner = seal_under(shred, seed, _waiting_place(vault_id))
        return self._keys.service.seal("vaults", "waiting", vault_id, inner)

    async def waiting_seed(self, row: records.Row) -> bytes | None:
        """Open the seed that waits; None where a phrase was chosen. Raises ErasedError."""
        if row.waiting is None:
            return None
        inner = self._keys.service.open("vaults", "waiting", row.id, row.waiting)
        return open_under(await self._shreds.get(waiting_name(row.id)), inner, _waiting_place(row.id))

    # -- the phrase -----------------------------------------------------------------------------------------------

    async def choose(self, vault_id: str, phrase: str) -> None:
        """Seal the seed with a phrase and destroy the copy that waited; the phrase it has already is no error."""
        _refuse_weak(phrase)
        row = await self._row(vault_id)
        try:
            seed = await self.waiting_seed(row)
        except ErasedError:
            if (await self._row(vault_id)).waiting is not None:
                raise
            seed = None  # chosen by another hand since the row was read
        if seed is None:
            await self._demand_same(vault_id, phrase)
        else:
            await self._lock(Unlocked(vault_id, seed), phrase, was=None)
        await self._destroy(waiting_name(vault_id))

    async def change(self, vault_id: str, old: str, new: str) -> None:
        """Replace a phrase by another, whoever knew the old one having it no longer."""
        _refuse_weak(new)
        row = await self._row(vault_id)
        unlocked = await self.unlock(vault_id, old)
        await self._lock(unlocked, new, was=row.locked)
        await self._destroy(lock_name(vault_id, row.locked))

    async def unlock(self, vault_id: str, phrase: str, *, caller: str = "") -> Unlocked:
        """Open a vault with its phrase. Raises WrongPhraseError, TooManyAttemptsError, ErasedError."""
        at_vault = self._attempts.at(vault_id)
        by_caller = [self._attempts.by(caller)] if caller else []
        async with self._database.transaction() as tx:
            row = await standing(tx, vault_id)
            await self._attempts.charge(tx, at_vault, *by_caller)
        if row.locked is None:
            await self._refuse(phrase)  # as slowly as any other: how long it takes tells nothing
        shred = await self._lock_shred(row)
        place = _lock_place(vault_id)
        seed = await self._keys.passphrases.open(phrase, row.locked, shred=shred, context=place)
        async with self._database.transaction() as tx:
            await self._attempts.clear(tx, at_vault)
            for key in by_caller:
                await self._attempts.take_back(tx, key, right=True)
        return Unlocked(vault_id, seed)

    async def resume(self, phrase: str, caller: str, lane: str) -> str | None:
        """Find the vault of a phrase. The same work is done, and the same statements are run, where there is none."""
        key = await self._try(caller, lane)
        fingerprint = await self._fingerprint(phrase)
        async with self._database.transaction() as tx:
            vault_id = await records.phrase_vault(tx, fingerprint)
            await records.touch_phrase(tx, fingerprint, self._clock())
            await self._taken_back(tx, key, right=vault_id is not None)
        return vault_id

    async def _try(self, caller: str, lane: str) -> bytes:
        """Count an attempt, and wait for one's turn while somebody hammers. Raises TooManyAttemptsError."""
        key = self._attempts.by(caller)
        async with self._database.transaction() as tx:
            await self._attempts.charge(tx, key)
            pressed = await self._attempts.press(tx)
        if pressed and not await self._turnstile.enter(lane or caller):
            async with self._database.transaction() as tx:
                await self._taken_back(tx, key, right=True)  # nothing was tried: it is not held against anybody
            raise TooManyAttemptsError(CROWDED)
        return key

    async def _taken_back(self, tx: Transaction, key: bytes, *, right: bool) -> None:
        for one in (key, self._attempts.in_haven()):
            await self._attempts.take_back(tx, one, right=right)

    async def refuse_slowly(self, nobody: str, phrase: str, caller: str) -> NoReturn:
        """Do what a wrong phrase costs where there is no vault to try it on."""
        keys = [self._attempts.at(nobody), *([self._attempts.by(caller)] if caller else [])]
        async with self._database.transaction() as tx:
            await self._attempts.charge(tx, *keys)
        await self._refuse(phrase)

    async def _refuse(self, phrase: str) -> NoReturn:
        await self._keys.passphrases.slow_fingerprint(phrase, bytes(SALT_BYTES), PURPOSE)
        raise WrongPhraseError("this phrase does not open it")

    # -- recovery words -------------------------------------------------------------------------------------------

    async def make_recovery(self, unlocked: Unlocked, words: str) -> None:
        """Let these words open the vault too, in the place of any made before."""
        vault_id, shred = unlocked.vault_id, os.urandom(SHRED_BYTES)
        fingerprint, place = await self._fingerprint(words), _recovery_place(vault_id)
        sealed = await self._keys.passphrases.seal(words, unlocked.seed, shred=shred, context=place)
        await self._shreds.put(recovery_name(vault_id, sealed), shred)
        async with self._database.transaction() as tx:
            row = await standing(tx, vault_id, held=True)
            chain = continue_chain(row, self._keys.signing, self._clock())
            chain.add(OWNER, Act.RECOVERY)
            await chain.save(tx, {"recovery": sealed, "recovery_phrase": fingerprint})
        if row.recovery is not None:
            await self._destroy(recovery_name(vault_id, row.recovery))

    async def recover(self, words: str, new: str, caller: str, lane: str) -> str:
        """Choose a new phrase with the recovery words; return the vault. Whoever has neither opens nothing.

        Raises WrongPhraseError alike for wrong words and unknown ones, WeakPhraseError, TooManyAttemptsError.
        """
        _refuse_weak(new)
        key = await self._try(caller, lane)
        fingerprint = await self._fingerprint(words)
        async with self._database.transaction() as tx:
            vault_id = await records.recovery_vault(tx, fingerprint)
            await self._taken_back(tx, key, right=vault_id is not None)
        if vault_id is None:
            raise WrongPhraseError("these words open nothing")
        await self._relock(vault_id, words, new)
        return vault_id

    async def _relock(self, vault_id: str, words: str, new: str) -> None:
        async with self._database.reading() as tx:
            row = await standing(tx, vault_id)
        shred = await self._shreds.get(recovery_name(vault_id, row.recovery))
        place = _recovery_place(vault_id)
        seed = await self._keys.passphrases.open(words, row.recovery, shred=shred, context=place)
        await self._lock(Unlocked(vault_id, seed), new, was=row.locked)
        was = [lock_name(vault_id, row.locked)] if row.locked is not None else []
        await self._destroy(*was, waiting_name(vault_id))

    async def tidy(self, tx: Transaction, now: datetime) -> int:
        """Forget old attempts."""
        return await self._attempts.tidy(tx, now)

    async def _lock(self, unlocked: Unlocked, phrase: str, was: bytes | None) -> None:
        """Put the seed under a phrase, provided that what sealed it is still what it `was`."""
        vault_id, shred = unlocked.vault_id, os.urandom(SHRED_BYTES)
        fingerprint = await self._fingerprint(phrase)
        place = _lock_place(vault_id)
        locked = await self._keys.passphrases.seal(phrase, unlocked.seed, shred=shred, context=place)
        await self._shreds.put(lock_name(vault_id, locked), shred)
        try:
            async with self._database.transaction() as tx:
                await self._store_lock(tx, vault_id, locked, fingerprint, was)
        except (VaultError, IntegrityError) as error:
            await self._destroy(lock_name(vault_id, locked))
            if isinstance(error, IntegrityError):  # two vaults, one phrase, one moment
                raise _taken() from None
            raise

    async def _store_lock(
        self, tx: Transaction, vault_id: str, locked: bytes, fingerprint: bytes, was: bytes | None
    ) -> None:
        row = await standing(tx, vault_id, held=True)
        if row.locked != was:
            raise PhraseChosenError("another phrase was chosen meanwhile")
        if await records.phrase_vault(tx, fingerprint) not in {None, vault_id}:
            raise _taken()
        chain = continue_chain(row, self._keys.signing, self._clock())
        chain.add(OWNER, Act.PHRASE)
        await chain.save(tx, {"locked": locked, "phrase": fingerprint, "waiting": None})

    async def _destroy(self, *names: str) -> None:
        """Destroy values nothing needs any more. What was decided stands: else the sweep does it."""
        with suppress(StoreError):
            await self._shreds.destroy(names)

    async def _lock_shred(self, row: records.Row) -> bytes:
        try:
            return await self._shreds.get(lock_name(row.id, row.locked))
        except ErasedError:
            if (await self._row(row.id)).locked == row.locked:
                raise
            raise WrongPhraseError("the phrase was changed a moment ago") from None

    async def _row(self, vault_id: str) -> records.Row:
        async with self._database.reading() as tx:
            return await standing(tx, vault_id)

    async def _demand_same(self, vault_id: str, phrase: str) -> None:
        try:
            await self.unlock(vault_id, phrase)
        except WrongPhraseError:
            raise PhraseChosenError("this vault has a phrase already") from None

    async def _fingerprint(self, phrase: str) -> bytes:
        return await self._keys.passphrases.slow_fingerprint(phrase, await self._house_salt(), PURPOSE)

    async def _house_salt(self) -> bytes:
        if not self._salt:
            async with self._database.transaction() as tx:
                self._salt = await records.settle_house(tx, SALT_NAME, os.urandom(SALT_BYTES))
        return self._salt


def waiting_name(vault_id: str) -> str:
    """Return the name of the shred value without which a waiting seed does not open."""
    return f"waiting-{vault_id}"


def lock_name(vault_id: str, locked: bytes) -> str:
    """Return the name of the shred value without which a phrase does not open: one for each time one was chosen."""
    return f"lock-{vault_id}-{hashlib.sha256(locked).hexdigest()[:16]}"


def recovery_name(vault_id: str, sealed: bytes) -> str:
    """Return the name of the shred value without which recovery words do not open."""
    return f"recovery-{vault_id}-{hashlib.sha256(sealed).hexdigest()[:16]}"


def _recovery_place(vault_id: str) -> bytes:
    return f"havre/v1/recovery|{vault_id}".encode()


def _waiting_place(vault_id: str) -> bytes:
    return f"havre/v1/waiting|{vault_id}".encode()


def _lock_place(vault_id: str) -> bytes:
    return f"havre/v1/lock|{vault_id}".encode()


def _refuse_weak(phrase: str) -> None:
    if (why := weakness(phrase)) is not None:
        raise WeakPhraseError(f"too easy to guess: {why}")


def _taken() -> WeakPhraseError:
    return WeakPhraseError("too easy to guess: in use")

"""Sharing: one more wrap of an item's secret, for the team; taking it back removes that wrap.

Lives here: what the owner says about sharing, carried out. Does not live here: phrases (`vault.locks`).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from vault import records
from vault.custody import Act
from vault.errors import PhraseNeededError, WrongPhraseError
from vault.items import SUITE, TEAM, VAULT, Place
from vault.ledger import continue_chain, standing
from vault.locks import OWNER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from vault.database import Transaction
    from vault.keys import SigningKey
    from vault.locks import Locks, Unlocked
    from vault.team import Team


class Sharing:
    """Gives items to the team and takes them back."""

    def __init__(self, locks: Locks, team: Team, signing: SigningKey, clock: Callable[[], datetime]) -> None:
        self._locks, self._team, self._signing, self._clock = locks, team, signing, clock

    async def say(
        self, tx: Transaction, vault_id: str, *, share: bool, unlocked: Unlocked | None, only: Collection[str] | None
    ) -> int:
        """Carry out what the owner says of all items, or of some; return how many changed."""
        row = await standing(tx, vault_id, held=True)
        found = [item for item in await records.items_of(tx, vault_id) if item.withheld is None]
        differing = [item for item in found if bool(item.shared) is not share]
        chosen = [item for item in differing if only is None or item.id in only]
        if share:
            await self._wrap(tx, row, chosen, unlocked)
        else:
            await records.drop_wraps(tx, [item.id for item in chosen], TEAM)
        chain, act = continue_chain(row, self._signing, self._clock()), Act.SHARED if share else Act.UNSHARED
        if only is None and row.shares is not share:
            chain.add(OWNER, act)  # without an item: this holds for those kept later
        for item in chosen:
            chain.add(OWNER, act, item=item.id)
        await chain.save(tx, {"shares": share, "asked": row.asked + 1} if only is None else None)
        return len(chosen)

    async def _wrap(
        self, tx: Transaction, row: records.Row, chosen: Sequence[records.Row], unlocked: Unlocked | None
    ) -> None:
        if not chosen:
            return
        seed = await self._seed(row, unlocked)
        epoch, public = await self._team.public(tx)

        def rewrap() -> list[dict[str, Any]]:
            secrets = ((item.id, Place(row.id, item.id, VAULT).unwrap(seed, item.secret)) for item in chosen)
            return [wrap_row(Place(row.id, item_id, TEAM, epoch), public, secret) for item_id, secret in secrets]

        await records.add_wraps(tx, await asyncio.to_thread(rewrap))

    async def _seed(self, row: records.Row, unlocked: Unlocked | None) -> bytes:
        if unlocked is not None and unlocked.vault_id != row.id:
            raise WrongPhraseError("this is another vault's phrase")
        if unlocked is not None:
            return unlocked.seed
        seed = await self._locks.waiting_seed(row)
        if seed is None:
            raise PhraseNeededError("only its owner's phrase opens this vault")
        return seed


def wrap_row(place: Place, public: bytes, secret: bytes) -> dict[str, Any]:
    """Return the row that gives an item's secret to the holder of a key."""
    return {
        "item_id": place.item_id,
        "reader": place.reader,
        "epoch": place.epoch,
        "suite": SUITE,
        "sealed": place.wrap(public, secret),
    }

"""Evidence: sealed while it arrives, opened only by those its owner allows.

Lives here: the one service that keeps, shares, opens and erases items, and the custody of each act. Does not live
here: how each is done (`vault.keeping`, `sharing`, `opening`, `locks`, `erasing`), formats (`vault.items`, `streams`),
files (`vault.blobs`), SQL (`vault.records`).
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from vault import hearing_records, part_records, records
from vault.custody import Act, Entry, genesis, receipt_code
from vault.erasing import Eraser
from vault.errors import NoSuchItemError, NoSuchVaultError, NotSharedError, PhraseNeededError, WithheldError
from vault.items import SUITE, TEAM, VAULT, item_name
from vault.keeping import HOUSE, Arrival, Keeper
from vault.keys import Pair
from vault.ledger import entries_of, item_of, note, standing
from vault.likeness import NEAR, Likenesses, Nearness
from vault.locks import OWNER, Locks, Unlocked
from vault.opening import OpenItem, open_item, secret_for_owner, secret_for_team
from vault.packing import Packing
from vault.retries import Receipt
from vault.settings import QuotaSettings
from vault.sharing import Sharing
from vault.team import now_utc
from vault.uploads import Part, Progress, Uploads
from vault.withheld import Withheld, Withholding

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Mapping
    from datetime import datetime

    from vault.blobs import Blobs
    from vault.database import Database, Transaction
    from vault.keys import HouseKeys
    from vault.shreds import Shreds
    from vault.team import Team

__all__ = ["Evidence", "Item", "OpenItem", "Part", "Progress", "Receipt", "Unlocked", "Withheld"]


@dataclass(frozen=True, slots=True)
class Item:
    """What may be listed without any key: `size_class` is the padded size in bytes.

    `withheld`: it may show an intimate image of a minor, so that nobody opens it. `unheard`: a voice or a film nobody
    of the team has played yet.
    """

    id: str
    seq: int
    kept_at: datetime
    shared: bool
    size_class: int
    withheld: bool = False
    unheard: bool = False


class Evidence:
    """Keeps, shares, opens and erases evidence."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        shreds: Shreds,
        keys: HouseKeys,
        team: Team,
        clock: Callable[[], datetime] = now_utc,
        quota: QuotaSettings | None = None,
    ) -> None:
        self._database, self._blobs, self._shreds, self._keys, self._clock = database, blobs, shreds, keys, clock
        self._locks = Locks(database, shreds, keys, clock)
        self._keeper = Keeper(database, blobs, shreds, keys, team, clock, quota or QuotaSettings())
        self._likenesses = Likenesses(database, blobs, shreds, keys.signing, clock)
        self._uploads = Uploads(database, blobs, shreds, keys, self._keeper, clock)
        self._sharing = Sharing(self._locks, team, keys.signing, clock)
        self._eraser = Eraser(database, blobs, shreds, keys.signing, clock)
        self.packing = Packing(database, blobs, shreds, keys, clock)
        self.withheld = Withholding(self._locks, shreds, keys.signing, clock, self._eraser.after)

    # -- vaults -----------------------------------------------------------------------------------------------------

    async def open_vault(self, tx: Transaction, vault_id: str | None) -> str:
        """Return the vault, made where there is none yet (None): its seed waits under the service key.

        Raises NoSuchVaultError, ErasedError.
        """
        if vault_id is not None:
            return str((await standing(tx, vault_id)).id)
        vault_id, pair, now = secrets.token_hex(16), Pair.new(), self._clock()
        row = {"id": vault_id, "suite": SUITE, "public": pair.public, "asked": 0, "seq": 0, "head": genesis(vault_id)}
        row |= {"made_at": now, "touched_at": now, "waiting": await self._locks.let_wait(vault_id, pair.seed)}
        await records.add_vault(tx, row)
        await self._note(tx, vault_id, HOUSE, Act.MADE)
        return vault_id

    async def consent_of(self, tx: Transaction, vault_id: str) -> bool | None:
        """Return what the owner last said about sharing; None where nobody asked yet, which means no."""
        shares: bool | None = (await standing(tx, vault_id)).shares
        return shares

    async def receipt(self, tx: Transaction, vault_id: str) -> str:
        """Return the code of the chain's current head: 16 signs that stand for everything up to now."""
        return receipt_code(bytes((await standing(tx, vault_id)).head))

    async def erasure_receipt(self, tx: Transaction, vault_id: str) -> str:
        """Return the code of an erased vault's last entry, which says that it was erased. Raises NoSuchVaultError."""
        row = await records.vault(tx, vault_id)
        if row is None:
            raise NoSuchVaultError("no vault has this id")
        return receipt_code(bytes(row.head))

    async def list_custody(self, tx: Transaction, vault_id: str) -> list[Entry]:
        """Return the whole chain of custody, also of an erased vault; check it with `vault.custody.verify`."""
        return await entries_of(tx, vault_id)

    async def items(self, tx: Transaction, vault_id: str) -> list[Item]:
        """List what is kept, oldest first, nothing opened."""
        rows = await records.items_of(tx, vault_id)
        return [
            Item(row.id, row.seq, row.kept_at, bool(row.shared), row.padded_size, row.withheld is not None, row.unheard)
            for row in rows
        ]

    # -- keeping and sharing ------------------------------------------------------------------------------------------

    async def keep(
        self,
        vault_id: str,
        stream: AsyncIterator[bytes],
        *,
        name: str,
        declared: str,
        limit: int,
        share_with_team: bool | None = None,
        actor: str,
        source: str,
        key: str | None = None,
        withheld: bool = False,
        announced: int = 0,
    ) -> Receipt:
        """Seal a file as it arrives; durable when this returns.

        Raises TooLargeError, EmptyFileError, StoreError, QuotaError (before a byte is written where the sender
        `announced` how many come). `withheld`: nobody opens it, neither team nor owner, before it is released.
        `share_with_team` None: what the owner last said. With a `key`, the same vault and key again within a week
        give the same receipt and keep nothing twice; `stream` is then not read.
        """
        return await self._keeper.keep(
            vault_id,
            stream,
            Arrival(name, declared, source, limit, share_with_team, actor, key, withheld, announced),
        )

    async def keep_part(
        self,
        vault_id: str,
        stream: AsyncIterator[bytes],
        part: Part,
        *,
        name: str,
        declared: str,
        limit: int,
        actor: str,
        source: str,
        key: str,
        withheld: bool = False,
    ) -> Progress:
        """Seal one part of a file, of 4 MiB each but for the last; durable when this returns.

        The file is an item, as if `keep` had kept it, once no part is missing: then there is a receipt. Any part may
        come again, and in any order. Raises PartError besides what `keep` raises.
        """
        arrival = Arrival(name, declared, source, limit, None, actor, key, withheld, part.whole)
        return await self._uploads.take(vault_id, stream, arrival, part)

    async def consent(
        self,
        tx: Transaction,
        vault_id: str,
        share: bool,  # noqa: FBT001 - the contract's order
        phrase: Unlocked | None = None,
        *,
        only: Collection[str] | None = None,
    ) -> int:
        """Share every item with the team, or take that back; return how many changed. Raises PhraseNeededError.

        What is said of all items also holds for those kept later; with `only`, it is said of these items alone.
        Sharing needs the vault's key: while it waits for a phrase the house has it; afterwards `unlock` gives it,
        before `tx` begins. Taking back needs none.
        """
        return await self._sharing.say(tx, vault_id, share=share, unlocked=phrase, only=only)

    async def consent_by_phrase(self, vault_id: str, phrase: str, *, share: bool, caller: str = "") -> int:
        """Do `consent` in a transaction of its own, with the owner's phrase. Raises what `unlock` raises."""
        unlocked = await self.unlock(vault_id, phrase, caller=caller)
        async with self._database.transaction() as tx:
            return await self.consent(tx, vault_id, share, unlocked)

    # -- the phrase -------------------------------------------------------------------------------------------------

    async def choose_phrase(self, vault_id: str, phrase: str) -> None:
        """Seal the vault with its owner's phrase and destroy the copy that waited. Raises WeakPhraseError.

        The phrase it has already is no error; another one raises PhraseChosenError.
        """
        await self._locks.choose(vault_id, phrase)

    async def change_phrase(self, vault_id: str, old: str, new: str) -> None:
        """Replace the phrase. Raises WeakPhraseError, and what `unlock` raises for the old one."""
        await self._locks.change(vault_id, old, new)

    async def unlock(self, vault_id: str, phrase: str, *, caller: str = "") -> Unlocked:
        """Open a vault with its phrase, to do several things with it: `consent`, `open_for_victim`.

        To be called outside any transaction: it takes a sixth of a second and counts the attempt in transactions of
        its own. Raises WrongPhraseError, TooManyAttemptsError, NoSuchVaultError, ErasedError.
        """
        return await self._locks.unlock(vault_id, phrase, caller=caller)

    async def unlock_waiting(self, vault_id: str) -> Unlocked:
        """Open a vault for which no phrase was chosen yet. Raises PhraseNeededError where one was."""
        async with self._database.reading() as tx:
            seed = await self._locks.waiting_seed(await standing(tx, vault_id))
        if seed is None:
            raise PhraseNeededError("only its owner's phrase opens this vault")
        return Unlocked(vault_id, seed)

    async def refuse_slowly(self, nobody: str, phrase: str, *, caller: str = "") -> NoReturn:
        """Take as long as a wrong phrase takes, where there is no vault. Raises WrongPhraseError."""
        await self._locks.refuse_slowly(nobody, phrase, caller)

    async def make_recovery(self, unlocked: Unlocked, words: str) -> None:
        """Let recovery words open the vault too; those made before no longer do."""
        await self._locks.make_recovery(unlocked, words)

    async def recover(self, words: str, new: str, *, caller: str = "", lane: str = "") -> str:
        """Choose a new phrase with the recovery words; return the vault. Raises WrongPhraseError, WeakPhraseError."""
        return await self._locks.recover(words, new, caller, lane)

    async def resume(self, phrase: str, *, caller: str = "", lane: str = "") -> str | None:
        """Find the vault of a phrase; slow, and equally so where there is none. Raises TooManyAttemptsError.

        `caller` is whoever asks (an address, a session), to slow them alone; those who give none share one place.
        `lane`: the network they come from (`vault.turnstile`), for turns while somebody hammers; no address.
        """
        return await self._locks.resume(phrase, caller, lane)

    # -- opening ----------------------------------------------------------------------------------------------------

    async def open_for_team(self, item_id: str, team_seed: bytes | Mapping[int, bytes], actor: str) -> OpenItem:
        """Open a shared item; written in custody before a byte is read. Raises NotSharedError, WithheldError.

        `team_seed` is what `Team.unlock` gave. Raises CannotOpenError where it holds no epoch the item is shared in.
        """
        async with self._database.transaction() as tx:
            item = await item_of(tx, item_id)
            await self._note(tx, item.vault_id, actor, Act.OPENED_BY_TEAM, item_id)  # first: nobody withholds meanwhile
            await _demand_open(tx, item_id)
            wraps = await records.wraps_of(tx, item_id, TEAM)
            if not wraps:
                raise NotSharedError("this item is not shared with the team")
            secret, parts = secret_for_team(item, wraps, team_seed), await part_records.files_of(tx, item)
        return open_item(item, secret, await self._shreds.get(item_name(item_id)), self._blobs, parts)

    async def play_for_team(self, item_id: str, team_seed: bytes | Mapping[int, bytes], actor: str) -> OpenItem:
        """Open a shared item to play it, once its opening is in custody: a player asks for its bytes many times.

        The first time anybody plays it, that is written down before a byte is read. Raises what `open_for_team` raises.
        """
        async with self._database.reading() as tx:
            item = await item_of(tx, item_id)
            await _demand_open(tx, item_id)
            wraps, parts = await records.wraps_of(tx, item_id, TEAM), await part_records.files_of(tx, item)
        if not wraps:
            raise NotSharedError("this item is not shared with the team")
        secret = secret_for_team(item, wraps, team_seed)
        if item.unheard:
            async with self._database.transaction() as tx:
                if await hearing_records.hear(tx, item_id):
                    await self._note(tx, item.vault_id, actor, Act.HEARD, item_id)
        return open_item(item, secret, await self._shreds.get(item_name(item_id)), self._blobs, parts)

    async def unheard(self, tx: Transaction, vault_ids: Collection[str]) -> dict[str, int]:
        """Count, by vault, the shared voices and films nobody of the team has played."""
        return await hearing_records.unheard(tx, vault_ids)

    async def open_for_victim(self, item_id: str, phrase: str | Unlocked) -> OpenItem:
        """Open an item with its owner's phrase. Raises WrongPhraseError, TooManyAttemptsError, WithheldError."""
        async with self._database.reading() as tx:
            item = await item_of(tx, item_id)
            await _demand_open(tx, item_id)
        unlocked = phrase if isinstance(phrase, Unlocked) else await self.unlock(item.vault_id, phrase)
        async with self._database.transaction() as tx:
            await self._note(tx, item.vault_id, OWNER, Act.OPENED_BY_OWNER, item_id)
            await _demand_open(tx, item_id)  # again: a phrase takes its time
            secret = secret_for_owner(item, await records.wraps_of(tx, item_id, VAULT), unlocked)
            parts = await part_records.files_of(tx, item)
        return open_item(item, secret, await self._shreds.get(item_name(item_id)), self._blobs, parts)

    async def fingerprint_near(
        self, item_id: str, team_seed: bytes | Mapping[int, bytes], actor: str, *, within: int = NEAR
    ) -> Nearness:
        """Tell which other shared pieces of the same vault show the same picture: turned, mirrored or framed alike.

        On a listener's demand only. The hashes are made in the limited child process and sealed with each piece; every
        piece compared stands in custody first. Raises NoSuchItemError, NotSharedError, WithheldError, CannotOpenError,
        and PreviewError where this piece is no picture, or too plain to be told from another (`Unfit.PLAIN`).
        """
        return await self._likenesses.near(item_id, team_seed, actor, within)

    # -- forgetting -------------------------------------------------------------------------------------------------

    async def erase(self, tx: Transaction, vault_id: str, *, actor: str = OWNER) -> int:
        """Forget a vault: its keys are destroyed once `tx` is durable; return how many items went."""
        return await self._eraser.vault(tx, vault_id, actor)

    async def erase_item(self, tx: Transaction, item_id: str, *, actor: str = OWNER) -> None:
        """Forget one item in the same way; the rest of the vault stays. Raises NoSuchItemError."""
        await self._eraser.item(tx, item_id, actor)

    async def under_way(self, tx: Transaction, vault_id: str) -> int:
        """Return of how many files only parts are there."""
        return len(await part_records.uploads_of(tx, vault_id))

    async def give_up(self, tx: Transaction, vault_id: str) -> int:
        """Forget the parts of files that are not whole, and return how many files: nothing of them can be opened."""
        return await self._eraser.uploads(tx, vault_id)

    async def touch(self, tx: Transaction, vault_id: str) -> None:
        """Begin a vault's time anew: its owner was here, or wants what it holds kept."""
        await standing(tx, vault_id)
        await records.change_vault(tx, vault_id, {"touched_at": self._clock()})

    async def ending(self, tx: Transaction, before: datetime) -> list[str]:
        """List the vaults untouched since a moment whose owners were not told yet, and note that they now are."""
        return await records.warn(tx, before, self._clock())

    async def unanswered(self, tx: Transaction, before: datetime) -> int:
        """Destroy what was withheld before a moment and of which nobody said what it shows; return how many."""
        found = await records.held_since(tx, before)
        for item_id in found:
            with suppress(NoSuchItemError):  # its owner answered a moment ago
                await self.withheld.destroy(tx, item_id, "policy")
        return len(found)

    async def expire(self, tx: Transaction, before: datetime) -> int:
        """Erase every vault nobody touched since `before`; return how many.

        What erased vaults leave behind, the chain that says so, goes once it is as old.
        """
        return await self._eraser.expire(tx, before)

    async def sweep(self, now: datetime) -> int:
        """Finish what crashes interrupted: erasures, unfinished files, what never became real; return how much went."""
        async with self._database.transaction() as tx:
            forgotten = await self._locks.tidy(tx, now)
        return forgotten + await self._eraser.sweep(now)

    async def settle(self) -> None:
        """Wait for the erasures under way; to be called before the stores are closed."""
        await self._eraser.settle()

    async def _note(self, tx: Transaction, vault_id: str, actor: str, act: Act, item_id: str = "") -> None:
        await note(tx, vault_id, self._keys.signing, self._clock(), actor=actor, act=act, item=item_id)


async def _demand_open(tx: Transaction, item_id: str) -> None:
    if await records.withheld_item(tx, item_id) is not None:
        raise WithheldError("this item is withheld from everybody")

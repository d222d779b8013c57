"""One's own vault on the web page: opened for some minutes by the phrase, looked at, shared, copied, locked again.

Lives here: who has which vault open, in memory only; a restart locks them all. Does not live here: routes
(`bot.channels.web.vaults`), the chat's side (`bot.custodian`). Who has no vault is answered as who has an empty one.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot import records
from bot.custodian import pieces
from bot.errors import BotError
from bot.tickets import Tickets
from vault import phrase as phrases
from vault.errors import NoSuchItemError, PhraseNeededError
from vault.preview import preview

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.custodian import Piece
    from bot.mailroom import Mailroom
    from vault.database import Database
    from vault.evidence import Evidence, OpenItem, Unlocked
    from vault.sealing import ServiceKey


class LockedError(BotError):
    """The vault is locked: its phrase is asked again."""


@dataclass(slots=True)
class _Open:
    unlocked: Unlocked
    until: float


class Strongroom:
    """Keeps vaults open for whoever holds a page's token, `minutes` after the last act at most.

    `tidy` is to be called every so often: a key nobody comes back to must not stay in memory.
    """

    def __init__(
        self,
        database: Database,
        evidence: Evidence,
        key: ServiceKey,
        mailroom: Mailroom,
        minutes: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._evidence, self._key, self._mailroom = database, evidence, key, mailroom
        self._seconds, self._clock = minutes * 60, clock
        self._open: dict[tuple[str, str], _Open] = {}

    # -- opening and locking -----------------------------------------------------------------------------------------

    async def needs_phrase(self, correspondent: str) -> bool:
        """Tell whether a phrase locks this person's vault; no vault needs none, as one nobody locked."""
        vault_id = await self._vault_of(correspondent)
        if vault_id is None:
            return False
        try:
            await self._evidence.unlock_waiting(vault_id)
        except PhraseNeededError:
            return True
        return False

    async def unlock(self, correspondent: str, token: str, phrase: str) -> None:
        """Open the vault for a page. Raises WrongPhraseError, TooManyAttemptsError: alike where there is no vault."""
        vault_id = await self._vault_of(correspondent)
        if vault_id is None and phrase:
            await self._evidence.refuse_slowly(correspondent, phrase, caller=token)
        if vault_id is None:
            return
        if phrase:
            unlocked = await self._evidence.unlock(vault_id, phrase, caller=token)
        else:
            unlocked = await self._evidence.unlock_waiting(vault_id)
        self._let_go()
        self._open[correspondent, token] = _Open(unlocked, self._clock() + self._seconds)

    def lock(self, correspondent: str, token: str) -> None:
        """Lock it again at once."""
        self._open.pop((correspondent, token), None)

    def _of(self, correspondent: str, token: str) -> Unlocked:
        """Return what a page has open, for as long again. Raises LockedError."""
        found = self._open.get((correspondent, token))
        if found is None or found.until < self._clock():
            self.lock(correspondent, token)
            raise LockedError("locked")
        found.until = self._clock() + self._seconds
        return found.unlocked

    async def tidy(self) -> None:
        """Let go of every key whose minutes are over, whether or not anybody asks for it again."""
        self._let_go()

    def _let_go(self) -> None:
        now = self._clock()
        self._open = {place: one for place, one in self._open.items() if one.until >= now}

    # -- what is in it -----------------------------------------------------------------------------------------------

    async def listed(self, correspondent: str) -> list[dict[str, Any]]:
        """List the pieces, as the chat does: no key is needed for that, and nothing of their content is told."""
        async with self._database.reading() as tx:
            found = await pieces(tx, self._evidence, await self._vault_of(correspondent))
        return [
            {"seq": one.seq, "number": one.number, "at": one.at.isoformat(timespec="minutes"), "state": one.state}
            for one in found
        ]

    async def look(self, correspondent: str, token: str, seq: int) -> bytes:
        """Return a preview of one piece. Raises LockedError, WithheldError, PreviewError, NoSuchItemError."""
        return await preview(await self.original(correspondent, token, seq))

    async def original(self, correspondent: str, token: str, seq: int) -> OpenItem:
        """Open one piece for its owner; written in custody. Raises LockedError, WithheldError, NoSuchItemError."""
        unlocked = self._of(correspondent, token)
        piece = await self._piece(correspondent, seq)
        return await self._evidence.open_for_victim(piece.item_id, unlocked)

    async def share(self, correspondent: str, token: str, seq: int | None, *, share: bool) -> int:
        """Share one piece, or all (None), or take that back; return how many changed. Raises LockedError."""
        unlocked = self._of(correspondent, token)
        only = None if seq is None else [(await self._piece(correspondent, seq)).item_id]
        async with self._database.transaction() as tx:
            return await self._evidence.consent(tx, unlocked.vault_id, share, unlocked, only=only)

    async def copy(self, correspondent: str, token: str) -> AsyncGenerator[bytes, None]:
        """Return the stream of a copy of everything kept, as a zip. Raises LockedError."""
        return await self._evidence.packing.for_owner(self._of(correspondent, token), {})

    # -- recovery words, and coming from a messenger ------------------------------------------------------------------

    async def recovery(self, correspondent: str, token: str, language: str) -> str:
        """Make recovery words and return them, once: they are kept nowhere. Raises LockedError."""
        words = phrases.draw_recovery(language)
        await self._evidence.make_recovery(self._of(correspondent, token), words)
        return words

    async def recover(self, token: str, words: str, new: str, lane: str = "") -> None:
        """Choose a new phrase with recovery words. Raises WrongPhraseError, WeakPhraseError, TooManyAttemptsError."""
        await self._evidence.recover(words, new, caller=token, lane=lane)

    async def enter(self, ticket: str, channel: str, language: str) -> str | None:
        """Return a fresh token for whoever shows a ticket; None alike for a used, an old and an unknown one."""
        async with self._database.transaction() as tx:
            correspondent = await Tickets(self._key).take(tx, ticket)
        if correspondent is None:
            return None
        token = secrets.token_urlsafe(32)
        await self._mailroom.admit(channel, token, language)
        await self._mailroom.move(channel, token, correspondent)
        return token

    async def _piece(self, correspondent: str, seq: int) -> Piece:
        async with self._database.reading() as tx:
            found = await pieces(tx, self._evidence, await self._vault_of(correspondent))
        piece = next((one for one in found if one.seq == seq), None)
        if piece is None:
            raise NoSuchItemError("no such piece")
        return piece

    async def _vault_of(self, correspondent: str) -> str | None:
        async with self._database.reading() as tx:
            person = (await records.conversations(tx, [correspondent])).get(correspondent)
        return None if person is None else person.vault_id

"""Carrying out, within the transaction of a message, what a person wishes of their own vault.

Lives here: looking pieces up and calling the vault; each act returns what is to be said. Does not live here: which act
a button stands for (`bot.coffer`), the vault itself (`vault.evidence`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import coffer
from bot.replies import Reply, Say, piece_choice, reply
from bot.situation import clock
from bot.tickets import TICKET_MINUTES, Tickets
from vault.custody import Act, head_of, receipt_code
from vault.errors import CannotOpenError, PhraseNeededError
from vault.withheld import DECLARED, DESTROYED, HELD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.situation import Coffer
    from bot.turns import Person, Tools
    from vault.custody import Entry
    from vault.database import Transaction
    from vault.evidence import Evidence

PAGE = 6
"""Pieces in one letter: as many buttons fit on a phone."""
OWNER = "owner"
HERE = {"vault-look": "vault-look-here", "vault-copy": "vault-copy-here"}
"""What is said instead where the page itself is asked."""
MOST_RECEIPTS = 12
"""Receipts shown again to whoever comes back: the latest ones."""
WITH_IT = frozenset({Act.SHARED, Act.WITHHELD})
"""What may have been written down together with a piece, before its receipt was given."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of the list: `state` is own | shared | held | declared | destroyed."""

    item_id: str
    seq: int
    number: int
    at: datetime
    state: str


async def pieces(tx: Transaction, evidence: Evidence, vault_id: str | None) -> list[Piece]:
    """Return what lies in a vault, numbered as it came; nothing where there is no vault."""
    if vault_id is None:
        return []
    items = {
        item.seq: (item.id, item.kept_at, "shared" if item.shared else "own")
        for item in await evidence.items(tx, vault_id)
    }
    for one in await evidence.withheld.of(tx, vault_id):
        items[one.seq] = (one.item_id, one.at, one.state)
    return [
        Piece(item_id, seq, number, at, state)
        for number, (seq, (item_id, at, state)) in enumerate(sorted(items.items()), 1)
    ]


async def withhold(tools: Tools, tx: Transaction, person: Person, items: Sequence[str]) -> bool:
    """Withhold pieces that may be intimate, where they are not yet; tell whether any of these is withheld."""
    if person.vault is None:
        return False
    kept = {item.id for item in await tools.evidence.items(tx, person.vault)}
    if coffer.may_be_intimate(person.standing):
        for item_id in kept.intersection(items):
            await tools.evidence.withheld.hold(tx, item_id, "house")
    held = {one.item_id for one in await tools.evidence.withheld.of(tx, person.vault) if one.state != DESTROYED}
    return bool(held.intersection(items))


def receipt_of(entries: Sequence[Entry], seq: int) -> str:
    """Return the receipt that was given for the piece kept by entry `seq`."""
    kept, after = entries[seq - 1], entries[seq] if seq < len(entries) else None
    told, more = json.loads(kept.body), json.loads(after.body) if after else {}
    together = more.get("act") in WITH_IT and (more["item"], more["at"]) == (told["item"], told["at"])
    return receipt_code(head_of(after.body if after and together else kept.body))


class Custodian:
    """Does what one wish asks for."""

    def __init__(self, tools: Tools, tx: Transaction, person: Person) -> None:
        self._tools, self._tx, self._person, self._evidence = tools, tx, person, tools.evidence

    async def carry_out(self, wish: Coffer) -> list[Reply]:
        """Carry one wish out; return what is to be said."""
        found = await pieces(self._tx, self._evidence, self._person.vault)
        match wish.act:
            case "list":
                return [self._list(found, max(1, wish.number))]
            case "receipts":
                return [*await self._receipts(found), *await self._broken_off()]
            case "arrived":
                return [*await self._receipts(found), *await self._on_its_way()]
            case "ask":
                return [_question(one) for one in found if one.item_id in wish.items and one.state == HELD]
            case "look":
                return [await self._web("vault-look")]
            case "phrase":
                return [await self._web("phrase-elsewhere")]
            case "copy":
                return [await self._web("vault-copy"), reply("vault-copy-words", "act:human")]
            case "touch":
                return [await self._touch()]
            case _:
                return await self._one(wish, found)

    async def _one(self, wish: Coffer, found: Sequence[Piece]) -> list[Reply]:
        piece = next((one for one in found if one.seq == wish.seq), None)
        if piece is None:
            return [reply("vault-gone-already", "act:vault")]
        match wish.act:
            case "shows_yes" | "shows_no" | "shows_unsure" if piece.state in {HELD, DECLARED}:
                return await self._answered(piece, wish.act)
            case "item":
                return [_about(piece)]
            case "share" | "unshare" if piece.state in {"own", "shared"}:
                return [await self._share(piece, share=wish.act == "share")]
            case "gone":
                return [await self._delete(piece)]
            case _:
                return [reply("vault-gone-already", "act:vault")]

    # -- what may be intimate ----------------------------------------------------------------------------------------

    async def _answered(self, piece: Piece, answer: str) -> list[Reply]:
        withheld, policy = self._evidence.withheld, self._tools.intimate
        match answer:
            case "shows_yes" if policy.declared == "destroy":
                await withheld.destroy(self._tx, piece.item_id, OWNER)
                return [reply("vault-destroyed", number=piece.number), coffer.ways_out()]
            case "shows_yes":
                await withheld.declare(self._tx, piece.item_id)
                return [reply("vault-quarantined", number=piece.number), coffer.ways_out()]
            case "shows_no":
                await withheld.release(self._tx, piece.item_id, OWNER)
                return [reply("vault-released", number=piece.number), *await self._share_released(piece)]
            case _:
                return [reply("vault-still-held", number=piece.number), coffer.ways_out()]

    async def _share_released(self, piece: Piece) -> list[Reply]:
        """Share a released piece where its owner said so of everything; a closed vault needs the phrase first."""
        vault = str(self._person.vault)
        if not await self._evidence.consent_of(self._tx, vault):
            return []
        try:
            await self._evidence.consent(self._tx, vault, True, only=[piece.item_id])  # noqa: FBT003 - the contract's order
        except (PhraseNeededError, CannotOpenError):
            return [await self._web("consent-needs-phrase")]
        return []

    # -- the list and one piece ----------------------------------------------------------------------------------------

    def _list(self, found: Sequence[Piece], page: int) -> Reply:
        if not found:
            return reply("vault-empty", *self._adding(), "act:continue_here")
        last = (len(found) + PAGE - 1) // PAGE
        shown = found[(min(page, last) - 1) * PAGE :][:PAGE]
        lines = (self._line(one) for one in shown)
        turn = (f"act:vault_page_{page + 1}",) if page < last else ()
        shared = sum(one.state == "shared" for one in found)
        head = Say("vault-list", count=len(found), shared=shared)
        choices = (*(piece_choice("item", one.seq, one.number) for one in shown), *turn)
        house = ("act:vault_all", "act:vault_none", "act:vault_look", "act:vault_copy", *self._adding(), "act:erase")
        return Reply((head, *lines), (*choices, *house))

    async def _receipts(self, found: Sequence[Piece]) -> list[Reply]:
        """Say again what is kept and under which receipts: the same codes as on the day, from the chain itself."""
        if not found or self._person.vault is None:
            return []
        entries = await self._evidence.list_custody(self._tx, self._person.vault)
        latest = found[-MOST_RECEIPTS:]
        codes = "\n".join(receipt_of(entries, one.seq) for one in latest)
        return [Reply((Say("back-kept", count=len(found)), *map(self._line, latest)), ("act:vault",), code=codes)]

    async def _broken_off(self) -> list[Reply]:
        """Say of files whose page is gone that they did not arrive; what came of them is destroyed, as it is said."""
        vault = self._person.vault
        count = await self._evidence.give_up(self._tx, vault) if vault else 0
        return [reply("file-broken-off", *self._adding(), count=count)] if count else []

    async def _on_its_way(self) -> list[Reply]:
        vault = self._person.vault
        count = await self._evidence.under_way(self._tx, vault) if vault else 0
        return [reply("file-on-its-way", count=count)] if count else []

    def _adding(self) -> tuple[str, ...]:
        return ("act:vault_keep",) if coffer.may_be_intimate(self._person.standing) else ("act:evidence",)

    def _line(self, piece: Piece) -> Say:
        at = piece.at.astimezone(self._tools.zone)
        date = Say("date", day=at.day, month=at.month)
        return Say("vault-line", number=piece.number, date=date, time=clock(at), state=piece.state)

    async def _share(self, piece: Piece, *, share: bool) -> Reply:
        try:
            await self._evidence.consent(self._tx, str(self._person.vault), share, only=[piece.item_id])
        except PhraseNeededError:
            return await self._web("consent-needs-phrase")
        if share:
            return reply("vault-shared", "act:vault", number=piece.number)
        return reply("vault-unshared", "act:vault", number=piece.number)

    async def _delete(self, piece: Piece) -> Reply:
        if piece.state == DESTROYED:
            await self._evidence.withheld.forget(self._tx, piece.item_id, OWNER)
        else:
            await self._evidence.erase_item(self._tx, piece.item_id)
        code = await self._evidence.receipt(self._tx, str(self._person.vault))
        return reply("vault-deleted", "act:vault", number=piece.number, code=code, days=self._tools.erase_days)

    async def _touch(self) -> Reply:
        """Keep what is kept for another full time."""
        if self._person.vault is not None:
            await self._evidence.touch(self._tx, self._person.vault)
        return reply("vault-kept-on", "act:vault")

    # -- what only a page can do ---------------------------------------------------------------------------------------

    async def _web(self, text: str) -> Reply:
        """Say something that goes on at the web page: here, behind a link for once, or not at all without a page."""
        traits = self._tools.traits[self._person.channel]
        if "vault" in traits.widgets:
            text = HERE.get(text, text)
            return Reply((Say(text),), ("act:vault",), widget="vault")
        if not self._tools.web_chat:
            return Reply((Say(text), Say("vault-no-page")), ("act:vault",))
        ticket = await Tickets(self._tools.key).give(self._tx, self._person.id)
        link = f"{self._tools.web_chat.rstrip('/')}/#{ticket}"
        return Reply(
            (Say(text), Say("vault-link-for", minutes=TICKET_MINUTES)),
            ("act:vault",),
            links=((link, "vault-link-page"),),
        )


def _question(piece: Piece) -> Reply:
    answers = ("shows_yes", "shows_no", "shows_unsure")
    return reply("vault-shows", *(piece_choice(one, piece.seq, piece.number) for one in answers), number=piece.number)


def _about(piece: Piece) -> Reply:
    def act(name: str) -> str:
        return piece_choice(name, piece.seq, piece.number)

    match piece.state:
        case "held":
            return _question(piece)
        case "declared" | "destroyed":
            return reply("vault-piece", act("delete"), "act:vault", number=piece.number, state=piece.state)
        case "shared":
            choices = (act("unshare"), "act:vault_look", act("delete"), "act:vault")
        case _:
            choices = (act("share"), "act:vault_look", act("delete"), "act:vault")
    return reply("vault-piece", *choices, number=piece.number, state=piece.state)

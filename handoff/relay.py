"""Words crossing between a listener and a correspondent, neither learning the other's address.

Lives here: what crosses and what never does, once per key, written down with the letter in one transaction. Does not
live here: who may speak (`handoff.permissions`), the outbox itself (`bot`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from handoff.arrivals import NewEntry
from handoff.bells import Climb, watch
from handoff.case import Case, EntryId, State
from handoff.errors import EmptyMessageError, HeldForNoteError
from handoff.holding import cover_at, is_live
from handoff.ladder import RISK, Kind
from handoff.records import cases as records
from handoff.records import entries as entry_records

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import tzinfo

    from handoff.arrivals import Arrivals
    from handoff.bells import Bells
    from vault.database import Transaction
    from vault.sealing import ServiceKey

NOTE = "//"
MISTYPED = re.compile(r"[/\uff0f\u2044\u2215] ?[/\uff0f\u2044\u2215]")
"""Two slashes of any kind, a blank between them allowed: what a hurried hand writes for `//`."""
ONE_SLASH = re.compile(r"\s*[/\uff0f\u2044\u2215]")
"""A message that begins with a slash, as in « /note »: no sentence does."""
FOLDING = frozenset({"web"})
"""The channels whose page shows a held letter folded until it is tapped."""
COVER = "cover"
"""The watch at whose end the neutral line is said."""


class Post(Protocol):
    """The outbox, supplied by `bot`."""

    async def post(
        self,
        tx: Transaction,
        correspondent: str,
        body: dict[str, Any],
        entry_id: str | None = None,
        *,
        parked: bool = False,
    ) -> None:
        """Put one letter into the outbox within `tx`; its travel is reported through `arrivals.mark_delivery`.

        `parked`: it goes out only once the person asks for it.
        """


class Words(Protocol):
    """Reviewed texts that need a case to be said, supplied by `bot`."""

    def closing(
        self,
        case: Case,
        points: Sequence[str],
        register: str,
        *,
        own_path: bool = False,
        plan: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Return the letter that ends a conversation, with what was retained, and the plan: who, where, what helps.

        `own_path`: the correspondent is who did harm; they are not told that nobody deserved it.
        """

    def ended(self, case: Case, register: str) -> dict[str, Any]:
        """Return the letter by which a talk is ended that abuses the line, with the numbers that answer now."""


class Way(StrEnum):
    """Where a text typed in a room goes."""

    CROSS = "cross"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Crossing:
    """One message of a listener's on its way to the correspondent; their `key` makes sending it again harmless.

    `reply_to` and `replaces` are ids of earlier lines, "" for none.
    """

    case_id: str
    listener_id: str
    key: str
    at: datetime
    text: str = field(repr=False)
    alias: str = ""
    reply_to: str = ""
    replaces: str = ""


def way_of(text: str, *, confirmed: bool) -> Way:
    """Tell where a text goes: `//` first makes it a note. Raises EmptyMessageError, HeldForNoteError for `//` later.

    A note that slipped into a message, or after a first line, reads exactly like that: it is asked about, not guessed.
    """
    if not text.strip().removeprefix(NOTE).strip():
        raise EmptyMessageError("no word to send")
    if text.lstrip().startswith(NOTE):
        return Way.NOTE
    if not confirmed and (ONE_SLASH.match(text) or MISTYPED.search(text.replace("://", ""))):
        raise HeldForNoteError("`//` inside a message: is this a note?")
    return Way.CROSS


def letter(text: str, at: datetime) -> dict[str, Any]:
    """Return a listener's words as a letter, in the shape every other letter has."""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    empty = {"choices": [], "links": [], "numbers": [], "widget": "", "code": ""}
    return {"from": "listener", "at": at.isoformat(), "paragraphs": paragraphs, **empty}


def said_in(body: dict[str, Any]) -> str:
    """Return the sentences of a letter for the transcript, and under them the numbers that stood on the screen."""
    numbers = " · ".join(str(number["label"]) for number in body.get("numbers", ()))
    return "\n".join([*map(str, body.get("paragraphs", ())), *([numbers] if numbers else [])])


class Relay:
    """Takes a listener's words across, and keeps notes on this side.

    `folding`: the channels that show a held letter folded, until it is tapped, and light up no screen.
    """

    def __init__(
        self,
        arrivals: Arrivals,
        bells: Bells,
        post: Post,
        service_key: ServiceKey,
        *,
        folding: Collection[str] = FOLDING,
        zone: tzinfo = UTC,
    ) -> None:
        self._arrivals, self._bells, self._post, self._key = arrivals, bells, post, service_key
        self._folding, self._zone = frozenset(folding), zone

    def _once(self, crossing: Crossing) -> bytes:
        return self._key.fingerprint("once", f"{crossing.listener_id}/{crossing.key}")

    async def said(self, tx: Transaction, crossing: Crossing) -> EntryId | None:
        """Return the line of a message that was sent before under its key."""
        known = await entry_records.said_once(tx, crossing.case_id, self._once(crossing))
        return None if known is None else EntryId(known)

    async def cross(self, tx: Transaction, case: Case, crossing: Crossing) -> EntryId:
        """Write a message into the transcript and the outbox; said before under this key, nothing happens."""
        once = self._once(crossing)
        known = await entry_records.said_once(tx, case.id, once)
        if known is not None:
            return EntryId(known)
        entry = self._entry(crossing, "listener", once, self._delivery(case, crossing.at))
        await self._arrivals.take_in(tx, [entry])
        earlier = {"reply_to": crossing.reply_to, "replaces": crossing.replaces}
        body = letter(crossing.text, crossing.at) | {name: line for name, line in earlier.items() if line}
        await self._send(tx, case, body, entry.id, crossing.at)
        await self._answered(tx, case, crossing.at)
        return entry.id

    async def _answered(self, tx: Transaction, case: Case, at: datetime) -> None:
        await records.change(tx, case.id, {"answered_at": at, "unanswered_since": None, "called": ""})
        await self._bells.stop(tx, [case.id], (Kind.UNANSWERED, Kind.AGAIN), at)
        if case.level >= RISK and case.state is State.LIVE:
            await self._bells.climb(tx, [Climb(case.id, Kind.SILENCE, case.level, at)])

    async def take_back(self, tx: Transaction, case: Case, entry_id: str) -> None:
        """Remove what crossed by mistake, where the correspondent's channel still can; the line stays in the talk."""
        if case.practice:
            return
        await self._post.post(tx, case.correspondent, {"from": "listener", "paragraphs": [], "takes_back": entry_id})

    async def note(self, tx: Transaction, case: Case, crossing: Crossing) -> EntryId:
        """Keep a note for colleagues; it goes nowhere."""
        once = self._once(crossing)
        known = await entry_records.said_once(tx, case.id, once)
        if known is not None:
            return EntryId(known)
        entry = self._entry(crossing, "note", once, "")
        await self._arrivals.take_in(tx, [entry])
        return entry.id

    async def remark(self, tx: Transaction, crossing: Crossing, kind: str) -> None:
        """Keep a line of the house's own in the log: what somebody of the team did, never said to the person."""
        line = NewEntry(crossing.case_id, "system", crossing.text.encode(), crossing.at, kind)
        await self._arrivals.keep_lines(tx, [replace(line, listener_id=crossing.listener_id, alias=crossing.alias)])

    async def post_text(self, tx: Transaction, case: Case, body: dict[str, Any], at: datetime) -> EntryId:
        """Send a reviewed text of the house's, kept in the transcript as the program's words."""
        clear = said_in(body).encode()
        entry = NewEntry(case.id, "bot", clear, at, delivery=self._delivery(case, at))
        await self._arrivals.take_in(tx, [entry])
        await self._send(tx, case, {"from": "bot", "at": at.isoformat(), **body}, entry.id, at)
        return entry.id

    async def _send(self, tx: Transaction, case: Case, body: dict[str, Any], entry_id: str, at: datetime) -> None:
        """Send a letter; outside a live exchange it waits behind a neutral line, until it is tapped."""
        if case.practice:
            return
        if is_live(case, at):
            await self._post.post(tx, case.correspondent, body, entry_id)
        elif case.channel in self._folding:
            await self._post.post(tx, case.correspondent, {**body, "widget": body.get("widget") or "held"}, entry_id)
        else:
            await self._post.post(tx, case.correspondent, body, entry_id, parked=True)
            await watch(tx, case.id, COVER, await self._cover_at(tx, case, at))

    def _delivery(self, case: Case, at: datetime) -> str:
        if case.practice:
            return ""
        return "queued" if is_live(case, at) or case.channel in self._folding else "held"

    async def _cover_at(self, tx: Transaction, case: Case, at: datetime) -> datetime:
        row = (await records.sealed(tx, [case.id]))[case.id]
        facts = {} if row.facts is None else json.loads(self._key.open("cases", "facts", row.id, row.facts))
        return cover_at(case, str(facts.get("safe_hours", "")), at, self._zone)

    @staticmethod
    def _entry(crossing: Crossing, author: str, once: bytes, delivery: str) -> NewEntry:
        text = crossing.text.strip().removeprefix(NOTE).strip() if author == "note" else crossing.text.strip()
        return NewEntry(
            crossing.case_id,
            author,
            text.encode(),
            crossing.at,
            listener_id=crossing.listener_id,
            alias=crossing.alias,
            once=once,
            delivery=delivery,
            reply_to=crossing.reply_to,
            replaces=crossing.replaces,
        )

"""Inbox and outbox, for every channel alike: stored, then acknowledged; written down, then sent.

What arrives at the same moment is stored by one transaction, and dealt with by one more: that is what makes durable
cheap. Does not live here: what a message means (`bot.reception`), and how a messenger is spoken to (`bot.channels`).
"""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from bot import records
from bot.channels.channel import Incoming
from bot.records import Letter, Stored
from bot.tickets import NAME as TICKET
from handoff import arrivals
from vault.leases import LeaseLostError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.observe import Observer
    from handoff.changes import Changes, Watch
    from vault.database import Database, Transaction
    from vault.sealing import ServiceKey

    Fence = Callable[[Transaction], Awaitable[None]]

BATCH = 64
"""How many waiting messages share one transaction, at most."""
AT_HAND = 10_000
"""How many addresses are kept in mind. A channel has one owner, so what ends here is known here."""

SHORTEST_REST, LONGEST_REST = 0.1, 15.0
"""Seconds after which a store that was away is asked again: ever longer, while it stays away."""
MAIL = "mail"
"""What is told when there is a letter for anybody."""


class Reception(Protocol):
    """Whoever deals with stored messages."""

    async def take(self, batch: Sequence[tuple[Stored, Incoming]]) -> None:
        """Deal with these in order, in one transaction, or raise and leave no trace."""

    async def rescue(self, row: Stored, incoming: Incoming) -> None:
        """Bring a message that could not be dealt with before the listeners' eyes all the same, or raise."""


@dataclass(slots=True)
class _Arrival:
    channel: str
    correspondent: str
    external: bytes
    incoming: Incoming
    done: asyncio.Future[bool]
    fence: Fence | None = None


class Mailroom:
    """The one place that stores what comes in and hands out what goes out."""

    def __init__(self, database: Database, key: ServiceKey, changes: Changes, observer: Observer) -> None:
        self._database = database
        self._key = key
        self._changes = changes
        self._observer = observer
        self._at_hand: dict[tuple[str, bytes], str] = {}
        self._moves = 0  # how often an address ended or moved: what was looked up before that is not kept in mind
        self._arrivals: list[_Arrival] = []
        self._came = asyncio.Event()
        self._stored = asyncio.Event()

    # -- who writes ------------------------------------------------------------------------------------------------

    def _address(self, channel: str, address: str) -> bytes:
        return self._key.fingerprint(f"address/{channel}", address)

    def _addresses(self, channel: str, address: str) -> tuple[bytes, ...]:
        """Return the fingerprints an address may be known by: a person is found again after a key was rotated."""
        return self._key.fingerprints(f"address/{channel}", address)

    async def admit(self, channel: str, address: str, language: str, *, carried: bool = False) -> str:
        """Return who writes from `address`, a new correspondent if nobody has yet.

        `carried`: letters are taken there, so the address itself is kept, sealed.
        """
        fingerprint, now = self._address(channel, address), datetime.now(UTC)
        async with self._database.transaction() as tx:
            known = await records.at_address(tx, channel, self._addresses(channel, address))
            if known:
                return known
            correspondent = secrets.token_hex(16)
            person = {"id": correspondent, "channel": channel, "language": language, "created_at": now}
            await records.add_correspondent(tx, person)
            home = {"channel": channel, "fingerprint": fingerprint, "correspondent_id": correspondent}
            sealed = self._key.seal("addresses", "sealed", fingerprint.hex(), address.encode()) if carried else None
            await records.add_address(tx, {**home, "created_at": now, "sealed": sealed})
        return correspondent

    async def address_of(self, channel: str, correspondent: str) -> str | None:
        """Return where letters to a correspondent are carried; None where there is no such place any more."""
        async with self._database.reading() as tx:
            row = await records.sealed_address(tx, channel, correspondent)
        return (
            None if row is None else self._key.open("addresses", "sealed", row.fingerprint.hex(), row.sealed).decode()
        )

    async def known(self, channel: str, address: str) -> str | None:
        """Return who writes from `address`; None alike for one that ended and one that never was."""
        fingerprint = self._address(channel, address)
        if (at_hand := self._at_hand.get((channel, fingerprint))) is not None:
            return at_hand
        moves = self._moves
        async with self._database.glance() as tx:
            found = await records.at_address(tx, channel, self._addresses(channel, address))
        if found is not None and moves == self._moves:
            self._remember(channel, fingerprint, found)
        return found

    def _remember(self, channel: str, fingerprint: bytes, correspondent: str) -> None:
        if len(self._at_hand) >= AT_HAND:
            self._at_hand.clear()
        self._at_hand[channel, fingerprint] = correspondent

    def forget(self, correspondent: str) -> None:
        """Ask the table again whose address is whose: this correspondent's ended, moved or were erased."""
        self._moves += 1
        self._at_hand = {place: who for place, who in self._at_hand.items() if who != correspondent}

    async def move(self, channel: str, address: str, correspondent: str) -> None:
        """Let `address` speak for `correspondent` from now on: they came back with their phrase."""
        fingerprint = self._address(channel, address)
        async with self._database.transaction() as tx:
            await records.move_address(tx, channel, self._addresses(channel, address), correspondent)
        self._moves += 1
        self._at_hand.pop((channel, fingerprint), None)

    async def end(self, channel: str, correspondent: str) -> None:
        """Let no address this correspondent has on a channel speak any more, nor a link they were given.

        Where else they write from still speaks for them, and their case stays where it is in the queue.
        """
        self.forget(correspondent)
        async with self._database.transaction() as tx:
            await records.end_addresses(tx, correspondent, (channel, TICKET), datetime.now(UTC))
        self.forget(correspondent)

    # -- what comes in ---------------------------------------------------------------------------------------------

    def _external(self, channel: str, correspondent: str, external: str) -> bytes:
        return self._key.fingerprint(f"external/{channel}", f"{correspondent}/{external}")

    async def arrive(
        self, channel: str, correspondent: str, external: str, incoming: Incoming, fence: Fence | None = None
    ) -> bool:
        """Store what came in. It is durable when this returns; False means that it was stored before.

        `fence` raises LeaseLostError where the channel's lease is another process's: then so does this, unstored.
        """
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        fingerprint = self._external(channel, correspondent, external)
        self._arrivals.append(_Arrival(channel, correspondent, fingerprint, incoming, done, fence))
        self._came.set()
        return await done

    async def whisper(self, tx: Transaction, channel: str, correspondent: str, watched: str) -> None:
        """Put the end of a watch in line behind what the person wrote, within `tx`: it is dealt with like a message."""
        incoming = Incoming("silence", datetime.now(UTC), choice=watched, place=records.TIMER)
        external = self._external(channel, correspondent, f"silence/{secrets.token_hex(8)}")
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        await records.store_incoming(tx, [self._row(_Arrival(channel, correspondent, external, incoming, done))])
        tx.afterwards(self._stored.set)

    async def arrived_before(self, channel: str, correspondent: str, external: str) -> bool:
        """Tell whether this outside id is stored already."""
        names = self._key.fingerprints(f"external/{channel}", f"{correspondent}/{external}")
        async with self._database.reading() as tx:
            return bool(await records.seen_before(tx, channel, names))

    async def line_of(self, channel: str, correspondent: str, external: str) -> str:
        """Return the id of the line in the talk that a stored message became, "" where it is not known."""
        fingerprint = self._external(channel, correspondent, external)
        async with self._database.reading() as tx:
            return await records.ref_of(tx, channel, fingerprint) or ""

    async def store_arrivals(self) -> None:
        """Store arrivals for ever: all that wait at one moment in one transaction."""
        while True:
            await self._came.wait()
            self._came.clear()
            while self._arrivals:
                batch, self._arrivals = self._arrivals[:BATCH], self._arrivals[BATCH:]
                await self._store(batch)

    async def _store(self, batch: list[_Arrival]) -> None:
        try:
            async with self._database.transaction() as tx:
                fresh = await self._write_down(tx, batch)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it was
            for arrival in batch:
                _settle(arrival.done, error)
            self._observer.failed("arrivals_not_stored", error)
            return
        self._stored.set()
        for arrival, new in zip(batch, fresh, strict=True):
            _settle(arrival.done, new)

    async def _write_down(self, tx: Transaction, batch: list[_Arrival]) -> list[bool | Exception]:
        lost = await _fenced_off(tx, batch)
        ours = [arrival for arrival in batch if arrival.fence not in lost]
        rows = {(arrival.channel, arrival.external): self._row(arrival) for arrival in reversed(ours)}
        stored = await records.store_incoming(tx, list(reversed(rows.values()))) if rows else set()
        fresh: list[bool | Exception] = []
        for arrival in batch:
            mark = (arrival.channel, arrival.external)
            fresh.append(lost.get(arrival.fence) or mark in stored)
            stored.discard(mark)  # the same one twice in a batch was stored once
        return fresh

    def _row(self, arrival: _Arrival) -> dict[str, Any]:
        ref = secrets.token_hex(16)
        return {
            "ref": ref,
            "channel": arrival.channel,
            "external": arrival.external,
            "correspondent_id": arrival.correspondent,
            "body": self._key.seal("inbox", "body", ref, _pack(arrival.incoming)),
            "state": "new",
            "received_at": arrival.incoming.at,
            "place": arrival.incoming.place or None,
        }

    async def deal(self, reception: Reception) -> None:
        """Deal with stored messages for ever, oldest first; begins with what an earlier run left behind."""
        self._stored.set()
        rest = SHORTEST_REST
        while True:
            await self._stored.wait()
            self._stored.clear()
            try:
                while await self._deal_once(reception):
                    pass
                rest = SHORTEST_REST
            except Exception as error:  # noqa: BLE001 - the store is away: what waits there waits until it is back
                self._observer.failed("messages_not_dealt_with", error)
                self._stored.set()
                await asyncio.sleep(rest)
                rest = min(LONGEST_REST, 2 * rest)

    async def _deal_once(self, reception: Reception) -> bool:
        """Deal with one batch; tell whether more may wait."""
        async with self._database.glance() as tx:
            rows = await records.waiting(tx, BATCH)
        if not rows:
            return False
        try:
            await reception.take([(row, self._unpack(row)) for row in rows])
        except Exception as error:
            if records.is_away(error):
                raise
            self._observer.failed("batch_retried_one_by_one", error)  # one bad row must not stop the others
            await self._deal_singly(reception, rows)
        return len(rows) == BATCH  # fewer were all there were; whatever comes later rings

    async def _deal_singly(self, reception: Reception, rows: Sequence[Stored]) -> None:
        for row in rows:
            try:
                await reception.take([(row, self._unpack(row))])
            except Exception as error:
                if records.is_away(error):
                    raise
                self._observer.failed("message_not_understood", error)  # somebody must see what was written
                await self._rescue(reception, row)

    async def _rescue(self, reception: Reception, row: Stored) -> None:
        try:
            await reception.rescue(row, self._unpack(row))
        except Exception as error:
            if records.is_away(error):
                raise
            self._observer.failed("message_set_aside", error)  # and counted, words kept
            async with self._database.transaction() as tx:
                await records.set_aside(tx, row.id, type(error).__name__)

    def _unpack(self, row: Stored) -> Incoming:
        fields = json.loads(self._key.open("inbox", "body", row.ref, row.body))
        fields["items"] = tuple(fields.get("items", ()))
        return Incoming(at=row.received_at, **fields)

    # -- what goes out ---------------------------------------------------------------------------------------------

    def letter(self, correspondent: str, body: dict[str, Any], entry_id: str | None, at: datetime) -> dict[str, Any]:
        """Make the outbox row of a letter; the caller writes it down inside its transaction."""
        ref = secrets.token_hex(16)
        clear = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return {
            "ref": ref,
            "correspondent_id": correspondent,
            "body": self._key.seal("outbox", "body", ref, clear),
            "state": "queued",
            "entry_id": entry_id,
            "created_at": at,
        }

    async def post(
        self,
        tx: Transaction,
        correspondent: str,
        body: dict[str, Any],
        entry_id: str | None = None,
        *,
        parked: bool = False,
    ) -> None:
        """Put one letter into the outbox within `tx`; it goes out once `tx` is durable, or once it is asked for."""
        row = self.letter(correspondent, body, entry_id, datetime.now(UTC))
        await records.post(tx, [{**row, "state": "parked"} if parked else row])
        if not parked:
            tx.afterwards(lambda: self.ring(correspondent))

    async def open_letters(self, tx: Transaction, correspondent: str) -> None:
        """Send what was parked for a correspondent, or held back when they left: they are there and ask for it."""
        await records.letters_between(tx, correspondent, ["parked", records.AWAY], "queued")
        tx.afterwards(lambda: self.ring(correspondent))

    def ring(self, correspondent: str) -> None:
        """Tell whoever carries this correspondent's letters that there is one."""
        self._changes.tell(f"mail:{correspondent}")
        self._changes.tell(MAIL)

    async def pending(self, correspondent: str, after: int) -> list[Letter]:
        """Return the letters with an id above `after` that were not confirmed yet, oldest first."""
        async with self._database.glance() as tx:
            rows = await records.undelivered(tx, correspondent, after)
        return [Letter(row.id, self.unseal(row), row.entry_id, row.ref) for row in rows]

    def unseal(self, row: Any) -> dict[str, Any]:
        """Open the body of an outbox row."""
        opened: dict[str, Any] = json.loads(self._key.open("outbox", "body", row.ref, row.body))
        return opened

    async def acknowledge(self, channel: str, correspondent: str, upto: int, *, read: bool) -> None:
        """Note that letters up to `upto` arrived (and were read) on their own channel: their words are dropped here.

        On a page that somebody of a messenger opened by a link they are shown too, and still go to the messenger.
        """
        now = datetime.now(UTC)
        async with self._database.transaction() as tx:
            entries = await records.confirmed(tx, channel, correspondent, upto, now, read=read)
            await arrivals.mark_delivery(tx, entries, "read" if read else "delivered", now, self._changes)

    async def letter_id(self, correspondent: str, ref: str) -> int:
        """Return where a letter stands that a channel calls by its `ref`; 0 where this correspondent has none such."""
        async with self._database.glance() as tx:
            return await records.letter_id(tx, correspondent, ref)

    def watch(self, correspondent: str) -> Watch:
        """Wait for letters: an async context manager with `wait(timeout)`."""
        return self._changes.watch(f"mail:{correspondent}")


async def _fenced_off(tx: Transaction, batch: Sequence[_Arrival]) -> dict[Fence | None, Exception]:
    """Return the fences that let nothing through any more: another process serves that channel by now."""
    lost: dict[Fence | None, Exception] = {}
    for fence in {arrival.fence for arrival in batch if arrival.fence is not None}:
        try:
            await fence(tx)
        except LeaseLostError as error:
            lost[fence] = error
    return lost


def _pack(incoming: Incoming) -> bytes:
    fields = {
        "kind": incoming.kind,
        "text": incoming.text,
        "choice": incoming.choice,
        "media": incoming.media,
        "items": list(incoming.items),
        "language": incoming.language,
        "edits": incoming.edits,
        "reply_to": incoming.reply_to,
    }
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False).encode()


def _settle(future: asyncio.Future[bool], outcome: bool | Exception) -> None:  # noqa: FBT001 - a result, not a flag
    with suppress(asyncio.InvalidStateError):  # whoever waited has gone; the message is stored all the same
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)

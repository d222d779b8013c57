"""Carrying letters out: for channels where the house goes to the person. In order, one on its way at a time a chat.

Lives here: when a letter goes, what becomes of it (queued, held, sent, failed, blocked), and the pace. Does not live
here: how a messenger is spoken to (the channel's `Sender`). A repeat after a crash: one message a chat at the most,
as every message is written down as sent before the next one of that chat goes.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot import records
from bot.acts import SWEEP
from bot.channels.channel import BlockedError, RefusedError, SlowDownError
from bot.mailroom import MAIL
from bot.sweeping import Sweeping
from handoff.arrivals import mark_delivery
from vault.errors import CannotOpenError
from vault.leases import LeaseLostError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from bot.channels.channel import Sender
    from bot.mailroom import Mailroom
    from bot.observe import Observer
    from bot.sweeping import Sweeper
    from handoff.changes import Changes
    from vault.database import Database

LOOK_EVERY = 5.0
"""Seconds after which owed letters are looked for though nobody told of any."""
LONG = 3.0
"""A wait longer than so many seconds is shown to the listener as held."""
LONGEST_REST = 60.0


class Pace:
    """How fast: seconds between two messages to one chat, and between any two messages."""

    def __init__(self, chat: float = 1.05, overall: float = 1 / 28) -> None:
        self._chat, self._overall = chat, overall
        self._next_of: dict[str, float] = {}
        self._next = 0.0

    async def any_turn(self) -> None:
        """Wait until anything at all may be asked of the messenger."""
        clock = asyncio.get_running_loop().time
        at = max(clock(), self._next)
        self._next = at + self._overall
        await asyncio.sleep(at - clock())

    async def turn(self, who: str) -> None:
        """Wait until this chat may be written to again."""
        clock = asyncio.get_running_loop().time
        at = max(clock(), self._next, self._next_of.get(who, 0.0))
        self._next = max(self._next, clock()) + self._overall
        self._next_of[who] = at + self._chat
        await asyncio.sleep(at - clock())

    def rest(self, who: str, seconds: float) -> None:
        """Leave this chat, and only this one, alone for so long."""
        self._next_of[who] = asyncio.get_running_loop().time() + seconds

    def settle(self) -> None:
        """Forget every chat whose turn has come: only those written to in this moment are kept in mind."""
        now = asyncio.get_running_loop().time()
        self._next_of = {who: at for who, at in self._next_of.items() if at > now}


class Carrier:
    """Carries one channel's letters."""

    def __init__(
        self,
        channel: str,
        sender: Sender,
        *,
        database: Database,
        mailroom: Mailroom,
        changes: Changes,
        observer: Observer,
        pace: Pace | None = None,
        sweeper: Sweeper | None = None,
    ) -> None:
        self._channel, self._sender, self._database, self._mailroom = channel, sender, database, mailroom
        self._changes, self._observer, self._pace = changes, observer, pace or Pace()
        self._sweeping: Sweeping | None = None
        if sweeper is not None:
            turn = self._pace.any_turn
            self._sweeping = Sweeping(sweeper, database=database, mailroom=mailroom, turn=turn)
        self._rounds: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Carry for ever; begins with what an earlier run left behind."""
        async with self._changes.watch(MAIL) as watch, asyncio.TaskGroup() as group:
            while True:
                async with self._database.reading() as tx:
                    owed = await records.owed(tx, self._channel)
                for who in set(owed) - self._rounds.keys():
                    self._rounds[who] = group.create_task(self._round(who))
                await watch.wait(LOOK_EVERY)

    async def welcome_back(self, correspondent: str) -> None:
        """Let letters go that a blocked chat had kept back, or that were held back when they left fast."""
        async with self._database.transaction() as tx:
            await records.letters_between(tx, correspondent, ["blocked", records.AWAY], "queued")
        self._changes.tell(MAIL)

    async def leaves(self, correspondent: str, number: int, at: datetime) -> None:
        """Let nothing more go to somebody who leaves fast, by the message `number`, until they write again."""
        if self._sweeping is not None:
            await self._sweeping.hold_back(correspondent, number, at)

    async def _round(self, who: str) -> None:
        """Carry one person's letters until there is none; what goes wrong here stops nobody else."""
        trouble = 0
        try:
            while (row := await self._next(who)) is not None:
                try:
                    await self._carry(who, row)
                    trouble = 0
                except LeaseLostError:
                    return  # another process carries these letters by now
                except Exception as error:  # noqa: BLE001 - the way is broken, not the letter: it is tried again
                    self._observer.failed("letter_not_carried", error)
                    await asyncio.sleep(min(LONGEST_REST, 2.0**trouble))
                    trouble += 1
        except Exception as error:  # noqa: BLE001 - the table cannot be read now: the next look comes by itself
            self._observer.failed("letters_not_read", error)
        finally:
            del self._rounds[who]
            self._pace.settle()
            self._changes.tell(MAIL)  # one may have been posted between the last look and now

    async def _next(self, who: str) -> sa.Row[Any] | None:
        async with self._database.reading() as tx:
            return await records.next_owed(tx, who)

    async def _carry(self, who: str, row: sa.Row[Any]) -> None:
        """Carry one letter, or write down why not. Raises whatever says that the way is broken."""
        address = await self._mailroom.address_of(self._channel, who)
        try:
            if address is None:
                await self._blocked(who)
            else:
                await self._deliver(who, address, row)
        except SlowDownError as error:
            self._pace.rest(who, error.seconds)
            await self._hold(row, error.seconds)
        except BlockedError:
            await self._blocked(who)
        except (RefusedError, CannotOpenError) as error:
            self._observer.failed("letter_refused", error)
            await self._became(row, "failed", body=None)

    async def _deliver(self, who: str, address: str, row: sa.Row[Any]) -> None:
        body = self._mailroom.unseal(row)
        if body.get("widget") == SWEEP and self._sweeping is not None:
            await self._sweeping.clear(who, address, row.id)
        parts, reply_to = self._sender.parts(body), await self._answered(body)
        if "replaces" in body or "takes_back" in body:
            parts, reply_to = await self._amend(who, address, body, parts)
        numbers = [number for number in (row.sent_as or "").split(",") if number]
        for part in parts[len(numbers) :]:
            await self._pace.turn(who)
            numbers.append(await self._sender.send(address, part, reply_to if not numbers else ""))
            await self._progress(row, numbers)
        await self._became(row, "sent", body=None)

    async def _progress(self, row: sa.Row[Any], numbers: list[str]) -> None:
        async with self._database.transaction() as tx:
            await records.letter_now(tx, row.id, {"sent_as": ",".join(numbers)[:255]})

    async def _answered(self, body: dict[str, Any]) -> str:
        """Return the number of the message this letter answers, "" for none."""
        if not (entry := body.get("reply_to")):
            return ""
        async with self._database.reading() as tx:
            return await records.place_of(tx, entry) or ""

    async def _amend(self, who: str, address: str, body: dict[str, Any], parts: Sequence[Any]) -> tuple[list[Any], str]:
        """Change or take back what was sent; return what of a correction has to be said anew, and under which message.

        That is what never went, and what the messenger lets nobody change any more: too old, or removed by hand.
        """
        async with self._database.reading() as tx:
            sent = (await records.sent_as(tx, body.get("replaces") or body["takes_back"])).split(",")
        numbers = [number for number in sent if number]
        corrected = parts if "replaces" in body else ()
        left = list(corrected[len(numbers) :])
        for place, number in reversed(list(enumerate(numbers))):
            await self._pace.turn(who)
            try:
                if place < len(corrected):
                    await self._sender.edit(address, number, corrected[place])
                else:
                    await self._sender.take_back(address, number)
            except RefusedError:
                left[:0] = corrected[place : place + 1]
        return left, next(iter(numbers), "")

    # -- what becomes of a letter --------------------------------------------------------------------------------------

    async def _hold(self, row: sa.Row[Any], seconds: float) -> None:
        if seconds >= LONG and row.state != "held":
            await self._became(row, "held")

    async def _became(self, row: sa.Row[Any], state: str, **values: Any) -> None:
        now = datetime.now(UTC)
        at = {"delivered_at": now} if state == "sent" else {}
        async with self._database.transaction() as tx:
            await records.letter_now(tx, row.id, {"state": state, **at, **values})
            if row.entry_id:
                await mark_delivery(tx, [row.entry_id], state, now, self._changes)

    async def _blocked(self, who: str) -> None:
        now = datetime.now(UTC)
        async with self._database.transaction() as tx:
            entries = await records.letters_between(tx, who, records.OWED, "blocked")
            await mark_delivery(tx, entries, "blocked", now, self._changes)

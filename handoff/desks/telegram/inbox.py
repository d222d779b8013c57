"""What listeners do, stored before it is acknowledged and dealt with in order, each account for itself.

One listener's trouble holds up nobody else. What fails again and again is set aside, counted, and told to whoever did
it: a word to a child never vanishes unseen. What a kill left half done is done again, and means what it meant.
"""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from handoff.desks.telegram import mail_records as records
from vault.leases import LeaseLostError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    import sqlalchemy as sa

    from vault.database import Database, Transaction
    from vault.sealing import ServiceKey

TRIES = 3
LONGEST_REST = 30.0
OFFERED_AGAIN = timedelta(days=2)
"""Telegram keeps updates for a day: what is older never comes again."""
KEPT = timedelta(days=30)
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing somebody did. `means`: what the house had asked, "" for nothing; `again`: a kill may have left it."""

    raw: dict[str, Any]
    came_at: datetime
    means: str = ""
    again: bool = False


class Taker(Protocol):
    """Whoever deals with it."""

    async def meaning(self, tx: Transaction, raw: dict[str, Any]) -> str:
        """Return what this answers, and ask it no more, within `tx`."""

    async def take(self, turn: Turn) -> None:
        """Deal with it; done twice, it is done once."""

    async def gave_up(self, turn: Turn) -> None:
        """Tell whoever did it that it did not get through."""


class Inbox:
    """Stores, and hands out; `dealt` is called after each thing that was dealt with.

    `guard` raises LeaseLostError where another process deals with it by now.
    """

    def __init__(
        self,
        *,
        database: Database,
        key: ServiceKey,
        taker: Taker,
        dealt: Callable[[], Awaitable[None]],
        guard: Callable[[], Awaitable[None]],
    ) -> None:
        self._database, self._key, self._taker = database, key, taker
        self._dealt, self._guard = dealt, guard
        self._came = asyncio.Event()
        self._rounds: dict[bytes, asyncio.Task[None]] = {}

    async def store(self, updates: Sequence[dict[str, Any]]) -> None:
        """Store updates; they are durable when this returns."""
        if not updates:
            return
        rows = [self._row(raw) for raw in updates]
        async with self._database.transaction() as tx:
            await records.store(tx, rows)
        self._came.set()

    def _row(self, raw: dict[str, Any]) -> dict[str, Any]:
        external = self._key.fingerprint("telegram-did", _external(raw))
        return {
            "external": external,
            "account": self._key.fingerprint("telegram-listener", str(account_in(raw))),
            "body": self._key.seal("telegram_inbox", "body", external.hex(), json.dumps(raw).encode()),
            "state": "new",
            "means": "",
            "fault": "",
            "came_at": datetime.now(UTC),
        }

    async def run(self) -> None:
        """Deal for ever; begins with what an earlier run left behind."""
        self._came.set()
        try:
            async with asyncio.TaskGroup() as group:
                while True:
                    await self._came.wait()
                    self._came.clear()
                    for account in set(await self._waiting()) - self._rounds.keys():
                        self._rounds[account] = group.create_task(self._round(account))
        finally:
            self._rounds.clear()

    async def _waiting(self) -> list[bytes]:
        """Return whose doings wait; while the tables are away, ask again."""
        trouble = 0
        while True:
            try:
                async with self._database.reading() as tx:
                    return await records.waiting(tx)
            except Exception as error:  # noqa: BLE001 - whatever it was, nothing is lost by asking again
                log.error("what listeners did is not read: %s", type(error).__name__)  # noqa: TRY400 - idem
                await asyncio.sleep(min(LONGEST_REST, 2.0**trouble))
                trouble += 1

    async def sweep(self) -> None:
        """Forget what can never come again."""
        now = datetime.now(UTC)
        async with self._database.transaction() as tx:
            await records.forget(tx, now - OFFERED_AGAIN, now - KEPT)

    async def _round(self, account: bytes) -> None:
        """Deal with everything one account did, in its order."""
        trouble = 0
        try:
            while True:
                try:
                    async with self._database.reading() as tx:
                        row = await records.next_of(tx, account)
                    if row is None:
                        return
                    await self._deal(row)
                    trouble = 0
                except Exception as error:  # noqa: BLE001 - the tables are away: the same comes again
                    log.error("what a listener did waits: %s", type(error).__name__)  # noqa: TRY400 - a trace may quote
                    await asyncio.sleep(min(LONGEST_REST, 2.0**trouble))
                    trouble += 1
        finally:
            self._rounds.pop(account, None)
            self._came.set()  # something may have come between the last look and now

    async def _deal(self, row: sa.Row[Any]) -> None:
        """Deal with one thing; after a few tries it is set aside, and told."""
        raw = json.loads(self._key.open("telegram_inbox", "body", row.external.hex(), row.body))
        means, again = row.means, row.state == "begun"
        if not again:
            async with self._database.transaction() as tx:
                means = await self._taker.meaning(tx, raw)
                await records.begin(tx, row.id, means)
        fault = ""
        for attempt in range(TRIES):
            turn = Turn(raw, row.came_at, means, again or attempt > 0)
            await self._guard()
            try:
                await self._taker.take(turn)
            except LeaseLostError:
                raise  # another process deals with it
            except Exception as error:  # noqa: BLE001 - counted, and tried again
                fault = type(error).__name__
                log.error("an update of a listener failed: %s", fault)  # noqa: TRY400 - a trace may quote words
                await asyncio.sleep(0.5 * attempt)
            else:
                fault = ""
                break
        if fault:
            await self._taker.gave_up(turn)
        async with self._database.transaction() as tx:
            await records.settle(tx, row.id, fault)
        await self._dealt()


def account_in(raw: dict[str, Any]) -> int:
    """Return the account that did it, 0 where nobody is named."""
    found: dict[str, Any] = next((raw[kind] for kind in KINDS if isinstance(raw.get(kind), dict)), {})
    who = found.get("from")
    return int(who["id"]) if isinstance(who, dict) and isinstance(who.get("id"), int) else 0


def _external(raw: dict[str, Any]) -> str:
    """Return what names it apart from Telegram's own counting, which begins anew after a quiet week."""
    match raw:
        case {"callback_query": {"id": str(query)}}:
            return f"tap/{query}"
        case {"edited_message": {"chat": {"id": chat}, "message_id": number, **rest}}:
            return f"edit/{chat}/{number}/{rest.get('edit_date', 0)}/{raw.get('update_id')}"
        case {"message": {"chat": {"id": chat}, "message_id": number}}:
            return f"said/{chat}/{number}"
        case _:
            return f"else/{json.dumps(raw, sort_keys=True)}"

"""The night work: what has had its time is erased, piece after piece, each in its own transaction.

A piece that fails is told, and keeps none of the others from being done.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot import ending_records, records
from bot.diagnosis import ASIDE_DAYS
from handoff import retention
from handoff.desks.telegram import mail_records as desk_mail

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.mailroom import Mailroom
    from bot.observe import Observer
    from bot.settings import RetentionSettings
    from vault.database import Database
    from vault.evidence import Evidence
    from vault.settings import IntimateSettings

LETTERS_DAYS = ASIDE_DAYS
"""How many days outside ids of dealt-with messages are kept against repeats, and the words of those set aside."""


class Housekeeping:
    """Calls every package's own clock. Nothing here decides how long: `retention` in config.yml does."""

    def __init__(
        self,
        database: Database,
        evidence: Evidence,
        mailroom: Mailroom,
        settings: RetentionSettings,
        intimate: IntimateSettings,
        observer: Observer,
    ) -> None:
        self._database, self._evidence, self._settings, self._observer = database, evidence, settings, observer
        self._mailroom, self._intimate = mailroom, intimate

    async def tick(self, now: datetime) -> None:
        """Erase what has had its time. Raises the last of what went wrong, once everything else is done."""
        last: Exception | None = None
        for work, days in self._pieces():
            try:
                await work(now - timedelta(days=days))
            except Exception as error:  # noqa: BLE001 - whatever it was, the other pieces have their time too
                self._observer.failed("night_work", error)
                last = error
        if last is not None:
            raise last

    def _pieces(self) -> tuple[tuple[Callable[[datetime], Awaitable[None]], float], ...]:
        """Return the pieces of the work, each with the days after which it is due."""
        keeps = self._settings
        return (
            (self._places, keeps.place_days),
            (self._signs, 0),
            (self._warn, keeps.warned_days),
            (self._unanswered, self._intimate.days),
            (self._cases, keeps.case_days),
            (self._mail, LETTERS_DAYS),
            (self._strangers, keeps.unopened_days),
            (self._count, 0),
        )

    async def _places(self, before: datetime) -> None:
        async with self._database.transaction() as tx:
            await retention.forget_places(tx, before)

    async def _signs(self, now: datetime) -> None:
        """Remove sessions, invitations and the like that mean nothing any more."""
        async with self._database.transaction() as tx:
            await retention.tidy(tx, now)

    async def _cases(self, before: datetime) -> None:
        """Erase cases, vaults, and what the bot knew of their people."""
        async with self._database.transaction() as tx:
            gone = await retention.expire(tx, before)
            gone += await self._evidence.expire(tx, before)
            await ending_records.leave_erased_vaults(tx)
            for person in await ending_records.bereft(tx):
                await records.forget(tx, person.id, person.vault_id)
        if gone:
            self._observer.told("expired", count=gone)

    async def _mail(self, before: datetime) -> None:
        async with self._database.transaction() as tx:
            await ending_records.expire(tx, before)

    async def _count(self, _now: datetime) -> None:
        async with self._database.reading() as tx:
            self._observer.aside.set(await records.count_aside(tx) + await desk_mail.count_aside(tx))

    async def _warn(self, before: datetime) -> None:
        """Have people told, once, that what they keep will soon have had its time."""
        async with self._database.transaction() as tx:
            for vault_id in await self._evidence.ending(tx, before):
                row = await records.owner_of(tx, vault_id)
                if row is not None:
                    await self._mailroom.whisper(tx, row.channel, row.id, "vault")

    async def _unanswered(self, before: datetime) -> None:
        """Destroy what may be intimate and nobody answered about, where the house's written policy says so."""
        if self._intimate.unanswered != "destroy":
            return
        async with self._database.transaction() as tx:
            await self._evidence.unanswered(tx, before)

    async def _strangers(self, before: datetime) -> None:
        """Forget those who opened the door and never wrote, and those whose case and vault have had their time."""
        async with self._database.transaction() as tx:
            strangers = await ending_records.unwritten(tx, before)
            for correspondent in strangers:
                await ending_records.erase(tx, correspondent)
        for correspondent in strangers:
            self._mailroom.forget(correspondent)

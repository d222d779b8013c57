"""The night work: what has had its time is erased, package after package, each in its own transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot import ending_records, records
from handoff import retention
from handoff.desks.telegram import mail_records as desk_mail

if TYPE_CHECKING:
    from bot.mailroom import Mailroom
    from bot.observe import Observer
    from bot.settings import RetentionSettings
    from vault.database import Database
    from vault.evidence import Evidence
    from vault.settings import IntimateSettings

LETTERS_KEPT = timedelta(days=30)
"""How long outside ids of dealt-with messages are kept against repeats."""


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
        """Erase what has had its time."""
        case_days = now - timedelta(days=self._settings.case_days)
        async with self._database.transaction() as tx:
            await retention.forget_places(tx, now - timedelta(days=self._settings.place_days))
            await retention.tidy(tx, now)
        await self._warn(now - timedelta(days=self._settings.warned_days))
        await self._unanswered(now - timedelta(days=self._intimate.days))
        async with self._database.transaction() as tx:
            gone = await retention.expire(tx, case_days)
            gone += await self._evidence.expire(tx, case_days)
            await ending_records.expire(tx, now - LETTERS_KEPT)
            await ending_records.leave_erased_vaults(tx)
            for person in await ending_records.bereft(tx):
                await records.forget(tx, person.id, person.vault_id)
        await self._strangers(now - timedelta(days=self._settings.unopened_days))
        async with self._database.reading() as tx:
            self._observer.aside.set(await records.count_aside(tx) + await desk_mail.count_aside(tx))
        if gone:
            self._observer.told("expired", count=gone)

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

"""Files on their way from Telegram into the vault, and out of the chat again where their owner wants that.

Lives here: fetching what the intake wrote down, albums told as one, deleting within 48 hours. Does not live here:
sealing (`bot.deposits`). What cannot be fetched for a day is told as lost; until then it is tried again.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiogram.exceptions import TelegramBadRequest

from bot import attachment_records, records
from bot.channels.channel import Incoming
from bot.channels.telegram.api import AT_ONCE, MAY_DELETE
from bot.channels.telegram.updates import LARGEST
from bot.replies import reply
from vault.errors import EmptyFileError, QuotaError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    import sqlalchemy as sa
    from aiogram import Bot

    from bot.deposits import Deposits
    from bot.mailroom import Fence, Mailroom
    from bot.observe import Observer
    from bot.replies import Writer
    from handoff.changes import Changes
    from vault.database import Database
    from vault.sealing import ServiceKey

NAME = "telegram"
FETCH = "telegram:files"
"""What is told when there is a file to fetch or to delete."""
ALBUM_SECONDS = 1.5
"""How long the parts of an album are waited for after the last one came; what comes later is told by itself."""
GIVE_UP = timedelta(days=1)
LOOK_EVERY = 5.0


class LostError(Exception):
    """Telegram does not give this file: `why` is "large", "lost"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is remembered of a kept file until its owner was told."""

    code: str
    item_id: str


class Files:
    """Fetches, one file a person at a time, several people at once."""

    def __init__(
        self,
        bot: Bot,
        *,
        database: Database,
        key: ServiceKey,
        deposits: Deposits,
        mailroom: Mailroom,
        writer: Writer,
        changes: Changes,
        observer: Observer,
        album_seconds: float = ALBUM_SECONDS,
        fence: Fence | None = None,
    ) -> None:
        self._bot, self._database, self._key, self._deposits = bot, database, key, deposits
        self._mailroom, self._writer, self._changes, self._observer = mailroom, writer, changes, observer
        self._album, self._fence = timedelta(seconds=album_seconds), fence

    async def add(self, row: Mapping[str, Any]) -> None:
        """Write down a file to be fetched."""
        async with self._database.transaction() as tx:
            await attachment_records.add(tx, row)
            tx.afterwards(lambda: self._changes.tell(FETCH))

    async def wish_gone(self, who: str) -> None:
        """Write down that somebody wants their own files out of the chat."""
        async with self._database.transaction() as tx:
            await attachment_records.wish_gone(tx, NAME, who)
            tx.afterwards(lambda: self._changes.tell(FETCH))

    async def run(self) -> None:
        """Fetch, tell and delete for ever; begins with what an earlier run left behind."""
        async with self._changes.watch(FETCH) as watch:
            while True:
                wait = await self.look()
                await watch.wait(wait)

    async def look(self) -> float:
        """Do what is due; return in how many seconds to look again."""
        now = datetime.now(UTC)
        async with self._database.reading() as tx:
            new = [row for row in await attachment_records.in_state(tx, NAME, "new") if row.next_at <= now]
            wished = await attachment_records.in_state(tx, NAME, "wished")
        await asyncio.gather(*(self._fetch_all(rows) for rows in _by_person(new).values()))
        await self._tell()
        for who, rows in _by_person(wished).items():
            await self._delete(who, rows)
        async with self._database.reading() as tx:
            waiting = await attachment_records.in_state(tx, NAME, "kept")
        return self._album.total_seconds() / 2 if waiting else LOOK_EVERY

    # -- in ------------------------------------------------------------------------------------------------------------

    async def _fetch_all(self, rows: Sequence[sa.Row[Any]]) -> None:
        for row in rows:
            try:
                await self._fetch(row)
            except QuotaError:
                await self._lost(row, "full")
            except (LostError, TooLargeError, EmptyFileError) as error:
                await self._lost(row, getattr(error, "why", "large" if isinstance(error, TooLargeError) else "lost"))
            except Exception as error:  # noqa: BLE001 - the way is broken: this one is tried again, the others go on
                self._observer.failed("file_not_fetched", error)
                await self._later(row)

    async def _fetch(self, row: sa.Row[Any]) -> None:
        body = json.loads(self._key.open("attachments", "body", row.ref, row.body))
        receipt = await self._deposits.store(
            NAME,
            row.correspondent_id,
            self._stream(body["file_id"]),
            name=body["name"].replace("/", "_").replace("\\", "_").strip(". ") or body["kind"],
            declared=body.get("declared") or "application/octet-stream",
            key=f"{NAME}/{row.place}",
        )
        sealed = json.dumps([receipt.code, receipt.item_id]).encode()
        kept = {"state": "kept", "body": None, "receipt": self._key.seal("attachments", "receipt", row.ref, sealed)}
        async with self._database.transaction() as tx:
            await attachment_records.mark(tx, [row.id], {**kept, "next_at": datetime.now(UTC)})

    async def _stream(self, file_id: str) -> AsyncIterator[bytes]:
        try:
            found = await self._bot.get_file(file_id)
        except TelegramBadRequest as error:
            raise LostError("large" if "too big" in error.message else "lost") from None
        if not found.file_path or (found.file_size or 0) > LARGEST:
            raise LostError("large")
        url = self._bot.session.api.file_url(self._bot.token, found.file_path)
        async for chunk in self._bot.session.stream_content(url, raise_for_status=True):
            yield chunk

    async def _later(self, row: sa.Row[Any]) -> None:
        now = datetime.now(UTC)
        if now - row.came_at > GIVE_UP:
            await self._lost(row, "lost")
            return
        wait = timedelta(seconds=min(600.0, 2.0 ** min(row.tries, 20)))
        async with self._database.transaction() as tx:
            await attachment_records.mark(tx, [row.id], {"tries": row.tries + 1, "next_at": now + wait})

    async def _lost(self, row: sa.Row[Any], why: str) -> None:
        """Say that a file did not get through: first to its sender, then to the table."""
        incoming = Incoming("unread", datetime.now(UTC), media=why, place=row.place)
        await self._mailroom.arrive(NAME, row.correspondent_id, f"lost/{row.place}", incoming, self._fence)
        async with self._database.transaction() as tx:
            await attachment_records.mark(tx, [row.id], {"state": "lost", "body": None})

    async def _tell(self) -> None:
        """Tell of what is kept: an album as one, once no further part has come for a moment."""
        async with self._database.reading() as tx:
            kept = await attachment_records.in_state(tx, NAME, "kept")
        albums: defaultdict[tuple[str, str], list[sa.Row[Any]]] = defaultdict(list)
        for row in kept:
            albums[row.correspondent_id, row.album or row.ref].append(row)
        for (who, _), rows in albums.items():
            if rows[0].album and datetime.now(UTC) - max(row.next_at for row in rows) < self._album:
                continue
            receipts = [self._receipt(row) for row in rows]
            await self._deposits.tell(NAME, who, receipts)
            async with self._database.transaction() as tx:
                await attachment_records.mark(tx, [row.id for row in rows], {"state": "told", "receipt": None})

    def _receipt(self, row: sa.Row[Any]) -> Receipt:
        return Receipt(*json.loads(self._key.open("attachments", "receipt", row.ref, row.receipt)))

    # -- out -----------------------------------------------------------------------------------------------------------

    async def _delete(self, who: str, rows: Sequence[sa.Row[Any]]) -> None:
        """Delete what may be deleted, and say what could not be."""
        now = datetime.now(UTC)
        young = [row for row in rows if now - row.came_at < MAY_DELETE]
        try:
            address = await self._mailroom.address_of(NAME, who)
            for start in range(0, len(young), AT_ONCE):
                numbers = [int(row.place) for row in young[start : start + AT_ONCE]]
                await self._bot.delete_messages(int(address or 0), numbers)
            gone = True
        except TelegramBadRequest:
            gone = False
        except Exception as error:  # noqa: BLE001 - the way is broken: it is tried again
            self._observer.failed("file_not_deleted", error)
            return
        all_gone = gone and len(young) == len(rows)
        await self._say(who, "telegram-tidied" if all_gone else "telegram-tidied-not-all", [row.id for row in rows])

    async def _say(self, who: str, text: str, ids: Sequence[int]) -> None:
        async with self._database.transaction() as tx:
            person = (await records.conversations(tx, [who])).get(who)
            await attachment_records.mark(tx, ids, {"state": "gone"})
            if person is not None:
                body = self._writer.letter(reply(text), person.language, "tu", datetime.now(UTC))
                await self._mailroom.post(tx, who, body)


def _by_person(rows: Sequence[sa.Row[Any]]) -> dict[str, list[sa.Row[Any]]]:
    found: defaultdict[str, list[sa.Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.correspondent_id].append(row)
    return found

"""A whole house in the test's own loop with both bots before the fake Telegram, and listeners with a telephone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bot.app import Haven, build
from bot.carrier import Pace
from bot.settings import read_settings
from bot.store import opened
from handoff.desks.telegram import records
from handoff.listener import Role
from tests.conftest import CHEAP
from tests.haven import PASSPHRASE
from tests.haven import Haven as Outside
from tests.telegram.houses import BOARD, DESK_TOKEN, TOKEN, account, both, desk_account, telegram
from tests.telegram.phones import ListenerPhone, Phone, until
from tests.telegram.server import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from handoff.desks.telegram.pocket import PocketDesk
    from handoff.listener import Session
    from tests.telegram.world import Account

__all__ = ["account", "desk_account", "telegram"]


@dataclass
class House:
    """A running house. `desk` is what its pages and its bot call."""

    haven: Haven
    desk: PocketDesk
    telegram: FakeTelegram
    account: Account
    desk_account: Account

    async def rows(self, query: str) -> list[Any]:
        async with self.haven.database.reading() as tx:
            return list(await tx.rows(sa.text(query)))

    async def until(self, what: Callable[[], Awaitable[Any]], within: float = 20) -> Any:
        return await until(what, within)

    async def alerts(self, words: str) -> bool:
        """Wait until a tap is answered with these words, which stand over the chat for a moment."""
        return bool(await self.until(lambda: self._alerted(words)))

    async def _alerted(self, words: str) -> bool:
        calls = [call for _, name, call in self.telegram.world.calls if name.lower() == "answercallbackquery"]
        return any(words in str(call.get("text")) for call in calls)

    async def enrol(self, name: str, number: int) -> Seat:
        """Enrol somebody, sign them in, and link their telephone."""
        if not await self.rows("SELECT id FROM listeners"):
            async with self.haven.database.transaction() as tx:
                token = await self.haven.desk_door.first_invitation(tx)
        else:
            token = await self.desk.invite(await self.first(), Role.LISTENER)
        cookie = await self.desk.enrol(str(token), name, PASSPHRASE)
        session = await self.desk.session(cookie)
        assert session is not None
        self.first_cookie = getattr(self, "first_cookie", cookie)
        seat = Seat(self, session, cookie, ListenerPhone(self.telegram, self.desk_account, number, None))  # type: ignore[arg-type]
        key = self.haven.mailroom._key
        row = {
            "listener_id": session.listener_id,
            "fingerprint": key.fingerprint("telegram-listener", str(number)),
            "chat": key.seal("telegram_listeners", "chat", session.listener_id, str(number).encode()),
            "language": "fr",
            "told": "",
        }
        async with self.haven.database.transaction() as tx:
            await records.link(tx, row)
        await seat.phone.start()
        await seat.phone.hears("//")
        return seat

    async def first(self) -> Session:
        session = await self.desk.session(self.first_cookie)
        assert session is not None
        return session

    async def child(self, number: int, *words: str) -> Phone:
        """Let somebody in danger write."""
        child = Phone(self.telegram, self.account, number)
        await child.write(words[0] if words else "au secours")
        await child.hears("act:danger")
        await child.tap("act:danger")
        await child.hears("act:place")
        return child


@dataclass
class Seat:
    """A listener: their session, and their telephone."""

    house: House
    session: Session
    cookie: str
    phone: ListenerPhone

    async def takes(self) -> int:
        """Take the first case that waits from its card on the board; return its topic's thread."""
        before = set(self.phone.topics())
        waiting = await self.house.rows("SELECT id FROM cases WHERE state = 'waiting' ORDER BY place, id")
        await self.phone.taps_in_group(BOARD, f"take:{waiting[0].id}")
        return int(next(iter(await self.phone.until(lambda: set(self.phone.topics()) - before))))


@asynccontextmanager
async def running(
    telegram: FakeTelegram,
    account: Account,
    desk_account: Account,
    folder: Path,
    more: dict[str, str] | None = None,
    *,
    swift: bool = False,
) -> AsyncIterator[House]:
    """A house at work in this loop: its mailroom, its rounds of mail and both bots; no web site is served.

    `swift`: before a Telegram without limits, neither bot waits between two messages, and passphrases cost little.
    """
    outside = Outside(folder, changes={**both(telegram, "polling"), **(more or {})})
    outside.configure()
    settings = read_settings(outside.config, {})
    async with opened(settings, outside.config) as (database, vault):
        haven: Any = build(settings, outside.config, database, vault)
        if swift:
            vault.keys.passphrases._cost = CHEAP
            haven.parts["telegram desk"]._out.gap = 0.0
            haven.parts["telegram"]._carrier._pace = Pace(0.0, 0.0)
        work = [
            asyncio.create_task(haven.mailroom.store_arrivals()),
            asyncio.create_task(haven.mailroom.deal(haven.reception)),
            *(asyncio.create_task(part.run()) for part in haven.parts.values()),
        ]
        desk = haven.desk
        yield House(haven, desk, telegram, account, desk_account)
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)


@pytest.fixture
async def limited(
    telegram: FakeTelegram, account: Account, desk_account: Account, tmp_path: Path
) -> AsyncIterator[House]:
    """A house before a Telegram that counts, as the real one does."""
    async with running(telegram, account, desk_account, tmp_path) as found:
        yield found


@pytest.fixture
async def house(fresh_database: Callable[[Path], str], tmp_path: Path) -> AsyncIterator[House]:
    """A house before a Telegram without limits: nothing is waited for but the work itself."""
    store = {"database: var/havre.db": f'database: "{fresh_database(tmp_path)}"'}
    with FakeTelegram(limits=False) as telegram:
        account = telegram.call(telegram.world.add_bot, TOKEN, "havre_bot")
        telegram.call(telegram.world.add_group, BOARD)
        desk = telegram.call(telegram.world.add_bot, DESK_TOKEN, "havre_desk_bot")
        async with running(telegram, account, desk, tmp_path, store, swift=True) as found:
            yield found
        assert telegram.world.violations == []


@pytest.fixture
async def talk(house: House) -> tuple[House, Seat, Phone, int]:
    """Ada holds a child's case, in a topic."""
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    return house, ada, child, thread

"""One token, one process: a second one waits, whoever lost it says nothing, and nobody's word is lost or told twice."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import sqlalchemy as sa

from bot import records
from bot.channels.telegram.app import TelegramChannel
from bot.diagnosis import judge_lease
from bot.sites import telegram_token
from tests.telegram.houses import TOKEN
from tests.telegram.phones import until
from vault import lease_records
from vault.lease_records import Held
from vault.leases import Lease, LeaseLostError, Terms, names_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.app import Haven
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

Phones = Any
QUICK = Terms(look=0.02)


def channel_of(house: Haven) -> TelegramChannel:
    found = house.parts["telegram"]
    assert isinstance(found, TelegramChannel)
    return found


async def row(house: Haven) -> Held | None:
    async with house.database.reading() as tx:
        return await lease_records.read(tx, names_of(house.mailroom._key, telegram_token(TOKEN)))


async def inbox(house: Haven) -> int:
    async with house.database.reading() as tx:
        return len(await tx.rows(sa.select(records.inbox.c.id)))


async def give_to(house: Haven, holder: str) -> None:
    """Write a lease over to somebody else, as if they had taken it while this process stood still."""
    held = await until(lambda: _taken(house))
    later = datetime.now(UTC) + timedelta(hours=1)
    async with house.database.transaction() as tx:
        await lease_records.take(tx, Held(held.name, holder, held.fence + 1, later))


async def _taken(house: Haven) -> Held | None:
    held = await row(house)
    return held if held is not None and held.holder else None


@asynccontextmanager
async def a_second(house: Haven, told: list[str]) -> AsyncIterator[TelegramChannel]:
    """Another process with the same token, on the same database."""
    first = channel_of(house)
    lease = Lease(
        house.database,
        house.mailroom._key,
        telegram_token(TOKEN),
        terms=QUICK,
        tell=lambda event, _who: told.append(event),
    )
    section = house.settings.channels.telegram
    assert section is not None
    second = TelegramChannel(
        section, lease=lease, key=house.mailroom._key, mailroom=house.mailroom, deposits=first._files._deposits,
        writer=first._files._writer, texts=first._texts, changes=first._files._changes, observer=house.observer,
        languages=["fr"],
    )  # fmt: skip
    running = asyncio.create_task(second.run())
    try:
        yield second
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_whoever_lost_the_token_stores_and_sends_nothing_and_goes_on_once_it_is_back(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await give_to(house, "stranger.elsewhere.1.1")
    await child.write("au secours")
    await until(lambda: not channel_of(house)._lease.holds)
    assert (await inbox(house), child.shown()) == (0, [])
    assert len(account.updates) == 1, "Telegram was never told that it may forget"
    await give_to(house, "")
    await child.hears("danger:no")
    assert await inbox(house) == 1
    texts = [message["text"] for message in await child.quiet()]
    assert len(texts) == len(set(texts))


async def test_a_second_process_waits_and_says_so_once_and_follows_the_first(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child, told = phone(), list[str]()
    await until(lambda: _taken(house))
    async with a_second(house, told) as second:
        await until(lambda: told)
        await child.write("bonsoir")
        await child.hears("danger:no")
        assert (await until(lambda: row(house))).asked_at is not None
        assert "token_in_use_elsewhere" not in house.observer.metrics().decode(), "they never asked Telegram at once"
        await give_to(house, second._lease._me)  # the first stood still, and does not know
        await until(lambda: second._lease.holds)
        await child.write("encore moi")
        await until(lambda: _count(house, 2))
        assert told == ["lease_waited_for", "lease_taken"]
    await until(lambda: channel_of(house)._lease.holds)
    await child.write("toujours moi")
    await until(lambda: _count(house, 3))
    texts = [message["text"] for message in await child.quiet()]
    assert len([text for text in texts if "programme" in text]) == 1


async def test_a_process_that_waits_stores_nothing_that_is_pushed_to_it_and_telegram_asks_again(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child, told = phone(), list[str]()
    await until(lambda: _taken(house))
    async with a_second(house, told) as second:
        await until(lambda: told)
        pushed = {"message_id": 77, "date": 1, "chat": {"id": child.number, "type": "private"}, "text": "au secours"}
        with pytest.raises(LeaseLostError):
            await second._intake.take([{"update_id": 1, "message": {**pushed, "from": child.person.as_user()}}])
    assert await inbox(house) == 0


async def _count(house: Haven, count: int) -> bool:
    return await inbox(house) == count


async def test_a_program_elsewhere_with_the_same_token_is_noted_for_the_doctor(
    house: Haven, telegram: FakeTelegram, account: Account
):
    await until(lambda: account.poller)
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.post(f"{telegram.url}/bot{TOKEN}/getUpdates", json={"timeout": 0})
        held = await until(lambda: _contested(house))
    told = [line.what for line in judge_lease("telegram", held, datetime.now(UTC))]
    assert any("another program, with another database" in what for what in told), told


async def _contested(house: Haven) -> Held | None:
    held = await row(house)
    return held if held is not None and held.contested_at is not None else None

"""A whole house in the test's own loop, before the fake Telegram, with a quick pace."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.app import Haven, build
from bot.settings import read_settings
from bot.store import opened
from tests.haven import Haven as Outside
from tests.telegram.houses import account, door, telegram
from tests.telegram.phones import Phone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

__all__ = ["account", "telegram"]


@pytest.fixture
async def house(telegram: FakeTelegram, tmp_path: Path) -> AsyncIterator[Haven]:
    """Everything `havre run` builds, its Telegram side and its mailroom at work; no web site is served."""
    outside = Outside(tmp_path, changes=door(telegram, "polling"))
    outside.configure()
    settings = read_settings(outside.config, {})
    async with opened(settings, outside.config) as (database, vault):
        built = build(settings, outside.config, database, vault)
        work = [
            asyncio.create_task(built.mailroom.store_arrivals()),
            asyncio.create_task(built.mailroom.deal(built.reception)),
            *(asyncio.create_task(part.run()) for part in built.parts.values()),
        ]
        yield built
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)


@pytest.fixture
def phone(house: Haven, telegram: FakeTelegram, account: Account) -> Callable[..., Phone]:
    """A telephone of somebody new."""
    numbers = iter(range(7001, 7999))
    return lambda language="fr": Phone(telegram, account, next(numbers), language)

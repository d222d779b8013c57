"""The same on Telegram: killed again and again, the house loses no word and repeats one message a chat at the most."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import sqlite3
from typing import TYPE_CHECKING

from tests.haven import Haven
from tests.kill.test_nothing_is_lost import Nursery, _ready
from tests.story import Listener
from tests.telegram.houses import account, door, telegram
from tests.telegram.phones import Phone

if TYPE_CHECKING:
    from pathlib import Path

    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

__all__ = ["account", "telegram"]
KILLS = 30
CHANCE = random.Random(20261126)
IMPORTS = ("bot.channels.telegram.app",)


async def _one_life(nursery: Nursery, phones: list[Phone], said: dict[int, list[str]], kill: int) -> None:
    by_point = kill % 3 != 2
    pid = await nursery.start(CHANCE.randrange(5, 120) if by_point else 0)
    gone = asyncio.create_task(nursery.gone())
    for phone in phones:
        word = f"mot-{phone.number}-{len(said[phone.number])}-"
        await phone.write(word)
        said[phone.number].append(word)
    await asyncio.wait({gone}, timeout=3 if by_point else CHANCE.uniform(0.4, 2.5))
    if not gone.done():
        os.kill(pid, signal.SIGKILL)
    await gone


async def test_killed_again_and_again_telegram_loses_no_word_and_repeats_one_message_a_chat_at_the_most(
    telegram: FakeTelegram, account: Account, tmp_path: Path
):
    haven = Haven(tmp_path, changes=door(telegram, "polling"))
    haven.configure()
    phones = [Phone(telegram, account, 7001), Phone(telegram, account, 7002)]
    said: dict[int, list[str]] = {phone.number: [] for phone in phones}
    async with Nursery(haven, *IMPORTS) as nursery:
        for kill in range(KILLS):
            await _one_life(nursery, phones, said, kill)
        before = (haven.folder / "log").stat().st_size
        pid = await nursery.start()
        assert await _ready(haven)
        await asyncio.to_thread(haven.read_link, before)
        for phone in phones:
            await phone.quiet(4, within=180)
        rooms = await asyncio.to_thread(_read_rooms, haven)
        os.kill(pid, signal.SIGTERM)
        await nursery.gone()
    for phone in phones:
        _told_whole(rooms, said[phone.number])
    _hardly_repeated(haven, phones)


def _read_rooms(haven: Haven) -> list[str]:
    with Listener(haven) as ada:
        ada.enrols()
        rooms = []
        while room := ada.takes_next():
            rooms.append(ada.reads(room))
    return rooms


def _told_whole(rooms: list[str], said: list[str]) -> None:
    mine = [room for room in rooms if said[0] in room]
    assert len(mine) == 1, "one person, one case"
    log = mine[0][mine[0].index('id="p-log"') :]
    assert re.findall(r"mot-\d+-\d+-", log) == said


def _hardly_repeated(haven: Haven, phones: list[Phone]) -> None:
    """Count what stands in the chats against what was written down as sent: the rest are repeats."""
    with sqlite3.connect(haven.folder / "var" / "havre.db") as database:
        rows = database.execute("SELECT correspondent_id, sent_as, state FROM outbox").fetchall()
    assert {state for _, _, state in rows} == {"sent"}
    numbers: dict[str, list[str]] = {}
    for who, sent_as, _ in rows:
        numbers.setdefault(who, []).extend(sent_as.split(","))
    written = sorted(len(found) for found in numbers.values())
    shown = sorted(len(phone.shown()) for phone in phones)
    for sent, seen in zip(written, shown, strict=True):
        assert sent <= seen <= sent + KILLS
    for found in numbers.values():
        assert [int(number) for number in found] == sorted({int(number) for number in found}), "out of order"

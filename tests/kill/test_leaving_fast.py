"""Killed in the middle of taking its words out of a chat, the house goes on where it was, and says its line once."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import time
from typing import TYPE_CHECKING

from tests.telegram.houses import account, door, make_telegram_haven, telegram
from tests.telegram.phones import Phone
from tests.telegram.world import ApiError, Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.haven import Haven
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

__all__ = ["account", "make_telegram_haven", "telegram"]
SAID = 150
LINE = "C'est rangé"


def history(haven: Haven, telegram: FakeTelegram, account: Account, child: Phone) -> None:
    """Let the bot have said so many things, while the house is down."""
    chat = telegram.call(telegram.world.private, account, child.number)
    with sqlite3.connect(haven.folder / "var" / "havre.db") as database:
        ((who,),) = database.execute("SELECT id FROM correspondents").fetchall()
        (now,) = database.execute("SELECT max(created_at) FROM outbox").fetchone()
        for number in range(SAID):
            sent = telegram.call(telegram.world.store, chat, {"from": account.as_user(), "text": f"dit {number}"})
            row = (f"r{number}", who, "sent", now, now, str(sent["message_id"]))
            database.execute(
                "INSERT INTO outbox (ref, correspondent_id, state, created_at, delivered_at, sent_as) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )


async def test_a_chat_that_is_swept_while_the_house_is_killed_is_swept_whole_and_the_line_said_once(
    telegram: FakeTelegram, account: Account, make_telegram_haven: Callable[..., Haven]
):
    haven = await asyncio.to_thread(make_telegram_haven, door(telegram, "polling"))
    child = Phone(telegram, account, 7001)
    await child.write("bonsoir")
    await child.hears("danger:no")
    await child.quiet()
    haven.stop(signal.SIGKILL)
    history(haven, telegram, account, child)
    broken = Fault("deletemessages", ApiError(502, "Bad Gateway"), times=1000, after=1)
    telegram.world.faults.append(broken)

    await asyncio.to_thread(haven.start)
    await child.write("/x")
    deadline = time.monotonic() + 20
    while broken.times == 1000:  # the first hundred are gone, the rest is asked for in vain
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
    haven.stop(signal.SIGKILL)
    left = len(child.shown())
    assert 0 < left < SAID
    telegram.world.faults.clear()

    await asyncio.to_thread(haven.start)
    told = await child.hears(LINE, within=30)
    assert [message["text"] for message in await child.quiet(1.5)] == [told["text"]]
    kept = [message["text"] for message in telegram.world.chats[account.id, child.number].messages.values()]
    assert kept == ["bonsoir", told["text"]]

"""The same on Telegram: killed again and again, the house loses no word and repeats one message a chat at the most."""

from __future__ import annotations

import asyncio
import os
import random
import re
import shutil
import signal
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.conftest import CHEAP
from tests.haven import Haven
from tests.kill.test_nothing_is_lost import Nursery, _read_rooms, _ready
from tests.telegram.houses import account, door, telegram
from tests.telegram.phones import Phone
from vault.keys import load_keys

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
    repeats = Repeats(haven, phones)
    async with Nursery(haven, *IMPORTS) as nursery:
        for kill in range(KILLS):
            await _one_life(nursery, phones, said, kill)
            repeats.count(kill)
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
    repeats.count(KILLS)
    repeats.only_repeat()


def _told_whole(rooms: list[str], said: list[str]) -> None:
    mine = [room for room in rooms if said[0] in room]
    assert len(mine) == 1, "one person, one case"
    log = mine[0][mine[0].index('id="p-log"') :]
    assert re.findall(r"mot-\d+-\d+-", log) == said


class Repeats:
    """What stands in each chat and was never written down as sent: after a kill, one message a chat at the most.

    Whatever is not written down is sent again, so each of these is shown twice in the end, and nothing else is.
    """

    def __init__(self, haven: Haven, phones: list[Phone]) -> None:
        self._haven, self._phones = haven, phones
        self._unwritten: dict[int, set[int]] = {phone.number: set() for phone in phones}

    def count(self, kill: int) -> None:
        """Count anew after the kill of this number; after the last life, which ended by itself, nothing is new."""
        written = self._written(self._haven.folder / "var")
        for phone in self._phones:
            shown = {message["message_id"] for message in phone.shown()}
            unwritten = shown - set(written.get(phone.number, ()))
            new = unwritten - self._unwritten[phone.number]
            assert len(new) <= (1 if kill < KILLS else 0), f"kill {kill} repeats {len(new)} messages in one chat"
            assert written.get(phone.number, []) == sorted(set(written.get(phone.number, []))), "out of order"
            self._unwritten[phone.number] = unwritten

    def only_repeat(self) -> None:
        """Check that what was shown twice was sent again, and that everything else was shown once."""
        for phone in self._phones:
            texts = {message["message_id"]: message["text"] for message in phone.shown()}
            twice = self._unwritten[phone.number]
            assert all(text in [texts[later] for later in texts if later > number and later not in twice]
                       for number, text in texts.items() if number in twice)  # fmt: skip

    def _written(self, var: Path) -> dict[int, list[int]]:
        """Return the numbers written down for each chat, read from a copy: whoever starts next finds all as it was."""
        if not (var / "havre.db").exists() or not list((var / "keys").glob("service-*.key")):
            return {}
        copy = shutil.copytree(var, self._haven.folder / "copy", dirs_exist_ok=True)
        key = load_keys(copy / "keys", cost=CHEAP).service
        with closing(sqlite3.connect(copy / "havre.db")) as database:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'attachments'").fetchone():
                return {}
            people = database.execute("SELECT correspondent_id, fingerprint, sealed FROM addresses").fetchall()
            found: dict[int, list[int]] = {}
            for who, fingerprint, sealed in people:
                chat = int(key.open("addresses", "sealed", fingerprint.hex(), sealed))
                query = "SELECT sent_as FROM outbox WHERE correspondent_id = ? AND sent_as IS NOT NULL ORDER BY id"
                listed = [row[0] for row in database.execute(query, (who,))]
                found[chat] = [int(number) for numbers in listed for number in numbers.split(",")]
        shutil.rmtree(copy)
        return found

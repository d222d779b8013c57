"""A haven is killed with SIGKILL a hundred times while people write, send files and are answered.

Whoever got an acknowledgement finds their word again, once, in its place; nobody reads a letter twice.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import secrets
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from tests.haven import ROOT, Haven
from tests.story import Listener, Writer

KILLS = 100
CHANCE = random.Random(20261125)
LONGEST = 2.5
"""Seconds a haven lives at most where its failpoint is never reached."""
GONE = (OSError, RuntimeError, EOFError, asyncio.IncompleteReadError, ValueError, IndexError)


@dataclass
class Child:
    """Somebody who writes on and on, each word again until it is acknowledged, and keeps what they read."""

    name: str
    haven: Haven
    writer: Writer | None = None
    said: list[str] = field(default_factory=list)
    sent: int = 0
    letters: list[dict[str, Any]] = field(default_factory=list)
    _pending: tuple[str, str] | None = None
    _file: str | None = None

    async def live(self) -> None:
        """Write until the haven is gone."""
        try:
            await self._connect()
            while True:
                await self._one_word()
                if len(self.said) % 4 == 0:
                    await self._one_file()
                self._read()
        except (*GONE, httpx.HTTPError):
            pass
        finally:
            self._read()
            if self.writer is not None:
                await self.writer.go()

    async def _connect(self) -> None:
        if self.writer is None:
            self.writer = await Writer.at(self.haven)
        else:
            await self.writer.back()

    async def _one_word(self) -> None:
        if self._pending is None:
            self._pending = (f"mot-{self.name}-{len(self.said)}-", secrets.token_hex(8))
        word, key = self._pending
        await self.writer.write(word, key)
        self.said.append(word)
        self._pending = None

    async def _one_file(self) -> None:
        self._file = self._file or secrets.token_hex(8)
        place = urlsplit(self.haven.chat)
        headers = {"authorization": f"Bearer {self.writer.token}", "content-type": "image/png", "x-key": self._file,
                   "x-name": "a.png", "origin": self.haven.chat}  # fmt: skip
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            answer = await client.post(
                f"http://{place.netloc}/chat/evidence", content=b"\x89PNG\r\n\x1a\n" + secrets.token_bytes(900),
                headers=headers,
            )  # fmt: skip
        answer.raise_for_status()
        self.sent += 1
        self._file = None

    def _read(self) -> None:
        while self.writer is not None and not self.writer.letters.empty():
            self.letters.append(self.writer.letters.get_nowait())


class Nursery:
    """The parent process that forks one haven after another."""

    def __init__(self, haven: Haven, *imports: str) -> None:
        self.haven, self.imports = haven, imports
        self.child = 0
        self.process: asyncio.subprocess.Process

    async def __aenter__(self) -> Self:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, str(Path(__file__).parent / "nursery.py"), *self.imports, stdin=-1, stdout=-1,
            env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=self.haven.folder,
        )  # fmt: skip
        assert await self._line() == "ready"
        return self

    async def __aexit__(self, *error: object) -> None:
        if self.child:
            _kill(self.child)
        self.process.stdin.close()
        await asyncio.wait_for(self.process.wait(), 30)

    async def _line(self) -> str:
        return (await asyncio.wait_for(self.process.stdout.readline(), 60)).decode().strip()

    async def start(self, point: int = 0) -> int:
        self.process.stdin.write(f"{self.haven.config} {point}\n".encode())
        self.child = int((await self._line()).removeprefix("started "))
        return self.child

    async def gone(self) -> None:
        assert await self._line() == "gone"
        self.child = 0


async def _ready(haven: Haven) -> bool:
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(400):
            try:
                if (await client.get(f"{haven.chat}/health")).is_success:
                    return True
            except httpx.TransportError:
                await asyncio.sleep(0.01)
    return False


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):  # it died of itself a moment ago, and the nursery has not said so yet
        os.kill(pid, signal.SIGKILL)


async def _one_life(nursery: Nursery, children: list[Child], kill: int) -> None:
    by_point = kill % 5 < 3
    pid = await nursery.start(CHANCE.randrange(1, 140) if by_point else 0)
    gone = asyncio.create_task(nursery.gone())
    ready = asyncio.create_task(_ready(nursery.haven))
    await asyncio.wait({gone, ready}, return_when=asyncio.FIRST_COMPLETED)
    lives = [asyncio.create_task(child.live()) for child in children] if not gone.done() else []
    await asyncio.wait({gone}, timeout=LONGEST if by_point else CHANCE.uniform(0.02, 0.5))
    if not gone.done():
        _kill(pid)
    await gone
    ready.cancel()
    await asyncio.gather(*lives)


async def test_a_hundred_kills_lose_no_word_no_file_and_repeat_no_letter(tmp_path: Path):
    haven = Haven(tmp_path)
    haven.configure()
    children = [Child("a", haven), Child("b", haven)]
    async with Nursery(haven) as nursery:
        for kill in range(KILLS):
            await _one_life(nursery, children, kill)
        before = len((haven.folder / "log").read_bytes())
        pid = await nursery.start()
        assert await _ready(haven)
        await asyncio.to_thread(haven.read_link, before)
        for child in children:
            await child._connect()
            await child.writer.write("fin")
            await _quiet(child)
        rooms = await asyncio.to_thread(_read_rooms, haven)
        for child in children:
            await child.writer.go()
        os.kill(pid, signal.SIGTERM)
        await nursery.gone()
    for child in children:
        assert len(child.said) > KILLS / 2
        _told_whole(child, rooms)


async def _quiet(child: Child) -> None:
    """Read until the answer to the last word is there."""
    async with asyncio.timeout(20):
        while True:
            letter = await child.writer.letters.get()
            child.letters.append(letter)
            if child.writer.letters.empty():
                await asyncio.sleep(0.3)
                if child.writer.letters.empty():
                    return


def _read_rooms(haven: Haven) -> list[str]:
    with Listener(haven) as ada:
        ada.enrols()
        rooms = []
        while room := ada.takes_next():
            rooms.append(ada.reads(room))
    return rooms


def _told_whole(child: Child, rooms: list[str]) -> None:
    mine = [room for room in rooms if f"mot-{child.name}-0-" in room]
    assert len(mine) == 1, "one person, one case"
    log = mine[0][mine[0].index('id="p-log"') :]
    told = re.findall(rf"mot-{child.name}-\d+-", log)
    assert told[: len(child.said)] == child.said
    assert len(told) <= len(child.said) + 1  # a last word may have been stored and its acknowledgement lost
    tiles = len(re.findall(r'class="tile"', mine[0]))
    assert child.sent <= tiles <= child.sent + 1
    events = child.writer.events
    assert len(events) == len(set(events)), "a letter was shown twice"
    written = [letter["at"] for letter in child.letters]
    assert written == sorted(written), "a letter came out of order"
    hellos = [letter for letter in child.letters if "Je suis un programme" in str(letter)]
    assert len(hellos) == 1

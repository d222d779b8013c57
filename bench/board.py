"""The web board under load: how long a severe message takes to become a card, and a long board to be painted.

Used by `python -m bench.desk`. A haven of its own on loopback, correspondents over HTTP, a listener whose page listens
to the live stream as a browser does; then Chromium for the first paint. Nobody else's machine is asked anything.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
import secrets
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from bench.client import Correspondent
from handoff import queue
from nlu.level import Level
from tests.haven import CHROMIUM, PASSPHRASE, QUIET, Haven

if TYPE_CHECKING:
    from collections.abc import Iterator

A_SECOND, WRITERS, SEVERE, PAUSE = 50, 25, 120, 0.25
CALM = ("je t'écris depuis le bus", "c'est encore le groupe de la classe", "ils rigolent de moi", "voila", "merci")
CARD = re.compile(r'<li class="card emergency[^"]*" id="c-([0-9a-f]{32})"')
CARD_BAR, PAINT_BAR = 0.250, 1.0
LONG_BOARD, PAINTS = 500, 7


@contextlib.contextmanager
def running() -> Iterator[Haven]:
    """Start a house that is open at every hour, in a folder that goes away."""
    with tempfile.TemporaryDirectory() as name:
        haven = Haven(Path(name))
        haven.configure()
        haven.start()
        try:
            yield haven
        finally:
            haven.stop()


async def enrolled(haven: Haven) -> httpx.AsyncClient:
    """Return a listener's browser, signed in."""
    headers = {"Accept-Language": "fr", "Sec-Fetch-Site": "same-origin"}
    browser = httpx.AsyncClient(base_url=haven.desk, headers=headers, trust_env=False, timeout=30)
    await browser.post(haven.enrol, data={"name": "ada", "passphrase": PASSPHRASE})
    return browser


@dataclass
class Board:
    """A board that is open: each emergency's card and the moment it was there."""

    browser: httpx.AsyncClient
    cards: dict[str, float] = field(default_factory=dict)
    fetched: int = 0
    _fresh: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self) -> None:
        """Listen as the page does, and fetch the cards anew whenever it is told that something changed."""
        asked = asyncio.Event()
        fetching = asyncio.create_task(self._fetch(asked))
        try:
            async with self.browser.stream("GET", "/live", timeout=None) as stream:
                async for line in stream.aiter_lines():
                    if line.startswith("data:"):
                        asked.set()
        finally:
            fetching.cancel()

    async def _fetch(self, asked: asyncio.Event) -> None:
        while True:
            await asked.wait()
            asked.clear()
            answer = await self.browser.get("/board", headers={"HX-Request": "true"})
            self.fetched += 1
            now = time.perf_counter()
            for case_id in CARD.findall(answer.text):
                self.cards.setdefault(case_id, now)
            self._fresh.set()

    async def more_than(self, count: int) -> float:
        """Wait until there are more cards than before; return the moment the latest was there."""
        while len(self.cards) <= count:
            self._fresh.clear()
            await asyncio.wait_for(self._fresh.wait(), 30)
        return max(self.cards.values())


async def _chatter(haven: Haven, stop: asyncio.Event, said: list[int]) -> None:
    """Let many people write, `A_SECOND` messages a second in all, each at their own moment."""
    host, _, port = haven.chat.removeprefix("http://").partition(":")
    people = [await Correspondent.come(host, int(port)) for _ in range(WRITERS)]
    await asyncio.gather(*(_writes(person, number, stop, said) for number, person in enumerate(people)))
    for person in people:
        await person.go()


async def _writes(person: Correspondent, number: int, stop: asyncio.Event, said: list[int]) -> None:
    begun = time.perf_counter() + number / A_SECOND
    for turn in itertools.count():
        await asyncio.sleep(max(0.0, begun + turn * WRITERS / A_SECOND - time.perf_counter()))
        if stop.is_set():
            return
        await person.say(text=f"{CALM[turn % len(CALM)]} {turn}")
        said[0] += 1


async def severe_to_card(haven: Haven) -> bool:
    """Measure from the moment a severe message leaves the phone until its card is on an open board."""
    host, _, port = haven.chat.removeprefix("http://").partition(":")
    browser, stop, said = await enrolled(haven), asyncio.Event(), [0]
    board = Board(browser)
    looking, chatter = asyncio.create_task(board.look()), asyncio.create_task(_chatter(haven, stop, said))
    await asyncio.sleep(3)
    took, begun, before = [], time.perf_counter(), said[0]
    for _ in range(SEVERE):
        person = await Correspondent.come(host, int(port))
        await person.heard()
        count, sent = len(board.cards), time.perf_counter()
        await person.post("/chat/say", {"key": secrets.token_hex(8), "choice": "danger:hurt_now"})
        took.append(await board.more_than(count) - sent)
        await person.go()
        await asyncio.sleep(PAUSE)
    rate = (said[0] - before + SEVERE) / (time.perf_counter() - begun)
    stop.set()
    await chatter
    looking.cancel()
    await browser.aclose()
    took.sort()
    half, most = took[len(took) // 2], took[len(took) * 99 // 100]
    print(f"severe message to card: {SEVERE} at {rate:.0f} messages/s: median {half * 1000:.0f} ms, "
          f"p99 {most * 1000:.0f} ms (bar {CARD_BAR * 1000:.0f}); the board fetched {board.fetched} times")  # fmt: skip
    return most <= CARD_BAR


def lengthen(haven: Haven, count: int) -> None:
    """Put many waiting cases on a board that is stopped, with reasons as a real night has them."""
    from vault.keys import load_keys  # noqa: PLC0415 - only this measurement needs the house's keys

    key = load_keys(haven.folder / "var" / "keys").service
    now, levels = datetime.now(UTC), (Level.medium, Level.high, Level.critical, Level.low)
    with sqlite3.connect(haven.folder / "var" / "havre.db") as database:
        for number in range(count):
            level, since = levels[number % 4], now - timedelta(minutes=number)
            case_id = secrets.token_hex(16)
            sealed = [key.seal("cases", name, case_id, text) for name, text in (
                ("reasons", b'[{"rule": "what-insults", "source": "answer", "question": "what", "choice": "insults"}]'),
                ("facts", b'{"age": "13_14", "who": "me", "what": "insults"}'),
            )]  # fmt: skip
            moment = since.strftime("%Y-%m-%d %H:%M:%S.%f")
            place = queue.place(level, since).strftime("%Y-%m-%d %H:%M:%S.%f")
            database.execute(
                "INSERT INTO cases (id, designation, correspondent, channel, language, state, level, place, opened_at, "
                "waiting_since, last_word_at, contacts, called, reasons, facts) "
                "VALUES (?, ?, ?, 'web', 'fr', 'waiting', ?, ?, ?, ?, ?, 1, '', ?, ?)",
                (case_id, f"galet {number}", case_id, int(level), place, moment, moment, moment, *sealed),
            )


def first_paint(haven: Haven) -> bool:
    """Measure the first paint of a long board in Chromium, navigation and all; the median of some."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        page = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 860}).new_page()
        page.goto(f"{haven.desk}/sign-in")
        page.fill("[name=name]", "ada")
        page.fill("[name=passphrase]", PASSPHRASE)
        page.locator("main button").click()
        page.wait_for_selector("#cards")
        took = [_painted(page, haven.desk) for _ in range(PAINTS)]
        shown = page.locator(".card").count()
        browser.close()
    took.sort()
    half = took[len(took) // 2]
    print(
        f"board of {shown} cases: first painted after {half:.0f} ms, slowest {took[-1]:.0f} ms "
        f"(bar {PAINT_BAR * 1000:.0f})"
    )
    return shown >= LONG_BOARD and half <= PAINT_BAR * 1000


def _painted(page: object, url: str) -> float:
    page.goto(url)  # type: ignore[attr-defined]  # playwright's page
    return float(page.evaluate(  # type: ignore[attr-defined]  # idem
        """() => new Promise((done) => new PerformanceObserver((list) => {
          const paint = list.getEntriesByName("first-contentful-paint")[0];
          if (paint) done(paint.startTime);
        }).observe({type: "paint", buffered: true}))"""
    ))  # fmt: skip


def measured() -> bool:
    """Run both; True where both bars hold."""
    with running() as haven:
        fast = asyncio.run(severe_to_card(haven))
    with running() as haven:
        asyncio.run(_signed_up(haven))
        haven.stop()
        haven.enrolled = True
        lengthen(haven, LONG_BOARD)
        haven.start()
        painted = first_paint(haven)
    return fast and painted


async def _signed_up(haven: Haven) -> None:
    browser = await enrolled(haven)
    await browser.aclose()


if __name__ == "__main__":
    sys.exit(0 if measured() else 1)

"""The web chat served for real on loopback, people who write to it, and a browser to look at it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bot.channels.web.house import House, Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house")) as served:
        yield served


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    """A house for one test: it may be shut, and its clocks are quick."""
    with House(tmp_path, heartbeat_seconds=0.3, stream_seconds=1.5) as served:
        yield served


@pytest.fixture
def person(house: House) -> Iterator[Person]:
    with Person(house) as somebody:
        yield somebody.come()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists() and os.environ.get("HAVRE_PEERS") != "required":
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone 360 px wide; a script error or a refused load on any of its pages fails the test."""
    context = chromium.new_context(locale="fr-FR", viewport={"width": 360, "height": 740}, has_touch=True)
    context.set_default_timeout(6000)
    complaints: list[str] = []
    context.on("weberror", lambda fault: complaints.append(str(fault.error)))
    context.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    yield context
    context.close()
    assert complaints == []


@pytest.fixture
def page(phone: BrowserContext, house: House) -> Page:
    """The chat, opened: the first letters are there."""
    tab = phone.new_page()
    tab.goto(house.url)
    tab.get_by_text("Es-tu en danger ?").wait_for()
    return tab

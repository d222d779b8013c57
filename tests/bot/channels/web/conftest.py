"""The web chat served for real on loopback, people who write to it, and a browser to look at it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.bot.channels.web.house import House, Person
from tests.haven import CHROMIUM, QUIET, chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

__all__ = ["CHROMIUM", "QUIET", "chromium"]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house")) as served:
        yield served


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    """A house for one test: it may be shut, and its clocks are quick."""
    with House(tmp_path, heartbeat_seconds=0.3, stream_seconds=1.1) as served:
        yield served


@pytest.fixture
def person(house: House) -> Iterator[Person]:
    with Person(house) as somebody:
        yield somebody.come()


class Complaints(list[str]):
    """What a browser had to say against our pages: script errors, and loads the policy refused."""

    def listen(self, context: BrowserContext) -> None:
        context.on("weberror", lambda fault: self.append(str(fault.error)))
        context.on("console", lambda line: self.append(line.text) if "Content Security" in line.text else None)


@contextmanager
def a_browser(chromium: Browser, **wishes: Any) -> Iterator[BrowserContext]:
    """Open a browser of its own, 360 px wide unless told otherwise; any complaint fails the test."""
    context = chromium.new_context(**{"locale": "fr-FR", "viewport": {"width": 360, "height": 740}, **wishes})
    context.set_default_timeout(6000)
    complaints = Complaints()
    complaints.listen(context)
    yield context
    context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def pocket(chromium: Browser) -> Iterator[BrowserContext]:
    """One phone for all tests of a module: the chat leaves nothing on it, which `promises/test_09` proves."""
    with a_browser(chromium, has_touch=True, is_mobile=True) as context:
        yield context


@pytest.fixture
def phone(pocket: BrowserContext) -> Iterator[BrowserContext]:
    """The phone, with every page closed afterwards."""
    complaints = Complaints()
    complaints.listen(pocket)
    yield pocket
    for tab in pocket.pages:
        tab.close()
    assert complaints == []


@pytest.fixture
def page(phone: BrowserContext, house: House) -> Page:
    """The chat on a phone, opened: the first letters are there."""
    return come(phone, house)


@pytest.fixture
def desk(chromium: Browser, house: House) -> Iterator[Page]:
    """The chat on a computer with a keyboard."""
    with a_browser(chromium, viewport={"width": 1280, "height": 800}) as context:
        yield come(context, house)


def come(context: BrowserContext, house: House) -> Page:
    """Open the chat and wait for the first letters."""
    tab = context.new_page()
    tab.goto(house.url)
    tab.get_by_text("Es-tu en danger ?").wait_for()
    return tab

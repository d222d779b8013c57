"""Safety 9: the abuser reads the phone. One gesture empties the web chat, and nothing of it stays on the device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from bot import records
from tests.bot.channels.web import conftest as web
from tests.bot.channels.web.house import House, a_letter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.peer
house, chromium, pocket, phone = web.house, web.chromium, web.pocket, web.phone
SECRET = "il a encore regardé par-dessus mon épaule"
REPLY = "je reste avec toi ce soir"


def button(page: Page) -> None:
    page.get_by_role("link", name="Quitter vite").click()


def escape_twice(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def word_in_the_message(page: Page) -> None:
    page.locator("#text").press_sequentially("et aussi /x")


def word_anywhere(page: Page) -> None:
    page.locator("#log").focus()
    page.keyboard.type("/x")


def word_in_the_phrase(page: Page) -> None:
    page.get_by_role("button", name="Plus").click()
    page.locator("#phrase").press_sequentially("/X")


def button_in_the_menu(page: Page) -> None:
    page.get_by_role("button", name="Plus").click()
    page.get_by_role("dialog").get_by_role("link", name="Quitter vite").click()


def confide(page: Page, at: House) -> str:
    """Say something and be answered; return the token the page holds."""
    page.locator("#text").fill(SECRET)
    with page.expect_request("**/chat/say") as said:
        page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text(f"Lu : {len(SECRET)} signes.")).to_be_visible()
    at.post(at.last_correspondent(), a_letter(REPLY))
    expect(page.get_by_text(REPLY)).to_be_visible()
    return said.value.headers["authorization"].removeprefix("Bearer ")


def traces(page: Page) -> Any:
    """Return whatever a page of this origin could have left in the browser."""
    return page.evaluate(
        """async () => ({
            local: localStorage.length, session: sessionStorage.length, state: history.state, name: window.name,
            caches: (await caches.keys()).length, databases: (await indexedDB.databases()).length,
            workers: (await navigator.serviceWorker.getRegistrations()).length, cookie: document.cookie,
        })"""
    )


NOTHING = {
    "local": 0, "session": 0, "state": None, "name": "", "caches": 0, "databases": 0, "workers": 0, "cookie": "",
}  # fmt: skip


@pytest.fixture
def page(phone: BrowserContext, house: House) -> Page:
    """The chat, reached from another page."""
    tab = phone.new_page()
    tab.goto(f"{house.url}/health")
    tab.goto(house.url)
    tab.get_by_text("Es-tu en danger ?").wait_for()
    return tab


WAYS = [button, escape_twice, word_in_the_message, word_anywhere, word_in_the_phrase, button_in_the_menu]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_one_gesture_leaves_a_plain_page_and_no_way_back(page: Page, house: House, way: Callable[[Page], None]) -> None:
    confide(page, house)
    way(page)
    page.wait_for_url("**/away")
    expect(page.get_by_role("heading", name="Mesures en cuisine")).to_be_visible()
    expect(page).to_have_title("Mesures en cuisine")
    page.go_back()
    assert page.url == f"{house.url}/health"
    page.go_forward()
    assert page.url == f"{house.url}/away"
    assert SECRET not in page.content()
    assert traces(page) == NOTHING
    assert page.context.cookies() == []


def test_the_conversation_left_nothing_in_the_browser_even_before(page: Page, house: House) -> None:
    confide(page, house)
    assert traces(page) == NOTHING
    assert page.context.cookies() == []
    expect(page).to_have_title("Notes")
    assert page.url == f"{house.url}/"


def test_whoever_opens_the_page_again_finds_an_empty_one(page: Page, house: House) -> None:
    confide(page, house)
    page.locator("#text").fill("à moitié écrit")
    page.get_by_role("link", name="Quitter vite").click()
    page.wait_for_url("**/away")
    page.goto(house.url)
    expect(page.get_by_text("Es-tu en danger ?")).to_be_visible()
    expect(page.locator("#text")).to_have_value("")
    expect(page.locator(".letter")).to_have_count(2)


def test_the_token_is_dead_once_the_page_is_gone(page: Page, house: House) -> None:
    token = confide(page, house)
    who = house.last_correspondent()
    page.get_by_role("link", name="Quitter vite").click()
    house.do(_ended, house, who)
    answer = httpx.get(f"{house.url}/chat/stream", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert house.do(house.mailroom.arrived_before, "web", who, "start")  # what was confided is not lost


async def _ended(house: House, who: str) -> None:
    """Wait for the bell the house rings for its own streams when somebody left."""
    async with house.mailroom.watch(who) as bell:
        async with house.database.reading() as tx:
            row = await tx.row(
                sa.select(records.addresses.c.ended_at).where(records.addresses.c.correspondent_id == who)
            )
        assert row is not None
        assert row.ended_at or await bell.wait(5)


def test_one_escape_alone_closes_the_menu_and_not_the_page(page: Page) -> None:
    page.get_by_role("button", name="Plus").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_text("Es-tu en danger ?")).to_be_visible()


def test_an_address_with_the_word_in_it_is_no_exit(page: Page) -> None:
    page.locator("#text").press_sequentially("https://site.example/xavier et 3/x")
    expect(page.locator("#text")).to_have_value("https://site.example/xavier et 3/x")


def test_leaving_works_when_the_house_cannot_be_reached(phone: BrowserContext, tmp_path: Path) -> None:
    with House(tmp_path) as own:
        page = web.come(phone, own)
        confide(page, own)
        own.shut()
        page.evaluate("document.querySelector('.exit').click()")
        page.wait_for_function("!document.body.innerText.includes('mon épaule')")
        assert SECRET not in page.content()


def test_the_page_says_what_it_cannot_erase(page: Page) -> None:
    page.get_by_role("button", name="Plus").click()
    expect(page.get_by_text("reste dans l'historique du navigateur")).to_be_visible()


def test_no_file_of_the_browser_holds_a_word_or_the_token(chromium: Browser, house: House, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    token = _live_in(chromium, profile, house)
    kept = b"".join(path.read_bytes() for path in profile.rglob("*") if path.is_file())
    assert f"{house.url}/".encode() in kept  # the history does hold the address: that is what the page says
    for word in (SECRET, REPLY, token, "Parler à quelqu'un"):
        for encoding in ("utf-8", "utf-16-le", "latin-1"):
            assert word.encode(encoding) not in kept


def _live_in(chromium: Browser, profile: Path, house: House) -> str:
    kind, where = chromium.browser_type, str(web.CHROMIUM)
    browser = kind.launch_persistent_context(profile, executable_path=where, args=web.QUIET, locale="fr-FR")
    page = web.come(browser, house)
    token = confide(page, house)
    page.locator("#text").fill("à moitié écrit")
    page.get_by_role("link", name="Quitter vite").click()
    page.wait_for_url("**/away")
    browser.close()
    return token

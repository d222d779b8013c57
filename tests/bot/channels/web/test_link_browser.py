"""The page behind a link for once from a messenger, on a phone of 360 px: a phrase is given or chosen there, once."""

from __future__ import annotations

import asyncio
import secrets
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from bot.deposits import Deposits
from bot.mailroom import Mailroom
from bot.observe import Observer
from bot.settings import read_settings
from bot.texts import Texts
from bot.tickets import Tickets
from handoff.changes import Changes
from tests import axe
from tests.haven import Haven, chromium
from tests.vault.vaults import pieces
from vault.database import connect
from vault.house import VaultHouse, open_vault_house

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

__all__ = ["chromium"]
pytestmark = pytest.mark.peer
PHRASES = {
    "fr": "tilleul-canoe-bougie-radis-phare",
    "en": "navire-sapin-mitaine-ruche-violon",
}  # one house: no two alike
OWN = {"fr": "tortue violette sous le parking du lundi", "en": "purple turtle below the monday garage"}
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
TEXTS = Texts()


def say(name: str, language: str) -> str:
    """Return a sentence of the page."""
    return TEXTS.say(f"web-{name}", language, "tu")


class Messenger:
    """Somebody who writes from a messenger, as far as their link goes; the house runs in a process of its own."""

    def __init__(self, haven: Haven) -> None:
        self.haven, self.address = haven, secrets.token_hex(4)

    def link(self, *, phrase: str = "") -> str:
        """Keep a file for somebody who wrote from a messenger, and give them a link for once."""
        return str(self._do(self._link(phrase)))

    async def _link(self, phrase: str) -> str:
        config = self.haven.config
        settings, database = read_settings(config, {}), connect(f"sqlite+aiosqlite:///{self.haven.folder}/var/havre.db")
        vault = await open_vault_house(settings.store, lambda path: self.haven.folder / path, database)
        try:
            return f"{self.haven.chat}/#{await self._ticket(vault, database, phrase)}"
        finally:
            await vault.close()
            await database.close()

    async def _ticket(self, vault: VaultHouse, database: Any, phrase: str) -> str:
        key = vault.keys.service
        mailroom = Mailroom(database, key, Changes(), Observer())
        person = await mailroom.admit("telegram", self.address, "fr")
        deposits = Deposits(database, vault.evidence, mailroom, key, 1 << 20)
        told = {"name": "a.png", "declared": "image/png", "key": "k"}
        await deposits.store("telegram", person, pieces(b"\x89PNG\r\n\x1a\n what they sent"), **told)
        if phrase:
            await deposits.choose(person, phrase)
        async with database.transaction() as tx:
            return await Tickets(key).give(tx, person)

    @staticmethod
    def _do(work: Any) -> Any:
        """Run in a thread of its own: the browser's loop is this thread's."""
        came: list[Any] = []
        thread = threading.Thread(target=lambda: came.append(asyncio.run(work)))
        thread.start()
        thread.join(30)
        return came[0]


@pytest.fixture(scope="module")
def haven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Haven]:
    """One house for all of them: starting one takes longer than the tests."""
    haven = Haven(tmp_path_factory.mktemp("haven"))
    haven.configure()
    haven.start()
    yield haven
    haven.stop()


@pytest.fixture
def messenger(haven: Haven) -> Messenger:
    return Messenger(haven)


@pytest.fixture
def pocket(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address on a small phone; any complaint about our own policy fails the test."""
    contexts, complaints = [], list[str]()

    def open_page(address: str, language: str = "fr") -> Page:
        size: Any = {"width": 360, "height": 740}
        context = chromium.new_context(locale=LANGUAGES[language], viewport=size, has_touch=True, is_mobile=True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(8000)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_words_are_chosen_on_the_page_and_then_open_the_vault(
    pocket: Callable[..., Page], messenger: Messenger, language: str
) -> None:
    page = pocket(messenger.link(), language)
    expect(page.locator(".five li")).to_have_count(5)
    assert page.url == messenger.haven.chat + "/"  # nothing of the link stays in the address
    words = " ".join(page.locator(".five li").all_inner_texts())
    page.get_by_role("button", name=say("phrase-noted", language)).click()
    expect(page.get_by_text(say("phrase-kept", language))).to_be_visible()
    expect(page.get_by_role("heading", name=say("vault-title", language))).to_be_visible()
    page.get_by_role("button", name=say("vault-open", language), exact=True).click()  # as it was before the phrase
    opens(page, words, language)
    again = pocket(messenger.link(), language)
    expect(again.locator(".vault")).to_be_visible()
    expect(again.locator(".five li")).to_have_count(0)
    opens(again, words, language)


def opens(page: Page, phrase: str, language: str) -> None:
    """See that the phrase is asked, and that it opens what is kept."""
    page.locator(".vault").get_by_label(say("vault-phrase", language)).fill(phrase)
    page.get_by_role("button", name=say("vault-open", language), exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name=say("vault-save", language), exact=True).click()
    assert saved.value.path().read_bytes().endswith(b"what they sent")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_of_ones_own_is_chosen_on_the_page(
    pocket: Callable[..., Page], messenger: Messenger, language: str
) -> None:
    page = pocket(messenger.link(), language)
    page.get_by_role("button", name=say("phrase-own", language), exact=True).click()
    page.locator(".phrase input").fill("123456")
    page.get_by_role("button", name=say("phrase-own-do", language)).click()
    expect(page.locator(".phrase [role=alert]")).not_to_be_empty()
    page.locator(".phrase input").fill(OWN[language])
    page.get_by_role("button", name=say("phrase-own-do", language)).click()
    expect(page.get_by_text(say("phrase-kept", language))).to_be_visible()
    again = pocket(messenger.link(), language)
    opens(again, OWN[language], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_serves_once_and_says_so(pocket: Callable[..., Page], messenger: Messenger, language: str) -> None:
    link = messenger.link(phrase=PHRASES[language])
    first = pocket(link, language)
    expect(first.get_by_role("heading", name=say("vault-title", language))).to_be_visible()
    second = pocket(link, language)
    expect(second.get_by_text(say("link-used", language))).to_be_visible()
    expect(second.locator(".vault")).to_have_count(0)
    assert second.url == messenger.haven.chat + "/"
    ticket = link.partition("#")[2]
    again = httpx.post(f"{messenger.haven.chat}/chat/enter", json={"ticket": ticket}, trust_env=False)
    assert again.status_code == 403


def test_a_link_outlives_a_moment_without_the_net(pocket: Callable[..., Page], messenger: Messenger) -> None:
    page = pocket(messenger.haven.chat)
    page.locator(".letter").first.wait_for()
    link, lost = messenger.link(), list[str]()

    def breaks(route: Any) -> None:
        lost.append(route.request.url)
        route.abort()

    page.route("**/chat/enter", breaks, times=2)
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_role("heading", name="Mon coffre")).to_be_visible(timeout=15_000)
    assert len(lost) == 2


def test_the_page_is_within_reach_of_everybody(pocket: Callable[..., Page], messenger: Messenger) -> None:
    page = pocket(messenger.link())
    expect(page.locator(".five li")).to_have_count(5)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    assert axe.faults(page, axe.source()) == []

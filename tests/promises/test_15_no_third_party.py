"""Safety 15: nobody else learns of it. The web chat speaks with its own house and with nobody else."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

import bot.channels.web
from tests.bot.channels.web import conftest as web
from tests.bot.channels.web.house import House, Person, a_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

house, chromium, pocket, phone = web.house, web.chromium, web.pocket, web.phone
WEB = Path(bot.channels.web.__file__).parent
NAMESPACE = "http://www.w3.org/2000/svg"
reached: list[Any] = []
listening = False


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if listening and event == "socket.connect":
        reached.append(arguments[1])
    if listening and event == "socket.getaddrinfo":
        reached.append(arguments[:2])


@pytest.fixture(scope="session")
def ears() -> None:
    """Hear of every line this process opens and every name it looks up; a hook can never be taken off again."""
    sys.addaudithook(_note)


@pytest.fixture
def lines(ears: None) -> Iterator[list[Any]]:
    """The addresses reached while the test runs."""
    global listening  # noqa: PLW0603 - an audit hook has no other way to learn that the test is over
    reached.clear()
    listening = True
    yield reached
    listening = False


def test_a_whole_conversation_opens_no_line_but_to_this_machine(house: House, lines: list[Any]) -> None:
    with Person(house) as somebody:
        somebody.come().say(text="https://elsewhere.example/profil m'insulte")
        somebody.post("/chat/evidence", content=b"abc", headers={"X-Key": "one"})
        somebody.get("/chat/phrase")
        somebody.post("/chat/resume", json={"phrase": "inconnue au bataillon du coin"})
        somebody.hear(3)
        somebody.post("/chat/leave")
    assert lines
    assert {str(address[0]) for address in lines} == {"127.0.0.1"}


SHOWN = sorted(path for path in WEB.rglob("*") if path.suffix in {".html", ".css", ".js", ".svg"})


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.name)
def test_no_file_of_the_page_names_another_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(NAMESPACE, "")
    assert not re.findall(r"(?:https?:)?//[a-z0-9][a-z0-9.-]+\.[a-z]{2,}|url\(|@import|integrity=", text)


@pytest.mark.peer
def test_a_browser_asks_nobody_but_the_house(phone: BrowserContext, house: House) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    page = web.come(phone, house)
    link = {"href": "https://elsewhere.example/", "label": "Signaler"}
    house.post(house.last_correspondent(), a_letter("https://elsewhere.example/x.png", links=[link], widget="phrase"))
    expect(page.locator(".five li")).to_have_count(5)
    page.set_input_files("#files", {"name": "a.png", "mimeType": "image/png", "buffer": b"abc"})
    expect(page.locator("#log").get_by_text("Bien reçu")).to_be_visible()
    page.get_by_role("button", name="Plus").click()
    page.get_by_role("dialog").get_by_role("link", name="Quitter vite").click()
    page.wait_for_url("**/away")
    assert len(asked) > 8
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(house.url).netloc}
    assert phone.cookies() == []


ATTEMPTS = {
    "connect-src": "fetch('http://127.0.0.1:9/').catch(() => {})",
    "img-src": "document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/a.png' }))",
    "font-src": "new FontFace('x', 'url(http://127.0.0.1:9/a.woff)').load().catch(() => {})",
    "frame-src": "document.body.append(Object.assign(document.createElement('iframe'), { src: 'http://[::1]:9/' }))",
    "style-src-elem": "document.head.append(Object.assign(document.createElement('style'), { textContent: 'a{}' }))",
    "form-action": """(() => {
        const form = Object.assign(document.createElement('form'), { action: 'http://127.0.0.1:9/', method: 'post' });
        document.body.append(form); form.submit(); })()""",
    "require-trusted-types-for": "(() => { try { document.body.innerHTML = '<b>x</b>' } catch {} })()",
}


@pytest.fixture
def bare(chromium: Browser, house: House) -> Iterator[Page]:
    """The chat in a browser whose complaints about the policy are what the test is after."""
    context = chromium.new_context(locale="fr-FR")
    tab = context.new_page()
    tab.goto(house.url)
    tab.get_by_text("Es-tu en danger ?").wait_for()
    yield tab
    context.close()


@pytest.mark.peer
@pytest.mark.parametrize("rule", ATTEMPTS)
def test_even_a_script_gone_astray_is_held_back(bare: Page, rule: str) -> None:
    broken = bare.evaluate(
        f"""() => new Promise((told) => {{
            addEventListener("securitypolicyviolation", (event) => told(event.effectiveDirective));
            {ATTEMPTS[rule]};
        }})"""
    )
    assert broken == rule


@pytest.mark.peer
def test_nothing_a_person_types_is_offered_to_a_spelling_or_writing_service(bare: Page) -> None:
    fields = bare.locator("textarea, input:not([type=file])")
    assert fields.count() >= 2
    for field in fields.all():
        for name, value in (("spellcheck", "false"), ("writingsuggestions", "false"), ("autocomplete", "off")):
            expect(field).to_have_attribute(name, value)

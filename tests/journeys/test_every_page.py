"""Every page of the chat and the desk, as they are on a night with something in them: within reach of everybody."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests import axe
from tests.haven import PASSPHRASE
from tests.story import picture
from vault import codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.haven import Haven

pytestmark = pytest.mark.peer


@dataclass
class Walk:
    """A walk from page to page: each is looked at by axe."""

    axe: str
    faults: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def look(self, page: Page, name: str) -> None:
        """Look at a page as it stands."""
        self.seen.append(name)
        self.faults += [f"{name}: {fault}" for fault in axe.faults(page, self.axe)]


@pytest.fixture(scope="module")
def walk() -> Walk:
    return Walk(axe.source())


def _tap(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).last.click()


def test_every_page_is_within_reach_of_everybody(
    walk: Walk, phone: Callable[..., Page], chromium: Browser, haven: Haven
) -> None:
    child = phone()
    _writes(walk, child)
    desk = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 860}).new_page()
    desk.set_default_timeout(8000)
    _at_the_door(walk, desk, haven)
    room = _in_the_room(walk, desk, child)
    _after_the_talk(walk, desk, room)
    _of_the_team(walk, desk, haven)
    _ends(walk, desk, room)
    child.goto(f"{haven.chat}/away")
    walk.look(child, "chat: away")
    desk.context.close()
    assert walk.faults == [], "\n".join(walk.faults)


def _writes(walk: Walk, child: Page) -> None:
    child.get_by_role("button", name="Je pense à mourir").wait_for()
    walk.look(child, "chat: first words")
    _tap(child, "Parler à quelqu'un")
    child.get_by_role("button", name="Garder une capture").wait_for()
    _tap(child, "Garder une capture")
    child.get_by_role("button", name="Oui, l'équipe peut les voir").wait_for()
    _tap(child, "Oui, l'équipe peut les voir")
    child.get_by_text("capture", exact=False).last.wait_for()
    child.set_input_files("#files", files=[{"name": "a.png", "mimeType": "image/png", "buffer": picture()}])
    child.get_by_text("Ton reçu").wait_for()
    walk.look(child, "chat: a piece kept")
    child.fill("#text", "il veut d'autres photos ce soir, je veux mourir")
    child.locator("#composer button[type=submit]").click()
    child.get_by_role("button", name="Oui, parfois").wait_for()
    _tap(child, "Oui, parfois")
    child.get_by_text("3114").last.wait_for()
    walk.look(child, "chat: the danger screen")
    child.locator("#more").click()
    walk.look(child, "chat: the menu")
    child.locator("#less").click()


def _at_the_door(walk: Walk, desk: Page, haven: Haven) -> None:
    desk.goto(haven.enrol)
    walk.look(desk, "desk: enrolling")
    desk.fill("[name=name]", "ada")
    desk.fill("[name=passphrase]", "trop court")
    desk.locator("main button").click()
    walk.look(desk, "desk: a weak passphrase")
    desk.fill("[name=passphrase]", PASSPHRASE)
    desk.locator("main button").click()
    desk.wait_for_selector("#cards")
    haven.enrolled = True
    for path in ("/enrol/void", "/alarm/void", "/room/void", "/nowhere"):
        desk.goto(haven.desk + path)
        walk.look(desk, f"desk: {path}")
    desk.goto(haven.desk)
    walk.look(desk, "desk: the board")


def _in_the_room(walk: Walk, desk: Page, child: Page) -> str:
    desk.locator(".card .enter").first.click()
    desk.wait_for_selector("#p-log")
    walk.look(desk, "desk: a room of nobody's yet")
    desk.locator("form[action*='/claim'] button").click()
    desk.wait_for_selector("#words")
    desk.fill("#words", "Bonsoir, je suis là.")
    desk.keyboard.press("Enter")
    child.get_by_text("Bonsoir, je suis là.").wait_for()
    desk.locator(".tile button").first.click()
    desk.locator(".shown img").wait_for()
    for details in desk.locator("details:visible").all():
        details.evaluate("details => { details.open = true; }")
    desk.fill("#words", "appelle le 06 12 34 56 78")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#held")
    walk.look(desk, "desk: a room with everything open")
    desk.locator("[data-as=back]").click()
    return desk.url


def _after_the_talk(walk: Walk, desk: Page, room: str) -> None:
    desk.goto(f"{room}/rescue")
    for details in desk.locator("details:visible").all():
        details.evaluate("details => { details.open = true; }")
    walk.look(desk, "desk: rescue")
    desk.goto(f"{room}/notices")
    walk.look(desk, "desk: notices")
    desk.fill("textarea", "https://www.instagram.com/p/C0ffee12345/")
    desk.locator("main form button").first.click()
    walk.look(desk, "desk: a notice drafted")
    desk.goto(f"{room}/notices")
    if (one := desk.locator("main a[href*='/notices/']")).count():
        one.first.click()
        walk.look(desk, "desk: one notice")
    for page in ("dossier", "referral"):
        desk.goto(f"{room}/{page}")
        walk.look(desk, f"desk: {page}")


def _of_the_team(walk: Walk, desk: Page, haven: Haven) -> None:
    desk.goto(f"{haven.desk}/shift?held")
    walk.look(desk, "desk: the shift")
    desk.locator("form[action*='/shift/pause'] button").click()
    walk.look(desk, "desk: the shift, on pause")
    desk.locator("form[action*='/shift/resume'] button").click()
    desk.goto(haven.desk)
    desk.locator("details.invite summary").click()
    desk.locator("button[name=role]").first.click()
    link = desk.locator("#address").input_value()
    walk.look(desk, "desk: an invitation")
    other = desk.context.browser.new_context(locale="fr-FR").new_page()  # type: ignore[union-attr]  # it has one
    other.goto(link)
    other.fill("[name=name]", "eve")
    other.fill("[name=passphrase]", PASSPHRASE)
    other.locator("main button").click()
    other.wait_for_selector("#cards")
    _with_a_code(walk, other, haven)
    other.context.close()
    desk.goto(f"{haven.desk}/team")
    for details in desk.locator("details:visible").all():
        details.evaluate("details => { details.open = true; }")
    walk.look(desk, "desk: the team")
    desk.select_option("#practice-for", label="ada")
    desk.locator("form[action*='/practice'] button").click()
    desk.goto(haven.desk)
    walk.look(desk, "desk: a board with practice")
    desk.locator(".card.practice form button").click()
    desk.wait_for_selector("#words")
    walk.look(desk, "desk: a practice room")
    desk.goto(f"{haven.desk}/figures")
    walk.look(desk, "desk: the year in figures")
    desk.goto(f"{haven.desk}/team")
    desk.locator("form[action*='/team/recovery'] button").click()
    walk.look(desk, "desk: the recovery code")


def _with_a_code(walk: Walk, other: Page, haven: Haven) -> None:
    other.goto(f"{haven.desk}/code")
    walk.look(other, "desk: no code yet")
    other.locator("main form button").click()
    other.wait_for_selector("#secret")
    walk.look(other, "desk: a code to be set up")
    secret = base64.b32decode(other.locator("#secret").inner_text().replace(" ", ""))
    other.fill("#code", "000000")
    other.locator("main form button").click()
    other.wait_for_selector("#why")
    other.fill("#code", codes.code_at(secret, datetime.now(UTC)))
    other.locator("main form button").click()
    other.get_by_text("Un code est demandé").wait_for()
    walk.look(other, "desk: a code is on")
    other.context.clear_cookies()
    other.goto(f"{haven.desk}/sign-in")
    walk.look(other, "desk: signing in")
    other.fill("[name=name]", "eve")
    other.fill("[name=passphrase]", "pas celle-ci")
    other.locator("main button").click()
    walk.look(other, "desk: refused")
    other.fill("[name=passphrase]", PASSPHRASE)
    other.locator("main button").click()
    other.wait_for_selector("#code")
    walk.look(other, "desk: the code, please")


def _ends(walk: Walk, desk: Page, room: str) -> None:
    desk.goto(f"{room}/close")
    walk.look(desk, "desk: closing")
    desk.fill("[name=point_1]", "on reparle demain")
    desk.select_option("[name=outcome]", index=1)
    desk.select_option("[name=type]", "sextortion")
    desk.locator("[name=again]").first.check()
    desk.locator("main form button.main").last.click()
    desk.wait_for_selector("#cards")
    walk.look(desk, "desk: an empty board")

"""The story in two browser windows: a child's phone, 360 px wide, and a listener's screen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.story import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.peer
PICTURES = os.environ.get("HAVRE_PICTURES", "")
"""A folder for pictures of every page, to be looked at."""

WORDS = {
    "fr": {
        "locale": "fr-FR", "dying": "Je pense à mourir", "yes": "Oui, parfois", "go": "J'écris avec mes mots",
        "text": "si j'envoie pas d'autres photos ce soir il met tout sur le groupe de la classe",
        "keep": "Garder une capture", "share": "Oui, l'équipe peut les voir", "answer": "Bonsoir, je suis là.",
        "last": "tu vas le dire à ma mère ?", "point": "on reparle demain, tu gardes tes captures",
    },
    "en": {
        "locale": "en-GB", "dying": "I think of dying", "yes": "Yes, sometimes", "go": "use my own words",
        "text": "if i dont send more pictures tonight he puts it all in the class group",
        "keep": "Save a screenshot", "share": "Yes, the team", "answer": "Hello, I am here.",
        "last": "will you tell my mum?", "point": "we talk again tomorrow, you keep your screenshots",
    },
}  # fmt: skip


def show(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=False)


def tap(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).last.click()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_story_told_in_two_windows_works_end_to_end(
    phone: Callable[..., Page], desktop: Callable[..., Page], language: str
):
    words = WORDS[language]
    child = phone(words["locale"])
    child.get_by_role("button", name=words["dying"]).wait_for()
    show(child, f"{language}-1-first-words")
    tap(child, words["dying"])
    child.get_by_role("button", name=words["yes"]).wait_for()
    show(child, f"{language}-2-direct-question")
    tap(child, words["yes"])
    child.get_by_role("button", name=words["go"]).wait_for()
    show(child, f"{language}-3-after-yes")
    tap(child, words["go"])
    child.fill("#text", words["text"])
    child.locator("#composer button[type=submit]").click()
    child.get_by_text(words["text"]).wait_for()
    listener = desktop(words["locale"])
    show(listener, f"{language}-4-board")
    listener.locator("form[action*='/next'] button").first.click()
    listener.get_by_text(words["text"]).first.wait_for()
    show(listener, f"{language}-5-room")
    listener.fill("#words", words["answer"])
    listener.locator("#say button").first.click()
    child.get_by_text(words["answer"]).wait_for()
    show(child, f"{language}-6-answered")
    child.fill("#text", words["last"])
    child.locator("#composer button[type=submit]").click()
    listener.get_by_text(words["last"]).first.wait_for()
    assert child.evaluate("document.documentElement.scrollWidth") <= 360
    show(listener, f"{language}-7-room-live")
    listener.locator("a[href*='/close']").first.click()
    listener.fill("[name=point_1]", words["point"])
    listener.select_option("[name=outcome]", index=1)
    listener.select_option("[name=type]", "sextortion")
    listener.locator("[name=again]").first.check()
    show(listener, f"{language}-8-close")
    listener.locator("main form button.main").last.click()
    child.get_by_text(words["point"]).wait_for()
    show(child, f"{language}-9-closed")


def test_a_screenshot_is_sealed_and_a_listener_sees_it_blurred(
    phone: Callable[..., Page], desktop: Callable[..., Page]
):
    words = WORDS["fr"]
    child = phone(words["locale"])
    tap(child, "Parler à quelqu'un")
    child.get_by_text("Ton message est arrivé").wait_for()
    child.get_by_role("button", name=words["keep"]).wait_for()
    tap(child, words["keep"])
    child.get_by_role("button", name=words["share"]).wait_for()
    show(child, "keep-1-consent")
    tap(child, words["share"])
    child.get_by_text("capture", exact=False).last.wait_for()
    child.set_input_files("input[type=file]", files=[{"name": "a.png", "mimeType": "image/png", "buffer": picture()}])
    child.get_by_text("Ton reçu").wait_for()
    show(child, "keep-2-receipt")
    listener = desktop(words["locale"])
    listener.locator("form[action*='/next'] button").first.click()
    listener.locator(".tile").wait_for()
    listener.locator(".tile button").first.click()
    listener.locator(".shown img").wait_for()
    show(listener, "keep-3-tile")
    assert "blur" in listener.locator(".shown img").evaluate(
        "n => getComputedStyle(n).filter + n.parentElement.className"
    )

"""A new listener's first shift, as docs/listeners tells it: the board, a room, danger, a hand-over, a pause, closing.

With HAVRE_PICTURES=folder each step leaves its picture there: those of docs/listeners are taken so.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.haven import PASSPHRASE
from tests.story import Writer, picture

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from playwright.sync_api import Browser

    from tests.haven import Haven

pytestmark = pytest.mark.peer
PICTURES = os.environ.get("HAVRE_PICTURES", "")
COLOURS = 96
SAID = {
    "fr": {
        "bullied": "ils ont fait un groupe pour se moquer de moi avec mes photos",
        "extorted": "il dit que si j'envoie pas d'autres photos ce soir il met tout sur le groupe de la classe",
        "afraid": "j'en peux plus, je veux que ça s'arrête", "parent": "Ma fille ne dort plus depuis les messages",
        "threat": "ils me menacent tous les soirs sur le groupe du collège",
        "hello": "Bonsoir, je suis là. Tu as bien fait de l'écrire.", "safe": "Es-tu avec quelqu'un en ce moment ?",
        "alone": "oui, ma tante regarde la télé",
        "note": "Pense à mourir ce soir. Sa tante est là ; elle veut bien aller la voir.",
        "points": ("aller voir ta tante tout de suite", "garder les captures, ne rien payer, ne rien envoyer"),
    },
    "en": {
        "bullied": "they made a group to laugh at me with my pictures",
        "extorted": "he says if i dont send more pictures tonight he puts it all in the class group",
        "afraid": "i cant take it any more, i want it to stop",
        "parent": "My daughter has not slept since the messages",
        "threat": "they threaten me every night in the school group",
        "hello": "Good evening, I am here. It was right to write.", "safe": "Is somebody with you right now?",
        "alone": "my aunt is watching tv",
        "note": "Thinks of dying tonight. Her aunt is there; she is willing to go and see her.",
        "points": ("go and see your aunt right away", "keep the screenshots, pay nothing, send nothing"),
    },
}  # fmt: skip


@dataclass
class Album:
    """Where pictures go, in the words of one language."""

    language: str

    def keep(self, page: Page, name: str) -> None:
        """Take a picture of what is in view, small enough to be kept with the docs."""
        if not PICTURES:
            return
        path = Path(PICTURES) / f"{name}-{self.language}.png"
        page.evaluate("document.activeElement?.matches('button, a') && document.activeElement.blur()")
        page.screenshot(path=str(path))
        Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def _apart(work: Coroutine[object, object, Writer]) -> Writer:
    """Let correspondents act beside the browser, which holds this thread's loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _somebody(haven: Haven, language: str, taps: tuple[str, ...], words: str, *, file: bool = False) -> Writer:
    person = await Writer.at(haven, language)
    await person.hears("danger:no")
    for tap in taps:
        await person.tap(tap)
    await person.write(words)
    if file:
        for tap in ("act:evidence", "act:consent_yes"):
            await person.tap(tap)
        await person.hears("'widget': 'evidence'")
        await person.send(picture())
    await person.go()
    return person


async def _evening(haven: Haven, language: str) -> Writer:
    """Five people write; return the one in danger."""
    said = SAID[language]
    await _somebody(haven, language, ("danger:no", "screen:no", "who:me", "age:13_14", "what:insults"), said["bullied"])
    await _somebody(haven, language, ("danger:no", "screen:no", "who:my_child"), said["parent"])
    await _somebody(haven, language, ("danger:no", "screen:no", "who:me", "age:15_17", "what:threats"), said["threat"])
    extorted = ("danger:thinks_of_dying", "direct:sometimes", "screen:later", "who:me", "age:13_14", "what:blackmail")
    await _somebody(haven, language, extorted, said["extorted"], file=True)
    danger = ("danger:thinks_of_dying", "direct:now", "screen:no", "who:me", "age:15_17")
    return await _somebody(haven, language, danger, said["afraid"])


async def _answers(person: Writer, words: str) -> Writer:
    again = await person.again()
    await again.write(words)
    await again.go()
    return again


def _desk(chromium: Browser, language: str, width: int = 1280, height: int = 860) -> Page:
    locale = {"fr": "fr-FR", "en": "en-GB"}[language]
    size = {"width": width, "height": height}
    page = chromium.new_context(locale=locale, viewport=size, timezone_id="Europe/Paris").new_page()
    page.set_default_timeout(10_000)
    return page


def _enrols(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.fill("[name=name]", name)
    page.fill("[name=passphrase]", PASSPHRASE)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_first_shift_goes_from_an_invitation_to_a_closing(chromium: Browser, haven: Haven, language: str) -> None:
    said, album = SAID[language], Album(language)
    grace, eve = _desk(chromium, language), _desk(chromium, language)
    _invited(grace, eve, haven, album)
    _practises(grace, eve, haven, album)
    danger = _apart(_evening(haven, language))
    _takes(eve, haven, album, said)
    _apart(_answers(danger, said["alone"]))
    expect(eve.locator("#p-log")).to_contain_text(said["alone"], timeout=20_000)
    album.keep(eve, "room")
    _in_danger(eve, album)
    _hands_over(eve, grace, album, said)
    _rests(eve, haven, album)
    _closes(eve, haven, album, said)
    for page in (grace, eve):
        page.context.close()


def _invited(grace: Page, eve: Page, haven: Haven, album: Album) -> None:
    _enrols(grace, haven.enrol, "grace")
    grace.locator("main button").click()
    grace.wait_for_selector("#cards")
    haven.enrolled = True
    grace.locator("details.invite summary").click()
    grace.locator("button[value=listener]").click()
    _enrols(eve, grace.locator("#address").input_value(), "eve")
    album.keep(eve, "enrol")
    eve.locator("main button").click()
    eve.wait_for_selector("#cards")
    eve.goto(f"{haven.desk}/code")
    eve.locator("main form button").click()
    eve.wait_for_selector("#secret")
    album.keep(eve, "code")


def _practises(grace: Page, eve: Page, haven: Haven, album: Album) -> None:
    """A practice case first, made by the supervisor and gone at its end."""
    grace.goto(f"{haven.desk}/team")
    grace.locator("details:has(#story) summary").click()
    grace.select_option("#story", "group")
    grace.select_option("#practice-for", label="eve")
    grace.locator("form[action*='/practice'] button").click()
    grace.locator("form[action$='/end'], form[action*='/end?']").first.wait_for()
    eve.goto(haven.desk)
    eve.locator(".card.practice form[action*='/claim'] button").click()
    eve.wait_for_selector("#words")
    for words in (SAID[album.language]["hello"], SAID[album.language]["safe"]):
        eve.fill("#words", str(words))
        eve.keyboard.press("Enter")
        expect(eve.locator(".entry.listener .said").last).to_have_text(str(words))
    eve.keyboard.press("Escape")
    album.keep(eve, "practice")
    eve.keyboard.press("v")
    eve.keyboard.press("Enter")
    eve.wait_for_selector("#cards")
    expect(eve.locator(".card")).to_have_count(0)


def _takes(eve: Page, haven: Haven, album: Album, said: dict[str, object]) -> None:
    eve.goto(haven.desk)
    expect(eve.locator(".card")).to_have_count(5, timeout=20_000)
    album.keep(eve, "board")
    eve.set_viewport_size({"width": 360, "height": 740})
    album.keep(eve, "board-phone")
    eve.set_viewport_size({"width": 1280, "height": 860})
    eve.keyboard.press("?")
    album.keep(eve, "keys")
    eve.keyboard.press("Escape")
    eve.keyboard.press("n")
    eve.keyboard.press("Enter")
    eve.wait_for_selector("#words")
    for words in (said["hello"], said["safe"]):
        eve.fill("#words", str(words))
        eve.keyboard.press("Enter")
        expect(eve.locator(".entry.listener .said").last).to_have_text(str(words))


def _in_danger(eve: Page, album: Album) -> None:
    room = eve.url
    eve.goto(f"{room}/rescue")
    expect(eve.locator(".script")).to_be_visible()
    eve.set_viewport_size({"width": 1280, "height": 1180})
    album.keep(eve, "danger")
    eve.set_viewport_size({"width": 1280, "height": 860})
    eve.goto(room)


def _hands_over(eve: Page, grace: Page, album: Album, said: dict[str, object]) -> None:
    room = eve.url
    eve.keyboard.press("o")
    eve.fill("#offer-note", str(said["note"]))
    eve.locator("form[action*='/offer'] button").scroll_into_view_if_needed()
    album.keep(eve, "hand-over")
    eve.locator("form[action*='/offer'] button").click()
    eve.wait_for_selector(".waiting-offer")
    grace.goto(room)
    expect(grace.locator("#p-log")).to_contain_text(str(said["note"]))
    album.keep(grace, "offered")
    grace.locator("form[action*='/accept'] button").click()
    grace.wait_for_selector("#words")


def _rests(eve: Page, haven: Haven, album: Album) -> None:
    eve.goto(f"{haven.desk}/shift")
    eve.locator("form[action*='/shift/pause'] button").click()
    eve.locator("form[action*='/shift/debrief'] button").click()
    album.keep(eve, "pause")
    eve.locator("form[action*='/shift/resume'] button").click()


def _closes(eve: Page, haven: Haven, album: Album, said: dict[str, object]) -> None:
    eve.goto(haven.desk)
    eve.keyboard.press("n")
    eve.keyboard.press("Enter")
    eve.wait_for_selector("#words")
    eve.keyboard.press("x")
    eve.keyboard.press("Enter")
    for number, point in enumerate(said["points"], start=1):  # type: ignore[arg-type]  # two lines
        eve.fill(f"#point_{number}", point)
    eve.locator("[name=again]").nth(1).check()
    eve.select_option("#outcome", index=1)
    eve.select_option("#type", "sextortion")
    expect(eve.locator("#last-words")).to_contain_text(said["points"][1])  # type: ignore[index]  # idem
    eve.set_viewport_size({"width": 1280, "height": 1400})
    eve.evaluate("scrollTo(0, 0)")
    album.keep(eve, "closing")
    eve.locator("main form button.main").last.click()
    eve.wait_for_selector("#cards")

"""How the page looks: readable, touchable and named, from the narrowest phone to a desk, by day and by night."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.bot.channels.web.conftest import a_browser, come
from tests.bot.channels.web.house import a_letter, choices

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.bot.channels.web.house import House

pytestmark = pytest.mark.peer
LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")


def fill(page: Page, house: House) -> None:
    """Put one of everything a conversation can hold on the page."""
    who = house.last_correspondent()
    page.get_by_role("button", name="[no]").click()
    page.get_by_text("Noté : danger:no.").wait_for()
    number = {"id": "3114", "label": "3114 Prévention du suicide", "href": "tel:3114", "hours": "24 h/24, 7 j/7"}
    link = {"href": "https://elsewhere.example/", "label": "Anticonstitutionnellement" * 4}
    house.post(
        who,
        a_letter("W" * 300, "مرحبا " * 30, links=[link], numbers=[number], code="A2B3-C4D5-E6F7-G8H9"),
        a_letter(
            "Bonsoir.", choices=[*choices("age:skip"), {"id": "act:x", "label": "m" * 120}], **{"from": "listener"}
        ),
        a_letter("Ici :", widget="evidence"),
        a_letter("Mots :", widget="phrase"),
        a_letter("caché", widget="held"),
    )
    expect(page.locator(".five li")).to_have_count(5)
    page.get_by_role("button", name="Choisir les miens").click()
    page.locator("#text").fill("x" * 400)
    page.get_by_role("button", name="Envoyer").click()
    page.set_input_files("#files", {"name": "é" * 90 + ".png", "mimeType": "image/png", "buffer": b"abc"})
    page.locator("#log").get_by_text("Bien reçu").wait_for()
    page.set_input_files("#files", {"name": "vide.png", "mimeType": "image/png", "buffer": b""})
    page.route("**/chat/say", lambda route: route.abort())
    page.locator("#text").fill("pas parti")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("button", name="Pas encore parti").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read_touched_and_named(chromium: Browser, house: House, scheme: Any) -> None:
    with a_browser(chromium, color_scheme=scheme, reduced_motion="reduce", has_touch=True) as context:
        page = come(context, house)
        fill(page, house)
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate(LOOKS) == [], width
        page.set_viewport_size({"width": 320, "height": 640})
        page.get_by_role("button", name="Plus").click()
        assert page.evaluate(LOOKS.replace("body *", "dialog *")) == []


def test_everything_a_conversation_can_hold_is_within_reach_of_everybody(chromium: Browser, house: House) -> None:
    checker = axe.source()
    with a_browser(chromium, reduced_motion="reduce", has_touch=True) as context:
        page = come(context, house)
        fill(page, house)
        assert axe.faults(page, checker) == []


@pytest.mark.parametrize("height", [300, 420, 640])
def test_what_one_writes_stays_in_view_when_the_keyboard_is_out(page: Page, height: int) -> None:
    page.set_viewport_size({"width": 360, "height": height})
    for name in ("Parler à quelqu'un", "Danger", "Envoyer"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    expect(page.locator("#text")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Quitter vite")).to_be_in_viewport(ratio=1)
    assert page.locator("#log").bounding_box()["height"] > 80  # type: ignore[index]  # it is there


@pytest.mark.parametrize("path", ["/", "/away"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_without_scripts_can_be_read(chromium: Browser, house: House, path: str, scheme: Any) -> None:
    with a_browser(
        chromium, color_scheme=scheme, java_script_enabled=False, viewport={"width": 320, "height": 640}
    ) as context:
        tab = context.new_page()
        tab.goto(house.url + path)
        expect(tab.get_by_role("heading").first).to_be_visible()
        assert tab.evaluate(LOOKS) == []


def test_text_made_twice_as_large_still_fits(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_role("link", name="Quitter vite")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Danger", exact=True)).to_be_in_viewport(ratio=1)


def test_nothing_moves_for_whoever_asked_for_stillness(chromium: Browser, house: House) -> None:
    with a_browser(chromium, reduced_motion="reduce") as context:
        page = come(context, house)
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.locator(".letter").first.evaluate("node => getComputedStyle(node).animationName") == "none"


@pytest.mark.parametrize("width", [320, 360])
def test_the_way_down_lies_on_nothing_that_can_be_tapped_and_danger_shows_numbers_first(
    chromium: Browser, house: House, width: int
) -> None:
    with a_browser(chromium, reduced_motion="reduce", has_touch=True) as context:
        page = come(context, house)
        page.set_viewport_size({"width": width, "height": 640})
        numbers = [{"id": n, "label": n, "href": f"tel:{n}", "hours": "24 h/24"} for n in ("15", "17", "112", "114")]
        house.post(house.last_correspondent(), a_letter("W " * 400, numbers=numbers, widget="danger"))
        expect(page.locator(".bubble:has(.numbers) > :first-child")).to_have_class("numbers")
        expect(page.locator("#below")).to_be_visible()
        log, below = page.locator("#log").bounding_box(), page.locator("#below").bounding_box()
        assert log is not None
        assert below is not None
        assert below["y"] >= log["y"] + log["height"]

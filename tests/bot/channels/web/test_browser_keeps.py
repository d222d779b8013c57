"""Files and the phrase in a real browser: what is handed over, and the way back to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.bot.channels.web.conftest import a_browser, come
from tests.bot.channels.web.house import MAX_FILE, a_letter
from vault.uploads import PART_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

    from tests.bot.channels.web.house import House, Receipt

pytestmark = pytest.mark.peer
OWN = "tortue violette sous le parking du lundi"


@pytest.fixture(autouse=True)
def fresh(house: House) -> Iterator[None]:
    house.shelf.wrong = 0
    house.shelf.phrases.clear()
    house.shelf.kept.clear()
    house.shelf.parts.clear()
    house.shelf.came.clear()
    yield
    house.shelf.wrong = 0


def a_file(name: str = "capture d'écran.png", content: bytes = b"\x89PNG") -> Any:
    return {"name": name, "mimeType": "image/png", "buffer": content}


def kept(house: House) -> list[Receipt]:
    return list(house.shelf.kept.values())


@pytest.fixture
def asked(page: Page, house: House) -> Page:
    """The bot has asked for a picture."""
    house.post(house.last_correspondent(), a_letter("Tu peux la garder ici.", widget="evidence"))
    page.get_by_role("button", name="Ajouter une image ou un fichier").wait_for()
    return page


def test_a_picture_is_added_by_a_tap_after_a_warning(asked: Page, house: House) -> None:
    expect(asked.locator("#log").get_by_text("Pas de photo intime, même pour prouver.")).to_be_visible()
    with asked.expect_file_chooser() as chooser:
        asked.get_by_role("button", name="Ajouter une image ou un fichier").click()
    chooser.value.set_files([a_file(), a_file("deux.png")])
    expect(asked.locator("#log").get_by_text("Bien reçu A2B3-C4D5-E6F7-G8H9")).to_have_count(2)
    assert [(one.name, one.declared) for one in kept(house)] == [
        ("capture d'écran.png", "image/png"), ("deux.png", "image/png"),
    ]  # fmt: skip


def test_25_megabytes_show_how_far_they_came(page: Page, house: House, tmp_path: Path) -> None:
    page.evaluate(
        """() => {
            window.steps = [];
            new MutationObserver(() => document.querySelectorAll("progress").forEach((bar) => {
                const keep = Object.getOwnPropertyDescriptor(HTMLProgressElement.prototype, "value");
                const set = (value) => { steps.push(value); keep.set.call(bar, value); };
                Object.defineProperty(bar, "value", { get: keep.get, set });
            })).observe(document.getElementById("log"), { childList: true });
        }"""
    )
    film = tmp_path / "film.mp4"
    film.write_bytes(b"x" * 25_000_000)
    page.set_input_files("#files", film)
    expect(page.locator("#log").get_by_text("25 Mo")).to_be_visible()
    expect(page.locator("#log").get_by_text("Bien reçu")).to_be_visible()
    steps = page.evaluate("window.steps")
    assert steps == sorted(steps)
    assert steps[-1] == 1
    assert [one.size for one in kept(house)] == [25_000_000]


def test_a_phone_that_loses_the_net_goes_on_from_the_last_part_that_arrived(
    page: Page, house: House, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(os.urandom(3 * PART_BYTES + 1))
    lost: list[int] = []

    def breaks(route: Route) -> None:
        number = int(route.request.headers["x-part"])
        if number < 3 or len(lost) == 2:
            route.continue_()
            return
        lost.append(number)
        if len(lost) == 2:
            route.fetch()  # it arrived, and the answer was lost
        route.abort()

    page.route("**/chat/evidence/part", breaks)
    page.set_input_files("#files", film)
    expect(page.locator("#log").get_by_text("Bien reçu A2B3-C4D5-E6F7-G8H9")).to_be_visible(timeout=20_000)
    assert lost == [3, 3]
    assert [number for number, _ in house.shelf.came] == [1, 2, 3, 3, 4]
    assert [one.size for one in kept(house)] == [film.stat().st_size]


def test_an_empty_file_and_one_too_large_are_told_before_anything_is_sent(
    page: Page, house: House, tmp_path: Path
) -> None:
    page.set_input_files("#files", a_file("vide.png", b""))
    expect(page.locator("#log").get_by_text("Ce fichier est vide. Il peut être choisi à nouveau.")).to_be_visible()
    film = tmp_path / "film.mp4"
    film.write_bytes(b"x" * (MAX_FILE + 1))
    page.set_input_files("#files", film)
    expect(page.locator("#log").get_by_text("Ce fichier dépasse 26 Mo.")).to_be_visible()
    assert kept(house) == []


def test_a_file_that_did_not_arrive_is_tried_again_under_the_same_key(page: Page, house: House) -> None:
    page.route("**/chat/evidence", lambda route: (route.fetch(), route.abort()), times=1)
    page.set_input_files("#files", a_file())
    page.get_by_role("button", name="Pas encore parti · Réessayer").click()
    expect(page.locator("#log").get_by_text("Bien reçu")).to_be_visible()
    assert len(kept(house)) == 1


def test_a_file_can_be_called_back_while_it_leaves(page: Page, house: House) -> None:
    page.route("**/chat/evidence", lambda route: None)  # a line that never gets anywhere
    page.set_input_files("#files", [a_file(), a_file("deux.png")])
    page.get_by_role("button", name="Annuler").first.click()
    expect(page.locator("#log").get_by_text("Envoi annulé")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#log").get_by_text("Envoi annulé")).to_have_count(2)
    assert kept(house) == []


@pytest.fixture
def offered(page: Page, house: House) -> Page:
    """The bot has offered a phrase, and five words are shown."""
    house.post(house.last_correspondent(), a_letter("Pour revenir plus tard :", widget="phrase"))
    expect(page.locator(".five li")).to_have_count(5)
    return page


def words_on(page: Page) -> list[str]:
    return page.locator(".five li").all_inner_texts()


def test_five_words_are_noted_and_then_stand_nowhere(offered: Page, house: House) -> None:
    first = words_on(offered)
    offered.get_by_role("button", name="D'autres mots").click()
    expect(offered.locator(".five li").first).not_to_have_text(first[0])
    words = words_on(offered)
    offered.get_by_role("button", name="Je les ai notés").dblclick()
    expect(offered.locator("#log").get_by_text("Ces mots ne s'afficheront plus")).to_be_visible()
    assert list(house.shelf.phrases) == [" ".join(words)]
    assert not [word for word in words if f">{word}<" in offered.content()]


def test_a_phrase_of_ones_own_is_taken_or_told_why_not(offered: Page, house: House) -> None:
    offered.get_by_role("button", name="Choisir les miens").click()
    field = offered.locator("#log").get_by_label("Ma phrase")
    expect(field).to_be_focused()
    field.fill("chat")
    offered.keyboard.press("Enter")
    expect(offered.get_by_role("alert").filter(has_text="un peu courte")).to_be_visible()
    field.fill(OWN)
    offered.get_by_role("button", name="Garder cette phrase").click()
    expect(offered.locator("#log").get_by_text("Ces mots ne s'afficheront plus")).to_be_visible()
    assert OWN not in offered.content()
    assert list(house.shelf.phrases) == [OWN]


def test_words_that_could_not_be_drawn_are_asked_for_again(page: Page, house: House) -> None:
    page.route("**/chat/phrase", lambda route: route.abort(), times=1)
    house.post(house.last_correspondent(), a_letter("Pour revenir :", widget="phrase"))
    expect(page.locator("#log").get_by_text("Pas de connexion pour l'instant.")).to_be_visible()
    page.get_by_role("button", name="Je les ai notés").click()
    expect(page.locator(".five li")).to_have_count(5)
    assert house.shelf.phrases == {}


def test_a_phrase_leads_back_from_another_device(chromium: Browser, page: Page, house: House) -> None:
    who = house.last_correspondent()
    house.shelf.phrases[OWN] = who
    page.close()
    house.post(who, a_letter("Je t'ai répondu hier."))
    with a_browser(chromium) as other:
        tab = come(other, house)
        tab.get_by_role("button", name="J'ai déjà une phrase").click()
        field = tab.get_by_label("Ma phrase")
        expect(field).to_be_focused()
        field.fill("pas la bonne du tout")
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("alert").filter(has_text="n'ouvre rien ici")).to_be_visible()
        expect(field).to_be_focused()
        field.fill(OWN.upper())
        tab.get_by_role("button", name="Reprendre").click()
        expect(tab.locator("#log").get_by_text("Te revoilà.")).to_be_visible()
        expect(tab.locator("#log").get_by_text("Je t'ai répondu hier.")).to_be_visible()
        assert OWN.upper() not in tab.content()
        tab.locator("#text").fill("merci")
        tab.keyboard.press("Enter")
        expect(tab.locator("#log").get_by_text("Lu : 5 signes.")).to_be_visible()
    assert house.last_correspondent() == who

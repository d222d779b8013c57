"""A whole shift without a mouse: every act of the room has its key, and none does anything by itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from handoff.case import State
from nlu.severity import Level
from tests.handoff.desks.conftest import PASSPHRASE

if TYPE_CHECKING:
    from tests.handoff.desks.conftest import Served

pytestmark = pytest.mark.peer
KEYS = "[...document.querySelectorAll('[data-key]')].filter(one => one.checkVisibility()).map(one => one.dataset.key)"


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def _tab_to(page: Page, selector: str) -> None:
    """Go on with Tab until the place is reached, as somebody without a mouse does."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)


def _sends(page: Page) -> None:
    """Press what has the focus, a form's button, and wait for the page that answers."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _as(page: Page, served: Served, name: str) -> None:
    cookie = served.do(served.desk.sign_in, name, PASSPHRASE)
    page.context.add_cookies([{"name": "s", "value": cookie, "url": served.url}])


def test_a_whole_case_is_led_without_a_mouse(page: Page, served: Served) -> None:
    _press(page, "n")
    expect(page.locator("#next button")).to_be_focused()
    assert served.desk.cases["c0"].case.state is State.WAITING, "a letter only leads there"
    _sends(page)
    expect(page).to_have_url(re.compile(r"/room/c0$"))
    _press(page, "m")
    page.keyboard.type("Bonsoir, je suis là.")
    _press(page, "Enter")
    expect(page.locator("#words")).to_have_value("")
    _press(page, "Escape", "t")
    page.keyboard.type("dit être seule")
    _press(page, "Enter")
    expect(page.locator(".entry.note .said").last).to_have_text("dit être seule")
    _press(page, "Escape", "f")
    expect(page.locator("#level")).to_be_focused()
    page.keyboard.type("Moy")  # a list is chosen from by its first letters
    _press(page, "Tab")
    page.keyboard.type("vu ensemble")
    _press(page, "Tab")
    _sends(page)
    assert served.desk.cases["c0"].case.level is Level.medium
    _press(page, "s")
    assert served.desk.called == []
    _sends(page)
    assert served.desk.called == ["c0"]
    _press(page, "x", "Enter")
    expect(page.locator("#point_1")).to_be_focused()
    page.keyboard.type("on reparle demain")
    _tab_to(page, "#outcome")
    _press(page, "ArrowDown")
    _tab_to(page, "#type")
    _press(page, "ArrowDown")
    _tab_to(page, "button.main")
    _press(page, "Enter")
    page.wait_for_selector("#cards")
    assert [closed[:2] for closed in served.desk.closed] == [("c0", ("on reparle demain",))]
    assert served.desk.crossed == [("c0", "Bonsoir, je suis là.")]


def test_a_held_message_is_answered_by_key(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    _press(page, "m")
    page.keyboard.type("bonsoir // à surveiller")
    _press(page, "Enter")
    expect(page.locator("#held")).to_be_focused()
    _press(page, "Escape")
    expect(page.locator("#held")).to_have_count(0)
    expect(page.locator("#words")).to_be_focused()
    _press(page, "Enter")
    expect(page.locator("#held")).to_be_focused()
    _press(page, "Tab", "Enter")
    expect(page.locator("#words")).to_have_value("")
    assert (len(served.desk.crossed), len(served.desk.noted)) == (0, 1)


def test_the_next_hands_are_reached_by_key(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    _press(page, "q")
    expect(page.locator("#hand-over")).to_be_focused()
    page.keyboard.type("elle reprend à 20 h")
    _press(page, "Tab", "Enter")
    page.wait_for_selector("#cards")
    assert served.desk.cases["c5"].case.state is State.WAITING
    assert served.desk.noted == [("c5", "elle reprend à 20 h")]


def test_a_piece_is_looked_at_and_the_talk_is_read_by_key(page: Page) -> None:
    page.goto("/room/c5")
    _press(page, "e", "Tab", "Enter")
    expect(page.locator(".exhibit img")).to_be_visible()
    _tab_to(page, "[data-reveal]")
    _press(page, "Enter")
    expect(page.locator(".exhibit img")).to_have_css("filter", "none")
    _press(page, "l")
    expect(page.locator("#p-log")).to_be_focused()
    page.locator("#p-log").evaluate("log => { log.scrollTop = log.scrollHeight; }")
    before = page.locator("#p-log").evaluate("log => log.scrollTop")
    _press(page, "PageUp")
    page.wait_for_function("before => document.getElementById('p-log').scrollTop < before", arg=before)


def test_stray_letters_do_nothing_by_themselves(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    before = dict(served.desk.cases["c5"].__dict__)
    for letter in page.evaluate(KEYS):
        page.locator("h1").click()
        _press(page, letter)
    assert served.desk.cases["c5"].__dict__ == before
    assert (served.desk.crossed, served.desk.called, served.desk.noted) == ([], [], [])
    expect(page).to_have_url(re.compile(r"/room/c5$"))


@pytest.mark.parametrize(("who", "path"), [
    ("ada", "/"), ("ada", "/room/c5"), ("grace", "/room/c5"), ("grace", "/room/c0"), ("grace", "/room/c1"),
])  # fmt: skip
def test_each_key_has_one_place_and_the_list_names_it(page: Page, served: Served, who: str, path: str) -> None:
    _as(page, served, who)
    page.goto(path)
    keys = page.evaluate(KEYS)
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    _press(page, "?")
    expect(page.get_by_role("dialog", name="Au clavier")).to_be_visible()
    rows = page.locator("#help-keys div")
    assert [row.locator("kbd").inner_text() for row in rows.all()] == keys
    assert all(row.locator("dd").inner_text().strip() for row in rows.all())
    _press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_every_act_of_the_room_has_a_key_or_lies_behind_one(page: Page) -> None:
    page.goto("/room/c5")
    keyless = page.evaluate("""() => {
      const acts = [...document.querySelectorAll(".rooms summary, .side .moves > form button, .side .moves > a")];
      return acts.filter((act) => !act.dataset.key).map((act) => act.textContent);
    }""")
    assert keyless == []


def test_the_question_about_a_second_emergency_has_the_focus_and_enter_answers_it(page: Page, served: Served) -> None:
    page.goto("/?second=c0")
    yes = page.get_by_role("button", name="Oui, je la prends")
    expect(yes).to_be_focused()
    page.locator("h1").click()
    page.keyboard.down("Enter")
    yes.focus()
    page.keyboard.down("Enter")  # the key is still down: no answer
    page.keyboard.up("Enter")
    expect(page).to_have_url(re.compile(r"second=c0$"))
    assert served.desk.cases["c0"].case.state is State.WAITING
    _sends(page)
    expect(page).to_have_url(re.compile(r"/room/c0$"))


def test_the_first_cards_are_reached_by_their_number(page: Page) -> None:
    _press(page, "1")
    first = page.locator("#cards .enter").first
    expect(first).to_be_focused()
    _press(page, "Enter")
    page.wait_for_selector("#p-log")

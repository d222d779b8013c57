"""The desk in a real browser: what a listener does on a shift, by hand and by keyboard."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from handoff.alarm import Ringing
from nlu.severity import Level
from tests import axe
from tests.handoff.desks.conftest import PASSPHRASE
from tests.handoff.desks.paper import PaperCase, a_case

if TYPE_CHECKING:
    from tests.handoff.desks.conftest import Served

pytestmark = pytest.mark.peer


def _arrive(served: Served, case_id: str = "new", level: Level = Level.emergency, name: str = "phare calme") -> None:
    served.do(served.desk.cases.update, {case_id: PaperCase(a_case(case_id, level, 0, designation=name))})
    served.do(served.desk.tell)


def test_signing_in_by_hand_leads_to_the_board(page: Page, served: Served) -> None:
    page.context.clear_cookies()
    page.goto("/")
    page.get_by_label("Nom").fill("ada")
    page.get_by_label("Phrase secrète").fill("pas celle-ci")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="ne vont pas ensemble")).to_be_visible()
    expect(page.get_by_label("Phrase secrète")).to_be_focused()
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tableau")).to_be_visible()


def test_a_new_emergency_appears_by_itself_and_counts_in_the_title(page: Page, served: Served) -> None:
    expect(page).to_have_title("(1) Tableau")
    _arrive(served)
    expect(page.get_by_role("heading", name="phare calme")).to_be_visible()
    expect(page).to_have_title("(2) Tableau")
    expect(page.locator(".alarm-strip")).to_have_text("2 urgences attendent.")
    expect(page.locator("#announce")).to_have_text("2 urgences attendent.")


def test_the_sound_waits_until_someone_asks_for_it(page: Page) -> None:
    sound = page.get_by_role("button", name="Son")
    expect(sound).to_have_attribute("aria-pressed", "false")
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")


def test_a_letter_and_enter_take_the_next_and_the_keyboard_alone_answers(page: Page, served: Served) -> None:
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/room/c0$"))
    page.keyboard.press("m")
    page.keyboard.type("Bonsoir, je suis là.")
    page.keyboard.press("Enter")
    expect(page.locator(".entry.listener .said")).to_have_text("Bonsoir, je suis là.")
    expect(page.locator("#words")).to_have_value("")
    expect(page.locator("#words")).to_be_focused()
    assert served.desk.crossed == [("c0", "Bonsoir, je suis là.")]


def test_the_single_keys_can_be_switched_off(page: Page) -> None:
    page.get_by_role("button", name="Touches").click()
    page.get_by_role("button", name="Lettres actives").click()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.wait_for_timeout(150)
    expect(page).to_have_url(re.compile(r"/$"))


def test_a_room_can_be_reached_and_left_by_tab_and_enter(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "enter-c5":
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/room/c5$"))


def test_what_they_write_appears_while_one_types_and_the_draft_stays(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    words = page.locator("#words")
    words.fill("je cherche mes mots")
    words.evaluate("area => area.setSelectionRange(2, 2)")
    served.do(served.desk.write, "c5", "correspondent", "tu es là ?")
    expect(page.locator("#p-log")).to_contain_text("tu es là ?")
    expect(page.locator("#announce")).to_contain_text("tu es là ?")
    expect(words).to_have_value("je cherche mes mots")
    expect(words).to_be_focused()
    assert words.evaluate("area => area.selectionStart") == 2


def test_reading_further_up_is_not_disturbed_by_a_new_line(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    for number in range(12):
        served.do(served.desk.write, "c5", "correspondent", f"ligne {number}")
    log = page.locator("#p-log")
    expect(log).to_contain_text("ligne 11")
    log.evaluate("log => { log.scrollTop = 40; }")
    served.do(served.desk.write, "c5", "correspondent", "encore une")
    expect(log).to_contain_text("encore une")
    assert log.evaluate("log => log.scrollTop") == 40


def test_shift_enter_starts_a_line_and_enter_sends_both(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    page.locator("#words").focus()
    page.keyboard.type("un")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("deux")
    page.keyboard.press("Enter")
    expect(page.locator(".entry.listener .said").last).to_have_text("un\ndeux")
    assert served.desk.crossed == [("c5", "un\ndeux")]


def test_slashes_turn_the_box_into_a_note_before_anything_is_sent(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    page.locator("#words").fill("// elle a peur de sa tante")
    expect(page.get_by_text("Note : reste dans l'équipe")).to_be_visible()
    page.locator("#words").press("Enter")
    expect(page.locator(".entry.note .said").last).to_have_text("elle a peur de sa tante")
    expect(page.get_by_text("Note : reste dans l'équipe")).to_be_hidden()
    assert served.desk.crossed == []


@pytest.mark.parametrize(("button", "crossed", "noted"), [
    ("C'est une note", 0, 1), ("Envoyer quand même", 1, 0), ("Corriger", 0, 0),
])  # fmt: skip
def test_slashes_further_down_are_asked_about(
    page: Page, served: Served, button: str, crossed: int, noted: int
) -> None:
    page.goto("/room/c5")
    page.locator("#words").fill("bonsoir // à surveiller")
    page.locator("#words").press("Enter")
    expect(page.locator("#held")).to_be_visible()
    expect(page.get_by_text("tu vas le dire à ma mère ?").last).to_be_in_viewport()
    page.get_by_role("button", name=button).click()
    expect(page.locator("#held")).to_have_count(0)
    expect(page.locator("#words")).to_have_value("" if crossed or noted else "bonsoir // à surveiller")
    assert (len(served.desk.crossed), len(served.desk.noted)) == (crossed, noted)


def test_the_note_box_keeps_its_words_in_the_team(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    page.locator("h1").click()
    page.keyboard.press("t")
    page.keyboard.type("prévenir la relève")
    page.keyboard.press("Enter")
    expect(page.locator(".entry.note .said").last).to_have_text("prévenir la relève")
    assert served.desk.crossed == []


def test_how_far_a_message_got_is_seen_without_reloading(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    page.locator("#words").fill("je suis là")
    page.locator("#words").press("Enter")
    delivery = page.locator(".entry.listener .delivery").last
    expect(delivery).to_have_text("pas encore arrivé")
    served.do(served.desk.travel, "c5", "read")
    expect(delivery).to_have_text("lu")


def _lose_the_answer(page: Page, text: str) -> None:
    page.goto("/room/c5")
    page.route("**/say", lambda route: (route.fetch(), route.abort()))  # it arrives, the answer does not come back
    page.locator("#words").fill(text)
    page.locator("#words").press("Enter")
    expect(page.get_by_text("Pas parti")).to_be_visible()
    expect(page.locator("#words")).to_have_value(text)
    page.unroute("**/say")


def test_other_words_after_a_lost_answer_are_another_message(page: Page, served: Served) -> None:
    _lose_the_answer(page, "tu es")
    page.keyboard.type(" chez toi ?")
    page.keyboard.press("Enter")
    expect(page.locator("#words")).to_have_value("")
    assert served.desk.crossed == [("c5", "tu es"), ("c5", "tu es chez toi ?")]


def test_a_message_that_could_not_leave_stays_and_crosses_once_when_tried_again(page: Page, served: Served) -> None:
    _lose_the_answer(page, "tu es en sécurité ?")
    page.keyboard.type("!")
    page.keyboard.press("Backspace")
    page.locator("#words").press("Enter")
    expect(page.locator("#words")).to_have_value("")
    assert served.desk.crossed == [("c5", "tu es en sécurité ?")]


def test_an_ended_session_keeps_the_draft_until_one_signed_in_again(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    served.do(served.desk.sessions.clear)
    page.evaluate("stream.close(); listen()")  # as after a laptop's sleep
    expect(page.locator("body")).to_have_class(re.compile("offline"))
    page.locator("#words").fill("ne perds pas ceci")
    page.locator("#words").press("Enter")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Se reconnecter dans un nouvel onglet").click()
    door = opened.value
    door.get_by_label("Nom").fill("ada")
    door.get_by_label("Phrase secrète").fill(PASSPHRASE)
    door.keyboard.press("Enter")
    door.wait_for_selector("#cards")
    door.close()
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-signed-out]")).to_have_count(0)
    page.locator("#words").press("Enter")
    expect(page.locator("#words")).to_have_value("")
    assert served.desk.crossed == [("c5", "ne perds pas ceci")]
    expect(page.locator("body")).not_to_have_class(re.compile("offline"))


def test_a_piece_stays_blurred_until_asked_and_through_a_live_update(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    page.get_by_role("button", name="Aperçu flou de la pièce 1").click()
    picture = page.locator(".exhibit img")
    expect(picture).to_have_css("filter", re.compile("blur"))
    assert picture.evaluate("picture => picture.complete && picture.naturalWidth > 0")
    page.get_by_role("button", name="Enlever le flou").click()
    expect(picture).to_have_css("filter", "none")
    served.do(served.desk.write, "c5", "correspondent", "c'est cette photo")
    expect(page.locator("#p-log")).to_contain_text("c'est cette photo")
    expect(picture).to_have_css("filter", "none")


def test_an_original_goes_to_a_file_and_the_room_stays(page: Page) -> None:
    page.goto("/room/c5")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger l'original de la pièce 1").click()
    assert download.value.suggested_filename == "01.html"
    assert Path(download.value.path()).read_bytes() == b"the original"
    expect(page).to_have_url(re.compile(r"/room/c5$"))


def test_a_piece_that_has_no_preview_says_so_in_place(page: Page) -> None:
    page.goto("/room/c5")
    page.get_by_role("button", name="Aperçu flou de la pièce 2").click()
    expect(page.locator("#notice")).to_contain_text("Pas d'aperçu")
    page.get_by_role("button", name="Fermer").click()
    expect(page.locator("#notice")).to_be_empty()


def test_closing_shows_the_last_words_while_points_are_typed(page: Page, served: Served) -> None:
    page.goto("/room/c5")
    page.get_by_role("link", name="Clore").click()
    page.get_by_label("Point 1").type("en parler à ta tante")
    expect(page.locator("#last-words")).to_contain_text("en parler à ta tante")
    page.get_by_label("Issue").select_option("helped")
    page.get_by_label("Violence").select_option("sextortion")
    page.get_by_label("avant, plus maintenant").check()
    assert served.desk.closed == []
    page.get_by_role("button", name="Envoyer et clore").click()
    page.wait_for_selector("#cards")
    assert served.desk.closed == [("c5", ("en parler à ta tante",), "helped", "sextortion")]


def test_the_clocks_go_on(page: Page) -> None:
    page.clock.install()
    page.goto("/room/c5")
    clock = page.locator("#p-head .tick").first
    since = datetime.fromisoformat(clock.get_attribute("data-since") or "")
    page.clock.set_fixed_time(since + timedelta(minutes=5))
    page.clock.run_for(5000)
    expect(clock).to_have_text("5 min")
    page.clock.set_fixed_time(since + timedelta(hours=3, minutes=5))
    page.clock.run_for(5000)
    expect(clock).to_have_text("3 h 05")


def test_a_board_of_every_kind_and_an_alarm_are_within_reach_of_everybody(page: Page, served: Served) -> None:
    checker = axe.source()
    served.desk.alarms["tok"] = Ringing(Level.emergency, served.desk.now, 2)
    for path in ("/", "/alarm/tok"):
        page.goto(path)
        assert axe.faults(page, checker) == [], path
    page.locator("main form button").click()
    assert axe.faults(page, checker) == []


LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_read_and_touched(page: Page, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme)
    for path in ("/", "/room/c5", "/room/c5/close", "/sign-in", "/room/c1"):
        page.goto(path)
        assert page.evaluate(LOOKS) == [], path

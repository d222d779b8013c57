"""The chat in a real browser: letters, taps, words, and a line that breaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unittest.mock import ANY

import pytest
from playwright.sync_api import Page, expect

from tests.bot.channels.web.conftest import a_browser, come
from tests.bot.channels.web.house import a_letter, choices

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from tests.bot.channels.web.house import House

pytestmark = pytest.mark.peer


def write(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Envoyer").click()


def state(page: Page) -> object:
    return page.locator(".letter.me .state").last


def told(house: House, who: str) -> list[str]:
    return [incoming.text or incoming.choice for heard, incoming in house.parlour.heard if heard == who][1:]


def test_the_first_letters_are_there_and_the_tab_says_nothing(page: Page) -> None:
    expect(page.locator(".letter.bot .bubble p")).to_have_text(["Bonjour, je suis un programme.", "Es-tu en danger ?"])
    expect(page.locator(".letter.bot .who").first).to_contain_text("Réponse automatique")
    expect(page).to_have_title("Notes")


def test_a_choice_is_tapped_once_however_often_it_is_clicked(page: Page, house: House) -> None:
    page.get_by_role("button", name="[no]").dblclick()
    expect(page.locator(".letter.bot .bubble").last).to_have_text("Noté : danger:no.")
    page.get_by_role("button", name="[no]").click(force=True)
    page.get_by_role("button", name="[hurt]").click(force=True)
    write(page, "fin")
    expect(page.get_by_text("Lu : 3 signes.")).to_be_visible()
    expect(page.locator(".letter.me .bubble p")).to_have_text(["[no]", "fin"])
    assert told(house, house.last_correspondent()) == ["danger:no", "fin"]


def test_two_taps_at_once_are_one_answer(page: Page, house: House) -> None:
    page.evaluate("document.querySelectorAll('[data-choice^=danger]').forEach((node) => node.click())")
    expect(page.get_by_text("Noté : danger:hurt.")).to_be_visible()
    assert told(house, house.last_correspondent()) == ["danger:hurt"]


def test_an_open_question_can_still_be_answered_below_an_answer_that_asks_nothing(page: Page, house: House) -> None:
    who = house.last_correspondent()
    house.post(who, a_letter("Je suis un programme.", choices=choices("act:human")))
    expect(page.get_by_text("Je suis un programme.", exact=True)).to_be_visible()
    page.get_by_role("button", name="[no]").click()
    expect(page.get_by_text("Noté : danger:no.")).to_be_visible()
    assert told(house, who) == ["danger:no"]


def test_the_question_about_sharing_is_open_in_one_place_only(page: Page, house: House) -> None:
    who, consents = house.last_correspondent(), choices("act:consent_yes", "act:consent_no")
    for words in ("Tu veux partager ?", "L'équipe peut voir ?"):
        house.post(who, a_letter(words, choices=consents))
    expect(page.get_by_text("L'équipe peut voir ?")).to_be_visible()
    for button in ("[consent_yes]", "[consent_no]"):
        expect(page.get_by_role("button", name=button).first).to_be_disabled()
        expect(page.get_by_role("button", name=button).last).to_be_enabled()
    page.get_by_role("button", name="[consent_no]").first.click(force=True)
    page.get_by_role("button", name="[consent_yes]").last.click()
    expect(page.get_by_text("Noté : act:consent_yes.")).to_be_visible()
    assert told(house, who) == ["act:consent_yes"]


def test_what_can_be_done_at_any_time_stays_open_in_an_older_letter(page: Page, house: House) -> None:
    page.get_by_role("button", name="[skip]").click()
    expect(page.get_by_text("Noté : danger:skip.")).to_be_visible()
    page.get_by_role("button", name="[human]").dblclick()
    expect(page.get_by_text("Noté : act:human.")).to_be_visible()
    assert told(house, house.last_correspondent()) == ["danger:skip", "act:human"]


@pytest.mark.parametrize(("button", "choice"), [("Parler à quelqu'un", "act:human"), ("Danger", "act:danger")])
def test_a_human_and_danger_are_one_tap_away(page: Page, house: House, button: str, choice: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(f"Noté : {choice}.")).to_be_visible()
    expect(page.locator(".letter.me .bubble p")).to_have_text([button])


def test_words_are_shown_sent_once_they_are_stored(page: Page, house: House) -> None:
    write(page, "salut\n  مرحبا <b>x</b>")
    expect(page.locator(".letter.me .bubble p")).to_have_text("salut\n  مرحبا <b>x</b>", use_inner_text=True)
    expect(state(page)).to_have_text("Envoyé")
    expect(page.locator("#text")).to_have_value("")
    expect(page.locator("#text")).to_be_focused()


def test_a_message_written_while_the_server_is_away_arrives_when_it_is_back(
    phone: BrowserContext, own_house: House
) -> None:
    page = come(phone, own_house)
    own_house.shut()
    write(page, "tu es là ?")
    write(page, "c'est encore moi")
    expect(page.locator(".letter.me .state").first).to_have_text("Pas encore parti · Réessayer")
    expect(page.locator("#offline")).to_have_text("Connexion perdue, on réessaie…")
    own_house.open()
    page.get_by_role("button", name="Pas encore parti").first.click()
    expect(state(page)).to_have_text("Envoyé")
    expect(page.get_by_text("Lu : 16 signes.")).to_be_visible()
    expect(page.locator("#offline")).to_be_empty()
    assert [incoming.text for incoming in own_house.parlour.what("text")] == ["tu es là ?", "c'est encore moi"]


def test_streams_that_end_and_begin_again_show_nothing_twice(phone: BrowserContext, own_house: House) -> None:
    page = come(phone, own_house)
    page.route("**/chat/seen", lambda route: route.abort())  # the house never learns what the page has shown
    who = own_house.last_correspondent()
    for number in range(2):
        with page.expect_response("**/chat/stream"):
            own_house.post(who, a_letter(f"lettre {number}"))
    expect(page.locator(".letter.bot .bubble p")).to_have_text(
        ["Bonjour, je suis un programme.", "Es-tu en danger ?", "lettre 0", "lettre 1"]
    )


def test_a_message_whose_answer_was_lost_is_stored_once(page: Page, house: House) -> None:
    page.route("**/chat/say", lambda route: (route.fetch(), route.abort()), times=1)
    write(page, "une seule fois")
    expect(page.get_by_text("Lu : 14 signes.")).to_be_visible()
    expect(state(page)).to_have_text("Envoyé")
    write(page, "fin")
    expect(page.get_by_text("Lu : 3 signes.")).to_be_visible()
    assert told(house, house.last_correspondent()) == ["une seule fois", "fin"]


def test_a_message_that_cannot_go_says_why_and_lets_the_next_one_pass(page: Page) -> None:
    refusal = {"error": "Ce message est vide. Un mot suffit.", "again": False}
    page.route("**/chat/say", lambda route: route.fulfill(status=422, json=refusal), times=1)
    write(page, "?")
    expect(state(page)).to_have_text("Ce message est vide. Un mot suffit.")
    write(page, "mot")
    expect(page.get_by_text("Lu : 3 signes.")).to_be_visible()


def test_4096_characters_go_in_one_piece_and_more_in_several(page: Page, house: House) -> None:
    write(page, "é" * 4096)
    expect(page.get_by_text("Lu : 4096 signes.")).to_be_visible()
    write(page, "mot " * 1500)
    expect(page.get_by_text("Lu : 1903 signes.")).to_be_visible()
    who = house.last_correspondent()
    assert [len(text) for text in told(house, who)] == [4096, 4095, 1903]
    assert " ".join(told(house, who)[1:]) == ("mot " * 1500).strip()


def test_marks_nobody_sees_are_not_a_message(page: Page) -> None:
    write(page, " \u200b\u202e\n")
    expect(page.locator(".letter.me")).to_have_count(0)
    write(page, "\u202eabc\u200b")
    expect(page.get_by_text("Lu : 5 signes.")).to_be_visible()


def test_a_letter_is_text_and_its_links_are_links(page: Page, house: House) -> None:
    hostile = [
        {"href": "javascript:alert(1)", "label": "mauvais"}, {"href": "//elsewhere.example", "label": "ailleurs"},
        {"href": "https://elsewhere.example/a", "label": "bon"},
    ]  # fmt: skip
    number = {"id": "1", "label": "1", "href": "data:x", "hours": ""}
    letter = a_letter("<img src=x onerror=alert(1)>", links=hostile, numbers=[number])
    house.post(house.last_correspondent(), letter)
    expect(page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    expect(page.locator("#log .links a")).to_have_text(["bon"])
    expect(page.locator("#log .links a")).to_have_attribute("rel", "noreferrer")
    expect(page.locator("#log .numbers a")).to_have_attribute("href", "#")


def test_a_listener_is_told_apart_from_the_programme(page: Page, house: House) -> None:
    house.post(house.last_correspondent(), a_letter("Bonsoir.", **{"from": "listener"}))
    expect(page.locator(".letter.listener .who")).to_contain_text("Une personne de l'équipe")


def test_numbers_dial_and_a_code_can_be_copied(page: Page, house: House) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    number = {"id": "114", "label": "114 par SMS", "href": "sms:114", "hours": "24 h/24"}
    house.post(house.last_correspondent(), a_letter("Voilà.", numbers=[number], code="A2B3-C4D5"))
    expect(page.get_by_role("link", name="114 par SMS 24 h/24")).to_have_attribute("href", "sms:114")
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_text("Copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "A2B3-C4D5"


def test_a_held_letter_shows_its_words_on_a_tap_and_counts_as_read_only_then(page: Page, house: House) -> None:
    who = house.last_correspondent()
    with page.expect_response(lambda answer: answer.request.post_data_json == {"upto": ANY, "read": False}):
        house.post(who, a_letter("Ta mère ne sait rien.", widget="held", choices=choices("age:skip")))
    held = page.get_by_role("button", name="Un message est arrivé")
    expect(held).to_be_visible()
    assert "Ta mère" not in page.content()
    assert house.states(who)[-1] == "arrived"
    with page.expect_response("**/chat/seen"):
        held.click()
    expect(page.get_by_text("Ta mère ne sait rien.")).to_be_visible()
    expect(page.get_by_role("button", name="[skip]").last).to_be_visible()
    assert house.states(who)[-1] == "read"


def test_a_token_that_ended_says_so_and_lets_one_begin_again(page: Page, house: House) -> None:
    who = house.last_correspondent()
    house.do(house.mailroom.end, "web", who)
    write(page, "tu es encore là ?")
    expect(page.get_by_text("Cette conversation n'est plus ouverte ici.")).to_be_visible()
    page.get_by_role("button", name="Recommencer").click()
    expect(page.get_by_text("Lu : 17 signes.")).to_be_visible()
    expect(page.get_by_text("Cette conversation n'est plus ouverte ici.")).to_have_count(0)
    assert house.last_correspondent() != who


def test_a_language_is_changed_for_the_page_and_for_the_bot(page: Page, house: House) -> None:
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Talk to someone")).to_be_visible()
    expect(page.locator("#text")).to_have_attribute("placeholder", "Write here…")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("Noté : act:language_en.")).to_be_visible()
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_text("Noté : act:language_fr.")).to_be_visible()
    expect(page.get_by_role("button", name="Parler à quelqu'un")).to_be_visible()


def test_a_call_for_help_that_does_not_arrive_shows_the_numbers(page: Page) -> None:
    page.route("**/chat/say", lambda route: route.abort())
    page.get_by_role("button", name="Danger", exact=True).click()
    card = page.locator(".lifeline")
    expect(card.get_by_role("heading")).to_have_text("Ces numéros répondent maintenant")
    expect(card.get_by_role("link").first).to_have_attribute("href", "sms:114")


def test_reading_further_up_is_not_disturbed(page: Page, house: House) -> None:
    who = house.last_correspondent()
    house.post(who, *(a_letter(f"ligne {number}") for number in range(20)))
    expect(page.get_by_text("ligne 19")).to_have_count(1)
    log = page.locator("#log")
    page.locator("#below").click()
    expect(page.locator("#below")).to_be_hidden()  # the way down has come to its end
    log.evaluate("log => { log.scrollTop = 40; }")
    expect(page.locator("#below")).to_be_visible()  # the page has noticed that someone reads further up
    house.post(who, a_letter("encore une"))
    expect(page.get_by_text("encore une")).to_have_count(1)
    assert log.evaluate("log => log.scrollTop") == 40
    page.get_by_role("button", name="Voir la suite").click()
    expect(page.get_by_text("encore une")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Voir la suite")).to_be_hidden()


def test_a_long_letter_is_read_from_its_beginning(page: Page, house: House) -> None:
    write(page, "salut")
    expect(page.get_by_text("Lu : 5 signes.")).to_be_in_viewport()
    house.post(house.last_correspondent(), a_letter("Début.", *["Un paragraphe qui prend de la place."] * 30))
    expect(page.get_by_text("Début.")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Voir la suite")).to_be_visible()


def test_the_keyboard_alone_is_enough(desk: Page, house: House) -> None:
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Quitter vite")).to_be_focused()
    desk.get_by_role("button", name="[no]").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Noté : danger:no.")).to_be_visible()
    expect(desk.get_by_role("button", name="[no]")).to_be_focused()
    desk.locator("#text").focus()
    desk.keyboard.type("un")
    desk.keyboard.press("Shift+Enter")
    desk.keyboard.type("deux")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Lu : 7 signes.")).to_be_visible()
    expect(desk.locator("#text")).to_be_focused()


def test_the_conversation_is_announced_and_the_states_of_messages_are_not(page: Page) -> None:
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")
    write(page, "salut")
    expect(state(page)).to_have_attribute("aria-live", "off")


def test_without_scripts_there_are_numbers_and_a_way_out(chromium: Browser, house: House) -> None:
    with a_browser(chromium, java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(house.url)
        expect(tab.get_by_role("heading", name="La conversation ne s'ouvre pas ici")).to_be_visible()
        expect(tab.get_by_role("link", name=re.compile("^3114"))).to_be_visible()
        expect(tab.locator("#chat")).to_be_hidden()
        tab.get_by_role("link", name="English").click()
        expect(tab.get_by_role("heading", name="The conversation does not open here")).to_be_visible()
        tab.get_by_role("link", name="Leave fast").click()
        expect(tab.get_by_role("heading", name=re.compile("Kitchen measures|Mesures en cuisine"))).to_be_visible()

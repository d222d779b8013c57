from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from handoff.case import State
from handoff.desks.web.rooms import OUTCOMES
from handoff.desks.web.speech import FACTS
from nlu.severity import Level

if TYPE_CHECKING:
    import httpx

    from tests.handoff.desks.conftest import Served, Visitor

BY_SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def ada(visitor: Visitor) -> Visitor:
    return visitor.sign_in()


def _by_script(visitor: Visitor, path: str, **fields: str) -> httpx.Response:
    return visitor.post(path, data={"form_key": visitor.key, **fields}, headers=BY_SCRIPT)


def test_the_room_shows_what_matters_in_its_order(ada: Visitor) -> None:
    text = ada.get("/room/c5").text
    order = [
        text.index(f'id="{name}"')
        for name in (
            "p-head",
            "h-why",
            "h-safe",
            "h-who",
            "h-direct",
            "h-author",
            "p-log",
            "say",
            "note",
            "p-numbers",
            "p-tiles",
        )
    ]
    assert order == sorted(order)
    for words in ("« j&#39;en peux plus »", "oui, parfois", "13-14 ans", "rencontré en ligne", "20-23 h", "48 min"):
        assert words in text


def test_the_reasons_quote_the_persons_own_words_and_lead_to_them(ada: Visitor) -> None:
    text = ada.get("/room/c5").text
    assert 'href="#e-e6"' in text
    assert re.search(r'id="e-e6".*?<mark[^>]*>j&#39;en peux plus,</mark>', text, re.DOTALL)


def test_an_unknown_age_is_shown_as_a_minors(served: Served, ada: Visitor) -> None:
    served.desk.cases["c5"].facts.pop("age")
    assert "âge inconnu : mineur" in ada.get("/room/c5").text


def test_what_people_write_is_text_and_never_markup(served: Served, ada: Visitor) -> None:
    served.do(served.desk.write, "c5", "correspondent", "<img src=x onerror=alert(1)>")
    assert "<img src=x" not in ada.get("/room/c5").text


def test_a_message_crosses_once_however_often_it_is_sent(served: Served, ada: Visitor) -> None:
    for _ in range(3):
        assert _by_script(ada, "/room/c5/say", text="je suis là", key="k1").status_code == 200
    assert served.desk.crossed == [("c5", "je suis là")]


def test_without_scripts_a_message_crosses_and_leads_back_to_the_box(served: Served, ada: Visitor) -> None:
    answer = ada.act("/room/c5/say", text="je suis là", key="k1")
    assert answer.headers["location"] == "/room/c5#write"
    assert served.desk.crossed == [("c5", "je suis là")]


@pytest.mark.parametrize("text", ["// ne pas le dire", "  // ne pas le dire", "//ne pas le dire\nbonjour"])
def test_slashes_at_the_start_keep_a_message_in_the_team(served: Served, ada: Visitor, text: str) -> None:
    assert _by_script(ada, "/room/c5/say", text=text, key="k1").status_code == 200
    assert served.desk.crossed == []
    assert len(served.desk.noted) == 1


def test_slashes_further_down_are_held_and_asked_about(served: Served, ada: Visitor) -> None:
    held = _by_script(ada, "/room/c5/say", text="bonsoir\n// elle ment", key="k1")
    assert held.status_code == 409
    assert held.headers["hx-retarget"] == "#say-answer"
    assert "C&#39;est une note" in held.text
    assert served.desk.crossed == served.desk.noted == []
    _by_script(ada, "/room/c5/say", text="bonsoir\n// elle ment", key="k1", confirmed="yes")
    assert len(served.desk.crossed) == 1


def test_a_note_never_crosses(served: Served, ada: Visitor) -> None:
    _by_script(ada, "/room/c5/note", text="vu avec la superviseure", key="n1")
    assert served.desk.crossed == []
    assert "vu avec la superviseure" in ada.get("/room/c5").text


def test_an_empty_message_says_that_nothing_left(served: Served, ada: Visitor) -> None:
    answer = _by_script(ada, "/room/c5/say", text="  \n ", key="k1")
    assert answer.status_code == 422
    assert "Rien n&#39;est parti" in answer.text
    assert answer.headers["hx-retarget"] == "#notice"


def test_another_listeners_room_stays_shut(served: Served, ada: Visitor) -> None:
    assert ada.get("/room/c1").status_code == 403
    assert _by_script(ada, "/room/c1/say", text="bonsoir", key="k").status_code == 403
    assert ada.get("/room/nothing").status_code == 404
    assert served.desk.crossed == []


def test_a_supervisor_reads_and_notes_but_has_no_box_to_the_person(served: Served, visitor: Visitor) -> None:
    text = visitor.sign_in("grace").get("/room/c5").text
    assert 'id="say"' not in text
    assert 'id="note"' in text
    assert "Reprendre cette conversation" in text
    assert visitor.act("/room/c5/take-over", reason="fin de permanence").status_code == 303
    assert 'id="say"' in visitor.get("/room/c5").text


def test_an_ended_session_gives_the_words_back(served: Served, ada: Visitor) -> None:
    served.desk.sessions.clear()
    answer = ada.act("/room/c5/say", text="ne perds pas ceci", key="k1")
    assert answer.status_code == 401
    assert "ne perds pas ceci" in answer.text
    assert "Reconnectez-vous" in answer.text


def test_how_far_a_message_got_is_said(served: Served, ada: Visitor) -> None:
    ada.act("/room/c5/say", text="je suis là", key="k1")
    for state, words in {"queued": "pas encore arrivé", "sent": "envoyé", "delivered": "remis", "read": "lu"}.items():
        served.do(served.desk.travel, "c5", state)
        assert f'<p class="delivery {state}">{words}</p>' in ada.get("/room/c5/parts").text


# -- evidence ----------------------------------------------------------------------------------------------------------


def test_pieces_are_listed_without_a_picture(served: Served, ada: Visitor) -> None:
    text = ada.get("/room/c5").text
    tiles = text.split('id="p-tiles"')[1].split("</section>")[0]
    assert "<img" not in tiles
    assert "Pièce 1" in tiles
    assert served.desk.opened == []


def test_a_piece_says_its_size_in_the_listeners_language(ada: Visitor) -> None:
    assert "1 Mo · " in ada.get("/room/c5").text
    assert "66 kB · " in ada.get("/room/c5?lang=en").text


def test_a_preview_comes_blurred(ada: Visitor) -> None:
    text = _by_script(ada, "/room/c5/evidence/i1/preview").text
    assert '<img class="blurred" src="data:image/webp;base64,UklGR' in text


def test_each_look_at_a_piece_is_one_entry_in_its_custody(served: Served, ada: Visitor) -> None:
    _by_script(ada, "/room/c5/evidence/i1/preview")
    ada.act("/room/c5/evidence/i1/original")
    assert served.desk.opened == ["i1", "i1"]
    assert ada.get("/room/c5/evidence/i1/original").status_code == 405


def test_an_original_is_a_download_that_cannot_run_and_bears_no_name(ada: Visitor) -> None:
    answer = ada.act("/room/c5/evidence/i1/original")
    assert answer.content == b"the original"
    assert answer.headers["content-disposition"] == 'attachment; filename="01.html"'
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "Julie" not in str(answer.headers)


@pytest.mark.parametrize(("item", "status", "words"), [
    ("i3", 403, "pas partagée"), ("i9", 404, "existe pas"), ("i2", 415, "Pas d&#39;aperçu"),
])  # fmt: skip
def test_a_piece_that_cannot_be_shown_says_why(ada: Visitor, item: str, status: int, words: str) -> None:
    answer = _by_script(ada, f"/room/c5/evidence/{item}/preview")
    assert answer.status_code == status
    assert words in answer.text


def test_the_offered_place_is_shown_only_when_asked(ada: Visitor) -> None:
    assert "12 rue" not in ada.get("/room/c5").text
    assert "12 rue" in _by_script(ada, "/room/c5/place").text


# -- moves ------------------------------------------------------------------------------------------------------------


def test_handing_back_keeps_the_note_and_returns_to_the_board(served: Served, ada: Visitor) -> None:
    assert ada.act("/room/c5/release", note="rappeler demain").headers["location"] == "/"
    assert served.desk.cases["c5"].case.state is State.WAITING
    assert ("c5", "rappeler demain") in served.desk.noted


def test_a_listener_calls_a_supervisor_in_and_the_board_shows_that_it_rings(served: Served, ada: Visitor) -> None:
    assert ada.act("/room/c5/call").headers["location"] == "/room/c5"
    assert served.desk.called == ["c5"]
    card = ada.get("/").text.split('id="c-c5"')[1].split("</li>\n<li class=")[0]
    assert '<span class="called">sonne</span>' in card


def _level(served: Served) -> Level:
    return served.desk.cases["c5"].case.level


def test_only_a_reason_lowers_a_level(served: Served, ada: Visitor) -> None:
    ada.act("/room/c5/lower", level="medium", reason=" ")
    assert _level(served) == Level.critical
    ada.act("/room/c5/lower", level="medium", reason="vu ensemble")
    assert _level(served) == Level.medium


def test_the_last_words_are_seen_before_they_are_sent(served: Served, ada: Visitor) -> None:
    assert "On s&#39;arrête là" in ada.get("/room/c5/close").text
    preview = _by_script(ada, "/room/c5/close/preview", point_1="parler à ta tante")
    assert "parler à ta tante" in preview.text
    assert served.desk.closed == []


def test_the_closing_page_shows_what_the_letter_holds_and_no_number_it_does_not(served: Served, ada: Visitor) -> None:
    shown = ada.get("/room/c5/close").text.split('id="last-words"')[1]
    assert "Non, merci" in shown
    assert "3114" in ada.get("/room/c5").text  # the room knows numbers that answer now; the letter holds none
    assert not re.search(r"\b3114\b", shown)  # as a word: a key of random digits may hold these four


@pytest.mark.parametrize("fields", [
    {"point_1": " ", "outcome": "helped", "type": "threats"},
    {"point_1": "x", "outcome": "won", "type": "threats"},
    {"point_1": "x", "outcome": "helped", "type": ""},
])  # fmt: skip
def test_closing_needs_a_point_an_outcome_and_a_kind(served: Served, ada: Visitor, fields: dict[str, str]) -> None:
    answer = ada.act("/room/c5/close", **fields)
    assert answer.status_code == 422
    assert served.desk.closed == []


def test_closing_sends_the_points_and_leads_to_the_board(served: Served, ada: Visitor) -> None:
    fields = {"point_1": "parler à ta tante", "point_2": "", "point_3": "garder les captures"}
    ada.act("/room/c5/close", **fields, outcome=OUTCOMES[0], type="sextortion", again="past")
    assert served.desk.closed == [("c5", ("parler à ta tante", "garder les captures"), "helped", "sextortion")]


def test_closing_a_grave_case_first_asks_for_the_direct_question(served: Served, ada: Visitor) -> None:
    assert "reposez la question directe" in ada.get("/room/c5/close").text
    fields = {"point_1": "x", "outcome": "helped", "type": "threats"}
    for again in ("", "now", "sometimes", "unsure"):
        answer = ada.act("/room/c5/close", **fields, again=again)
        assert answer.status_code == 422
        assert "reposez la question directe" in answer.text
    assert served.desk.closed == []
    served.desk.cases["c5"].case = replace(served.desk.cases["c5"].case, level=Level.medium)
    assert "reposez la question directe" not in ada.get("/room/c5/close").text


def test_every_answer_a_person_can_tap_has_words_in_both_languages(served: Served, ada: Visitor) -> None:
    for question, choices in FACTS.items():
        for choice in choices:
            served.do(served.desk.write, "c5", "correspondent", f"{question}:{choice}", kind="choice")
    served.do(served.desk.write, "c5", "correspondent", "house:own_choice", kind="choice")
    for language in ("fr", "en"):
        text = ada.get(f"/room/c5?lang={language}").text
        said = re.findall(r'class="said tapped">(.*?)</p>', text)
        assert len(said) >= sum(map(len, FACTS.values()))
        assert "own_choice" in said
        assert [words for words in said if "_" in words] == ["own_choice"]


def test_an_answer_to_one_question_of_several_alike_reads_as_the_answer(served: Served, ada: Visitor) -> None:
    served.do(served.desk.write, "c5", "correspondent", f"refer:yes_{'a' * 32}", kind="choice")
    said = re.findall(r'class="said tapped">(.*?)</p>', ada.get("/room/c5").text)
    assert "D&#39;accord pour le mot d&#39;accompagnement" in said

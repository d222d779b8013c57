from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handoff.case import State
from handoff.worries import Worry
from tests.handoff.desks.night import TALK

if TYPE_CHECKING:
    from tests.handoff.desks.conftest import Served, Visitor


def _cards(text: str) -> list[str]:
    return re.findall(r'<li class="card ([a-z]+)', text)


def _waiting(text: str) -> str:
    return text.split('id="h-waiting"')[1].split("</section>", maxsplit=1)[0]


def test_the_gravest_stands_first_among_thirty(visitor: Visitor) -> None:
    text = visitor.sign_in().get("/").text
    assert len(_cards(text)) == 30
    order = ["emergency", "critical", "high", "medium", "low"]
    waiting = _cards(_waiting(text))
    assert waiting[0] == "emergency"
    assert waiting == sorted(waiting, key=order.index)


def test_a_level_is_a_word_and_a_shape_as_well_as_a_colour(visitor: Visitor) -> None:
    text = visitor.sign_in().get("/").text
    for name, word in {"emergency": "Urgence", "critical": "Critique", "high": "Élevé", "medium": "Moyen"}.items():
        badge = text.split(f'<span class="badge {name}">')[1].split("</span></span>")[0]
        assert "<svg" in badge
        assert word in badge


def test_no_word_anybody_wrote_is_on_the_board(visitor: Visitor) -> None:
    text = visitor.sign_in("grace").get("/").text
    for author, _, words in TALK:
        if author in {"correspondent", "note", "listener"} and words:
            assert words not in text
    assert "peux plus" not in text
    assert "12 rue" not in text


def test_a_card_says_age_language_channel_waiting_and_who_holds_it(visitor: Visitor) -> None:
    text = visitor.sign_in().get("/").text
    card = text.split('id="c-c1"')[1].split("</li>\n<li class=")[0]
    for words in ("15-17 ans", "français", "Telegram, non chiffré", "sans réponse depuis", "6 min", "Sacha"):
        assert words in card
    assert "âge inconnu : mineur" in text


def test_taking_the_next_claims_the_gravest_and_opens_its_room(served: Served, visitor: Visitor) -> None:
    visitor.sign_in()
    answer = visitor.act("/next")
    assert answer.headers["location"] == "/room/c0"
    assert served.desk.cases["c0"].case.claimed_by == "ada"


def test_when_nobody_waits_the_board_says_so(served: Served, visitor: Visitor) -> None:
    visitor.sign_in()
    served.desk.cases = {name: paper for name, paper in served.desk.cases.items() if paper.case.state is State.LIVE}
    answer = visitor.act("/next")
    assert "attend en ce moment" in visitor.get(answer.headers["location"]).text


def test_a_case_someone_else_took_first_names_them_and_offers_the_next(served: Served, visitor: Visitor) -> None:
    visitor.sign_in()
    with_grace = served.desk.cases["c1"]
    assert with_grace.case.claimed_by == "grace"
    answer = visitor.act("/room/c1/claim")
    assert answer.status_code == 409
    assert "Sacha" in answer.text
    assert 'id="offer-next"' in answer.text
    assert served.desk.cases["c1"].case.claimed_by == "grace"


def test_a_worry_about_a_listener_stands_first_on_a_supervisors_board_until_somebody_looks(
    served: Served, visitor: Visitor
) -> None:
    served.desk.worried = [Worry("w1", "c1", "loutre verte", served.desk.now, "Camille")]
    assert "loutre verte" not in visitor.sign_in().get("/").text
    text = visitor.sign_in("grace").get("/").text
    assert text.index("loutre verte") < text.index('id="h-waiting"')
    answer = visitor.act("/worry/w1")
    assert answer.headers["location"] == "/room/c1"
    assert "loutre verte" not in visitor.get("/").text


def test_only_what_burns_may_be_picked_by_a_listener(visitor: Visitor) -> None:
    text = _waiting(visitor.sign_in().get("/").text)
    picked = re.findall(r'action="/room/(c\d+)/claim"', text)
    assert set(picked) == {"c0", "c2", "c3"}


def test_the_desk_speaks_the_browsers_language_and_another_when_asked(served: Served, visitor: Visitor) -> None:
    visitor.sign_in()
    assert "Prendre la suivante" in visitor.get("/").text
    english = visitor.get("/?lang=en")
    assert "Take the next one" in english.text
    assert 'action="/next?lang=en"' in english.text
    assert visitor.act("/next?lang=en").headers["location"] == "/room/c0?lang=en"
    assert "Take the next one" in visitor.get("/", headers={"Accept-Language": "de, en-GB;q=0.8, fr;q=0.2"}).text
    assert "Prendre la suivante" in visitor.get("/", headers={"Accept-Language": "de"}).text

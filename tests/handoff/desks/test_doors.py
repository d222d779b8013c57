from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handoff.alarm import Ringing
from handoff.listener import Role
from nlu.severity import Level
from tests.handoff.desks.conftest import PASSPHRASE, Served, Visitor

if TYPE_CHECKING:
    import httpx


def _words(answer: httpx.Response) -> str:
    return answer.text.split('role="alert" id="why"')[1].split("</p>")[0]


def test_a_wrong_name_and_a_wrong_passphrase_get_the_same_answer(visitor: Visitor) -> None:
    wrong_name = visitor.post("/sign-in", data={"name": "nobody", "passphrase": PASSPHRASE})
    wrong_words = visitor.post("/sign-in", data={"name": "ada", "passphrase": "no"})
    assert wrong_name.status_code == wrong_words.status_code == 401
    assert _words(wrong_name) == _words(wrong_words)
    assert "set-cookie" not in wrong_name.headers


def test_a_device_is_known_again_for_everybody_who_came_in_on_it(served: Served, visitor: Visitor) -> None:
    visitor.sign_in("ada")
    first = visitor.cookies.get("d")
    assert first == "ada.known"
    visitor.sign_in("grace")
    assert visitor.cookies.get("d") == "grace.known~ada.known"


def test_who_tried_too_often_is_told_to_wait_in_plain_words(served: Served, visitor: Visitor) -> None:
    served.desk.wait = 90.0
    answer = visitor.post("/sign-in", data={"name": "ada", "passphrase": PASSPHRASE})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "90"
    assert "dans 90 secondes" in _words(answer)


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/room/../x", "/room/c5?x=1", "javascript:x"]
)
def test_signing_in_never_leads_off_the_desk(visitor: Visitor, where: str) -> None:
    answer = visitor.post("/sign-in", data={"name": "ada", "passphrase": PASSPHRASE, "next": where})
    assert answer.headers["location"] == "/"


def test_signing_in_leads_back_to_the_room_one_came_from(visitor: Visitor) -> None:
    where = visitor.get("/room/c5").headers["location"]
    assert where == "/sign-in?next=%2Froom%2Fc5"
    assert 'name="next" value="/room/c5"' in visitor.get(where).text
    answer = visitor.post("/sign-in", data={"name": "ada", "passphrase": PASSPHRASE, "next": "/room/c5"})
    assert answer.headers["location"] == "/room/c5"


def test_signing_out_ends_the_session_in_the_house_too(served: Served, visitor: Visitor) -> None:
    visitor.sign_in()
    cookie = visitor.cookies["s"]
    answer = visitor.act("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert 's=""' in answer.headers["set-cookie"]
    visitor.cookies.set("s", cookie)
    assert visitor.get("/").status_code == 303


def test_an_invitation_serves_once_and_signs_in(served: Served, visitor: Visitor) -> None:
    with Visitor(served.url) as grace:
        grace.sign_in("grace")
        link = grace.act("/invite", role="listener").text.split('value="')[1].split('"')[0]
    path = link.removeprefix(served.url)
    assert "Cinq mots" in visitor.get(path).text
    answer = visitor.post(path, data={"name": "mary", "passphrase": "tasse-moulin-verger-plume-onze"})
    assert answer.status_code == 303
    assert visitor.get("/").status_code == 200
    assert visitor.get(path).status_code == 404


def test_a_weak_passphrase_is_told_kindly_and_the_name_stays(served: Served, visitor: Visitor) -> None:
    served.desk.invitations["tok"] = Role.LISTENER
    answer = visitor.post("/enrol/tok", data={"name": "mary", "passphrase": "azerty"})
    assert answer.status_code == 422
    assert "cinq mots au hasard" in _words(answer)
    assert 'value="mary"' in answer.text
    assert "azerty" not in answer.text


def test_a_passphrase_that_leans_on_ones_own_name_is_told_so(served: Served, visitor: Visitor) -> None:
    served.desk.invitations["tok"] = Role.LISTENER
    answer = visitor.post("/enrol/tok", data={"name": "mary", "passphrase": "mary lampe tuile corde navire"})
    assert answer.status_code == 422
    assert "compte pour rien : qui vous connaît" in _words(answer)


def test_a_name_already_taken_is_said_and_the_invitation_still_holds(served: Served, visitor: Visitor) -> None:
    served.desk.invitations["tok"] = Role.LISTENER
    assert visitor.post("/enrol/tok", data={"name": "ada", "passphrase": PASSPHRASE}).status_code == 409
    assert visitor.get("/enrol/tok").status_code == 200


def test_a_listener_may_not_invite(served: Served, visitor: Visitor) -> None:
    visitor.sign_in()
    assert "Inviter" not in visitor.get("/").text
    assert visitor.act("/invite", role="supervisor").status_code == 403
    assert served.desk.invitations == {}


def test_a_page_that_looks_again_by_itself_keeps_nobody_signed_in(served: Served, visitor: Visitor) -> None:
    visitor.sign_in()
    served.desk.clicks.clear()
    for path in ("/board", "/room/c5/parts"):
        assert visitor.get(path, headers={"HX-Request": "true"}).status_code == 200
    assert served.desk.clicks == []
    visitor.get("/room/c5")
    visitor.act("/room/c5/note", text="vu", key="k")
    assert len(served.desk.clicks) == 2


# -- the alarm's page, which needs no signing in -----------------------------------------------------------------------


def test_looking_at_an_alarm_does_not_stop_it_and_the_button_does(served: Served, visitor: Visitor) -> None:
    served.desk.alarms["tok"] = Ringing(Level.emergency, served.desk.now - timedelta(minutes=3), 2)
    seen = visitor.get("/alarm/tok")
    assert "Urgence" in seen.text
    assert "3 min" in seen.text
    assert "lanterne" not in seen.text
    assert "tok" in served.desk.alarms
    assert "vous vous en occupez" in visitor.post("/alarm/tok").text
    assert served.desk.alarms == {}


def test_an_alarm_link_that_no_longer_rings_says_so(visitor: Visitor) -> None:
    for answer in (visitor.get("/alarm/old"), visitor.post("/alarm/old")):
        assert answer.status_code == 404
        assert "ne sonne plus" in answer.text

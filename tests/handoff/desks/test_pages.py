"""The pages over the real desk: what listeners arrange between them, as a browser sends it."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.promises import promises_in
from handoff.case import State
from handoff.desks.web.app import web_desk
from handoff.desks.web.settings import DeskWebSettings
from handoff.outgoing import Known
from handoff.records.tables import decisions
from nlu.severity import Level
from tests.handoff.desks.conftest import last_words, numbers
from tests.handoff.desks.houses import Pages
from tests.handoff.havens import PASSPHRASE, Haven, person, texts
from tests.hanging_up import hangs_up

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.applications import Starlette

    from handoff.arrivals import Reason
    from handoff.listener import Session

URL = "http://desk.test"


class Browser(httpx.AsyncClient):
    """A browser as far as the guard can tell."""

    def __init__(self, app: Starlette) -> None:
        headers = {"Accept-Language": "fr", "Sec-Fetch-Site": "same-origin"}
        super().__init__(transport=httpx.ASGITransport(app=app), base_url=URL, headers=headers)
        self.key = ""

    async def enters(self, name: str) -> Browser:
        answer = await self.post("/sign-in", data={"name": name, "passphrase": PASSPHRASE})
        assert answer.status_code == 303, answer.text
        self.key = (await self.get("/form-key")).json()["key"]
        return self

    async def act(self, path: str, **fields: str) -> httpx.Response:
        return await self.post(path, data={"form_key": self.key, **fields})

    async def reads(self, path: str) -> str:
        answer = await self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return html.unescape(answer.text)


@pytest.fixture
async def app(haven: Haven) -> Starlette:
    return web_desk(
        haven.desk, texts(), haven.changes, DeskWebSettings(), numbers=numbers, last_words=last_words, clock=haven.clock
    )


@pytest.fixture
async def here(app: Starlette, ada: Session) -> AsyncIterator[Browser]:
    """Ada's browser."""
    async with Browser(app) as browser:
        yield await browser.enters("ada")


@pytest.fixture
async def there(app: Starlette, grace: Session) -> AsyncIterator[Browser]:
    """Grace's browser, a supervisor's."""
    async with Browser(app) as browser:
        yield await browser.enters("grace")


@pytest.fixture
async def held(haven: Haven, ada: Session) -> str:
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    return case_id


# -- handing over ------------------------------------------------------------------------------------------------------


async def test_a_hand_over_goes_from_one_browser_to_the_other(
    haven: Haven, here: Browser, there: Browser, grace: Session, held: str
) -> None:
    room = f"/room/{held}"
    assert "Confier à un·e collègue" in await here.reads(room)
    await here.act(f"{room}/offer", to=grace.listener_id, note="fin de permanence")
    assert "n'a pas encore répondu" in await here.reads(room)
    assert "vous est proposée" in await there.reads("/")
    asked = await there.reads(room)
    assert "vous propose cette conversation" in asked
    assert "fin de permanence" in asked
    assert (await there.act(f"{room}/accept")).headers["location"] == room
    assert (await haven.case(held)).claimed_by == grace.listener_id


async def test_a_no_leads_to_the_board_and_its_word_back(
    haven: Haven, here: Browser, there: Browser, grace: Session, held: str
) -> None:
    await here.act(f"/room/{held}/offer", to=grace.listener_id, note="tu peux ?")
    answer = await there.act(f"/room/{held}/refuse", note="pas maintenant")
    assert answer.headers["location"] == "/"
    assert "pas maintenant" in await here.reads(f"/room/{held}")


async def test_whoever_is_gone_is_told_in_words(haven: Haven, here: Browser, held: str) -> None:
    answer = await here.act(f"/room/{held}/offer", to="x", note="tu peux ?")
    assert answer.status_code == 409
    assert "pas connectée" in html.unescape(answer.text)
    assert "tu peux ?" not in html.unescape((await here.get("/")).text)


async def test_a_second_listener_is_asked_in_and_out(
    haven: Haven, here: Browser, there: Browser, grace: Session, held: str
) -> None:
    await here.act(f"/room/{held}/second", to=grace.listener_id)
    assert "lit avec vous" in await here.reads(f"/room/{held}")
    assert "vous lisez aussi" in await there.reads("/")
    assert (await there.act(f"/room/{held}/leave")).headers["location"] == "/"
    assert (await haven.case(held)).second is None


# -- one's shift -------------------------------------------------------------------------------------------------------


async def test_the_way_out_leads_to_handing_over_first(haven: Haven, here: Browser, held: str) -> None:
    answer = await here.act("/sign-out")
    assert answer.headers["location"] == "/shift?held"
    assert "Une conversation est encore avec vous" in await here.reads("/shift?held")
    out = await here.act("/shift/end", note="à demain")
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert out.headers["clear-site-data"] == '"cache", "storage"'
    assert (await haven.case(held)).state is State.WAITING
    assert (await here.get("/")).headers["location"].startswith("/sign-in")


async def test_a_pause_is_a_page_that_says_until_when(haven: Haven, here: Browser) -> None:
    await haven.comes("julie")
    await here.act("/shift/pause")
    assert "En pause jusqu'à 19:15" in await here.reads("/shift")
    refused = await here.act("/next")
    assert refused.status_code == 409
    assert "pause" in refused.text
    await here.act("/shift/resume")
    assert (await here.act("/next")).headers["location"].startswith("/room/")


async def test_a_second_emergency_is_asked_about_on_the_board(haven: Haven, here: Browser) -> None:
    for name in ("julie", "zoe"):
        await haven.comes(name, Level.emergency)
        haven.clock.forward(minutes=1)
    other = await haven.comes("tom")
    await here.act("/next")
    assert (await here.act("/next")).headers["location"] == "/?second=next"
    assert "deuxième urgence" in await here.reads("/?second=next")
    assert (await here.act("/next", agreed="no")).headers["location"] == f"/room/{other}"
    assert (await here.act("/next", agreed="yes")).headers["location"].startswith("/room/")


async def test_a_supervisor_sets_what_somebody_takes_on(
    haven: Haven, there: Browser, here: Browser, ada: Session
) -> None:
    await here.act("/shift/debrief")
    page = await there.reads("/team")
    assert "demande à parler avant de partir" in page
    fields = {"speaks-en": "yes", "capacity": "2"}
    await there.post(f"/team/{ada.listener_id}/skills", data={"form_key": there.key, **fields})
    (own,) = [one for one in await haven.desk.listeners() if one.id == ada.listener_id]
    assert (own.skills.languages, own.skills.minors, own.skills.capacity) == ({"en"}, False, 2)
    await there.act(f"/team/{ada.listener_id}/debriefed")
    assert "demande à parler" not in await there.reads("/team")


async def test_the_team_is_a_supervisors_page(here: Browser) -> None:
    assert (await here.get("/team")).status_code == 403


async def test_a_second_click_on_close_says_that_it_went_out_once(haven: Haven, here: Browser, held: str) -> None:
    ending = {"point_1": "parler à ta tante", "outcome": "helped", "type": "threats", "again": "no"}
    assert (await here.act(f"/room/{held}/close", **ending)).status_code == 303
    again = await here.act(f"/room/{held}/close", **ending)
    assert again.status_code == 409
    assert "déjà close" in html.unescape(again.text)
    assert len([letter for letter in haven.letters.sent if "goodbye tu" in letter[1]["paragraphs"]]) == 1


# -- words -------------------------------------------------------------------------------------------------------------


@pytest.fixture
async def careful(haven: Haven) -> Haven:
    """A haven whose desk finds a promise, as the composition root has it."""
    haven.desk._speaking._known = Known(promises=promises_in)
    return haven


async def test_a_promise_is_held_with_what_to_say_instead_and_leaves_once_it_is_meant(
    careful: Haven, here: Browser, held: str
) -> None:
    fields = {"form_key": here.key, "text": "Je te promets que personne ne saura jamais.", "key": "k1"}
    asked = await here.post(f"/room/{held}/say", data=fields, headers={"HX-Request": "true"})
    assert asked.status_code == 409
    assert "les trois limites" in html.unescape(asked.text)
    assert 'data-as="say"' in asked.text
    assert careful.letters.to(person("julie")) == []
    await here.act(f"/room/{held}/say", text=fields["text"], key="k1", confirmed="yes")
    assert careful.letters.to(person("julie")) == [fields["text"]]


# -- rescue ------------------------------------------------------------------------------------------------------------


async def test_the_page_of_an_emergency_reads_out_what_is_known_and_records_the_call(
    haven: Haven, here: Browser, held: str
) -> None:
    page = await here.reads(f"/room/{held}/rescue")
    for words in ("Vous n'avez besoin de personne d'autre", "bonsoir", "âge inconnu : mineur·e", "Aucun lieu"):
        assert words in page
    fields = {"service": "119", "told": "not", "words": "quelqu'un lit son écran"}
    assert (await here.act(f"/room/{held}/rescue/call", **fields)).status_code == 303
    room = await here.reads(f"/room/{held}")
    assert "Secours appelés" in room
    assert "pas dit" in room
    await here.act(f"/room/{held}/rescue/help", what="came", words="pompiers sur place")
    assert "arrivés auprès d'elle" in await here.reads(f"/room/{held}")


async def test_who_swallowed_pills_is_read_out_by_their_own_words_and_not_as_unanswered(
    haven: Haven, here: Browser, ada: Session
) -> None:
    case_id = await haven.comes("lou", Level.emergency)
    line = await haven.writes(case_id, "j'ai avalé plein de cachets je veux mourir")
    found: Reason = {"rule": "words-unclear", "source": "words", "entry": line, "start": 31, "end": 37}
    reasons: list[Reason] = [found, {"rule": "danger-not-answered", "source": "circumstance"}]
    await haven.writes(case_id, "t'es là", level=Level.emergency, reasons=reasons)
    await haven.desk.claim(ada, case_id)
    page = await here.reads(f"/room/{case_id}/rescue")
    assert "Ce qu'on sait : A écrit : « j'ai avalé plein de cachets je veux mourir »" in page
    assert "pas encore répondu" not in page


async def test_a_call_without_a_word_on_whether_they_know_is_asked_about(here: Browser, held: str) -> None:
    answer = await here.act(f"/room/{held}/rescue/call", service="119", words="appelé")
    assert answer.status_code == 422
    assert "si la personne le sait" in html.unescape(answer.text)


async def test_an_address_is_shown_once_on_its_own_page(haven: Haven, here: Browser, held: str) -> None:
    haven.addresses[person("julie")] = "+33 6 00 00 00 00"
    shown = await here.act(f"/room/{held}/rescue/glass", words="ne répond plus")
    assert "+33 6 00 00 00 00" in html.unescape(shown.text)
    for path in (f"/room/{held}", f"/room/{held}/rescue", "/"):
        assert "+33 6" not in await here.reads(path)


async def test_a_calm_report_is_read_in_the_room_and_on_the_supervisors_page(
    haven: Haven, here: Browser, there: Browser, held: str
) -> None:
    fields = {"to": "crip", "told": "first", "words": "frappée par son beau-père", "urgent": "no"}
    await here.act(f"/room/{held}/report", **fields)
    assert "Attend une deuxième lecture" in await there.reads("/team")
    assert "D'accord pour l'envoyer" in await there.reads(f"/room/{held}")
    assert "D'accord pour l'envoyer" not in await here.reads(f"/room/{held}")
    (decision,) = await haven.rows(decisions.select())
    await there.act(f"/room/{held}/report/{decision.id}/answer", agreed="yes", words="oui")
    assert "Il est envoyé" in await here.reads(f"/room/{held}")
    await here.act(f"/room/{held}/report/{decision.id}/sent")
    assert "fait" in await here.reads(f"/room/{held}")


# -- what is held back -------------------------------------------------------------------------------------------------


async def test_a_handle_is_held_with_its_reason_asked_for(haven: Haven, here: Browser, held: str) -> None:
    fields = {"form_key": here.key, "text": "mon snap : ada_b", "key": "k1"}
    answer = await here.post(f"/room/{held}/say", data=fields, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-retarget"]) == (409, "#say-answer")
    assert "un nom de compte. Rien n'est parti." in html.unescape(answer.text)
    assert haven.letters.to(person("julie")) == []
    await here.act(f"/room/{held}/say", **fields, because="compte de l'association")
    assert haven.letters.to(person("julie")) == ["mon snap : ada_b"]


@pytest.mark.parametrize(("text", "status", "words"), [
    ("a" * 4097, 413, "097 signes"), ("a\tb\tc\nd\te\tf", 409, "tableau"), ("mon snap : ada_b", 409, "contact"),
])  # fmt: skip
async def test_without_scripts_what_is_held_is_said_in_words_and_the_text_is_kept(
    haven: Haven, here: Browser, held: str, text: str, status: int, words: str
) -> None:
    answer = await here.act(f"/room/{held}/say", text=text, key="k1")
    assert answer.status_code == status
    assert words in html.unescape(answer.text)
    assert text.split(maxsplit=1)[0] in answer.text
    assert haven.letters.to(person("julie")) == []


async def test_a_file_stays_at_the_desk(haven: Haven, here: Browser, held: str) -> None:
    answer = await here.post(f"/room/{held}/say", files={"file": ("x.png", b"picture")}, data={"form_key": here.key})
    assert answer.status_code == 415
    assert "Les fichiers restent ici" in html.unescape(answer.text)
    assert haven.letters.sent == []


async def test_abuse_is_ended_from_the_room_and_leads_to_a_pause(haven: Haven, here: Browser, held: str) -> None:
    refused = await here.act(f"/room/{held}/abuse", until="")
    assert refused.status_code == 422
    answer = await here.act(f"/room/{held}/abuse", until=(haven.clock.now + timedelta(days=3)).date().isoformat())
    assert answer.headers["location"] == "/shift"
    assert (await haven.case(held)).state is State.CLOSED


async def test_whoever_is_cut_off_while_sending_leaves_no_line_in_the_log(
    haven: Haven, caplog: pytest.LogCaptureFixture
) -> None:
    await hangs_up(Pages(haven).app, "/sign-in")
    assert [record for record in caplog.records if record.name.startswith("handoff")] == []


async def test_the_team_page_shows_that_whoever_looks_is_there_too(haven: Haven, grace: Session) -> None:
    visitor = Pages(haven).visitor("fr")
    await visitor.signs_in("grace")
    session = await haven.desk.session(visitor.cookies["s"])
    assert session is not None
    assert f"connecté·e, alias {session.alias}" in html.unescape((await visitor.get("/team")).text)

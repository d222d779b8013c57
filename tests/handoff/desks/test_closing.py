"""The page that ends a talk, where a line is held: asked as in the room, nothing typed is lost, a reason is read."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from handoff.case import State
from handoff.decisions import Kind
from handoff.outgoing import Known
from nlu.severity import Level
from tests.handoff.desks.houses import Pages, Visitor
from tests.handoff.havens import person

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from handoff.listener import Session
    from tests.handoff.havens import Haven

TYPED = {
    "point_1": "parler à ta tante", "point_2": "appelle-la au 0612345678", "plan_who": "ma tante", "outcome": "helped",
    "type": "threats", "again": "past",
}  # fmt: skip
SECRET = "je ne le dirai à personne"


@pytest.fixture
async def mine(haven: Haven, ada: Session) -> str:
    case_id = await haven.comes("julie", Level.high, "on me menace")
    await haven.desk.take_next(ada)
    return case_id


@pytest.fixture
async def sitting(haven: Haven, mine: str) -> AsyncIterator[Visitor]:
    async with Pages(haven).visitor("fr") as browser:
        await browser.signs_in("ada")
        yield browser


async def closes(sitting: Visitor, case_id: str, **fields: str) -> httpx.Response:
    return await sitting.act(f"/room/{case_id}/close", **{**TYPED, **fields})


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*?value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


async def test_a_number_in_a_point_is_asked_about_in_the_rooms_words_and_all_that_was_typed_is_there(
    haven: Haven, sitting: Visitor, mine: str
) -> None:
    answer = await closes(sitting, mine)
    assert answer.status_code == 409
    page = answer.text
    in_room = await sitting.post(
        f"/room/{mine}/say", data={"form_key": sitting.key, "text": TYPED["point_2"]}, headers={"HX-Request": "true"}
    )
    assert in_room.status_code == 409
    asked = re.search(r"<p[^>]*>(.*?)</p>", page.split('id="held"')[1])
    assert asked is not None
    assert asked[1] in in_room.text
    assert "un numéro" in asked[1]
    assert [field(page, name) for name in ("point_1", "point_2", "plan_who")] == [
        "parler à ta tante", "appelle-la au 0612345678", "ma tante"]  # fmt: skip
    for chosen in ('value="helped" selected', 'value="threats" selected', 'value="past" checked'):
        assert chosen in page
    assert haven.letters.to(person("julie"), "bot") == []
    assert (await haven.case(mine)).state is State.LIVE


async def test_the_question_is_reached_first_by_keyboard_and_needs_no_script(sitting: Visitor, mine: str) -> None:
    page = (await closes(sitting, mine)).text
    form = page.split('id="close"')[1].split("</form>")[0]
    assert re.findall(r"<(\w+)[^>]*\sautofocus", page) == ["textarea"]
    assert re.search(r'<label for="because">.*?<textarea id="because" name="because"', form)
    assert len(re.findall(r"<button", form)) == 1  # a key pressed in a point sends nothing that a button would not


async def test_with_a_reason_it_closes_and_a_supervisor_reads_the_reason(
    haven: Haven, sitting: Visitor, grace: Session, mine: str
) -> None:
    answer = await closes(sitting, mine, because="sa tante, elle me l'a donné")
    assert answer.status_code == 303
    (goodbye,) = haven.letters.to(person("julie"), "bot")
    assert "appelle-la au 0612345678" in goodbye
    (one,) = await haven.desk.rescue.to_read(grace)
    assert (one.kind, one.detail) == (Kind.ANYWAY, "number")
    async with Pages(haven).visitor("fr") as supervisor:
        await supervisor.signs_in("grace")
        room = html.unescape((await supervisor.get(f"/room/{mine}")).text)
    assert "sa tante, elle me l'a donné" in room


async def test_corrected_it_closes_without_a_reason_and_nobody_has_anything_to_read(
    haven: Haven, sitting: Visitor, grace: Session, mine: str
) -> None:
    await closes(sitting, mine)
    assert (await closes(sitting, mine, point_2="l'appeler demain")).status_code == 303
    assert (await haven.case(mine)).state is State.CLOSED
    assert await haven.desk.rescue.to_read(grace) == []


async def test_a_reason_of_blanks_is_no_reason_and_a_reason_outlives_another_question(
    haven: Haven, sitting: Visitor, mine: str
) -> None:
    assert (await closes(sitting, mine, because="  ")).status_code == 409
    again = await closes(sitting, mine, because="sa tante", again="")
    assert again.status_code == 422
    assert re.search(r'<textarea id="because"[^>]*>sa tante</textarea>', again.text)
    assert (await haven.case(mine)).state is State.LIVE


async def test_a_promise_in_a_point_is_asked_about_and_sent_only_when_ticked(
    haven: Haven, sitting: Visitor, mine: str
) -> None:
    haven.desk.endings._speaking._known = Known(promises=lambda text: ("secrecy",) if SECRET in text else ())
    held = await closes(sitting, mine, point_2=SECRET)
    assert held.status_code == 409
    assert "les trois limites" in held.text
    assert re.search(r'<input type="checkbox" name="confirmed" value="yes">', held.text)
    assert haven.letters.to(person("julie"), "bot") == []
    assert (await closes(sitting, mine, point_2=SECRET, confirmed="yes")).status_code == 303
    assert SECRET in haven.letters.to(person("julie"), "bot")[0]


async def test_a_line_with_an_unfilled_variable_comes_back_with_what_was_typed(sitting: Visitor, mine: str) -> None:
    answer = await closes(sitting, mine, point_2="salut { $name }")
    assert answer.status_code == 422
    assert field(answer.text, "point_2") == "salut { $name }"
    assert 'id="held"' in answer.text

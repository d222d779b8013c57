"""Remedy 27: before any notice they are asked about the risk; a second reads where the account may be a child's."""

from __future__ import annotations

import re

import pytest

from bot.texts import LANGUAGES, Texts
from handoff.errors import GateError
from handoff.takedown.kinds import Kind
from handoff.takedown.states import Gates, needs_second, still_open
from tests.handoff.after.conftest import haven_with_folder, mine  # noqa: F401 - fixtures of the desk's tests
from tests.handoff.after.houses import after_the_talk, ready
from tests.handoff.conftest import ada, grace, haven  # noqa: F401 - idem
from tests.handoff.havens import person

TELLS = re.compile(
    r"harc|signal|retrait|notice|takedown|remov|report|\binsta(?:gram)?\b|snap|tiktok|photo|image|police", re.IGNORECASE
)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("adult", [True, False])
def test_for_no_kind_of_content_a_notice_leaves_unasked(kind, adult):
    assert "risk" in still_open(Gates(saved="kept", account="adult", second="bob"), kind, "ada", adult=adult)


async def test_the_question_is_put_in_the_chat_with_buttons(haven_with_folder, ada, mine):  # noqa: F811 - idem
    after = after_the_talk(haven_with_folder, None)
    await after.takedown.notices.ask_risk(ada, mine)
    (letter,) = [body for name, body, _ in haven_with_folder.letters.sent if name == person("lea")]
    assert letter["paragraphs"] == ["question-risk"]
    assert letter["choices"] == ["risk:no", "risk:yes", "risk:unsure"]


async def test_their_answer_is_there_when_the_next_notice_is_drafted(haven_with_folder, ada, mine):  # noqa: F811 - idem
    from nlu.severity import Level  # noqa: PLC0415 - used here alone

    after = after_the_talk(haven_with_folder, None)
    await haven_with_folder.writes(mine, "risk:yes", kind="choice", level=Level.medium, facts={"risk": "yes"})
    notice_id = await after.takedown.notices.draft_account(ada, mine, "snapchat", Kind.THREATS, "@x", "fr")
    view = await after.takedown.notices.one(ada, mine, notice_id)
    assert view.notice.gates.risk == "yes"
    assert {"care", "second"} <= set(view.open_gates)


@pytest.mark.parametrize("account", ["minor", "unknown"])
async def test_an_account_that_may_be_a_childs_is_read_by_a_second_who_is_somebody_else(
    haven_with_folder, ada, mine, account  # noqa: F811 - idem
):  # fmt: skip
    after = after_the_talk(haven_with_folder, None)
    notice_id = await ready(after, ada, mine, account=account)
    with pytest.raises(GateError) as error:
        await after.takedown.notices.sent_by_form(ada, mine, notice_id)
    assert error.value.gates == ("second",)
    assert needs_second(Gates(risk="no", account=account))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["notice-sent", "notice-removed", "notice-refused", "received-neutral"])
def test_what_they_are_told_says_nothing_to_whoever_reads_along(language, name):
    for register in ("tu", "vous"):
        assert not TELLS.search(Texts().say(name, language, register))

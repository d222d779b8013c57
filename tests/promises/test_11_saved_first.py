"""Remedy 11: evidence is saved before a takedown, or somebody writes down why not."""

from __future__ import annotations

import pytest

from handoff.errors import GateError
from handoff.takedown.kinds import Kind
from handoff.takedown.states import Gates, still_open
from tests.handoff.after.conftest import haven_with_folder, mine  # noqa: F401 - fixtures of the desk's tests
from tests.handoff.after.houses import after_the_talk, ready
from tests.handoff.conftest import ada, grace, haven  # noqa: F401 - idem


async def test_no_notice_leaves_before_it_is_said_that_the_evidence_is_saved(haven_with_folder, ada, mine):  # noqa: F811 - idem
    after = after_the_talk(haven_with_folder, None)
    notice_id = await ready(after, ada, mine, saved="")
    for leave in (after.takedown.notices.sent_by_form, after.takedown.notices.send):
        with pytest.raises(GateError) as error:
            await leave(ada, mine, notice_id)
        assert error.value.gates == ("saved",)


async def test_without_evidence_a_reason_is_needed_and_stays_on_record(haven_with_folder, ada, mine):  # noqa: F811 - idem
    after = after_the_talk(haven_with_folder, None)
    notice_id = await ready(after, ada, mine, saved="waived")
    with pytest.raises(GateError):
        await after.takedown.notices.sent_by_form(ada, mine, notice_id)
    await after.takedown.notices.answer(ada, mine, notice_id, saved="waived", waiver="déjà effacé par elle")
    await after.takedown.notices.sent_by_form(ada, mine, notice_id)
    view = await after.takedown.notices.one(ada, mine, notice_id)
    assert "waived" in [event for event, _ in view.events]
    assert view.notice.gates.waiver == "déjà effacé par elle"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.MINOR_SEXUAL])
def test_for_an_adult_every_kind_of_content_asks_for_it(kind):
    assert "saved" in still_open(Gates(risk="no", account="adult"), kind, "ada", adult=True)

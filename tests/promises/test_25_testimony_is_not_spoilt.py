"""Remedy 25: for sexual violence, or under 13, the dossier holds quotations with their times, nothing made of them."""

from __future__ import annotations

import pytest

from handoff import dossiers
from handoff.complaint import Draft
from tests.handoff.after.conftest import haven_with_folder  # noqa: F401 - a fixture of the desk's tests
from tests.handoff.after.houses import after_the_talk
from tests.handoff.conftest import ada, grace, haven  # noqa: F401 - idem
from tests.handoff.havens import person

WORDS = "il m'a touchée mardi"
GRAVE = [{"what": "body", "age": "15_17"}, {"what": "insults", "age": "under_13"}]


@pytest.mark.parametrize("facts", GRAVE, ids=["sexual violence", "under 13"])
async def test_the_first_words_stay_word_for_word_whatever_is_said_later(haven_with_folder, ada, facts):  # noqa: F811 - idem
    house, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    case_id = await house.comes("lea", words=WORDS, facts=facts)
    await house.desk.take_next(ada)
    entries = (await after.dossiers.view(ada, case_id)).draft.entries
    await after.dossiers.draft(ada, case_id, Draft(entries=entries, harm=("a honte",)))
    await after.dossiers.show(ada, case_id)
    house.clock.forward(minutes=5)
    entry = await house.writes(case_id, "1 : c'était mercredi")
    async with house.database.transaction() as tx:
        await dossiers.correct(tx, case_id, entry, house.clock.now)
        await dossiers.agree(tx, case_id, house.clock.now)
    says = await after.dossiers.complaint(ada, case_id)
    assert [line.words for line in says.lines] == [WORDS, "1 : c'était mercredi"]
    assert says.lines[0].at < says.lines[1].at
    assert says.harm == ()
    assert says.quotations


@pytest.mark.parametrize("facts", GRAVE, ids=["sexual violence", "under 13"])
async def test_what_the_person_reads_over_is_their_own_words_and_nothing_made_of_them(haven_with_folder, ada, facts):  # noqa: F811 - idem
    house, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    case_id = await house.comes("lea", words=WORDS, facts=facts)
    await house.desk.take_next(ada)
    entries = (await after.dossiers.view(ada, case_id)).draft.entries
    draft = Draft(entries=entries, accounts=("le_voisin",), harm=("a honte",), offences=("threats",))
    await after.dossiers.draft(ada, case_id, draft)
    await after.dossiers.show(ada, case_id)
    told = "\n".join(house.letters.to(person("lea"), "bot"))
    holds = (await after.dossiers.view(ada, case_id)).contents
    assert WORDS in told
    assert "le_voisin" in told  # a name is not an account of what happened
    assert (holds.under("harm"), holds.offences) == ((), ())
    assert "honte" not in told
    assert "Menaces" not in told


async def test_elsewhere_a_person_may_put_it_better_and_tell_what_it_does_to_them(haven_with_folder, ada):  # noqa: F811 - idem
    house, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    case_id = await house.comes("lea", words="il m'insulte mardi", facts={"what": "insults", "age": "15_17"})
    await house.desk.take_next(ada)
    view = await after.dossiers.view(ada, case_id)
    assert not view.quotations

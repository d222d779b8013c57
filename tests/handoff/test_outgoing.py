from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.case import State
from handoff.decisions import Kind
from handoff.outgoing import Known, is_table, look, strange
from handoff.refusals import HeldForContactError, HeldForPromiseError, HeldForTableError, TooManySignsError
from nlu.severity import Level
from tests.handoff.havens import person

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

HOUSE = Known.of(
    ["3018", "119", "15", "116 006", "+33 1 99 00 00 00"],
    ["https://stopncii.org", "https://www.e-enfance.org/numero-3018/", ""],
)


@pytest.mark.parametrize(("text", "kinds"), [
    ("ajoute-moi, @julie_b", ("handle",)), ("snap : julie.b09", ("handle",)), ("mon insta c'est julie_b", ("handle",)),
    ("ajoute-moi sur snap au nom de julie_b", ("handle",)),
    ("discord: loup#1234", ("handle",)), ("mon 06 12 34 56 78", ("number",)),
    ("appelle le +33 6 12 34 56 78", ("number",)),
    ("0612345678", ("number",)), ("0 6.1 2-34 56 78", ("number",)), ("appelle le 3020", ("number",)),
    ("regarde https://exemple.net/x", ("link",)), ("va sur www.exemple.org", ("link",)), ("bit.ly/abc", ("link",)),
    ("écris à moi@exemple.fr", ("email",)), ("@julie_b ou 0612345678", ("handle", "number")),
    ("06\u200b12345678", ("number",)), ("\uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", ("number",)),
    ("https://stopncii.org.exemple.net", ("link",)),
])  # fmt: skip
def test_a_way_to_reach_somebody_the_house_does_not_know_is_found(text: str, kinds: tuple[str, ...]) -> None:
    assert strange(text, HOUSE) == kinds
    with pytest.raises(HeldForContactError) as held:
        look(text, HOUSE, confirmed=True, because=" ")
    assert held.value.kinds == kinds
    assert look(text, HOUSE, confirmed=False, because="numéro de son assistante sociale, à sa demande") == kinds


@pytest.mark.parametrize("text", [
    "Appelle le 3018, c'est gratuit", "le 119, le 15, ou SMS au 114", "au 116 006", "01 99 00 00 00",
    "https://stopncii.org aide à bloquer l'image", "va voir www.stopncii.org.", "e-enfance.org répond aussi",
    "C'était sur Snap ou sur Insta ?", "il t'a écrit sur discord", "à 14h30, le 25 novembre 2026", "tu as 13 ans ?",
    "entre 20 et 23 h, 48 minutes", "je comprends... prends ton temps", "c'est arrivé en 2024 et 2025", "3 fois sur 10",
])  # fmt: skip
def test_what_may_be_named_to_anybody_crosses_without_a_question(text: str) -> None:
    assert look(text, HOUSE, confirmed=False, because="") == ()


@given(st.text(alphabet=st.characters(categories=["L", "Zs", "Po"], exclude_characters="@.|\t"), max_size=200))
def test_plain_words_are_never_held(text: str) -> None:
    assert strange(text, HOUSE) == ()


def test_a_message_of_4096_signs_crosses_and_one_more_does_not() -> None:
    assert look("a" * 4096, HOUSE, confirmed=False, because="") == ()
    with pytest.raises(TooManySignsError) as refused:
        look("a" * 4097, HOUSE, confirmed=True, because="x")
    assert refused.value.count == 4097


@pytest.mark.parametrize("text", ["nom\tâge\tville\nzoé\t13\tlyon", "| nom | âge |\n| zoé | 13 |"])
def test_a_pasted_table_is_asked_about(text: str) -> None:
    assert is_table(text)
    with pytest.raises(HeldForTableError):
        look(text, HOUSE, confirmed=False, because="")
    assert look(text, HOUSE, confirmed=True, because="") == ()


@pytest.mark.parametrize("text", ["un\tdeux", "oui | non", "ligne\nligne\nligne", "a | b\nc"])
def test_a_line_with_a_tab_or_a_stroke_is_no_table(text: str) -> None:
    assert not is_table(text)


def test_a_promise_is_asked_about_and_crosses_once_it_is_meant() -> None:
    house = Known(promises=lambda text: ("secrecy",) if "personne ne saura" in text else ())
    with pytest.raises(HeldForPromiseError) as held:
        look("personne ne saura jamais", house, confirmed=False, because="")
    assert held.value.kinds == ("secrecy",)
    assert look("personne ne saura jamais", house, confirmed=True, because="") == ()


# -- in the room -------------------------------------------------------------------------------------------------------


@pytest.fixture
async def held(haven: Haven, ada: Session) -> str:
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    return case_id


@pytest.mark.parametrize("text", ["mon snap : ada_b", "0612345678", "a" * 4097, "a\tb\tc\nd\te\tf"])
async def test_what_is_held_goes_nowhere(haven: Haven, ada: Session, held: str, text: str) -> None:
    with pytest.raises((HeldForContactError, HeldForTableError, TooManySignsError)):
        await haven.desk.say(ada, held, text, "k")
    assert haven.letters.to(person("julie")) == []
    assert [entry.author for entry in (await haven.desk.room(ada, held)).entries] == ["correspondent"]


async def test_what_is_sent_anyway_has_a_reason_a_supervisor_reads(
    haven: Haven, grace: Session, ada: Session, held: str
) -> None:
    for _ in range(2):
        await haven.desk.say(
            ada, held, "appelle Mme B. au 0612345678", "k", because="son assistante sociale, elle sait"
        )
    assert haven.letters.to(person("julie")) == ["appelle Mme B. au 0612345678"]
    (one,) = await haven.desk.rescue.to_read(grace)
    assert (one.kind, one.detail, one.by) == (Kind.ANYWAY, "number", ada.alias)
    notes = (await haven.desk.room(grace, held)).notes
    assert [(note.id, note.text) for note in notes] == [(one.entry_id, "son assistante sociale, elle sait")]


async def test_a_note_may_hold_anything(haven: Haven, ada: Session, held: str) -> None:
    await haven.desk.say(ada, held, "// rappeler le 0612345678", "k")
    await haven.desk.note(ada, held, "son snap : julie_b", "k2")
    assert haven.letters.to(person("julie")) == []


@pytest.mark.parametrize("lines", [
    {"points": ["garde les captures", "mon insta c'est julie_b"]},
    {"points": ["garde les captures"], "plan": ["", "", "appelle-moi au 0612345678"]},
])  # fmt: skip
async def test_the_letter_that_ends_a_talk_carries_no_strange_way_across_unseen(
    haven: Haven, grace: Session, ada: Session, held: str, lines: dict[str, list[str]]
) -> None:
    ending = {"outcome": "helped", "type": "threats", "again": "no"}
    with pytest.raises(HeldForContactError):
        await haven.desk.close(ada, held, **ending, **lines)  # type: ignore[arg-type]
    assert haven.letters.to(person("julie"), "bot") == []
    assert (await haven.case(held)).state is State.LIVE
    await haven.desk.close(ada, held, **ending, **lines, because="sa tante, à sa demande")  # type: ignore[arg-type]
    (goodbye,) = haven.letters.to(person("julie"), "bot")
    assert lines["points"][-1] in goodbye
    (one,) = await haven.desk.rescue.to_read(grace)
    assert (one.kind, one.by) == (Kind.ANYWAY, ada.alias)

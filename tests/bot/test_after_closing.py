"""After a talk was closed: shutting the page wakes nobody, and what the house says by itself stays discreet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bot.channels.channel import Incoming
from bot.coffer import may_be_intimate
from bot.standing import Standing
from handoff.case import State
from handoff.records import cases as case_records
from handoff.records import tables
from nlu.reading import Intent, Signal, Violence
from tests.bot.person import DAY, NOW, Person
from tests.coffers import INTIMATE, Coffers, Owner, coffers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from vault.database import Database


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[Coffers]:
    async with coffers(database, tmp_path) as opened:
        yield opened


@pytest.fixture
async def owner(house: Coffers) -> Owner:
    """Somebody whose phone is read by whoever harms them, and whose talk is over."""
    owner = await house.comes()
    await owner.taps("danger:no", "screen:author")
    async with house.database.transaction() as tx:
        await tx.run(sa.update(tables.cases).values(state="closed", closed_at=datetime.now(UTC)))
    return owner


async def test_shutting_the_page_after_the_last_words_opens_nothing_again(house: Coffers, owner: Owner):
    await house.haven.mailroom.arrive("web", owner.id, "left", Incoming("left", datetime.now(UTC)))
    await owner.hears()
    async with house.database.reading() as tx:
        case = await case_records.of_correspondent(tx, owner.id)
    assert case is not None
    assert case.state is State.CLOSED


async def test_what_the_house_says_by_itself_later_is_as_discreet_as_they_asked_for(house: Coffers, owner: Owner):
    await house.haven.mailroom.arrive("web", owner.id, "left", Incoming("left", datetime.now(UTC)))
    await owner.silence("vault")
    assert "effacé" not in owner.words
    assert owner.buttons == []


async def closed(house: Coffers) -> None:
    async with house.database.transaction() as tx:
        await tx.run(sa.update(tables.cases).values(state="closed", closed_at=datetime.now(UTC)))


@pytest.mark.parametrize("again", ["bonjour, c'est encore moi", "il a recommencé à m'insulter", "act:human"])
async def test_a_file_of_a_child_who_told_of_an_image_is_withheld_in_the_next_talk_too(house: Coffers, again: str):
    child = await house.comes()
    await child.taps(*INTIMATE, "act:consent_yes")
    await closed(house)
    await (child.taps(again) if again.startswith("act:") else child.says(again))
    await child.sends()
    assert len(await child.withheld()) == 1
    assert not any(item.shared for item in await child.items())


def test_what_a_child_typed_of_an_image_holds_through_other_stories_and_the_talk_after_next():
    child = Person()
    child.comes()
    child.taps("danger:no")
    child.writes("j'ai une photo de moi qui tourne", kind=Violence.intimate_images)
    child.taps("act:consent_yes")
    for _ in range(2):
        child.writes("et on m'insulte", kind=Violence.bullying)
        child.situation = replace(DAY, state=State.CLOSED)
        child.writes("rebonjour")
        child.situation = DAY
        child.taps("danger:no")
    assert child.standing.consent == "yes"
    assert may_be_intimate(child.standing)


async def test_what_is_withheld_no_more_once_they_say_that_they_are_grown_is_only_theirs(house: Coffers):
    grown = await house.comes()
    await grown.taps(
        "danger:no", "screen:no", "who:me", "age:adult", "act:continue", "what:intimate", "act:consent_yes"
    )
    await closed(house)
    await grown.says("bonjour, c'est encore moi")
    await grown.sends()
    assert await grown.withheld() == []


ASSENTS = ["ok", "Ok !", "okay", "d\u2019accord", "D'accord, ok", "ça marche 👍", "👍", "👍🏽", "👌", "dac", "okok"]
SOON = replace(DAY, state=State.CLOSED, closed_at=NOW - timedelta(minutes=50))


@pytest.mark.parametrize("words", ASSENTS)
def test_an_ok_to_the_end_gets_a_kind_word_and_no_question(words: str):
    child = Person()
    child.comes()
    child.situation = SOON
    before = child.standing
    assert child.writes(words, intent=Intent.affirm) == ["answer-thanks"]
    assert (child.standing, child.wishes, child.choices) == (before, [], [])


@pytest.mark.parametrize("more", [
    {"seen": (Signal.suicide,)}, {"ask": (Signal.danger,)}, {"kind": Violence.threats}, {"text": "ok mais j'ai peur"},
    {"text": "ok il est là"}, {"text": "oui"}, {"text": "non"},
])  # fmt: skip
def test_an_ok_in_which_more_may_stand_begins_anew(more: dict[str, Any]):
    child = Person()
    child.comes()
    child.situation = SOON
    assert child.writes(**{"text": "ok", "intent": Intent.affirm, **more})[-1] in {"question-danger", "question-direct"}


@pytest.mark.parametrize("question", ["direct", "harm_plan"])
def test_an_ok_that_may_answer_the_question_of_dying_is_no_last_word(question: str):
    child = Person(SOON)
    child.standing = Standing(greeted=True).put(question)
    assert child.writes("ok", intent=Intent.affirm) != ["answer-thanks"]


def test_an_ok_long_after_the_end_is_somebody_who_comes_back():
    child = Person(replace(SOON, closed_at=NOW - timedelta(minutes=61)))
    child.standing = Standing(greeted=True, told_waiting=True)
    assert child.writes("ok", intent=Intent.affirm)[-1] == "question-danger"


@pytest.mark.parametrize(("words", "state"), [("ok", State.CLOSED), ("👍", State.CLOSED), ("aide moi", State.WAITING)])
async def test_an_ok_to_the_end_leaves_the_case_closed(house: Coffers, owner: Owner, words: str, state: State):
    await owner.says(words)
    async with house.database.reading() as tx:
        case = await case_records.of_correspondent(tx, owner.id)
    assert case is not None
    assert case.state is state
    assert ("act:danger" in owner.buttons) == (state is State.WAITING)

"""After a talk was closed: shutting the page wakes nobody, and what the house says by itself stays discreet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.channels.channel import Incoming
from bot.coffer import may_be_intimate
from handoff.case import State
from handoff.records import cases as case_records
from handoff.records import tables
from nlu.reading import Violence
from tests.bot.person import DAY, Person
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

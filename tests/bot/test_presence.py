"""Outside the hours nobody is told that nobody reads while somebody of the team is at the desk, nor the contrary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from handoff.records import people
from tests.bot.person import NIGHT, Person
from tests.coffers import Coffers, coffers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from vault.database import Database

PASSPHRASE = "lampe tuile corde navire sept"
THERE = replace(NIGHT, there=True)
HERE, AWAY = "une personne de l'équipe est là en ce moment", "l'équipe ne lit pas en ce moment"


@pytest.mark.parametrize(
    ("situation", "said"),
    [
        (NIGHT, ["closed", "closed-checkin", "closed-numbers"]),
        (THERE, ["closed-there", "closed-checkin", "closed-numbers"]),
    ],
)
def test_whoever_wants_to_talk_to_somebody_is_told_whether_somebody_is_there(situation, said: list[str]):
    assert Person(situation).taps("act:human") == said


def test_a_question_whether_somebody_is_there_is_answered_truly():
    assert Person(THERE).writes("y a quelqu'un ?")[-4:-1] == ["team-on", "team-back", "closed-numbers"]


def test_in_danger_it_is_said_who_learns_of_it_and_the_numbers_stand_first():
    for situation, alert in ((NIGHT, "alert-away"), (THERE, "team-on")):
        person = Person(situation)
        person.taps("act:danger")
        assert person.step is not None
        [letter] = person.step.replies
        assert letter.says[0].arguments["alert"].id == alert
        assert letter.numbers == situation.screen
        assert "act:place" not in letter.choices  # nobody is rung: an address goes to the emergency services


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[Coffers]:
    async with coffers(database, tmp_path, **{'weekly: {mon-fri: ["09:00-18:00"]}': "weekly: never"}) as opened:
        yield opened


async def sign_in(house: Coffers) -> str:
    """Let somebody of the team be at the desk; return their session's token."""
    async with house.database.transaction() as tx:
        token = await house.haven.desk_door.first_invitation(tx)
    return await house.haven.desk.enrol(str(token), "ada", PASSPHRASE)


async def told(house: Coffers) -> str:
    person = await house.comes(str(datetime.now(UTC)))
    await person.taps("danger:no", "act:human")
    return person.words.casefold()


async def test_somebody_at_the_desk_outside_the_hours_is_there(house: Coffers):
    assert AWAY in await told(house)
    await sign_in(house)
    assert HERE in await told(house)


async def test_who_did_nothing_at_the_desk_for_long_or_left_is_not_there(house: Coffers):
    token = await sign_in(house)
    session = await house.haven.desk.session(token)
    assert session is not None
    async with house.database.transaction() as tx:
        await people.seen(tx, session.id, datetime.now(UTC) - timedelta(minutes=11))
    assert AWAY in await told(house)
    async with house.database.transaction() as tx:
        await people.seen(tx, session.id, datetime.now(UTC))
    assert HERE in await told(house)
    await house.haven.desk.sign_out(session)
    assert AWAY in await told(house)

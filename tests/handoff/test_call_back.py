from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handoff import retention
from handoff.errors import NotAllowedError
from handoff.records.tables import call_backs, visits
from nlu.severity import Level

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

NUMBER = "06 00 00 00 00, après 18 h"
ENDING = {"points": ["x"], "outcome": "helped", "type": "none", "again": "no"}


@pytest.fixture
async def asked(haven: Haven, ada: Session) -> str:
    """A conversation of ada's in which somebody wants to be called."""
    case_id = await haven.comes("julie", Level.critical, "bonsoir")
    await haven.desk.claim(ada, case_id)
    async with haven.database.transaction() as tx:
        await haven.arrivals.ask_call_back(tx, case_id, NUMBER.encode(), haven.clock.now)
    return case_id


async def test_the_number_is_shown_to_whoever_holds_the_case_alone_and_it_is_recorded(
    haven: Haven, grace: Session, ada: Session, asked: str
) -> None:
    assert (await haven.desk.room(ada, asked)).call_back
    with pytest.raises(NotAllowedError):
        await haven.desk.call_back(grace, asked)
    assert await haven.desk.call_back(ada, asked) == NUMBER
    assert [row.act for row in await haven.rows(visits.select()) if row.listener_id == ada.listener_id] == ["call_back"]


async def test_it_lies_sealed_and_in_no_talk(haven: Haven, ada: Session, asked: str) -> None:
    (row,) = await haven.rows(call_backs.select())
    assert b"06 00" not in bytes(row.sealed)
    assert "06 00" not in repr(await haven.desk.room(ada, asked))


async def test_it_is_destroyed_after_the_call_at_the_end_and_after_its_days(
    haven: Haven, ada: Session, asked: str
) -> None:
    await haven.desk.called_back(ada, asked)
    assert await haven.rows(call_backs.select()) == []
    for end in (haven.desk.close(ada, asked, **ENDING), _nights(haven)):
        async with haven.database.transaction() as tx:
            await haven.arrivals.ask_call_back(tx, asked, b"1", haven.clock.now)
        await end
        assert await haven.rows(call_backs.select()) == []


async def _nights(haven: Haven) -> None:
    haven.clock.forward(days=8)
    async with haven.database.transaction() as tx:
        await retention.forget_places(tx, haven.clock.now)

"""At no hand-over is a word, a case or a ring lost: all of an act is durable or none of it, whoever comes and goes."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from handoff.arrivals import mark_delivery
from handoff.bells import token_of
from handoff.case import State
from handoff.errors import HandoffError
from handoff.records.tables import alarms, cases
from handoff.settings import AlarmSettings
from nlu.severity import Level
from tests.handoff.havens import Haven, a_haven, person
from vault.database import metadata

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from handoff.listener import Session
    from tests.conftest import Clock
    from vault.database import Database, Transaction
    from vault.keys import HouseKeys

ENDING: dict[str, Any] = {"points": ["parler à ta tante"], "outcome": "helped", "type": "threats", "again": "no"}
QUIET_MINUTES = 45


@pytest.fixture
async def here(database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock) -> AsyncIterator[Haven]:
    async with a_haven(database, keys, tmp_path, clock, alarm=AlarmSettings(every=5)) as built:
        yield built


async def _talk(here: Haven, reader: Session, case_id: str) -> list[str]:
    room = await here.desk.room(reader, case_id)
    return [entry.text for entry in room.entries if entry.author == "correspondent"]


# -- while the case changes hands --------------------------------------------------------------------------------------


async def test_what_is_written_while_listeners_change_is_all_there_in_its_order(
    here: Haven, grace: Session, ada: Session
) -> None:
    case_id = await here.comes("julie", Level.emergency, "mot 0")
    words = [f"mot {number}" for number in range(1, 60)]

    async def writes() -> None:
        for word in words:
            await here.writes(case_id, word)
            await asyncio.sleep(0)

    async def changes_hands() -> None:
        for turn in range(12):
            await here.desk.claim(ada, case_id)
            await here.desk.say(ada, case_id, f"je suis là {turn}", f"a{turn}")
            await here.desk.take_over(grace, case_id, "relève")
            await here.desk.say(grace, case_id, f"je prends la suite {turn}", f"g{turn}")
            await here.desk.release(grace, case_id, "à demain")

    await asyncio.gather(writes(), changes_hands())
    assert await _talk(here, grace, case_id) == ["mot 0", *words]
    said = [f"{who} {turn}" for turn in range(12) for who in ("je suis là", "je prends la suite")]
    assert here.letters.to(person("julie")) == said
    assert [case.case_id for case in await here.desk.board(ada)] == [case_id]


async def test_at_every_moment_a_case_waits_or_somebody_holds_it(here: Haven, grace: Session, ada: Session) -> None:
    ids = [await here.comes(f"c{number}", Level.critical, "bonsoir") for number in range(6)]

    async def works(session: Session, turns: int) -> None:
        for _ in range(turns):
            case_id = await here.desk.take_next(session)
            if case_id is not None:
                await here.desk.release(session, case_id)

    async def looks() -> None:
        for _ in range(30):
            for row in await here.rows(cases.select()):
                assert (row.state == "waiting") == (row.claimed_by is None)
                assert row.state in {"waiting", "live"}
            await asyncio.sleep(0)

    await asyncio.gather(works(grace, 15), works(ada, 15), looks())
    assert sorted(card.case_id for card in await here.desk.board(ada)) == sorted(ids)
    assert {card.state for card in await here.desk.board(ada)} == {State.WAITING}


async def test_whoever_takes_up_a_case_reads_everything_the_one_before_read_and_noted(
    here: Haven, grace: Session, ada: Session
) -> None:
    case_id = await here.comes("julie", Level.critical, "il sait où j'habite", facts={"age": "13_14"})
    await here.desk.claim(ada, case_id)
    await here.desk.say(ada, case_id, "je suis là", "k1")
    await here.desk.note(ada, case_id, "ne pas parler au père", "k2")
    before = await here.desk.room(ada, case_id)
    await here.desk.release(ada, case_id, "attend la réponse du collège")
    later = await here.enrolled(grace, "later")
    await here.desk.claim(later, case_id)
    after = await here.desk.room(later, case_id)
    assert [(entry.id, entry.text) for entry in after.entries[:-1]] == [
        (entry.id, entry.text) for entry in before.entries
    ]
    assert [note.text for note in after.notes] == ["ne pas parler au père", "attend la réponse du collège"]
    assert after.facts == before.facts


# -- when something breaks in the middle -------------------------------------------------------------------------------


class PowerCutError(Exception):
    """The machine stops before the transaction is durable."""


async def _everything(here: Haven) -> dict[str, list[Any]]:
    return {table.name: await here.rows(table.select()) for table in metadata.sorted_tables}


@asynccontextmanager
async def _about_to_fail(here: Haven, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    whole = here.database._open

    @asynccontextmanager
    async def cut() -> AsyncIterator[Transaction]:
        async with whole() as tx:
            yield tx
            raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(here.database, "_open", cut)
        yield


ACTS = {
    "say": lambda desk, ada, grace, case_id: desk.say(ada, case_id, "je suis là", "k"),
    "note": lambda desk, ada, grace, case_id: desk.note(ada, case_id, "vu", "k"),
    "release": lambda desk, ada, grace, case_id: desk.release(ada, case_id, "à demain"),
    "take over": lambda desk, ada, grace, case_id: desk.take_over(grace, case_id, "relève"),
    "close": lambda desk, ada, grace, case_id: desk.close(ada, case_id, **ENDING),
    "lower": lambda desk, ada, grace, case_id: desk.lower(ada, case_id, Level.medium, "vu ensemble"),
    "call": lambda desk, ada, grace, case_id: desk.call(ada, case_id),
    "take next": lambda desk, ada, grace, case_id: desk.take_next(ada),
    "retire": lambda desk, ada, grace, case_id: desk.leaving.remove(grace, ada.listener_id, "partie"),
}


@pytest.mark.parametrize("act", ACTS)
async def test_an_act_that_is_cut_off_leaves_no_trace_and_can_be_done_again(
    here: Haven, grace: Session, ada: Session, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    case_id = await here.comes("julie", Level.critical, "bonsoir")
    await here.comes("tom")
    await here.desk.claim(ada, case_id)
    before = await _everything(here)
    async with _about_to_fail(here, monkeypatch):
        with pytest.raises(PowerCutError):
            await ACTS[act](here.desk, ada, grace, case_id)
    assert await _everything(here) == before
    assert here.letters.sent == []
    await ACTS[act](here.desk, ada, grace, case_id)
    assert await _everything(here) != before


async def test_a_message_that_is_cut_off_is_not_half_kept(
    here: Haven, grace: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await here.comes("julie", Level.medium, "bonsoir")
    before = await _everything(here)
    async with _about_to_fail(here, monkeypatch):
        with pytest.raises(PowerCutError):
            await here.writes(case_id, "j'ai avalé des trucs", level=Level.emergency)
    assert await _everything(here) == before
    await here.writes(case_id, "j'ai avalé des trucs", level=Level.emergency)
    assert await _talk(here, grace, case_id) == ["bonsoir", "j'ai avalé des trucs"]


async def test_another_process_on_the_same_tables_goes_on_where_this_one_stopped(
    here: Haven, grace: Session, ada: Session, keys: HouseKeys, tmp_path: Path, clock: Clock
) -> None:
    case_id = await here.comes("julie", Level.emergency, "bonsoir")
    await here.desk.claim(ada, case_id)
    cookie = await here.desk.sign_in("ada", "tasse moulin verger plume onze")
    async with a_haven(here.database, keys, tmp_path, clock) as again:
        session = await again.entered(cookie)
        assert await _talk(again, session, case_id) == ["bonsoir"]
        await again.desk.say(session, case_id, "je suis toujours là", "k")
        assert again.letters.to(person("julie")) == ["je suis toujours là"]
        assert set(await again.due(case_id)) == {"silence"}


# -- while nobody comes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [Level.critical, Level.emergency])
async def test_what_is_grave_and_unclaimed_rings_on_until_somebody_comes(
    here: Haven, ada: Session, level: Level
) -> None:
    case_id = await here.comes("julie", level, "bonsoir")
    rings = []
    for _ in range(QUIET_MINUTES):
        await here.rounds.tick(here.clock.now)
        rings.append(await here.alarm.tick(here.clock.now))
        here.clock.forward(minutes=1)
    for start in range(10, QUIET_MINUTES - 5):
        assert sum(rings[start : start + 6]) > 0  # never more than five minutes of quiet
    await here.desk.claim(ada, case_id)
    await here.desk.say(ada, case_id, "je suis là", "k")
    assert await here.alarm.tick(here.clock.forward(minutes=1)) == 0


async def test_what_is_grave_rings_anew_however_often_it_is_acknowledged_without_anybody_coming(here: Haven) -> None:
    case_id = await here.comes("julie", Level.emergency)
    rang_after_acknowledging = 0
    for _ in range(60):
        await here.rounds.tick(here.clock.now)
        rang_after_acknowledging += await here.alarm.tick(here.clock.now)
        for row in await here.rows(alarms.select().where(alarms.c.ended_at.is_(None))):
            await here.desk.acknowledge(token_of(here.keys.service, row.id))
        here.clock.forward(minutes=1)
    assert await here.ringing(case_id) == {}
    assert rang_after_acknowledging >= 5
    assert "again" in await here.due(case_id)


async def test_a_message_that_did_not_arrive_is_shown_as_such(here: Haven, ada: Session) -> None:
    case_id = await here.comes("julie", Level.critical, "bonsoir")
    await here.desk.claim(ada, case_id)
    for number, state in enumerate(("held", "failed", "blocked")):
        entry_id = await here.desk.say(ada, case_id, f"mot {number}", f"k{number}")
        async with here.database.transaction() as tx:
            assert await mark_delivery(tx, [entry_id], state, here.clock.now, here.changes) == {case_id}
    shown = [entry.delivery for entry in (await here.desk.room(ada, case_id)).entries if entry.author == "listener"]
    assert shown == ["held", "failed", "blocked"]


async def test_a_refused_act_changes_nothing(here: Haven, grace: Session, ada: Session) -> None:
    case_id = await here.comes("julie", Level.critical, "bonsoir")
    await here.desk.claim(grace, case_id)
    before = await _everything(here)
    for act in ("say", "note", "release", "close", "lower", "call"):
        with pytest.raises(HandoffError):
            await ACTS[act](here.desk, ada, grace, case_id)
    assert await _everything(here) == before

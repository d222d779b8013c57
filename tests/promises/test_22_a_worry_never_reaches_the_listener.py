"""A worry about the one who writes reaches somebody else, and nothing of it is shown to that listener."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot import records as bot_records
from bot.app import Haven, build
from bot.channels.channel import Incoming
from bot.settings import read_settings
from handoff.case import State
from handoff.errors import NoSuchCaseError, NotAllowedError
from handoff.listener import Role
from handoff.records import cases as case_records
from handoff.records.tables import alarms, worries
from tests.conftest import CHEAP
from vault.house import open_vault_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from handoff.listener import Session
    from vault.database import Database

SHIPPED = Path(__file__).resolve().parents[2] / "config.yml"
PASSPHRASE = "tasse moulin verger plume onze"


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[Haven]:
    config = tmp_path / "config.yml"
    shipped = SHIPPED.read_text(encoding="utf-8")
    config.write_text(shipped.replace('weekly: {mon-fri: ["09:00-18:00"]}', "weekly: always"), encoding="utf-8")
    settings = read_settings(config, {})
    vault = await open_vault_house(settings.store, lambda path: tmp_path / path, database, cost=CHEAP)
    haven = build(settings, config, database, vault)
    mail = haven.mailroom
    work = [asyncio.create_task(mail.store_arrivals()), asyncio.create_task(mail.deal(haven.reception))]
    yield haven
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    await vault.close()


class Line:
    """A child in a live talk with Ada, while Grace and perhaps Mary supervise."""

    def __init__(self, haven: Haven) -> None:
        self.haven, self.count = haven, 0

    async def begins(self) -> None:
        desk, door = self.haven.desk, self.haven.desk_door
        async with self.haven.database.transaction() as tx:
            token = await door.first_invitation(tx)
        assert token is not None
        self.grace = await self._entered(await desk.enrol(token, "grace", PASSPHRASE))
        self.ada = await self._entered(
            await desk.enrol(await desk.invite(self.grace, Role.LISTENER), "ada", PASSPHRASE)
        )
        self.child = await self.haven.mailroom.admit("web", "a-child", "fr")
        await self.says("on se moque de moi")
        await self.answered()
        self.case = str(await desk.take_next(self.ada))
        await desk.say(self.ada, self.case, "je suis là", "hello")

    async def _entered(self, cookie: str) -> Session:
        session = await self.haven.desk.session(cookie)
        assert session is not None
        return session

    async def says(self, text: str) -> None:
        await self._arrives(Incoming("text", datetime.now(UTC), text=text))

    async def taps(self, choice: str) -> None:
        await self._arrives(Incoming("choice", datetime.now(UTC), choice=choice))

    async def _arrives(self, incoming: Incoming) -> None:
        self.count += 1
        await self.haven.mailroom.arrive("web", self.child, f"k{self.count}", incoming)

    async def answered(self) -> list[str]:
        """Wait until everything was dealt with; return the last letter."""
        async with asyncio.timeout(20), self.haven.mailroom.watch(self.child) as watch:
            while await self._undone():
                await watch.wait(5)
        letters = await self.haven.mailroom.pending(self.child, 0)
        return list(letters[-1].body["paragraphs"])

    async def _undone(self) -> bool:
        inbox = bot_records.inbox
        async with self.haven.database.reading() as tx:
            return await tx.row(sa.select(inbox.c.id).where(inbox.c.state != "done")) is not None

    async def seen_by(self, session: Session) -> list[str]:
        room = await self.haven.desk.room(session, self.case)
        return [entry.text for entry in room.entries]

    async def state(self) -> State:
        async with self.haven.database.reading() as tx:
            return (await case_records.get(tx, self.case)).state


@pytest.fixture
async def line(house: Haven) -> Line:
    story = Line(house)
    await story.begins()
    return story


async def test_the_listener_sees_neither_the_words_nor_the_answer_nor_a_bell(line: Line) -> None:
    before = await line.seen_by(line.ada)
    await line.says("il me fait peur celui qui répond")
    said = await line.answered()
    await line.taps("act:listener_worry")
    await line.answered()
    assert said[0].startswith("Merci de le dire. La personne qui t'écrit ne voit ni")
    assert await line.seen_by(line.ada) == before
    (card,) = await line.haven.desk.board(line.ada)
    assert (card.ringing, card.called, card.unanswered_since) == (False, "", None)
    assert await line.haven.desk.worries.unseen(line.ada) == []


async def test_a_supervisor_finds_it_first_and_reads_what_was_kept_from_the_listener(line: Line) -> None:
    await line.says("je veux parler à quelqu'un d'autre")
    await line.answered()
    (worry,) = await line.haven.desk.worries.unseen(line.grace)
    assert (worry.case_id, worry.about) == (line.case, line.ada.alias)
    assert "je veux parler à quelqu'un d'autre" in await line.seen_by(line.grace)
    async with line.haven.database.reading() as tx:
        rows = await tx.rows(alarms.select().where(alarms.c.reason == "worry"))
    assert {row.who for row in rows} == {"supervisor", "on_call"}
    assert await line.haven.desk.worries.looked(line.grace, worry.id) == line.case
    assert await line.haven.desk.worries.unseen(line.grace) == []


async def test_the_listener_cannot_take_it_off_the_board_not_even_as_a_supervisor(line: Line) -> None:
    desk = line.haven.desk
    await line.taps("act:listener_worry")
    await line.answered()
    (worry,) = await desk.worries.unseen(line.grace)
    with pytest.raises(NotAllowedError):
        await desk.worries.looked(line.ada, worry.id)
    await desk.take_over(line.grace, line.case, "je prends la suite")
    await line.taps("act:listener_worry")  # now about Grace, who is alone as a supervisor
    said = await line.answered()
    assert "personne d'autre ne peut le lire" in said[0]
    (first,) = await desk.worries.unseen(line.grace)
    assert first.id == worry.id
    async with line.haven.database.reading() as tx:
        rows = await tx.rows(worries.select())
    (about_grace,) = [row for row in rows if row.about == line.grace.listener_id]
    with pytest.raises(NoSuchCaseError):
        await desk.worries.looked(line.grace, about_grace.id)


async def test_words_kept_in_doubt_reach_the_listener_when_they_were_about_somebody_else(line: Line) -> None:
    await line.says("elle est bizarre avec moi")
    await line.answered()
    assert "elle est bizarre avec moi" not in await line.seen_by(line.ada)
    await line.taps("act:worry_no")
    assert await line.answered() == ["D'accord. Ton message est bien passé."]
    assert (await line.seen_by(line.ada))[-1] == "elle est bizarre avec moi"
    (card,) = await line.haven.desk.board(line.ada)
    assert card.unanswered_since is not None


async def test_a_new_listener_reads_what_was_kept_from_the_old_one(line: Line) -> None:
    await line.taps("act:worry_more")
    await line.says("elle veut mon adresse")
    await line.answered()
    assert "elle veut mon adresse" not in await line.seen_by(line.ada)
    await line.haven.desk.take_over(line.grace, line.case, "souci")
    assert "elle veut mon adresse" in await line.seen_by(line.grace)


async def test_after_the_end_a_worry_opens_nothing_again_and_is_kept_from_whoever_closed(line: Line) -> None:
    ending = {"points": ["à demain"], "outcome": "helped", "type": "none", "again": "no"}
    await line.haven.desk.close(line.ada, line.case, **ending)
    before = await line.seen_by(line.ada)
    await line.says("celle qui m'écrivait m'a mise mal à l'aise, l'écoutante")
    await line.answered()
    assert await line.state() is State.CLOSED
    assert await line.seen_by(line.ada) == before
    assert len(await line.haven.desk.worries.unseen(line.grace)) == 1

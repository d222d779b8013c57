"""The reception: what is stored is dealt with once, in order, all of it or nothing, for many people at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bot import records, vital_records
from bot.app import Haven, build
from bot.channels.channel import Incoming
from bot.deposits import Deposits
from bot.settings import read_settings
from handoff.case import State
from handoff.records import cases as case_records
from handoff.records import tables
from nlu.level import Level
from tests.conftest import CHEAP
from vault.house import open_vault_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from handoff.case import Case
    from vault.database import Database

SHIPPED = Path(__file__).resolve().parents[2] / "config.yml"
NOW = datetime.now(UTC)


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[Haven]:
    config = tmp_path / "config.yml"
    always = SHIPPED.read_text(encoding="utf-8").replace('weekly: {mon-fri: ["09:00-18:00"]}', "weekly: always")
    config.write_text(always, encoding="utf-8")
    settings = read_settings(config, {})
    vault = await open_vault_house(settings.store, lambda path: tmp_path / path, database, cost=CHEAP)
    haven = build(settings, config, database, vault)
    work = [
        asyncio.create_task(haven.mailroom.store_arrivals()),
        asyncio.create_task(haven.mailroom.deal(haven.reception)),
    ]
    yield haven
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    await vault.close()


async def comes(haven: Haven, address: str) -> str:
    return await haven.mailroom.admit("web", address, "fr")


async def letters(haven: Haven, who: str, count: int) -> list[dict[str, Any]]:
    """Wait for at least so many letters."""
    async with asyncio.timeout(10), haven.mailroom.watch(who) as watch:
        while len(found := await haven.mailroom.pending(who, 0)) < count:
            await watch.wait(5)
    return [letter.body for letter in found]


async def writes(haven: Haven, who: str, text: str, key: str) -> bool:
    return await haven.mailroom.arrive("web", who, key, Incoming("text", datetime.now(UTC), text=text))


async def taps(haven: Haven, who: str, choice: str, key: str) -> bool:
    return await haven.mailroom.arrive("web", who, key, Incoming("choice", datetime.now(UTC), choice=choice))


async def entries_of(haven: Haven, who: str) -> list[sa.Row[Any]]:
    async with haven.database.reading() as tx:
        case = await case_records.of_correspondent(tx, who)
        assert case is not None
        query = sa.select(tables.entries).where(tables.entries.c.case_id == case.id).order_by(tables.entries.c.number)
        return list(await tx.rows(query))


async def test_opening_the_page_opens_no_case(house: Haven):
    who = await comes(house, "a")
    await house.mailroom.arrive("web", who, "s", Incoming("start", datetime.now(UTC), language="fr"))
    await letters(house, who, 3)
    async with house.database.reading() as tx:
        assert await case_records.of_correspondent(tx, who) is None


async def test_the_first_word_puts_a_person_into_the_queue(house: Haven):
    who = await comes(house, "a")
    await writes(house, who, "bonjour", "1")
    await letters(house, who, 1)
    async with house.database.reading() as tx:
        case = await case_records.of_correspondent(tx, who)
    assert case is not None
    assert case.level >= Level.medium


async def test_the_same_message_sent_twice_is_stored_and_answered_once(house: Haven):
    who = await comes(house, "a")
    first, second = await asyncio.gather(*(taps(house, who, "danger:no", "k") for _ in range(2)))
    assert sorted([first, second]) == [False, True]
    assert not await taps(house, who, "danger:no", "k")
    await letters(house, who, 1)
    said = [row for row in await entries_of(house, who) if row.author == "correspondent"]
    assert len(said) == 1


async def test_a_burst_of_one_person_keeps_its_order(house: Haven):
    who = await comes(house, "a")
    await asyncio.gather(*(writes(house, who, f"mot {n}", f"k{n}") for n in range(20)))
    await letters(house, who, 20)
    stored = [row for row in await entries_of(house, who) if row.author == "correspondent"]
    assert len(stored) == 20
    assert [row.at for row in stored] == sorted(row.at for row in stored)


async def test_many_people_at_once_each_get_their_own_answers(house: Haven):
    people = [await comes(house, f"p{n}") for n in range(12)]
    await asyncio.gather(
        *(taps(house, who, "danger:hurt_now" if n % 3 == 0 else "danger:no", "1") for n, who in enumerate(people))
    )
    for n, who in enumerate(people):
        [*_, last] = await letters(house, who, 1)
        shown = {choice["id"] for choice in last["choices"]}
        assert ("act:place" in shown) == (n % 3 == 0)


async def test_a_message_the_conversation_chokes_on_still_reaches_the_listeners(
    house: Haven, monkeypatch: pytest.MonkeyPatch
):
    who, other = await comes(house, "a"), await comes(house, "b")
    step = type(house.reception._tools.conversation).step

    def choke(self, standing, event, situation):
        if "bloque" in event.incoming.text:
            raise ValueError("unforeseen")
        return step(self, standing, event, situation)

    monkeypatch.setattr(type(house.reception._tools.conversation), "step", choke)
    await asyncio.gather(writes(house, who, "ce message bloque tout", "1"), taps(house, other, "danger:no", "1"))
    [kept] = await letters(house, who, 1)
    assert kept["paragraphs"] == ["C'est bien arrivé. Tu peux continuer."]
    assert (await letters(house, other, 1))[-1]["choices"]
    assert [row.kind for row in await entries_of(house, who) if row.author == "correspondent"] == ["text"]


async def test_a_message_that_cannot_even_be_kept_is_set_aside_and_stops_nobody(
    house: Haven, monkeypatch: pytest.MonkeyPatch
):
    who, other = await comes(house, "a"), await comes(house, "b")
    take = house.reception.take

    async def never(*_: object) -> None:
        raise ValueError("unforeseen")

    async def but_not_hers(batch) -> None:
        if any(row.correspondent == who for row, _ in batch):
            raise ValueError("unforeseen")
        await take(batch)

    monkeypatch.setattr(house.reception, "take", but_not_hers)
    monkeypatch.setattr(house.reception, "rescue", never)
    await asyncio.gather(writes(house, who, "perdu ?", "1"), taps(house, other, "danger:no", "1"))
    assert await letters(house, other, 1)
    async with asyncio.timeout(5):
        while True:
            async with house.database.reading() as tx:
                if await records.count_aside(tx) == 1:
                    break
            await asyncio.sleep(0.02)
    async with house.database.reading() as tx:
        row = await tx.row(sa.select(records.inbox).where(records.inbox.c.state == "aside"))
    assert row is not None
    assert row.body is not None  # the words are kept


async def test_a_place_given_in_danger_stands_in_no_transcript(house: Haven):
    who = await comes(house, "a")
    await taps(house, who, "danger:hurt_now", "1")
    await taps(house, who, "act:place", "2")
    await letters(house, who, 2)
    before = len(await entries_of(house, who))
    await writes(house, who, "12 rue des Exemples", "3")
    await letters(house, who, 3)
    after = await entries_of(house, who)
    assert [row.author for row in after[before:]] == ["bot"]
    async with house.database.reading() as tx:
        case = await case_records.of_correspondent(tx, who)
        assert case is not None
        assert len(await case_records.places_of(tx, case.id)) == 1


async def test_erasing_leaves_nothing_of_a_person_but_the_last_letter(house: Haven):
    who = await comes(house, "a")
    await taps(house, who, "danger:no", "1")
    await taps(house, who, "act:erase_yes", "2")
    await letters(house, who, 1)
    async with asyncio.timeout(5):
        while True:
            async with house.database.reading() as tx:
                if await case_records.of_correspondent(tx, who) is None:
                    break
            await asyncio.sleep(0.02)
    [last] = [letter.body for letter in await house.mailroom.pending(who, 0)]
    assert last["paragraphs"][0].startswith("C'est effacé ici.")
    async with house.database.reading() as tx:
        row = (await records.conversations(tx, [who]))[who]
    assert (row.case_id, row.vault_id) == (None, None)


async def test_whoever_comes_back_sees_the_receipts_of_the_day_beside_the_open_question(house: Haven):
    who, tools = await comes(house, "a"), house.reception._tools
    deposits = Deposits(house.database, tools.evidence, house.mailroom, tools.key, 10_000)

    async def stream(content: bytes) -> AsyncIterator[bytes]:
        yield content

    given: list[str] = []
    await taps(house, who, "danger:no", "1")
    for share in ("consent_no", "consent_yes"):  # one kept alone, one shared in the same breath
        await taps(house, who, f"act:{share}", share)
        await letters(house, who, 1)
        about = {"name": "a.txt", "declared": "text/plain", "key": share}
        given.append((await deposits.keep("web", who, stream(share.encode()), **about)).code)
        async with asyncio.timeout(10), house.mailroom.watch(who) as watch:
            while given[-1] not in [one.body["code"] for one in await house.mailroom.pending(who, 0)]:
                await watch.wait(5)
    before = len(await letters(house, who, 1))
    await house.mailroom.arrive("web", who, "back", Incoming("start", datetime.now(UTC), language="fr"))
    found = (await letters(house, who, before + 1))[before:]
    assert found[0]["paragraphs"] == ["Te revoilà, c'est bien. On reprend où on en était."]
    assert found[1]["code"].split("\n") == given
    assert "scellé" in found[2]["paragraphs"][0]
    assert found[-1]["choices"][0]["id"] == "screen:no"


async def test_whoever_was_left_by_their_listener_is_told_so_with_numbers_and_the_team_reads_which(house: Haven):
    who = await comes(house, "left")
    await writes(house, who, "on se moque de moi", "1")
    before = len(await letters(house, who, 2))
    async with house.database.transaction() as tx:
        await house.mailroom.whisper(tx, "web", who, "left")
    told = (await letters(house, who, before + 1))[-1]
    assert told["paragraphs"][0].startswith("La personne qui t'écrivait a dû partir. Ta place est gardée")
    assert {number["id"] for number in told["numbers"]} >= {"119"}


async def test_a_goodbye_after_the_end_opens_nothing_again_and_a_new_word_does(house: Haven):
    who, desk = await comes(house, "a"), house.desk
    async with house.database.transaction() as tx:
        token = await house.desk_door.first_invitation(tx)
    session = await desk.session(await desk.enrol(token or "", "grace", "tasse moulin verger plume onze"))
    assert session is not None
    await writes(house, who, "on se moque de moi", "1")
    await letters(house, who, 1)
    case_id = await desk.take_next(session)
    assert case_id is not None
    await desk.close(session, case_id, points=["à demain"], outcome="helped", type="none", again="no")
    before = len(await letters(house, who, 1))
    await writes(house, who, "merci, au revoir", "2")
    said = (await letters(house, who, before + 1))[before:]
    assert [one["paragraphs"] for one in said] == [["À bientôt. Un mot ici suffit pour reprendre."]]
    assert (await case_now(house, who)).state is State.CLOSED
    assert (await case_now(house, who)).contacts == 1
    await writes(house, who, "il recommence", "3")
    await letters(house, who, before + 2)
    assert (await case_now(house, who)).state is State.WAITING


async def test_what_the_house_put_in_line_itself_is_not_counted_as_somebody_who_wrote(house: Haven):
    who = await comes(house, "a")
    await writes(house, who, "bonjour", "1")
    await letters(house, who, 1)
    async with house.database.transaction() as tx:
        before = (await vital_records.mail(tx, [])).last_in
        await house.mailroom.whisper(tx, "web", who, "first")
        mail = await vital_records.mail(tx, [])
    assert before is not None
    assert mail.last_in == before
    assert mail.waiting_since is not None


async def case_now(haven: Haven, who: str) -> Case:
    async with haven.database.reading() as tx:
        case = await case_records.of_correspondent(tx, who)
    assert case is not None
    return case

"""Pictures and files: sealed once, told once an album, never trusted, out of the chat when their owner wants that."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot import records
from bot.deposits import Deposits
from tests.telegram.world import Fault

if TYPE_CHECKING:
    import pytest

    from bot.app import Haven
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account
    from vault.evidence import Receipt

Phones = Any
PNG = b"\x89PNG\r\n\x1a\n" + bytes(900)
DAYS = 24 * 3600


async def rows(house: Haven, query: str) -> list[sa.Row[Any]]:
    async with house.database.reading() as tx:
        return list(await tx.rows(sa.text(query)))


async def kept(house: Haven, count: int) -> list[str]:
    async with asyncio.timeout(20):
        while True:
            states = [row.state for row in await rows(house, "SELECT state FROM attachments ORDER BY id")]
            if len(states) == count and set(states) <= {"told", "lost", "gone"}:
                return states
            await asyncio.sleep(0.05)


async def test_an_album_gets_one_answer_with_every_receipt_and_a_late_part_its_own(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.start()
    await child.hears("act:human")
    for place in range(3):
        await child.photo(PNG + bytes([place]), media_group_id="g1", **({"caption": "les trois"} if place == 0 else {}))
    first = await child.hears("tidy")
    assert first["text"].count("-") >= 3
    await child.photo(PNG + b"late", media_group_id="g1")
    late = await child.hears("tidy")
    codes = first["text"].splitlines()[-3:]
    assert len(set(codes)) == 3
    assert late["text"].splitlines()[-1] not in codes
    lines = await rows(house, "SELECT kind FROM entries WHERE author = 'correspondent' ORDER BY number")
    assert [line.kind for line in lines] == ["text", "evidence", "evidence"]


async def test_a_file_with_a_name_that_leads_elsewhere_is_kept_like_any_other(house: Haven, phone: Phones):
    child = phone()
    await child.file("document", PNG, file_name="../../x", mime_type="image/png")
    await child.hears("tidy")
    assert await kept(house, 1) == ["told"]


async def test_a_file_keeps_its_own_name_and_kind_whatever_signs_stand_in_the_name(
    house: Haven, phone: Phones, monkeypatch: pytest.MonkeyPatch
):
    store, told = Deposits.store, []

    async def listening(self: Deposits, *given: Any, name: str, declared: str, **more: Any) -> Receipt:
        told.append((name, declared))
        return await store(self, *given, name=name, declared=declared, **more)

    monkeypatch.setattr(Deposits, "store", listening)
    child = phone()
    await child.file("document", PNG, file_name="Insta | audio/moi.png", mime_type="image/png")
    await child.hears("tidy")
    assert told == [("Insta | audio_moi.png", "image/png")]


async def test_a_file_too_large_for_telegram_is_shown_the_way_to_the_web(house: Haven, phone: Phones):
    child = phone()
    await child.file("video", PNG, size=30_000_000)
    await child.hears("page web")
    assert await rows(house, "SELECT id FROM attachments") == []


async def test_a_file_that_turns_out_too_large_is_told_so_too(house: Haven, phone: Phones):
    child = phone()
    await child.file("document", bytes(20_000_001), size=5000)
    await child.hears("page web")
    assert await kept(house, 1) == ["lost"]


async def test_a_file_of_another_bot_is_told_as_lost_and_stops_nobody(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    other = telegram.call(telegram.world.add_bot, "9:another-bot-entirely", "other_bot")
    file_id = telegram.call(telegram.world.upload, other, PNG)
    await child.send(document={"file_id": file_id, "file_unique_id": "u", "file_size": 9})
    assert "Tu peux le renvoyer" in (await child.hears("pas arrivé"))["text"]
    await child.file("document", PNG)
    await child.hears("tidy")
    assert await kept(house, 2) == ["lost", "told"]


async def test_a_download_that_breaks_is_tried_again_and_kept_once(house: Haven, telegram: FakeTelegram, phone: Phones):
    telegram.world.faults.append(Fault("file", times=2))
    child = phone()
    await child.photo(PNG)
    await child.hears("tidy", within=30)
    assert len(await rows(house, "SELECT id FROM vault_items")) == 1


async def test_own_files_leave_the_chat_when_their_owner_wants_that_and_stay_in_the_vault(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    sent = await child.photo(PNG)
    await child.hears("tidy")
    await child.tap("tidy")
    await child.hears("retiré")
    chat = telegram.world.chats[account.id, child.number]
    assert sent["message_id"] not in chat.messages
    assert len(await rows(house, "SELECT id FROM vault_items")) == 1


async def test_what_is_older_than_telegram_allows_is_said_plainly(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    sent = await child.photo(PNG)
    await child.hears("tidy")
    async with house.database.transaction() as tx:
        long_ago = sa.func.datetime("now", "-3 days")
        await tx.run(sa.update(records.attachments).values(came_at=long_ago))
    await child.tap("tidy")
    assert "se retire à la main" in (await child.hears("48 heures"))["text"]
    assert sent["message_id"] in telegram.world.chats[account.id, child.number].messages


async def test_erasing_forgets_what_was_to_be_fetched_too(house: Haven, telegram: FakeTelegram, phone: Phones):
    telegram.world.faults.append(Fault("file", times=1000))
    child = phone()
    await child.start()
    await child.photo(PNG)
    await child.write("/effacer")
    await child.hears("act:erase_yes")
    await child.tap("act:erase_yes")
    await child.hears("effacé ici")
    assert await rows(house, "SELECT id FROM attachments") == []

"""Whatever comes from Telegram: kept once, in order, told to the right person; nothing of it to the wrong side."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot import records
from tests.telegram.phones import buttons_of, until
from tests.telegram.world import ApiError, Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.app import Haven
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

Phones = Any
PNG = b"\x89PNG\r\n\x1a\n" + bytes(600)


async def inbox(house: Haven) -> list[sa.Row[Any]]:
    async with house.database.reading() as tx:
        return list(await tx.rows(sa.select(records.inbox).order_by(records.inbox.c.id)))


async def entries(house: Haven) -> list[sa.Row[Any]]:
    query = sa.text("SELECT id, author, kind, delivery, reply_to, replaces FROM entries ORDER BY number")
    async with house.database.reading() as tx:
        return list(await tx.rows(query))


async def cases(house: Haven) -> int:
    async with house.database.reading() as tx:
        row = await tx.row(sa.text("SELECT count(*) FROM cases"))
    return int(row[0]) if row else 0


async def test_a_hundred_messages_of_one_person_in_one_batch_are_kept_in_their_order(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    world = telegram.world

    def burst() -> None:
        for number in range(100):
            world.write(account, child.person, text=f"mot {number:03}")

    await telegram.acall(burst)
    rows = await until(lambda: _when(inbox(house), lambda rows: len(rows) == 100 and rows))
    assert [row.place for row in rows] == [str(number) for number in range(1, 101)]
    lines = await until(lambda: _when(entries(house), lambda all_: len(_said(all_)) == 100 and all_))
    assert [line.id for line in _said(lines)] == [row.ref for row in rows]
    assert await cases(house) == 1


async def _when(work: Any, look: Callable[[Any], Any]) -> Any:
    return look(await work)


def _said(lines: list[Any]) -> list[Any]:
    return [line for line in lines if line.author == "correspondent"]


async def test_what_telegram_sends_twice_is_kept_once(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("une seule fois")
    await until(lambda: _when(inbox(house), len))
    update = {"update_id": 99_999, "message": telegram.world.chats[account.id, child.number].messages[1]}
    await house.parts["telegram"]._intake.take([update, update])  # type: ignore[attr-defined]
    assert len(await inbox(house)) == 1


async def test_after_a_quiet_week_numbers_begin_anew_and_nothing_is_missed(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("avant")
    await child.hears("act:human")
    await until(lambda: _when(telegram.acall(lambda: not account.updates), bool))
    before = account.next_update
    await telegram.acall(telegram.world.quiet_week, account)
    await child.write("une semaine après")
    assert account.next_update < before
    lines = _said(await until(lambda: _when(entries(house), lambda all_: len(_said(all_)) == 2 and all_)))
    assert [line.id for line in lines] == [row.ref for row in await inbox(house)]


async def test_who_writes_from_a_group_a_channel_or_as_a_bot_is_no_correspondent(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    stranger, world = phone(), telegram.world

    def noise() -> None:
        world.add_group(-5)
        world.write_in_group(account, -5, stranger.person, text="bonjour le groupe")
        world.push(
            account, "channel_post", {"message_id": 1, "date": 1, "chat": {"id": -9, "type": "channel"}, "text": "x"}
        )
        robot = {**stranger.person.as_user(), "is_bot": True}
        world.push(
            account,
            "message",
            {"message_id": 5, "date": 1, "chat": {"id": 5, "type": "private"}, "from": robot, "text": "x"},
        )
        world.write(
            account,
            stranger.person,
            pinned_message={"message_id": 1, "date": 0, "chat": {"id": stranger.number, "type": "private"}},
        )

    await telegram.acall(noise)
    other = phone()
    await other.write("moi, oui")
    await other.hears("act:human")
    assert len(await inbox(house)) == 1
    assert stranger.shown() == []


async def test_an_update_of_a_shape_nobody_knows_is_still_somebodys_word_and_costs_nobody_else_theirs(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child, other = phone(), phone()

    def strange() -> None:
        telegram.world.people[child.number].started.add(account.id)
        broken = {"message_id": 3, "date": "someday", "chat": {"id": child.number, "type": "private"}, "hologram": {}}
        telegram.world.push(account, "message", broken)
        telegram.world.push(account, "telepathy", {"thought": 1})
        telegram.world.push(account, "message", {"nonsense": True})

    await telegram.acall(strange)
    await other.write("après l'inconnu")
    await other.hears("act:human")
    await child.hears("pas lire")
    assert [line.kind for line in _said(await entries(house))] == ["unread", "text"]


async def test_an_edit_is_kept_as_a_correction_of_its_line_and_weighs_like_any_word(house: Haven, phone: Phones):
    child = phone()
    message = await child.write("ça va")
    await child.hears("act:human")
    await child.edit(message, text="je vais me tuer")
    await child.hears("direct:now")
    first, second = _said(await entries(house))
    assert second.replaces == first.id


async def test_an_edit_of_a_message_never_seen_is_kept_as_a_word(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.start()
    await child.hears("act:human")

    def edited() -> None:
        message = telegram.world.store(
            telegram.world.private(account, child.number), {"from": child.person.as_user(), "text": "a"}
        )
        telegram.world.edit(account, child.person, message["message_id"], text="jamais vu")

    await telegram.acall(edited)
    (line,) = await until(lambda: _when(entries(house), _said))
    assert line.replaces is None


async def test_a_reply_knows_which_line_it_answers_on_either_side(house: Haven, phone: Phones):
    child = phone()
    mine = await child.write("j'ai peur de lui")
    asked = await child.hears("danger:no")
    await child.write("celui du collège", reply_to_message=mine)
    await child.write("oui", reply_to_message=asked)
    lines = await until(lambda: _when(entries(house), lambda all_: len(_said(all_)) == 3 and all_))
    first, second, third = _said(lines)
    assert second.reply_to == first.id
    assert third.reply_to in {line.id for line in lines if line.author == "bot"}


async def test_a_button_is_answered_at_once_and_shows_what_was_chosen(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("bonsoir")
    asked = await child.hears("danger:no")
    await child.tap("danger:no")
    await child.quiet()
    shown = next(one for one in child.shown() if one["message_id"] == asked["message_id"])
    assert list(buttons_of(shown)) == ["danger:no"]
    assert buttons_of(shown)["danger:no"].startswith("✓ ")
    assert telegram.world.queries == {}


async def test_a_button_that_was_never_ours_is_answered_in_words(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("bonsoir")
    asked = await child.hears("danger:no")
    await telegram.acall(telegram.world.tap, account, child.person, asked, "case:0123456789abcdef")
    told = await child.hears("Ce bouton ne marche plus")
    again = await child.hears("danger:no")
    assert again["message_id"] > told["message_id"] > asked["message_id"], "where things stand is asked again below"


async def test_a_contact_is_explained_and_kept_nowhere(house: Haven, phone: Phones):
    child = phone()
    await child.send(contact={"phone_number": "+33600000000", "first_name": "Lucas"})
    await child.hears("pas gardé ce contact")
    for row in await inbox(house):
        assert row.body is None
    assert [line.kind for line in _said(await entries(house))] == ["unread"]


async def test_a_position_is_kept_for_rescue_in_danger_only(house: Haven, phone: Phones):
    child, safe = phone(), phone()
    spot = {"latitude": 48.85, "longitude": 2.35}
    await safe.send(location=spot)
    await safe.hears("pas gardé cette position")
    await child.write("bonsoir")
    await child.hears("act:danger")
    await child.tap("act:danger")
    await child.hears("act:place")
    await child.send(location=spot)
    await child.hears("gardé à part")
    async with house.database.reading() as tx:
        places = await tx.rows(sa.text("SELECT sealed FROM rescue_places"))
    assert len(places) == 1
    assert b"48.85" not in bytes(places[0].sealed)


async def test_voice_video_and_stickers_reach_a_human_though_no_program_reads_them(house: Haven, phone: Phones):
    child = phone()
    await child.start()
    await child.hears("act:human")
    await child.file("voice", b"OggS" + bytes(500))
    await child.hears("pas lire ça")
    await child.hears("tidy")
    sticker = {"file_id": "s", "file_unique_id": "s", "width": 9, "height": 9, "is_animated": False, "is_video": False}
    await child.send(sticker={**sticker, "type": "regular", "emoji": "😢"})
    await child.hears("pas lire ça")
    assert [line.kind for line in _said(await entries(house))] == ["unread", "evidence", "unread"]


async def test_a_command_of_the_menu_is_a_button_of_the_house_and_start_may_carry_a_language(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone("de")
    await child.start("en")
    await child.hears("I'm a program")
    await child.write("/human")
    await child.write("/francais@havre_bot")
    await child.hears("français")
    menu = {language: {one["command"] for one in commands} for language, commands in account.commands.items()}
    assert set(menu) == {"", "fr", "en"}
    assert {"humain", "danger"} <= menu["fr"] == menu[""]


async def test_a_phrase_is_neither_shown_nor_asked_for_on_telegram(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("bonsoir")
    asked = await child.hears("danger:no")
    await telegram.acall(telegram.world.tap, account, child.person, asked, "act:phrase")
    await child.hears("page web")
    assert json.dumps(child.shown()).count("phrase") == 1


async def test_who_blocks_the_bot_gets_nothing_and_everything_once_they_are_back(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("au secours")
    await child.hears("danger:no")
    await telegram.acall(telegram.world.block, account, child.person)
    await until(lambda: _when(entries(house), lambda all_: any(line.kind == "choice" for line in _said(all_))))
    async with house.database.transaction() as tx:
        who = (await tx.row(sa.select(records.correspondents.c.id)))[0]
        letter = {"from": "listener", "at": "", "paragraphs": ["on est là"], "choices": [], "links": []}
        await house.mailroom.post(tx, who, letter)
    await until(lambda: _when(_states(house), lambda states: "blocked" in states))
    assert not any("on est là" in message["text"] for message in child.shown())
    await child.start()
    await child.hears("on est là")


async def _states(house: Haven) -> list[str]:
    async with house.database.reading() as tx:
        return [row.state for row in await tx.rows(sa.select(records.outbox.c.state))]


async def test_a_429_of_one_chat_holds_that_chat_alone_and_says_so(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child, other = phone(), phone()
    error = ApiError(429, "Too Many Requests: retry after 4", retry_after=4)
    telegram.world.faults.append(Fault("sendmessage", error, chat=child.number))
    await child.write("un")
    await until(lambda: _when(_states(house), lambda states: "held" in states))
    await other.write("deux")
    await other.hears("danger:no")
    assert child.shown() == []
    await child.hears("danger:no")
    texts = [message["text"] for message in child.shown()]
    assert len(texts) == len(set(texts)), "nothing was said twice"


async def test_an_answer_lost_on_the_way_repeats_one_message_at_the_most(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    telegram.world.faults.append(Fault("sendmessage", chat=child.number, lose_answer=True))
    await child.write("un")
    await child.hears("danger:no")
    texts = [message["text"] for message in await child.quiet()]
    assert len(texts) - len(set(texts)) <= 1


async def test_a_letter_longer_than_a_message_comes_whole_and_in_order(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("bonsoir")
    await child.hears("danger:no")
    words = [secrets.token_hex(3) for _ in range(1500)]
    async with house.database.transaction() as tx:
        who = (await tx.row(sa.select(records.correspondents.c.id)))[0]
        await house.mailroom.post(tx, who, {"from": "listener", "paragraphs": [" ".join(words)]})
    await child.hears(words[-1])
    said = " ".join(message["text"] for message in child.shown()[-3:]).split()
    assert said == words

"""Leaving fast: /x takes the bot's messages out of the chat, one banal line stays, and it says what Telegram keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bot import records
from tests.telegram.phones import until
from tests.telegram.world import ApiError, Fault

if TYPE_CHECKING:
    from bot.app import Haven
    from tests.telegram.phones import Phone
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

Phones = Any
PNG = b"\x89PNG\r\n\x1a\n" + bytes(900)
LINE = "C'est rangé"
OLD = timedelta(days=3)


def chat_of(telegram: FakeTelegram, account: Account, child: Phone) -> list[dict[str, Any]]:
    """Everything on the screen, whoever sent it."""
    return list(telegram.world.chats[account.id, child.number].messages.values())


def calls(telegram: FakeTelegram, method: str) -> list[list[int]]:
    return [body["message_ids"] for _, name, body in telegram.world.calls if name.lower() == method]


async def history(house: Haven, telegram: FakeTelegram, account: Account, child: Phone, count: int) -> None:
    """Let the bot have said so many things to somebody, of which letters tell."""
    chat = telegram.world.private(account, child.number)
    async with house.database.transaction() as tx:
        who = (await tx.row(sa.select(records.correspondents.c.id)))[0]
        for number in range(count):
            sent = await telegram.acall(
                telegram.world.store, chat, {"from": account.as_user(), "text": f"dit {number}"}
            )
            letter = house.mailroom.letter(who, {}, None, datetime.now(UTC))
            gone = {
                "state": "sent",
                "body": None,
                "sent_as": str(sent["message_id"]),
                "delivered_at": datetime.now(UTC),
            }
            await records.post(tx, [{**letter, **gone}])


async def age(house: Haven, telegram: FakeTelegram, account: Account, child: Phone, *, known: bool = True) -> None:
    """Let what stands in the chat be three days old; `known`: the house knows it too."""
    for message in chat_of(telegram, account, child):
        message["date"] -= int(OLD.total_seconds())
    async with house.database.transaction() as tx:
        if known:
            await tx.run(sa.update(records.outbox).values(delivered_at=datetime.now(UTC) - OLD))


@pytest.mark.parametrize(("language", "line"), [("fr", LINE), ("en", "Tidied away")])
async def test_whoever_leaves_fast_finds_their_own_words_and_one_banal_line(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones, language: str, line: str
):
    child = phone(language)
    await child.write("un mot à moi")
    await child.hears("danger:no")
    await child.photo(PNG)
    await child.hears("tidy")
    await child.write("/x")
    told = await child.hears(line)
    assert "48" in told["text"]
    left = chat_of(telegram, account, child)
    assert [message.get("text", "photo") for message in left] == ["un mot à moi", "photo", told["text"]]
    assert "reply_markup" not in told


async def test_what_is_older_than_telegram_allows_stays_and_is_not_even_asked_for(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("bonsoir")
    await child.hears("danger:no")
    old = [message["message_id"] for message in await child.quiet()]
    await age(house, telegram, account, child)
    await history(house, telegram, account, child, 2)
    await child.write("/x")
    await child.hears(LINE)
    assert [message["message_id"] for message in child.shown()[:-1]] == old
    assert not set(old) & {number for numbers in calls(telegram, "deletemessages") for number in numbers}


async def test_one_message_that_telegram_refuses_to_remove_keeps_no_other(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("bonsoir")
    await child.hears("danger:no")
    old = [message["message_id"] for message in await child.quiet()]
    await age(house, telegram, account, child, known=False)  # Telegram's clock has the last word
    await history(house, telegram, account, child, 3)
    await child.write("/x")
    await child.hears(LINE)
    assert [message["message_id"] for message in child.shown()[:-1]] == old


async def test_a_429_in_the_middle_delays_the_rest_of_that_chat_alone(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("bonsoir")
    await child.hears("danger:no")
    await child.quiet()
    await history(house, telegram, account, child, 230)
    slow = ApiError(429, "Too Many Requests: retry after 4", retry_after=4)
    telegram.world.faults.append(Fault("deletemessages", slow, chat=child.number, after=1))
    await child.write("/x")
    await until(lambda: telegram.acall(calls, telegram, "deletemessages"))
    other = phone()
    await other.write("et moi")
    await other.hears("danger:no")
    assert not any(LINE in message["text"] for message in child.shown()), "said before it was done"
    told = await child.hears(LINE)
    assert [message["text"] for message in child.shown()] == [told["text"]]
    assert [len(numbers) <= 100 for numbers in calls(telegram, "deletemessages")] == [True] * 3
    asked = [number for numbers in calls(telegram, "deletemessages") for number in numbers]
    assert len(asked) == len(set(asked)), "what was removed was noted"


async def test_what_had_not_gone_out_yet_waits_until_they_write_again(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    slow = ApiError(429, "Too Many Requests: retry after 3", retry_after=3)
    telegram.world.faults.append(Fault("sendmessage", slow, chat=child.number))
    await child.write("au secours")
    await until(lambda: _has(house, "held"))
    await child.write("/x")
    told = await child.hears(LINE)
    assert [message["text"] for message in await child.quiet(1.5)] == [told["text"]]
    await child.write("je suis de retour")
    await child.hears("/x", "act:human")
    await child.hears("danger:no")


async def _has(house: Haven, state: str) -> bool:
    async with house.database.reading() as tx:
        return state in {row.state for row in await tx.rows(sa.select(records.outbox.c.state))}


async def test_a_pause_is_quiet_and_removes_nothing(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("bonsoir")
    await child.hears("danger:no")
    before = len(await child.quiet())
    await child.write("/pause")
    await child.hears("/x")
    assert len(child.shown()) == before + 1
    assert calls(telegram, "deletemessages") == []


async def test_leaving_twice_removes_the_first_banal_line_too(
    house: Haven, telegram: FakeTelegram, account: Account, phone: Phones
):
    child = phone()
    await child.write("bonsoir")
    await child.hears("danger:no")
    for _ in range(2):
        await child.write("/x")
        await child.hears(LINE)
    assert [LINE in message["text"] for message in chat_of(telegram, account, child)] == [False, True]

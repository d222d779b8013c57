"""The fake is strict: what real Telegram refuses it refuses too, in words both libraries understand."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from telegram import Bot as DeskBot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.telegram.houses import BOARD, SECRET, TOKEN, account, telegram
from tests.telegram.phones import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account, Person

__all__ = ["account", "telegram"]


@pytest.fixture
async def bot(telegram: FakeTelegram, account: Account) -> AsyncIterator[Bot]:
    made = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram.url)))
    yield made
    await made.session.close()


@pytest.fixture
async def other(telegram: FakeTelegram, account: Account) -> AsyncIterator[DeskBot]:
    made = DeskBot(TOKEN, base_url=f"{telegram.url}/bot", base_file_url=f"{telegram.url}/file/bot")
    await made.initialize()
    yield made
    await made.shutdown()


@pytest.fixture
def somebody(telegram: FakeTelegram, account: Account) -> Person:
    person: Person = telegram.call(telegram.world.add_person, 7)
    telegram.call(telegram.world.write, account, person, text="bonjour")
    return person


async def test_updates_are_kept_until_the_next_offset_confirms_them(bot: Bot, telegram: FakeTelegram, somebody: Person):
    first = await bot.get_updates()
    assert await bot.get_updates() == first
    assert await bot.get_updates(offset=first[-1].update_id) == first
    assert await bot.get_updates(offset=first[-1].update_id + 1) == []
    assert await bot.get_updates() == []


async def test_a_second_poller_sends_the_first_away_and_a_webhook_both(
    bot: Bot, telegram: FakeTelegram, account: Account, somebody: Person
):
    await bot.get_updates(offset=10_000_000)
    before = account.poller
    waiting = asyncio.create_task(bot.get_updates(timeout=5))
    await until(lambda: account.poller not in {None, before})
    await bot.get_updates()
    with pytest.raises(TelegramConflictError):
        await waiting
    await bot.set_webhook("http://127.0.0.1:9/x", secret_token=SECRET)
    with pytest.raises(TelegramConflictError):
        await bot.get_updates()


async def test_one_message_a_second_a_chat_and_twenty_a_minute_a_group(
    bot: Bot, telegram: FakeTelegram, somebody: Person
):
    telegram.call(telegram.world.add_group, BOARD)
    await bot.send_message(7, "un")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(7, "deux")
    for number in range(20):
        await bot.send_message(BOARD, str(number))
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(BOARD, "vingt et un")
    assert refused.value.retry_after > 30


async def test_what_is_not_there_or_not_allowed_is_refused_in_telegrams_words(
    bot: Bot, other: DeskBot, telegram: FakeTelegram, account: Account, somebody: Person
):
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(8, "à une inconnue")
    long = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a", callback_data="x" * 65)]])
    with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
        await bot.send_message(7, "trop", reply_markup=long)
    with pytest.raises(TelegramBadRequest, match="empty"):
        await bot.send_message(7, " ")
    with pytest.raises(TelegramBadRequest, match="thread not found"):
        await bot.send_message(7, "a", message_thread_id=99)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query("nope")
    with pytest.raises(BadRequest, match="not found"):
        await other.edit_message_text("a", 7, 99)
    telegram.call(telegram.world.block, account, somebody)
    with pytest.raises(Forbidden, match="blocked"):
        await other.send_message(7, "a")


async def test_a_message_older_than_two_days_cannot_be_deleted(bot: Bot, telegram: FakeTelegram, somebody: Person):
    sent = await bot.send_message(7, "a")
    telegram.world.ahead = 49 * 3600
    with pytest.raises(TelegramBadRequest, match="can't be deleted"):
        await bot.delete_message(7, sent.message_id)
    telegram.world.ahead = 0
    assert await bot.delete_messages(7, [sent.message_id, 999])


async def test_an_unchanged_edit_is_refused(bot: Bot, telegram: FakeTelegram, somebody: Person):
    sent = await bot.send_message(7, "a")
    with pytest.raises(TelegramBadRequest, match="not modified"):
        await bot.edit_message_text("a", chat_id=7, message_id=sent.message_id)


async def test_a_group_that_moved_names_its_new_number_to_both_libraries(
    bot: Bot, other: DeskBot, telegram: FakeTelegram, account: Account
):
    telegram.call(telegram.world.add_group, BOARD)
    telegram.call(telegram.world.migrate_group, BOARD, -100_5)
    with pytest.raises(TelegramMigrateToChat):
        await bot.send_message(BOARD, "a")
    with pytest.raises(ChatMigrated) as moved:
        await other.send_message(BOARD, "a")
    assert moved.value.new_chat_id == -100_5


async def test_topics_of_a_private_chat_can_be_made_named_and_removed_where_they_are_on(
    other: DeskBot, telegram: FakeTelegram, account: Account, somebody: Person
):
    made = await other.create_forum_topic(7, "loutre dorée")
    await other.send_message(7, "là", message_thread_id=made.message_thread_id)
    await other.edit_forum_topic(7, made.message_thread_id, name="✓ loutre dorée")
    await other.delete_forum_topic(7, made.message_thread_id)
    assert telegram.call(telegram.world.sent, account, 7) == []
    account.topics = False
    with pytest.raises(BadRequest, match="not a forum"):
        await other.create_forum_topic(7, "x")


async def test_a_file_is_one_bots_alone_and_twenty_megabytes_at_most(
    bot: Bot, telegram: FakeTelegram, account: Account, somebody: Person
):
    mine = telegram.call(telegram.world.upload, account, b"abc")
    found = await bot.get_file(mine)
    content = await bot.download_file(str(found.file_path))
    assert content is not None
    assert content.read() == b"abc"
    with pytest.raises(TelegramBadRequest, match="too big"):
        await bot.get_file(telegram.call(telegram.world.upload, account, bytes(20_000_001)))
    stranger = telegram.call(telegram.world.add_bot, "9:another-bot-entirely", "other")
    with pytest.raises(TelegramBadRequest, match="wrong file_id"):
        await bot.get_file(telegram.call(telegram.world.upload, stranger, b"abc"))


async def test_a_field_the_api_does_not_have_is_refused_and_remembered(telegram: FakeTelegram, account: Account):
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{telegram.url}/bot{TOKEN}/sendMessage", data={"chat_id": "7", "text": "a", "colour": "red"}
        )
    assert answer.status_code == 400
    assert telegram.world.violations == ["sendMessage: unknown ['colour']"]
    telegram.world.violations.clear()

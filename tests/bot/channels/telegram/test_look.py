"""What `havre check` says of Telegram: what is not yet right, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.channels.telegram.look import look
from bot.channels.telegram.settings import TelegramSettings, WebhookSettings
from handoff.settings import TelegramDeskSettings
from tests.telegram.houses import BOARD, DESK_TOKEN, SECRET, TOKEN, account, desk_account, telegram

if TYPE_CHECKING:
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

__all__ = ["account", "desk_account", "telegram"]
HTTPS = "https://desk.example.org"


async def said(channel: TelegramSettings | None, desk: TelegramDeskSettings | None, url: str = HTTPS) -> str:
    return "\n".join(f"{one.where}: {one.what}" for one in await look(channel, desk, url))


async def test_a_house_that_is_right_has_nothing_to_mend(
    telegram: FakeTelegram, account: Account, desk_account: Account
):
    telegram.world.chats[0, BOARD].rights |= {"can_delete_messages"}
    channel = TelegramSettings(token=TOKEN, api=telegram.url)
    desk = TelegramDeskSettings(token=DESK_TOKEN, board=BOARD, api=telegram.url)
    assert await said(channel, desk) == ""


async def test_a_wrong_token_a_silent_api_and_one_token_for_both_are_told_apart(
    telegram: FakeTelegram, account: Account
):
    wrong = TelegramSettings(token="1:nobody-knows-me", api=telegram.url)
    assert "copy it again from BotFather" in await said(wrong, None)
    silent = TelegramSettings(token=TOKEN, api="http://127.0.0.1:9")
    assert "does not answer" in await said(silent, None)
    channel = TelegramSettings(token=TOKEN, api=telegram.url)
    same = TelegramDeskSettings(token=TOKEN, board=BOARD, api=telegram.url)
    assert "another for listeners" in await said(channel, same)


async def test_topics_rights_and_groups_that_are_missing_are_named(telegram: FakeTelegram, desk_account: Account):
    desk = TelegramDeskSettings(token=DESK_TOKEN, board=BOARD, api=telegram.url)
    desk_account.topics = False
    told = await said(None, desk, "http://127.0.0.1")
    assert "Threads Settings" in told
    assert "right to delete" in told
    assert "desk_url" in told
    lost = TelegramDeskSettings(token=DESK_TOKEN, board=-5, api=telegram.url)
    assert "add it to the group" in await said(None, lost)
    telegram.call(telegram.world.migrate_group, BOARD, -100_9)
    assert "-1009" in await said(None, desk)


async def test_a_webhook_that_is_somebody_elses_is_told(telegram: FakeTelegram, account: Account):
    account.webhook = {"url": "https://elsewhere.example.org/x", "secret": SECRET, "allowed": None}
    polling = TelegramSettings(token=TOKEN, api=telegram.url)
    assert "another house" in await said(polling, None)
    own = WebhookSettings(url="https://elsewhere.example.org/x", secret=SECRET)
    assert await said(TelegramSettings(token=TOKEN, api=telegram.url, webhook=own), None) == ""

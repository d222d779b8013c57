"""What `havre doctor` says of the two bots as they live, from what the Bot API really answers."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from subprocess import run
from typing import TYPE_CHECKING

from bot.channels.telegram.living import hear
from bot.channels.telegram.settings import TelegramSettings, WebhookSettings
from bot.diagnosis import Line, State
from handoff.settings import TelegramAlarmSettings, TelegramDeskSettings
from tests.haven import ROOT
from tests.telegram.houses import BOARD, DESK_TOKEN, SECRET, TOKEN, account, desk_account, telegram

if TYPE_CHECKING:
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

__all__ = ["account", "desk_account", "telegram"]
HOOK = "https://hook.example.org/x"


def channel(telegram: FakeTelegram, *, hook: str = "", token: str = TOKEN) -> TelegramSettings:
    webhook = WebhookSettings(url=hook, secret=SECRET) if hook else None
    return TelegramSettings(token=token, api=telegram.url, webhook=webhook)


def desk(telegram: FakeTelegram, board: int = BOARD) -> TelegramDeskSettings:
    return TelegramDeskSettings(token=DESK_TOKEN, board=board, api=telegram.url)


async def lines(
    channel: TelegramSettings | None = None,
    desk: TelegramDeskSettings | None = None,
    alarm: TelegramAlarmSettings | None = None,
) -> list[Line]:
    return list((await hear(channel, desk, alarm)).lines)


def found(lines: list[Line], state: State) -> str:
    return "\n".join(f"{line.where}: {line.what}" for line in lines if line.state is state)


async def test_two_bots_that_are_right_are_told_to_be_and_the_clocks_agree(
    telegram: FakeTelegram, account: Account, desk_account: Account
):
    telegram.world.chats[0, BOARD].rights |= {"can_delete_messages"}
    heard = await hear(channel(telegram), desk(telegram), None)
    assert {line.state for line in heard.lines} == {State.OK}
    assert "knows the token" in found(list(heard.lines), State.OK)
    assert "topics in private chats are on" in found(list(heard.lines), State.OK)
    assert heard.ahead is not None
    assert abs(heard.ahead) < 3


async def test_a_wrong_token_and_a_silent_api_are_told_apart(telegram: FakeTelegram, account: Account):
    wrong = await lines(channel(telegram, token="1:nobody-knows-me"))
    assert "token: Telegram does not know it (Unauthorized)" in found(wrong, State.MEND)
    silent = await lines(TelegramSettings(token=TOKEN, api="http://127.0.0.1:9"))
    assert "does not answer" in found(silent, State.MEND)


async def test_one_token_for_both_bots_is_to_be_mended(telegram: FakeTelegram, account: Account):
    telegram.call(telegram.world.add_group, BOARD)
    same = TelegramDeskSettings(token=TOKEN, board=BOARD, api=telegram.url)
    assert "one of the two bots waits for it for ever" in found(await lines(channel(telegram), same), State.MEND)


async def test_a_webhook_is_held_against_the_configuration(telegram: FakeTelegram, account: Account):
    assert "has no webhook to call" in found(await lines(channel(telegram, hook=HOOK)), State.MEND)
    account.webhook = {"url": HOOK, "secret": SECRET, "allowed": None}
    assert "calls the webhook of config.yml" in found(await lines(channel(telegram, hook=HOOK)), State.OK)
    assert "config.yml has none" in found(await lines(channel(telegram)), State.MEND)
    account.webhook["url"] = "https://elsewhere.example.org"
    assert "calls another webhook" in found(await lines(channel(telegram, hook=HOOK)), State.MEND)


async def test_what_could_not_be_delivered_is_told_without_the_address_it_was_for(
    telegram: FakeTelegram, account: Account
):
    account.webhook = {"url": HOOK, "secret": SECRET, "allowed": None}
    account.last_error = (
        datetime.now(UTC).timestamp(),
        "Connection refused by 203.0.113.7:443 for https://hook.example.org/x",
    )
    told = await lines(channel(telegram, hook=HOOK))
    assert "Connection refused by … for …" in found(told, State.MEND)
    account.last_error = (datetime.now(UTC).timestamp() - 7200, "Wrong response from the webhook: 502 Bad Gateway")
    assert "502 Bad Gateway, some time ago" in found(await lines(channel(telegram, hook=HOOK)), State.KNOW)


async def test_updates_that_nobody_takes_are_counted(telegram: FakeTelegram, account: Account):
    person = telegram.world.add_person(7001)

    def write(count: int) -> None:
        for _ in range(count):
            telegram.world.write(account, person, text="au secours")

    await telegram.acall(write, 3)
    assert "3 updates wait" in found(await lines(channel(telegram)), State.KNOW)
    await telegram.acall(write, 97)
    assert "100 updates wait" in found(await lines(channel(telegram)), State.MEND)


async def test_a_board_the_bot_was_removed_from_or_may_not_write_in_is_to_be_mended(
    telegram: FakeTelegram, desk_account: Account
):
    group = telegram.world.chats[0, BOARD]
    group.forum = True
    told = await lines(None, desk(telegram))
    assert "in its general one" in found(told, State.OK)
    assert "may not delete" in found(told, State.KNOW)
    group.rights, group.silent = set(), True
    assert "may not write there" in found(await lines(None, desk(telegram)), State.MEND)
    group.without.add(desk_account.id)
    assert "the bot is not in the group" in found(await lines(None, desk(telegram)), State.MEND)


async def test_a_board_that_is_no_group_or_moved_is_to_be_mended(telegram: FakeTelegram, desk_account: Account):
    telegram.world.chats[0, BOARD].kind = "channel"
    assert "is no group" in found(await lines(None, desk(telegram)), State.MEND)
    assert "add the bot to the group" in found(await lines(None, desk(telegram, board=-5)), State.MEND)
    telegram.call(telegram.world.migrate_group, BOARD, -1009)
    assert "has a new number" in found(await lines(None, desk(telegram)), State.MEND)


async def test_topics_that_are_off_are_good_to_know(telegram: FakeTelegram, desk_account: Account):
    desk_account.topics = False
    assert "Threads Settings" in found(await lines(None, desk(telegram)), State.KNOW)


async def test_rings_that_would_reach_nobody_are_to_be_mended(telegram: FakeTelegram, account: Account):
    telegram.call(telegram.world.add_person, 7001).started.add(account.id)
    told = await lines(None, None, TelegramAlarmSettings(token=TOKEN, chat=7001, supervisors=7002, api=telegram.url))
    assert "alarm.telegram.chat: the bot reaches this chat" in found(told, State.OK)
    assert "alarm.telegram.supervisors: the bot does not reach" in found(told, State.MEND)


def test_asking_about_the_bots_loads_no_messenger_library():
    code = "import bot.channels.telegram.living, bot.doctor, sys; print({'aiogram', 'telegram'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    told = run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own line
    assert told.stdout == "set()\n"

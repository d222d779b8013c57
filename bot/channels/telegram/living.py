"""What Telegram says of the two bots while they live: reachable, known, called where it should be, in their group.

Asked by `havre doctor`, over plain HTTP and by no messenger library. Lives here: the questions, and what each answer
means (pure). Does not live here: what is wrong with the configuration alone (`look`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx

from bot.channels.telegram.look import PATIENCE, Answer, ask
from bot.diagnosis import Line, know, mend, ok, unnamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.channels.telegram.settings import TelegramSettings
    from handoff.settings import TelegramAlarmSettings, TelegramDeskSettings

CHANNEL, DESK, ALARM = "channels.telegram", "handoff.desks.telegram", "handoff.alarm.telegram"
MANY = 100
"""Updates that wait, from which on nobody can be fetching them."""
FRESH = timedelta(hours=1)
"""How long an error of a webhook is taken for one that is still there."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of the bots, and by how many seconds this clock ran before Telegram's, None where nobody said."""

    lines: tuple[Line, ...] = ()
    ahead: float | None = None


@dataclass(frozen=True, slots=True)
class Bot:
    """What Telegram answers about one bot."""

    me: Answer
    hook: Answer = field(default_factory=Answer)

    @property
    def number(self) -> int:
        """Return the bot's own id."""
        return int(self.me.result["id"])


async def hear(
    channel: TelegramSettings | None, desk: TelegramDeskSettings | None, alarm: TelegramAlarmSettings | None
) -> Heard:
    """Ask Telegram about every bot of the configuration."""
    now = datetime.now(UTC)
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
        heard = await asyncio.gather(
            _of_channel(client, channel, now), _of_desk(client, desk, now), _of_alarm(client, alarm)
        )
    lines = [line for one in heard for line in one.lines]
    if channel is not None and desk is not None and channel.token == desk.token:
        what = "is the token of channels.telegram too, and one of the two bots waits for it for ever: take another"
        lines.append(mend(f"{DESK}.token", what))
    ahead = next((one.ahead for one in heard if one.ahead is not None), None)
    return Heard(tuple(lines), ahead)


async def _of_channel(client: httpx.AsyncClient, section: TelegramSettings | None, now: datetime) -> Heard:
    if section is None:
        return Heard()
    bot = await _bot(client, section.api, section.token.get_secret_value())
    wanted = section.webhook.url if section.webhook is not None else ""
    return Heard((*judge_bot(CHANNEL, bot.me), *judge_updates(CHANNEL, bot, wanted, now)), bot.me.ahead)


async def _of_desk(client: httpx.AsyncClient, section: TelegramDeskSettings | None, now: datetime) -> Heard:
    if section is None:
        return Heard()
    token = section.token.get_secret_value()
    bot = await _bot(client, section.api, token)
    lines = [*judge_bot(DESK, bot.me), *judge_updates(DESK, bot, "", now)]
    if bot.me.result is not None:
        lines += judge_topics(bot.me)
        group = await ask(client, section.api, token, "getChat", chat_id=section.board)
        asked = {"chat_id": section.board, "user_id": bot.number}
        lines += judge_board(group, await ask(client, section.api, token, "getChatMember", **asked))
    return Heard(tuple(lines), bot.me.ahead)


async def _of_alarm(client: httpx.AsyncClient, section: TelegramAlarmSettings | None) -> Heard:
    if section is None:
        return Heard()
    token = section.token.get_secret_value()
    me = await ask(client, section.api, token, "getMe")
    lines = [*judge_bot(ALARM, me)]
    chats = {"chat": section.chat, "supervisors": section.supervisors} if me.result is not None else {}
    for name, chat in chats.items():
        if chat is not None:
            lines.append(judge_chat(f"{ALARM}.{name}", await ask(client, section.api, token, "getChat", chat_id=chat)))
    return Heard(tuple(lines), me.ahead)


async def _bot(client: httpx.AsyncClient, api: str, token: str) -> Bot:
    me = await ask(client, api, token, "getMe")
    return Bot(me, await ask(client, api, token, "getWebhookInfo")) if me.result is not None else Bot(me)


# -- what it means -----------------------------------------------------------------------------------------------------


def judge_bot(where: str, me: Answer) -> Iterator[Line]:
    """Judge whether Telegram is reached and knows the token."""
    if me.result is not None:
        yield ok(where, "Telegram answers, and knows the token")
    elif me.why:
        yield mend(f"{where}.token", f"Telegram does not know it ({unnamed(me.why)}): copy it again from BotFather")
    else:
        yield mend(f"{where}.api", "does not answer: is this machine let out to it?")


def judge_updates(where: str, bot: Bot, wanted: str, now: datetime) -> Iterator[Line]:
    """Judge how updates come: by the webhook `wanted`, or by asking where that is ""; and whether they do."""
    if bot.hook.result is None:
        return
    hook: dict[str, Any] = bot.hook.result
    yield _hooked(where, str(hook.get("url") or ""), wanted)
    yield _pending(where, int(hook.get("pending_update_count") or 0))
    if error := str(hook.get("last_error_message") or ""):
        said = f"Telegram could not call the webhook: {unnamed(error)}"
        at = datetime.fromtimestamp(int(hook.get("last_error_date") or 0), UTC)
        lasting = bool(wanted) and now - at < FRESH
        yield mend(f"{where}.webhook", said) if lasting else know(where, f"{said}, some time ago")


def _hooked(where: str, url: str, wanted: str) -> Line:
    if url == wanted:
        return ok(where, "Telegram calls the webhook of config.yml" if wanted else "no webhook: the house asks itself")
    if not url:
        what = "Telegram has no webhook to call: `havre run` sets it at its start; is it running?"
    elif wanted:
        what = (
            "Telegram calls another webhook: another house may run with this token; the next start here takes it over"
        )
    else:
        what = "Telegram calls a webhook, and config.yml has none: another house may run with this token; the next "
        what += "start here takes it over"
    return mend(f"{where}.webhook", what)


def _pending(where: str, count: int) -> Line:
    if count == 0:
        return ok(where, "no update waits")
    if count < MANY:
        return know(where, f"{count} updates wait to be taken: many at once, or nobody takes them")
    return mend(where, f"{count} updates wait to be taken: is `havre run` running? its log says why")


def judge_topics(me: Answer) -> Iterator[Line]:
    """Judge whether the desk's bot may open topics in private chats."""
    if me.result.get("has_topics_enabled"):
        yield ok(DESK, "topics in private chats are on")
    else:
        what = "no topics in private chats: in BotFather's app, open the bot, Threads Settings, switch them on; until "
        yield know(DESK, f"{what}then a listener holds one case at a time")


def judge_board(group: Answer, member: Answer) -> Iterator[Line]:
    """Judge the group of the board: is it one, is the bot in it, may it write and take down there."""
    where = f"{DESK}.board"
    if "migrate_to_chat_id" in group.details:
        yield mend(where, "the group has a new number: `havre check` says it, config.yml takes it")
    elif group.result is None:
        yield mend(where, "is no group this bot is in: add the bot to the group, or correct the number")
    elif group.result.get("type") not in {"group", "supergroup"}:
        yield mend(where, "is no group: listeners tap buttons there, which takes a group")
    else:
        general = ", with topics: the board stands in its general one" if group.result.get("is_forum") else ""
        yield from _standing(where, group.result, member.result or {}, general)


def _standing(where: str, group: dict[str, Any], member: dict[str, Any], general: str) -> Iterator[Line]:
    status, everybody = str(member.get("status", "")), group.get("permissions") or {}
    rules = {"restricted": member, "member": everybody}.get(status, {})
    if status not in {"administrator", "creator", "member", "restricted"} or member.get("is_member") is False:
        yield mend(where, "the bot is not in the group: add it")
        return
    if rules.get("can_send_messages", True) is False:
        yield mend(where, "the bot may not write there: make it administrator, or let members write")
        return
    yield ok(where, f"is a group the bot is in and may write in{general}")
    if status != "creator" and not member.get("can_delete_messages"):
        yield know(where, "the bot may not delete messages there: cards of closed cases would stay")


def judge_chat(where: str, chat: Answer) -> Line:
    """Judge whether rings reach a chat."""
    if chat.result is not None:
        return ok(where, "the bot reaches this chat")
    return mend(where, "the bot does not reach this chat: write /start to it there, or add it to the group")

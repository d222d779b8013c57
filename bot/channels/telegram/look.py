"""What is not yet right between this house and Telegram: asked of Telegram itself, in plain words with the mend.

Used by `havre check` and never by a running bot; so it needs no messenger library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.channels.telegram.settings import TelegramSettings
    from handoff.settings import TelegramDeskSettings

PATIENCE = 10.0
BUTTON_BYTES = 64
RIGHTS = {"can_delete_messages": "delete messages"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing found: where in config.yml, what, and whether it must be mended."""

    where: str
    what: str
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram said: `result` where it was ok, else `why` ("" where nobody answered).

    `ahead`: by how many seconds this machine's clock ran before Telegram's, None where nobody said.
    """

    result: Any = None
    why: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    ahead: float | None = None


async def ask(client: httpx.AsyncClient, api: str, token: str, method: str, **about: Any) -> Answer:
    """Ask one thing of the Bot API; whatever goes wrong is an answer too."""
    try:
        said = await client.post(f"{api}/bot{token}/{method}", json=about)
        answer = said.json()
    except (httpx.HTTPError, ValueError):
        return Answer()
    if not isinstance(answer, dict):
        return Answer()
    if answer.get("ok"):
        return Answer(answer.get("result"), ahead=_ahead(said))
    return Answer(None, str(answer.get("description", "refused")), answer.get("parameters") or {}, _ahead(said))


def _ahead(said: httpx.Response) -> float | None:
    """Compare this clock with the answer's date, which counts whole seconds and was set half the way ago."""
    try:
        theirs = parsedate_to_datetime(said.headers.get("date", "")).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None
    return (datetime.now(UTC) - theirs).total_seconds() - said.elapsed.total_seconds() / 2 - 0.5


async def look(telegram: TelegramSettings | None, desk: TelegramDeskSettings | None, desk_url: str) -> list[Seen]:
    """Return everything found of the sections `channels.telegram` and `handoff.desks.telegram`."""
    found = [*_apart(telegram, desk, desk_url)]
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
        if telegram is not None:
            found += await _correspondents(client, telegram)
        if desk is not None:
            found += await _listeners(client, desk)
    return found


def _apart(telegram: TelegramSettings | None, desk: TelegramDeskSettings | None, desk_url: str) -> Iterator[Seen]:
    if telegram is not None and desk is not None and telegram.token == desk.token:
        what = "is the token of channels.telegram too: one bot for correspondents, another for listeners"
        yield Seen("handoff.desks.telegram.token", what)
    if desk is not None and not desk_url.startswith("https://"):
        yield Seen("service.desk_url", "is not https: listeners link their telephone and sign in there", grave=False)
    if telegram is not None and telegram.webhook is not None and not telegram.webhook.url.startswith("https://"):
        yield Seen("channels.telegram.webhook.url", "is not https: Telegram calls no other", grave=False)


async def _correspondents(client: httpx.AsyncClient, section: TelegramSettings) -> list[Seen]:
    token = section.token.get_secret_value()
    me = await ask(client, section.api, token, "getMe")
    found = [*_known(me, "channels.telegram")]
    if me.result is None:
        return found
    if me.result.get("can_join_groups"):
        what = "may be added to groups: in BotFather, /setjoingroups, Disable"
        found.append(Seen("channels.telegram", what, grave=False))
    hook = await ask(client, section.api, token, "getWebhookInfo")
    url, wanted = (hook.result or {}).get("url", ""), section.webhook.url if section.webhook is not None else ""
    if url and url != wanted:
        what = "has a webhook elsewhere: another house may run with this token; the next start here takes it over"
        found.append(Seen("channels.telegram", what))
    if wanted and (error := (hook.result or {}).get("last_error_message")):
        found.append(Seen("channels.telegram.webhook", f"Telegram could not call it: {error}"))
    return found


def _known(me: Answer, where: str) -> Iterator[Seen]:
    if me.result is None and me.why:
        yield Seen(f"{where}.token", f"Telegram does not know it ({me.why}): copy it again from BotFather")
    elif me.result is None:
        yield Seen(f"{where}.api", "does not answer: is this machine let out to it?")


async def _listeners(client: httpx.AsyncClient, section: TelegramDeskSettings) -> list[Seen]:
    token, where = section.token.get_secret_value(), "handoff.desks.telegram"
    me = await ask(client, section.api, token, "getMe")
    found = [*_known(me, where)]
    if me.result is None:
        return found
    if not me.result.get("has_topics_enabled"):
        what = "has no topics in private chats: in BotFather's app, open the bot, Threads Settings, switch them on; "
        found.append(Seen(where, f"{what}until then a listener holds one case at a time", grave=False))
    group = await ask(client, section.api, token, "getChat", chat_id=section.board)
    if "migrate_to_chat_id" in group.details:
        found.append(Seen(f"{where}.board", f"has a new number: write {group.details['migrate_to_chat_id']}"))
    elif group.result is None:
        found.append(Seen(f"{where}.board", "is no group this bot is in: add it to the group, or correct the number"))
    else:
        found += await _rights(client, section, token, int(me.result["id"]))
    return found


async def _rights(client: httpx.AsyncClient, section: TelegramDeskSettings, token: str, me: int) -> list[Seen]:
    member = await ask(client, section.api, token, "getChatMember", chat_id=section.board, user_id=me)
    standing = member.result or {}
    missing = [name for right, name in RIGHTS.items() if not standing.get(right)]
    if standing.get("status") == "administrator" and not missing:
        return []
    what = "is no administrator there with the right to delete messages: cards of closed cases would stay"
    return [Seen("handoff.desks.telegram.board", what, grave=False)]

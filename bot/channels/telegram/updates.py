"""What an update says, in the house's words. Pure: an update in, what came of it out.

Lives here: which Telegram message means what. Does not live here: storing it (`bot.channels.telegram.intake`). Whoever
writes from a group, a channel or as a bot is not a correspondent: nothing comes of that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiogram.enums import ContentType
from aiogram.types import Message, Update
from pydantic import ValidationError

from bot.channels.channel import Incoming

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aiogram.types import CallbackQuery, ChatMemberUpdated

LARGEST = 20 * 1000 * 1000
"""Bytes a bot may fetch from Telegram; a larger file takes the web chat."""
TIDY = "tidy"
"""The button under a receipt that takes one's own files out of the chat."""
COMMANDS: Mapping[str, str] = {
    "humain": "human",
    "human": "human",
    "danger": "danger",
    "captures": "evidence",
    "evidence": "evidence",
    "effacer": "erase",
    "erase": "erase",
    "francais": "language_fr",
    "english": "language_en",
    "pause": "pause",
    "x": "quit",
}
"""What is in the menu, in both languages: each is a button of the house."""
LEAVING = "act:quit"
"""The choice of whoever leaves fast."""
FILES = ("document", "video", "animation", "audio", "voice", "video_note")
FORWARDED = "↪ "
"""What stands before words that somebody else wrote and this person passed on: nobody is to take them for theirs."""
UNSEEN = frozenset({"voice", "video_note"})
"""Kinds that are spoken: no program reads them, a person will."""
SERVICE = frozenset(
    {
        "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
        "group_chat_created", "supergroup_chat_created", "channel_chat_created", "message_auto_delete_timer_changed",
        "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "connected_website", "write_access_allowed",
        "proximity_alert_triggered", "boost_added", "chat_background_set", "forum_topic_created", "forum_topic_edited",
        "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden",
        "giveaway_created", "giveaway", "giveaway_winners", "giveaway_completed", "video_chat_scheduled",
        "video_chat_started", "video_chat_ended", "video_chat_participants_invited", "users_shared", "chat_shared",
    }
)  # fmt: skip
"""Messages nobody wrote."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is to be fetched: Telegram's id of it, and what the sender's app said of it."""

    file_id: str
    name: str
    kind: str
    declared: str = ""
    album: str = ""


@dataclass(frozen=True, slots=True)
class Tap:
    """A button that was tapped: what to answer, and what the message's buttons become."""

    query: str
    message: int | None
    label: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """One thing that came from one chat. `edited` and `answered` are message numbers of that chat.

    `external` names each incoming for ever, so that what comes twice is stored once.
    """

    chat: int
    language: str
    incoming: tuple[tuple[str, Incoming], ...] = ()
    attachment: Attachment | None = None
    number: int = 0
    edited: int = 0
    answered: int = 0
    tap: Tap | None = None
    tidy: bool = False
    back: bool = False
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


def read_update(raw: Mapping[str, Any]) -> Came | None:
    """Return what an update says; None where it is of nobody's concern."""
    try:
        update = Update.model_validate(raw)
    except ValidationError:
        return _of_unknown_shape(raw)
    if update.message is not None:
        return _message(update.message)
    if update.edited_message is not None:
        return _edited(update.edited_message, update.update_id)
    if update.callback_query is not None:
        return _tapped(update.callback_query)
    if update.my_chat_member is not None:
        return _member(update.my_chat_member, update.update_id)
    return None


def _of_unknown_shape(raw: Mapping[str, Any]) -> Came | None:
    """Keep at least that something came: a shape of tomorrow is a person's word of today."""
    message = raw.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    number = message.get("message_id") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or chat.get("type") != "private" or not isinstance(chat.get("id"), int):
        return None
    now = datetime.now(UTC)
    text = message.get("text") if isinstance(message, dict) else None
    kind: Any = {"text": text} if isinstance(text, str) and text else {"media": "other"}
    incoming = Incoming("text" if "text" in kind else "unread", now, **kind, place=str(number or ""))
    return Came(chat["id"], "", ((f"message/{number or raw.get('update_id')}", incoming),), at=now)


def _message(message: Message) -> Came | None:
    sender = message.from_user
    if message.chat.type != "private" or sender is None or sender.is_bot or message.content_type in SERVICE:
        return None
    number = message.message_id
    reply = message.reply_to_message
    return Came(
        message.chat.id,
        sender.language_code or "",
        tuple(_said(message)),
        attachment_of(message),
        number,
        answered=reply.message_id if reply is not None else 0,
        back=(message.text or "").startswith("/start"),
        at=message.date,
    )


def _said(message: Message) -> Iterator[tuple[str, Incoming]]:
    """Yield what is kept at once; a file itself comes later, when it lies in the vault."""
    at, place, name = message.date, str(message.message_id), f"message/{message.message_id}"
    passed_on = FORWARDED if message.forward_origin is not None else ""
    if message.text:
        yield name, _text(f"{passed_on}{message.text}", at, place)
        return
    if message.caption:
        caption = f"{passed_on}{message.caption}"
        yield f"caption/{message.message_id}", Incoming("text", at, text=caption, place=place)
    position = position_in(message)
    if position:
        yield name, Incoming("place", at, text=position, place=place)
    elif (attachment := attachment_of(message)) is None:
        media = "large" if _oversized(message) else ContentType(message.content_type).value
        yield (
            name,
            Incoming("unread", at, media=media if media in {"contact", "sticker", "large"} else "other", place=place),
        )
    elif attachment.kind in UNSEEN:
        yield name, Incoming("unread", at, media=attachment.kind, place=place)


def _text(text: str, at: datetime, place: str) -> Incoming:
    """Read a command for what it stands for; any other text is what somebody wrote."""
    if not text.startswith("/"):
        return Incoming("text", at, text=text, place=place)
    name, _, payload = text[1:].partition(" ")
    name = name.partition("@")[0].lower()
    if name == "start":
        return Incoming("start", at, language=payload if payload in {"fr", "en"} else "")
    if name in COMMANDS:
        return Incoming("choice", at, choice=f"act:{COMMANDS[name]}", place=place)
    return Incoming("text", at, text=text, place=place)


def position_in(message: Message) -> str:
    """Return a position as somebody who drives there types it, "" where there is none."""
    location = message.venue.location if message.venue is not None else message.location
    if location is None:
        return ""
    named = f"{message.venue.title}, {message.venue.address}\n" if message.venue is not None else ""
    return f"{named}{location.latitude:.6f}, {location.longitude:.6f}"


def _file_in(message: Message) -> Any:
    if message.photo:
        return message.photo[-1]
    return next((found for kind in FILES if (found := getattr(message, kind)) is not None), None)


def _oversized(message: Message) -> bool:
    found = _file_in(message)
    return found is not None and (found.file_size or 0) > LARGEST


def attachment_of(message: Message) -> Attachment | None:
    """Return the file a message carries, if it can be fetched."""
    found = _file_in(message)
    if found is None or _oversized(message):
        return None
    kind = "photo" if message.photo else next(kind for kind in FILES if getattr(message, kind) is not None)
    declared = getattr(found, "mime_type", None) or {"photo": "image/jpeg", "video_note": "video/mp4"}.get(kind, "")
    name = getattr(found, "file_name", None) or kind
    return Attachment(found.file_id, name, kind, declared, message.media_group_id or "")


def _edited(message: Message, update_id: int) -> Came | None:
    sender = message.from_user
    if message.chat.type != "private" or sender is None or sender.is_bot:
        return None
    text = message.text or message.caption
    position = position_in(message)
    moment = datetime.fromtimestamp(message.edit_date, UTC) if message.edit_date else message.date
    place = str(message.message_id)
    if position:
        incoming = Incoming("place", moment, text=position, place=place)
    elif text:
        incoming = Incoming("text", moment, text=text, place=place)
    else:
        return None
    external = f"edit/{message.message_id}/{message.edit_date or 0}/{update_id}"
    return Came(
        message.chat.id, sender.language_code or "", ((external, incoming),), edited=message.message_id, at=moment
    )


def _tapped(query: CallbackQuery) -> Came | None:
    message = query.message
    if message is None or message.chat.type != "private":
        return None
    choice, now = query.data or "", datetime.now(UTC)
    label = _label(message, choice)
    tap = Tap(query.id, message.message_id if label else None, label, choice)
    person = query.from_user.language_code or ""
    if choice == TIDY:
        return Came(message.chat.id, person, tap=tap, tidy=True, at=now)
    incoming = Incoming("choice", now, choice=choice)
    return Came(message.chat.id, person, ((f"callback/{query.id}", incoming),), tap=tap, at=now)


def _label(message: Any, choice: str) -> str:
    markup = getattr(message, "reply_markup", None)
    rows: Sequence[Any] = markup.inline_keyboard if markup is not None else ()
    return next((button.text for row in rows for button in row if button.callback_data == choice), "")


def _member(change: ChatMemberUpdated, update_id: int) -> Came | None:
    if change.chat.type != "private":
        return None
    now = change.date
    person = change.from_user.language_code or ""
    if change.new_chat_member.status == "kicked":
        left = Incoming("left", now)
        return Came(change.chat.id, person, ((f"member/{update_id}/{int(now.timestamp())}", left),), at=now)
    return Came(change.chat.id, person, back=True, at=now)

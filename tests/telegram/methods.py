"""What the fake Bot API answers to each method: the state in `world`, the rules here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.telegram.world import LARGEST_FETCHED, TWO_DAYS, Account, ApiError, Chat, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

CALLBACK_BYTES = 64
MESSAGE_UNITS = 4096


def plain(value: Any) -> Any:
    """Return a validated value as JSON has it."""
    return (
        value.model_dump(mode="json", exclude_none=True, exclude_unset=True) if hasattr(value, "model_dump") else value
    )


def markup_of(call: Any) -> dict[str, Any]:
    markup = getattr(call, "reply_markup", None)
    if markup is None:
        return {}
    keyboard = plain(markup)
    for row in keyboard.get("inline_keyboard", []):
        for button in row:
            if len(button.get("callback_data", "").encode()) > CALLBACK_BYTES:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
            if not button.get("text"):
                raise ApiError(400, "Bad Request: text buttons are allowed in reply keyboards only")
            url = button.get("url", "")
            if url and not url.startswith(("https://", "http://", "tg://")):
                raise ApiError(400, "Bad Request: inline keyboard button URL is invalid")
    return {"reply_markup": keyboard} if "inline_keyboard" in keyboard else {}


def checked_text(text: str) -> str:
    if not text.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > MESSAGE_UNITS:
        raise ApiError(400, "Bad Request: message is too long")
    return text


class Methods:
    """One function a method, named as the Bot API names it in lower case."""

    def __init__(self, world: World) -> None:
        self.world = world

    def answer(self, account: Account, name: str, call: BaseModel) -> Any:
        method: Callable[[Account, Any], Any] | None = getattr(self, name.lower(), None)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        return method(account, call)

    # -- about the bot -------------------------------------------------------------------------------------------------

    def getme(self, account: Account, call: Any) -> Any:
        able = dict.fromkeys(("can_join_groups", "can_read_all_group_messages", "supports_inline_queries"), False)
        more = dict.fromkeys(("can_connect_to_business", "has_main_web_app"), False)
        return {**account.as_user(), **able, **more, "has_topics_enabled": account.topics}

    def setmycommands(self, account: Account, call: Any) -> Any:
        account.commands[call.language_code or ""] = [plain(one) for one in call.commands]
        return True

    def setmydescription(self, account: Account, call: Any) -> Any:
        if len(call.description or "") > 512:
            raise ApiError(400, "Bad Request: description is too long")
        return True

    def setmyshortdescription(self, account: Account, call: Any) -> Any:
        if len(call.short_description or "") > 120:
            raise ApiError(400, "Bad Request: short description is too long")
        return True

    def setwebhook(self, account: Account, call: Any) -> Any:
        account.webhook = (
            {"url": call.url, "secret": call.secret_token, "allowed": call.allowed_updates} if call.url else None
        )
        account.came.set()
        return True

    def deletewebhook(self, account: Account, call: Any) -> Any:
        account.webhook = None
        return True

    def getwebhookinfo(self, account: Account, call: Any) -> Any:
        url = account.webhook["url"] if account.webhook else ""
        info = {"url": url, "has_custom_certificate": False, "pending_update_count": len(account.updates)}
        if account.last_error is not None:
            at, said = account.last_error
            info |= {"last_error_date": int(at), "last_error_message": said}
        return info

    # -- messages ------------------------------------------------------------------------------------------------------

    def sendmessage(self, account: Account, call: Any) -> Any:
        world, chat = self.world, self.world.chat_of(account, int(call.chat_id))
        text, markup = checked_text(call.text), markup_of(call)
        world.thread(chat, account, call.message_thread_id)
        content: dict[str, Any] = {"from": account.as_user(), "text": text, **markup}
        if call.message_thread_id is not None:
            content |= {"message_thread_id": call.message_thread_id, "is_topic_message": True}
        if call.entities:
            content["entities"] = [plain(entity) for entity in call.entities]
        if call.protect_content is True:
            content["has_protected_content"] = True
        content |= self._reply(chat, call)
        world.count(chat)
        return world.store(chat, content)

    @staticmethod
    def _reply(chat: Chat, call: Any) -> dict[str, Any]:
        if call.reply_parameters is None:
            return {}
        answered = chat.messages.get(call.reply_parameters.message_id)
        if answered is None:
            if call.reply_parameters.allow_sending_without_reply:
                return {}
            raise ApiError(400, "Bad Request: message to be replied not found")
        return {"reply_to_message": {key: value for key, value in answered.items() if key != "reply_to_message"}}

    def _own(self, account: Account, call: Any) -> tuple[Chat, dict[str, Any]]:
        chat = self.world.chat_of(account, int(call.chat_id))
        message = chat.messages.get(call.message_id)
        if message is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        if message["from"]["id"] != account.id:
            raise ApiError(400, "Bad Request: message can't be edited")
        return chat, message

    def editmessagetext(self, account: Account, call: Any) -> Any:
        chat, message = self._own(account, call)
        new = {"text": checked_text(call.text), **markup_of(call)}
        if new == {key: message[key] for key in ("text", "reply_markup") if key in message}:
            raise ApiError(400, "Bad Request: message is not modified: specified new message content is the same")
        self.world.count(chat)
        message.pop("reply_markup", None)
        message.update(new, edit_date=int(self.world.now()))
        self.world.changed.set()
        return message

    def editmessagereplymarkup(self, account: Account, call: Any) -> Any:
        _, message = self._own(account, call)
        new = markup_of(call)
        if new.get("reply_markup") == message.get("reply_markup"):
            raise ApiError(400, "Bad Request: message is not modified")
        message.pop("reply_markup", None)
        message.update(new)
        self.world.changed.set()
        return message

    def deletemessage(self, account: Account, call: Any) -> Any:
        chat = self.world.chat_of(account, int(call.chat_id))
        if call.message_id not in chat.messages:
            raise ApiError(400, "Bad Request: message to delete not found")
        self._delete(account, chat, call.message_id)
        return True

    def deletemessages(self, account: Account, call: Any) -> Any:
        chat = self.world.chat_of(account, int(call.chat_id))
        if not 1 <= len(call.message_ids) <= 100:
            raise ApiError(400, "Bad Request: too many messages")
        for number in call.message_ids:
            if number in chat.messages:
                self._delete(account, chat, number)
        return True

    def _delete(self, account: Account, chat: Chat, number: int) -> None:
        message = chat.messages[number]
        own = message["from"]["id"] == account.id or chat.kind == "private"
        if not own or self.world.now() - message["date"] > TWO_DAYS:
            raise ApiError(400, "Bad Request: message can't be deleted for everyone")
        del chat.messages[number]
        self.world.changed.set()

    def answercallbackquery(self, account: Account, call: Any) -> Any:
        if call.callback_query_id not in self.world.queries:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        del self.world.queries[call.callback_query_id]
        return True

    def getfile(self, account: Account, call: Any) -> Any:
        owner, content, _ = self.world.files.get(call.file_id, (0, b"", ""))
        if owner != account.id:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > LARGEST_FETCHED:
            raise ApiError(400, "Bad Request: file is too big")
        return {"file_id": call.file_id, "file_unique_id": call.file_id[-12:], "file_size": len(content),
                "file_path": f"documents/{call.file_id}"}  # fmt: skip

    def setmessagereaction(self, account: Account, call: Any) -> Any:
        chat = self.world.chat_of(account, int(call.chat_id))
        message = chat.messages.get(call.message_id)
        if message is None:
            raise ApiError(400, "Bad Request: message to react not found")
        message["reaction_of_bot"] = [one.emoji for one in call.reaction or []]
        self.world.changed.set()
        return True

    # -- groups and topics ---------------------------------------------------------------------------------------------

    def getchat(self, account: Account, call: Any) -> Any:
        chat = self.world.chat_of(account, int(call.chat_id))
        forum = {"is_forum": True} if chat.forum else {}
        allowed = {"permissions": {"can_send_messages": not chat.silent}} if chat.kind != "private" else {}
        return {**chat.as_chat(), **forum, **allowed, "accent_color_id": 0, "max_reaction_count": 0,
                "accepted_gift_types": {"unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False,
                                        "premium_subscription": False, "gifts_from_channels": False}}  # fmt: skip

    def getchatmember(self, account: Account, call: Any) -> Any:
        chat = self.world.chat_of(account, int(call.chat_id))
        status = "left" if account.id in chat.without else "administrator" if chat.rights else "member"
        return {"status": status, "user": account.as_user(), **dict.fromkeys(sorted(chat.rights), True)}

    def createforumtopic(self, account: Account, call: Any) -> Any:
        chat = self._forum(account, call)
        if not 1 <= len(call.name) <= 128:
            raise ApiError(400, "Bad Request: topic name length is invalid")
        message = self.world.store(chat, {"from": account.as_user(), "forum_topic_created": {
            "name": call.name, "icon_color": 7322096}})  # fmt: skip
        chat.topics[message["message_id"]] = {"name": call.name}
        return {"message_thread_id": message["message_id"], "name": call.name, "icon_color": 7322096}

    def editforumtopic(self, account: Account, call: Any) -> Any:
        chat = self._forum(account, call)
        if call.message_thread_id not in chat.topics:
            raise ApiError(400, "Bad Request: message thread not found")
        if call.name is None or chat.topics[call.message_thread_id]["name"] == call.name:
            raise ApiError(400, "Bad Request: TOPIC_NOT_MODIFIED")
        chat.topics[call.message_thread_id]["name"] = call.name
        self.world.changed.set()
        return True

    def deleteforumtopic(self, account: Account, call: Any) -> Any:
        chat = self._forum(account, call)
        if chat.topics.pop(call.message_thread_id, None) is None:
            raise ApiError(400, "Bad Request: TOPIC_ID_INVALID")
        for number, message in list(chat.messages.items()):
            if message.get("message_thread_id") == call.message_thread_id or number == call.message_thread_id:
                del chat.messages[number]
        self.world.changed.set()
        return True

    def _forum(self, account: Account, call: Any) -> Chat:
        chat = self.world.chat_of(account, int(call.chat_id))
        if chat.kind == "private" and not account.topics:
            raise ApiError(400, "Bad Request: the chat is not a forum")
        if chat.kind != "private" and "can_manage_topics" not in chat.rights:
            raise ApiError(400, "Bad Request: not enough rights to create a topic")
        return chat

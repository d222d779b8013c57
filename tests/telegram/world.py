"""Telegram as bots see it, in memory: people, chats, topics, files, limits, faults. No network (see `server`).

Stricter than the real one wherever the real one is vague: what passes here was allowed, in order and within the limits.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

TWO_DAYS = 48 * 3600
LARGEST_FETCHED = 20 * 1000 * 1000


class ApiError(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Fault:
    """What goes wrong with the next calls of a method: an error, or the answer lost after the deed was done."""

    method: str
    error: ApiError | None = None
    chat: int | None = None
    times: int = 1
    lose_answer: bool = False
    after: int = 0  # calls that still go well


@dataclass
class Account:
    """One bot."""

    token: str
    id: int
    username: str
    topics: bool = True
    updates: deque[dict[str, Any]] = field(default_factory=deque)
    next_update: int = 1000
    came: asyncio.Event = field(default_factory=asyncio.Event)
    poller: object | None = None
    webhook: dict[str, Any] | None = None
    last_error: tuple[float, str] | None = None  # of calling the webhook
    commands: dict[str, Any] = field(default_factory=dict)

    def as_user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": True, "first_name": "Notes", "username": self.username}


@dataclass
class Person:
    """Somebody with a telephone."""

    id: int
    language: str = "fr"
    name: str = "Zoé"
    blocked: set[int] = field(default_factory=set)
    started: set[int] = field(default_factory=set)

    def as_user(self) -> dict[str, Any]:
        return {
            "id": self.id, "is_bot": False, "first_name": self.name, "username": f"user{self.id}",
            "language_code": self.language,
        }  # fmt: skip


@dataclass
class Chat:
    """A chat as one bot shares it: a private one of (person, bot), or a group of everybody."""

    id: int
    kind: str
    title: str = ""
    next_message: int = 0
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    topics: dict[int, dict[str, Any]] = field(default_factory=dict)
    migrated_to: int | None = None
    sent_at: list[float] = field(default_factory=list)
    rights: set[str] = field(default_factory=set)
    without: set[int] = field(default_factory=set)  # bots that were removed
    silent: bool = False  # members may not write
    forum: bool = False

    def as_chat(self) -> dict[str, Any]:
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": "Zoé"}
        return {"id": self.id, "type": self.kind, "title": self.title}


class World:
    """Everything. `ahead` is how far its clock runs before the real one."""

    def __init__(self, *, limits: bool = True) -> None:
        self.accounts: dict[str, Account] = {}
        self.people: dict[int, Person] = {}
        self.chats: dict[tuple[int, int], Chat] = {}
        self.files: dict[str, tuple[int, bytes, str]] = {}
        self.queries: dict[str, float] = {}
        self.faults: list[Fault] = []
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self.violations: list[str] = []
        self.changed = asyncio.Event()
        self.ahead = 0.0
        self.limits = limits
        self.chance = random.Random(20261125)

    def now(self) -> float:
        return time.time() + self.ahead

    # -- who is there --------------------------------------------------------------------------------------------------

    def add_bot(self, token: str, username: str, *, topics: bool = True) -> Account:
        account = Account(token, int(token.partition(":")[0]), username, topics)
        self.accounts[token] = account
        return account

    def add_person(self, number: int, language: str = "fr") -> Person:
        return self.people.setdefault(number, Person(number, language))

    def add_group(
        self, number: int, title: str = "Permanence", rights: tuple[str, ...] = ("can_manage_topics",)
    ) -> Chat:
        chat = Chat(number, "supergroup", title, rights=set(rights))
        self.chats[0, number] = chat
        return chat

    def migrate_group(self, old: int, new: int) -> None:
        """Make a group a supergroup: its id changes, its messages get new ids."""
        self.add_group(new, self.chats[0, old].title)
        self.chats[0, old].migrated_to = new

    def chat_of(self, account: Account, number: int) -> Chat:
        """Find a chat as this bot names it. Raises ApiError."""
        if number < 0:
            chat = self.chats.get((0, number))
            if chat is None:
                raise ApiError(400, "Bad Request: chat not found")
            if chat.migrated_to is not None:
                raise ApiError(
                    400,
                    "Bad Request: group chat was upgraded to a supergroup chat",
                    migrate_to_chat_id=chat.migrated_to,
                )
            return chat
        person = self.people.get(number)
        if person is None or account.id not in person.started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if account.id in person.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return self.private(account, number)

    def private(self, account: Account, number: int) -> Chat:
        return self.chats.setdefault((account.id, number), Chat(number, "private"))

    # -- limits and faults ---------------------------------------------------------------------------------------------

    def count(self, chat: Chat) -> None:
        """Count a message to a chat. Raises ApiError where that is one too many."""
        if not self.limits:
            return
        now, group = time.monotonic(), chat.kind != "private"
        chat.sent_at = [at for at in chat.sent_at if now - at < 60]
        if group and len(chat.sent_at) >= 20:
            wait = int(60 - (now - chat.sent_at[0])) + 1
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        if not group and chat.sent_at and now - chat.sent_at[-1] < 0.95:
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
        chat.sent_at.append(now)

    def trip(self, method: str, chat: int | None) -> Fault | None:
        """Take the fault that is due for this call, if one is."""
        for fault in self.faults:
            if fault.times > 0 and fault.method in {method, "*"} and fault.chat in {None, chat}:
                if fault.after > 0:
                    fault.after -= 1
                    continue
                fault.times -= 1
                return fault
        return None

    # -- what people do ------------------------------------------------------------------------------------------------

    def push(self, account: Account, what: str, content: dict[str, Any]) -> int:
        """Put an update in a bot's line; return its number."""
        number = account.next_update
        account.next_update += 1
        account.updates.append({"update_id": number, what: content})
        account.came.set()
        return number

    def quiet_week(self, account: Account) -> None:
        """Let a week without updates go by: the numbers begin anew, lower here."""
        account.next_update = self.chance.randrange(1, 500)

    def write(self, account: Account, person: Person, **content: Any) -> dict[str, Any]:
        """Let a person send a message to a bot; return it as the bot sees it."""
        self._meet(account, person)
        chat = self.private(account, person.id)
        message = self.store(chat, {"from": person.as_user(), **content})
        self.push(account, "message", message)
        return message

    def write_in_group(self, account: Account, group: int, person: Person, **content: Any) -> dict[str, Any]:
        message = self.store(self.chats[0, group], {"from": person.as_user(), **content})
        self.push(account, "message", message)
        return message

    def _meet(self, account: Account, person: Person) -> None:
        if account.id in person.blocked:
            person.blocked.discard(account.id)
            self._member(account, person, "kicked", "member")
        person.started.add(account.id)

    def edit(self, account: Account, person: Person, message_id: int, **content: Any) -> None:
        chat = self.private(account, person.id)
        message = {**chat.messages[message_id], **content, "edit_date": int(self.now())}
        chat.messages[message_id] = message
        self.push(account, "edited_message", message)

    def tap(self, account: Account, person: Person, message: dict[str, Any], data: str) -> str:
        """Let a person tap a button of a message; return the query's id."""
        query = secrets.token_hex(8)
        self.queries[query] = time.monotonic()
        content = {"id": query, "from": person.as_user(), "chat_instance": "1", "data": data, "message": message}
        self.push(account, "callback_query", content)
        return query

    def block(self, account: Account, person: Person) -> None:
        person.blocked.add(account.id)
        self._member(account, person, "member", "kicked")

    def _member(self, account: Account, person: Person, before: str, after: str) -> None:
        bot = account.as_user()

        def member(status: str) -> dict[str, Any]:
            return {"status": status, "user": bot, **({"until_date": 0} if status == "kicked" else {})}

        content = {
            "chat": {"id": person.id, "type": "private", "first_name": person.name}, "from": person.as_user(),
            "date": int(self.now()), "old_chat_member": member(before), "new_chat_member": member(after),
        }  # fmt: skip
        self.push(account, "my_chat_member", content)

    def upload(self, account: Account, content: bytes, name: str = "") -> str:
        """Keep a file as a person sent it; return the id under which this bot, and no other, may fetch it."""
        file_id = f"AgAD{secrets.token_hex(12)}"
        self.files[file_id] = (account.id, content, name)
        return file_id

    # -- what bots do --------------------------------------------------------------------------------------------------

    def store(self, chat: Chat, content: dict[str, Any]) -> dict[str, Any]:
        chat.next_message += 1
        message = {"message_id": chat.next_message, "date": int(self.now()), "chat": chat.as_chat(), **content}
        chat.messages[chat.next_message] = message
        self.changed.set()
        return message

    def thread(self, chat: Chat, account: Account, thread: int | None) -> None:
        """Check that a topic is there to be written to. Raises ApiError."""
        if thread is None:
            return
        if (chat.kind == "private" and not account.topics) or thread not in chat.topics:
            raise ApiError(400, "Bad Request: message thread not found")

    def sent(self, account: Account, number: int) -> list[dict[str, Any]]:
        """Return what a bot sent to a chat and has not removed, in order."""
        chat = self.chats.get((account.id, number)) or self.chats.get((0, number))
        messages = chat.messages.values() if chat else ()
        return [message for message in messages if message["from"]["id"] == account.id]

    def by_chat(self, account: Account) -> dict[int, list[dict[str, Any]]]:
        found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for (_, number), chat in self.chats.items():
            found[number] += [one for one in chat.messages.values() if one["from"]["id"] == account.id]
        return found

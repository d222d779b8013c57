"""People at their telephones: a correspondent who writes to the bot, over the fake Telegram."""

from __future__ import annotations

import asyncio
import inspect
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.story import Listener
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account, Person

POLL = 0.01
CHILD, LISTENER = 7_100_200_301, 8_100_200_301
"""Two people's numbers on Telegram, as long as they are today: no hexadecimal id and no port holds one by chance."""


async def until(what: Callable[[], Any], within: float = 20) -> Any:
    """Wait until something asked for, awaited where it is a coroutine, is true; return it."""
    async with asyncio.timeout(within):
        while True:
            found = what()
            if found := await found if inspect.isawaitable(found) else found:
                return found
            await asyncio.sleep(POLL * 2)


def buttons_of(message: dict[str, Any]) -> dict[str, str]:
    """Return the buttons under a message: what each carries, and its label."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button.get("callback_data") or button.get("url", ""): button["text"] for row in rows for button in row}


class Phone:
    """One person in one private chat with one bot. `read` is the last of the bot's messages that was read."""

    def __init__(self, telegram: FakeTelegram, account: Account, number: int, language: str = "fr") -> None:
        self.telegram, self.account = telegram, account
        self.person: Person = telegram.call(telegram.world.add_person, number, language)
        self.read = 0

    @property
    def number(self) -> int:
        return self.person.id

    def shown(self) -> list[dict[str, Any]]:
        """Return the bot's messages as they stand on the screen."""
        return list(self.telegram.call(self.telegram.world.sent, self.account, self.number))

    async def start(self, payload: str = "") -> dict[str, Any]:
        return await self.write(f"/start {payload}".strip())

    async def write(self, text: str, **more: Any) -> dict[str, Any]:
        return await self.send(text=text, **more)

    async def send(self, **content: Any) -> dict[str, Any]:
        world = self.telegram.world
        sent: dict[str, Any] = await self.telegram.acall(world.write, self.account, self.person, **content)
        return sent

    async def edit(self, message: dict[str, Any], **content: Any) -> None:
        world = self.telegram.world
        await self.telegram.acall(world.edit, self.account, self.person, message["message_id"], **content)

    async def photo(self, content: bytes, **more: Any) -> dict[str, Any]:
        """Send a picture, in two sizes as Telegram does; the larger is the picture."""
        world = self.telegram.world
        sizes = [await self.telegram.acall(world.upload, self.account, data) for data in (content[:90], content)]
        photo = [
            {"file_id": file_id, "file_unique_id": file_id[-12:], "width": side, "height": side, "file_size": size}
            for file_id, side, size in zip(sizes, (90, 1280), (90, len(content)), strict=True)
        ]
        return await self.send(photo=photo, **more)

    async def file(self, kind: str, content: bytes, *, size: int | None = None, **described: Any) -> dict[str, Any]:
        """Send a document, voice message, video ...; `size` is what the app claims."""
        file_id = await self.telegram.acall(self.telegram.world.upload, self.account, content)
        needed = {
            "voice": {"duration": 3, "mime_type": "audio/ogg"},
            "video": {"duration": 3, "width": 9, "height": 9},
            "video_note": {"duration": 3, "length": 240},
        }
        body = {"file_id": file_id, "file_unique_id": file_id[-12:], "file_size": size or len(content)}
        more = {key: described.pop(key) for key in ("caption", "media_group_id") if key in described}
        return await self.send(**{kind: {**body, **needed.get(kind, {}), **described}}, **more)

    async def confides(self, content: bytes) -> dict[str, Any]:
        """Ask for a place for screenshots, agree that the team may see them, send one; return the receipt."""
        await self.write("/captures" if self.person.language == "fr" else "/evidence")
        await self.hears("act:consent_yes")
        await self.tap("act:consent_yes")
        await self.photo(content)
        return await self.hears("tidy")

    async def tap(self, choice: str) -> None:
        """Tap the last button that carries this choice."""
        message = next(one for one in reversed(self.shown()) if choice in buttons_of(one))
        world = self.telegram.world
        await self.telegram.acall(world.tap, self.account, self.person, message, choice)

    async def hears(self, *words: str, within: float = 15) -> dict[str, Any]:
        """Wait for a message, not read before, that holds these words or buttons; those before it are read."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            shown = await asyncio.to_thread(self.shown)
            for message in (one for one in shown if one["message_id"] > self.read):
                if all(word in message.get("text", "") or word in buttons_of(message) for word in words):
                    self.read = message["message_id"]
                    return message
            await asyncio.sleep(POLL)
        raise AssertionError((words, [(one.get("text"), list(buttons_of(one))) for one in self.shown()]))

    async def quiet(self, seconds: float = 0.5, within: float = 20) -> list[dict[str, Any]]:
        """Wait until nothing new has come for so long; return everything shown."""
        deadline, before, since = time.monotonic() + within, -1, time.monotonic()
        while time.monotonic() < deadline:
            shown = await asyncio.to_thread(self.shown)
            if len(shown) != before:
                before, since = len(shown), time.monotonic()
            elif time.monotonic() - since > seconds:
                return shown
            await asyncio.sleep(POLL * 5)
        raise AssertionError("it never got quiet")


class ListenerPhone(Phone):
    """A listener in their private chat with the desk's bot; `web` is their browser, signed in."""

    def __init__(self, telegram: FakeTelegram, account: Account, number: int, web: Listener) -> None:
        super().__init__(telegram, account, number, "fr")
        self.web = web

    async def links(self) -> None:
        """Ask the bot, open its link in the browser, confirm."""
        await self.start()
        told = await self.hears("/telegram/")
        path = "/telegram/" + told["text"].split("/telegram/")[1].split()[0]
        assert (await asyncio.to_thread(self.web.get, path)).status_code == 200
        answer = await asyncio.to_thread(self.web.act, path)
        assert answer.status_code == 200, answer.text
        await self.hears("//")

    async def taps_in_group(self, group: int, choice: str, within: float = 15) -> str:
        """Tap a button of the board; return the query's id."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            shown = await self.telegram.acall(self.telegram.world.sent, self.account, group)
            found = [(one, data) for one in shown for data in buttons_of(one) if data.startswith(choice)]
            if found:
                message, data = found[0]
                query: str = await self.telegram.acall(
                    self.telegram.world.tap, self.account, self.person, message, data
                )
                return query
            await asyncio.sleep(POLL * 5)
        raise AssertionError((choice, shown))

    def topics(self) -> dict[int, str]:
        """Return the topics of the private chat, by thread."""
        chat = self.telegram.world.private(self.account, self.number)
        return {thread: topic["name"] for thread, topic in chat.topics.items()}

    async def in_topic(self, thread: int, text: str, **more: Any) -> dict[str, Any]:
        """Write in a topic."""
        return await self.write(text, message_thread_id=thread, is_topic_message=True, **more)

    async def until(self, what: Callable[[], Any], within: float = 15) -> Any:
        """Wait until something about the world is true; return it."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if found := await self.telegram.acall(what):
                return found
            await asyncio.sleep(POLL * 3)
        raise AssertionError([one.get("text") for one in self.shown()])

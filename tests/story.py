"""Both sides of a story over plain HTTP: somebody who writes at the web chat, and a listener at the web desk."""

from __future__ import annotations

import asyncio
import html
import io
import re
import secrets
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import httpx
from PIL import Image

from bench.client import Correspondent
from tests.haven import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from tests.haven import Haven

ROOM = re.compile(r"/room/[0-9a-f]{32}")
WORDS = {
    "fr": ("ils ont fait un groupe pour se moquer de moi avec mes photos", "Bonsoir, je suis là. Merci de l'écrire.",
           "On a retenu", "tu es là ?"),
    "en": ("they made a group to laugh at me with my pictures", "Hello, I am here. Thank you for writing it.",
           "What we keep", "are you there?"),
}  # fmt: skip
"""The story by every channel: what is written, what a listener answers, how the end begins, and a last question."""


def picture(red: int = 180) -> bytes:
    """Return a screenshot as a telephone makes them, of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (640, 1136), (red, 40, 90)).save(out, "PNG")
    return out.getvalue()


async def until(what: Callable[[], object]) -> bool:
    """Wait until something is true that another process does; tell whether it became so."""
    for _ in range(500):
        if await asyncio.to_thread(what):
            return True
        await asyncio.sleep(0.05)
    return False


class Writer(Correspondent):
    """Somebody at the web chat, with what they have read so far."""

    @classmethod
    async def at(cls, haven: Haven, language: str = "fr") -> Writer:
        place = urlsplit(haven.chat)
        person = await cls.come(str(place.hostname), int(place.port or 80), language)
        person.read = []
        return person

    read: list[dict[str, Any]]

    async def hears(self, *words: str, within: float = 10) -> dict[str, Any]:
        """Wait for a letter that holds these words, or choice ids; letters before it are read on the way."""
        async with asyncio.timeout(within):
            while True:
                letter = await self.letters.get()
                self.read.append(letter)
                if all(word in str(letter) for word in words):
                    return letter

    async def tap(self, choice: str) -> None:
        await self.say(choice=choice)

    async def opens_the_vault(self) -> None:
        """Ask for a place for screenshots, and agree that the team may see them."""
        await self.tap("act:evidence")
        await self.hears("act:consent_yes")
        await self.tap("act:consent_yes")
        await self.hears("'widget': 'evidence'")

    async def again(self) -> Writer:
        """Return the same person, at a page they opened anew."""
        back = Writer(self.host, self.port, token=self.token, last=self.last)
        back.read = []
        await back.back()
        return back

    async def write(self, text: str, key: str | None = None) -> None:
        await self.post("/chat/say", {"key": key or secrets.token_hex(8), "text": text})

    async def send(self, content: bytes, name: str = "capture.png", kind: str = "image/png") -> str:
        """Send a file; return the receipt."""
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            answer = await client.post(
                f"http://{self.host}:{self.port}/chat/evidence",
                content=content,
                headers={
                    "authorization": f"Bearer {self.token}",
                    "content-type": kind,
                    "x-key": secrets.token_hex(8),
                    "x-name": name,
                    "origin": f"http://{self.host}:{self.port}",
                },
            )
        answer.raise_for_status()
        return str(answer.json()["code"])


class Listener(httpx.Client):
    """Somebody at the web desk; `key` is what its forms carry."""

    def __init__(self, haven: Haven) -> None:
        super().__init__(
            base_url=haven.desk, headers={"Accept-Language": "fr", "Sec-Fetch-Site": "same-origin"}, trust_env=False
        )
        self.haven, self.key = haven, ""

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        super().__exit__(kind, error, trace)

    def enrols(self, name: str = "ada", link: str = "") -> Self:
        path = urlsplit(link or self.haven.enrol).path
        answer = self.post(path, data={"name": name, "passphrase": PASSPHRASE})
        assert answer.status_code == 303, answer.text
        self.haven.enrolled = True
        return self._inside()

    def signs_in(self, name: str = "ada") -> Self:
        answer = self.post("/sign-in", data={"name": name, "passphrase": PASSPHRASE})
        assert answer.status_code == 303, answer.text
        return self._inside()

    def _inside(self) -> Self:
        self.key = self.get("/form-key").json()["key"]
        return self

    def act(self, path: str, **fields: str) -> httpx.Response:
        return self.post(path, data={"form_key": self.key, **fields})

    def takes_next(self) -> str:
        """Claim the next case; return the path of its room, "" where nobody waits."""
        answer = self.act("/next")
        found = ROOM.search(answer.headers["location"])
        return found[0] if found else ""

    def reads(self, path: str) -> str:
        """Return a page as a person reads it."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return html.unescape(answer.text)

    def closes(self, room: str, point: str) -> None:
        answer = self.act(f"{room}/close", point_1=point, outcome="helped", type="bullying", again="no")
        assert answer.status_code == 303, answer.text

    def says(self, room: str, text: str, key: str | None = None) -> None:
        answer = self.act(f"{room}/say", text=text, key=key or secrets.token_hex(8))
        assert answer.status_code == 303, answer.text

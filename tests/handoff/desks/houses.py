"""The web desk over a real haven, asked by HTTP within one loop: tables, keys and pages as they run, no socket."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import httpx

from handoff.desks.web.app import web_desk
from handoff.desks.web.frame import OpenNumber
from handoff.desks.web.settings import DeskWebSettings
from tests.handoff.havens import PASSPHRASE, Haven, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handoff.room import Room

HERE = "http://desk"


def numbers(ids: Sequence[str], language: str) -> list[OpenNumber]:
    return [OpenNumber(name, f"tel:{name}") for name in ids]


def last_words(room: Room, points: Sequence[str], plan: Sequence[str] = ()) -> dict[str, Any]:
    return {"paragraphs": [*points, *plan], "choices": [], "numbers": []}


class Pages:
    """A desk's pages over a haven, and whoever looks at them."""

    def __init__(self, haven: Haven, **more: Any) -> None:
        self.haven = haven
        settings = DeskWebSettings()
        self.app = web_desk(
            haven.desk, texts(), haven.changes, settings, numbers=numbers, last_words=last_words,
            clock=haven.clock, **more,
        )  # fmt: skip

    def visitor(self, language: str = "en") -> Visitor:
        return Visitor(self.app, language)


class Visitor(httpx.AsyncClient):
    """A browser as far as the guard can tell: it says where its posts come from, and keeps its cookies."""

    def __init__(self, app: Any, language: str) -> None:
        headers = {"Accept-Language": language, "Sec-Fetch-Site": "same-origin"}
        super().__init__(transport=httpx.ASGITransport(app=app), base_url=HERE, headers=headers)
        self.key = ""

    async def signs_in(self, name: str, passphrase: str = PASSPHRASE) -> httpx.Response:
        answer = await self.post("/sign-in", data={"name": name, "passphrase": passphrase})
        await self.learns_key()
        return answer

    async def learns_key(self) -> None:
        answer = await self.get("/form-key")
        self.key = answer.json()["key"] if answer.status_code == 200 else ""

    async def act(self, path: str, **fields: str) -> httpx.Response:
        return await self.post(path, data={"form_key": self.key, **fields})


def alert(answer: httpx.Response) -> str:
    """Return what a page says went wrong, without its marks."""
    found = re.search(r'role="alert" id="why">(.*?)</p>', answer.text)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""

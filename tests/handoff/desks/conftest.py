"""The web desk served for real on loopback, and a browser to look at it."""

from __future__ import annotations

import asyncio
import functools
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import httpx
import pytest
import uvicorn
from fluent.runtime import FluentBundle, FluentResource

from handoff.changes import Changes
from handoff.desks.web.app import web_desk
from handoff.desks.web.frame import OpenNumber
from handoff.desks.web.settings import DeskWebSettings
from handoff.listener import Role
from tests.handoff.desks.night import fill
from tests.handoff.desks.paper import PaperDesk
from tests.haven import chromium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser, Page

    from handoff.room import Room

__all__ = ["chromium"]

TEXTS = Path(__file__).parents[3] / "bot" / "texts"
PASSPHRASE = "lampe tuile corde navire sept"
PEOPLE = {"ada": (PASSPHRASE, Role.LISTENER), "grace": (PASSPHRASE, Role.SUPERVISOR)}


class ShelfTexts:
    """The desk's own texts and nothing else; an id or a variable that is missing is an error."""

    def __init__(self) -> None:
        self.bundles = {language: self._bundle(language) for language in ("fr", "en")}

    @staticmethod
    def _bundle(language: str) -> FluentBundle:
        bundle = FluentBundle([language], use_isolating=False)
        for path in sorted((TEXTS / language).glob("*.ftl")):
            bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
        return bundle

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - as the port has it
        bundle = self.bundles[language]
        pattern = bundle.get_message(id).value if bundle.has_message(id) else None
        if pattern is None:
            raise LookupError(id)
        text, faults = bundle.format_pattern(pattern, arguments)
        assert not faults, (id, faults)
        return str(text)


@functools.cache
def shelf() -> ShelfTexts:
    return ShelfTexts()


def numbers(ids: Sequence[str], language: str) -> list[OpenNumber]:
    return [OpenNumber(name, f"tel:{name}", "24 h/24") for name in ids]


def last_words(room: Room, points: Sequence[str], plan: Sequence[str] = ()) -> dict[str, Any]:
    thanks = "On s'arrête là pour aujourd'hui. Merci de ta confiance."
    offers = [{"id": "act:checkin_no", "label": "Non, merci"}]
    return {"paragraphs": [thanks, *points, *plan], "choices": offers, "numbers": []}


class Served:
    """A desk behind a real socket; the test and the server share it through the server's own loop."""

    def __init__(self, public_url: str = "") -> None:
        self.changes = Changes()
        self.desk = PaperDesk(self.changes)
        self.desk.people = dict(PEOPLE)
        settings = DeskWebSettings(listen="127.0.0.1:0", public_url=public_url)
        app = web_desk(
            self.desk, shelf(), self.changes, settings, numbers=numbers, last_words=last_words,
            clock=lambda: self.desk.now,
        )  # fmt: skip
        config = uvicorn.Config(app, port=0, log_level="critical", timeout_graceful_shutdown=1, lifespan="off")
        self._server = uvicorn.Server(config)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self.url = ""

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        serving = asyncio.create_task(self._server.serve())
        while not self._server.started:  # noqa: ASYNC110 - uvicorn offers a flag, no event
            await asyncio.sleep(0.01)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"
        self._ready.set()
        await serving

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *error: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        assert not self._thread.is_alive()

    def begin_again(self) -> None:
        vars(self.desk).clear()
        self.desk.__init__(self.changes)  # type: ignore[misc]  # the pages hold this very desk
        self.desk.people = dict(PEOPLE)

    def do(self, act: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Do something on the server's side, where its pages live."""

        async def done() -> Any:
            outcome = act(*values, **named)
            return await outcome if asyncio.iscoroutine(outcome) else outcome

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(10)


@pytest.fixture(scope="session")
def house() -> Iterator[Served]:
    with Served() as served:
        yield served


@pytest.fixture
def served(house: Served) -> Served:
    """The same house, another night."""
    house.do(house.begin_again)
    house.do(fill, house.desk)
    return house


class Visitor(httpx.Client):
    """A browser as far as the guard can tell: it says where its posts come from, and keeps its cookie."""

    def __init__(self, url: str, language: str = "fr") -> None:
        super().__init__(base_url=url, headers={"Accept-Language": language, "Sec-Fetch-Site": "same-origin"})
        self.key = ""

    def sign_in(self, name: str = "ada") -> Visitor:
        answer = self.post("/sign-in", data={"name": name, "passphrase": PASSPHRASE})
        assert answer.status_code == 303
        self.key = self.get("/form-key").json()["key"]
        return self

    def act(self, path: str, **fields: str) -> httpx.Response:
        return self.post(path, data={"form_key": self.key, **fields})


@pytest.fixture
def visitor(served: Served) -> Iterator[Visitor]:
    with Visitor(served.url) as client:
        yield client


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """A fresh browser, signed in as ada; any script error or refused load fails the test."""
    context = chromium.new_context(base_url=served.url, locale="fr-FR", viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
    tab.set_default_timeout(8000)
    cookie = served.do(served.desk.sign_in, "ada", PASSPHRASE)
    context.add_cookies([{"name": "s", "value": cookie, "url": served.url}])
    tab.goto("/")
    yield tab
    context.close()
    assert complaints == []

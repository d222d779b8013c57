"""A web chat behind a real socket: the real mailroom on SQLite, a bot of a few lines, and a shelf for a vault."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import httpx
import sqlalchemy as sa
import uvicorn

from bot import records
from bot.channels.channel import Incoming
from bot.channels.web.app import web_chat
from bot.channels.web.settings import WebSettings
from bot.mailroom import Mailroom
from bot.observe import Observer
from bot.texts import Texts
from handoff.changes import Changes
from vault.database import connect, metadata
from vault.errors import (
    EmptyFileError,
    PartError,
    PhraseChosenError,
    TooLargeError,
    TooManyAttemptsError,
    WeakPhraseError,
)
from vault.evidence import Part, Progress
from vault.phrase import draw, normalise, weakness
from vault.sealing import ServiceKey
from vault.uploads import PART_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from pathlib import Path

    from bot.records import Stored

MAX_FILE = 26_000_000
TEXTS = Texts()


def a_letter(*paragraphs: str, **more: Any) -> dict[str, Any]:
    plain = {"from": "bot", "at": datetime.now(UTC).isoformat(), "paragraphs": list(paragraphs), "choices": []}
    return {**plain, "links": [], "numbers": [], "widget": "", "code": "", **more}


def choices(*names: str) -> list[dict[str, str]]:
    return [{"id": name, "label": f"[{name.partition(':')[2]}]"} for name in names]


@dataclass(frozen=True)
class Number:
    id: str
    label: str
    href: str
    hours: str


def open_numbers(language: str) -> list[Number]:
    hours = "24 h/24" if language == "fr" else "day and night"
    return [Number("114", "114", "sms:114", hours), Number("3114", "3114", "tel:3114", hours)]


class Parlour:
    """A bot that greets, and says back what kind of thing came."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.heard: list[tuple[str, Incoming]] = []

    async def take(self, batch: Sequence[tuple[Stored, Incoming]]) -> None:
        async with self.house.database.transaction() as tx:
            for stored, incoming in batch:
                back = any(stored.correspondent == who for who, _ in self.heard)
                for letter in [a_letter("Te revoilà.")] if back and incoming.kind == "start" else self.answer(incoming):
                    await self.house.mailroom.post(tx, stored.correspondent, letter)
            await records.finish(tx, [stored.id for stored, _ in batch])
        self.heard += [(stored.correspondent, incoming) for stored, incoming in batch]

    def answer(self, incoming: Incoming) -> list[dict[str, Any]]:
        match incoming.kind:
            case "start":
                first = choices("danger:hurt", "danger:no", "danger:skip", "act:human")
                return [a_letter("Bonjour, je suis un programme."), a_letter("Es-tu en danger ?", choices=first)]
            case "choice":
                return [a_letter(f"Noté : {incoming.choice}.", choices=choices("age:13_14", "age:skip"))]
            case "text":
                return [a_letter(f"Lu : {len(incoming.text)} signes.")]
            case _:
                return []

    def what(self, kind: str) -> list[Incoming]:
        return [incoming for _, incoming in self.heard if incoming.kind == kind]


@dataclass(frozen=True)
class Receipt:
    code: str
    size: int
    name: str
    declared: str


@dataclass
class Shelf:
    """Keeps files' sizes and people's phrases in memory."""

    mailroom: Mailroom
    kept: dict[tuple[str, str], Receipt] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    largest_chunk: int = 0
    wrong: int = 0
    parts: dict[tuple[str, str], dict[int, bytes]] = field(default_factory=dict)
    came: list[tuple[int, int]] = field(default_factory=list)  # number and length of every part, as often as it came

    async def keep(
        self,
        channel: str,
        correspondent: str,
        stream: AsyncIterator[bytes],
        *,
        name: str,
        declared: str,
        key: str,
        announced: int = 0,
    ) -> Receipt:
        size = 0
        async for chunk in stream:
            size, self.largest_chunk = size + len(chunk), max(self.largest_chunk, len(chunk))
            if size > MAX_FILE:
                raise TooLargeError("too large")
        if size == 0:
            raise EmptyFileError("empty")
        receipt = self.kept.setdefault((correspondent, key), Receipt("A2B3-C4D5-E6F7-G8H9", size, name, declared))
        incoming = Incoming("evidence", datetime.now(UTC), items=("item",))
        await self.mailroom.arrive(channel, correspondent, f"evidence/{key}", incoming)
        return receipt

    async def keep_part(
        self,
        channel: str,
        correspondent: str,
        stream: AsyncIterator[bytes],
        part: Part,
        *,
        name: str,
        declared: str,
        key: str,
    ) -> Progress:
        count, content = -(-part.whole // PART_BYTES), b"".join([chunk async for chunk in stream])
        self.came.append((part.number, len(content)))
        if part.whole > MAX_FILE:
            raise TooLargeError("too large")
        if hashlib.sha256(content).hexdigest() != part.sha256:
            raise PartError("damaged")
        there = self.parts.setdefault((correspondent, key), {})
        there[part.number] = content
        missing = next((number for number in range(1, count + 1) if number not in there), 0)
        if missing:
            return Progress(missing)
        whole = b"".join(there[number] for number in sorted(there))
        receipt = await self.keep(
            channel, correspondent, in_pieces(whole), name=name, declared=declared, key=key, announced=part.whole
        )
        return Progress(0, receipt)  # type: ignore[arg-type] - as the web chat sees it, the two receipts are alike

    async def choose(self, correspondent: str, phrase: str) -> None:
        if correspondent in self.phrases.values():
            raise PhraseChosenError("chosen")
        if weakness(phrase) or normalise(phrase) in self.phrases:
            raise WeakPhraseError("weak")
        self.phrases[normalise(phrase)] = correspondent

    def draw(self, language: str) -> str:
        return draw(language)

    async def resume(self, channel: str, address: str, phrase: str, lane: str = "") -> str | None:
        if self.wrong >= 5:
            raise TooManyAttemptsError(90)
        found = self.phrases.get(normalise(phrase))
        self.wrong += found is None
        return found


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 1 << 16):
        yield content[start : start + (1 << 16)]


class House:
    """Served on loopback, in a thread with its own loop; can be shut and opened again at the same address."""

    def __init__(self, folder: Path, *, public_url: str = "", **settings: float) -> None:
        self.folder, self.public_url, self.port = folder, public_url, 0
        self.settings = WebSettings(listen="127.0.0.1:0", **settings)
        self.key = ServiceKey.of({1: bytes(range(32))}, 1)
        self.changes, self.observer = Changes(), Observer()

    async def _build(self) -> None:
        self.database = connect(f"sqlite+aiosqlite:///{self.folder}/house.db")
        async with self.database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        self.mailroom = Mailroom(self.database, self.key, self.changes, self.observer)
        self.parlour, self.shelf = Parlour(self), Shelf(self.mailroom)
        self.app = web_chat(
            self.mailroom, self.shelf, TEXTS, self.settings, languages=("fr", "en"), open_numbers=open_numbers,
            name="Havre", public_url=self.public_url, max_file_bytes=MAX_FILE,
        )  # fmt: skip

    async def _live(self) -> None:
        await self._build()
        config = uvicorn.Config(
            self.app, port=self.port, log_level="critical", timeout_graceful_shutdown=0, lifespan="off"
        )
        self._server = uvicorn.Server(config)
        works = [self.mailroom.store_arrivals(), self.mailroom.deal(self.parlour)]
        tasks = [asyncio.create_task(work) for work in works]
        serving = asyncio.create_task(self._server.serve())
        while not self._server.started:  # noqa: ASYNC110 - uvicorn offers a flag, no event
            await asyncio.sleep(0.01)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        self._ready.set()
        await serving
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.database.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()

        def run() -> None:
            asyncio.set_event_loop(self._loop)
            self._loop.run_until_complete(self._live())
            self._loop.close()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def shut(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        assert not self._thread.is_alive()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *error: object) -> None:
        if self._thread.is_alive():
            self.shut()

    def do(self, act: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Do something on the server's side, in its loop."""

        async def done() -> Any:
            outcome = act(*values, **named)
            return await outcome if asyncio.iscoroutine(outcome) else outcome

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(10)

    def post(self, correspondent: str, *letters: dict[str, Any]) -> None:
        """Put letters into the outbox, all at once."""

        async def posted() -> None:
            async with self.database.transaction() as tx:
                for letter in letters:
                    await self.mailroom.post(tx, correspondent, letter)

        self.do(posted)

    def states(self, correspondent: str) -> list[str]:
        """Tell how far each letter of somebody came: queued, arrived, read."""
        mine = records.outbox.c.correspondent_id == correspondent

        async def looked_up() -> list[str]:
            async with self.database.reading() as tx:
                rows = await tx.rows(sa.select(records.outbox.c.state).where(mine).order_by(records.outbox.c.id))
            return [row.state for row in rows]

        return list(self.do(looked_up))

    def streams(self) -> int:
        """Count the requests that are being answered."""
        return len(self._server.server_state.tasks)

    def last_correspondent(self) -> str:
        return self.parlour.heard[-1][0]


class Person(httpx.Client):
    """Somebody at the web chat without a browser."""

    def __init__(self, house: House, language: str = "fr") -> None:
        super().__init__(base_url=house.url, headers={"Accept-Language": language}, timeout=10)
        self.house, self.last, self.keys = house, "", iter(range(10**6))

    def come(self) -> Self:
        self.take(self.post("/chat/open", json={"lang": "fr"}).json()["token"])
        self.hear(2)
        return self

    def take(self, token: str) -> None:
        self.token = token
        self.headers["Authorization"] = f"Bearer {token}"

    @property
    def who(self) -> str:
        return str(self.house.do(self.house.mailroom.known, "web", self.token))

    def say(self, key: str = "", **what: Any) -> httpx.Response:
        return self.post("/chat/say", json={"key": key or f"k{next(self.keys)}", **what})

    def events(self, after: str = "") -> Iterator[tuple[str, str]]:
        """Yield (field, value) lines of a stream as they come."""
        with self.stream("GET", "/chat/stream", headers={"Last-Event-ID": after}) as answer:
            assert answer.status_code == 200, answer.read()
            rest = ""
            for part in answer.iter_text():
                *lines, rest = (rest + part).split("\n")
                for line in lines:
                    name, _, value = line.partition(": ")
                    yield name, value

    def hear(self, count: int, after: str = "") -> list[dict[str, Any]]:
        """Return the next letters of a fresh stream; `last` is then the id of the last one."""
        letters: list[dict[str, Any]] = []
        for name, value in self.events(after):
            if name == "id":
                self.last = value
            if name == "data":
                letters.append(json.loads(value))
            if len(letters) == count:
                break
        return letters

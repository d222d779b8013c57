"""A Rasa server asked for the intent: it may be slow, wrong or gone, and nobody who writes ever notices."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from nlu.rasa import LARGEST_ANSWER, AnswerError, Breaker, Guess, Rasa, as_asked, guess_of
from nlu.reader import LONGEST, open_reader
from nlu.reading import Because, Entity, Intent, Outcome, Reading, Signal, Violence
from nlu.settings import NluSettings, RasaSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 0.5
"""The limit in these tests: long enough for a busy machine to answer in."""


def told(intent: str, confidence: object = 0.9, *others: object) -> bytes:
    ranking = [{"name": name, "confidence": confidence} for name in (intent, *others)]
    return json.dumps({"text": "", "intent": ranking[0], "entities": [], "intent_ranking": ranking}).encode()


READ = Reading(
    language="fr",
    intent=Intent.greet,
    type=Violence.threats,
    signals={Signal.danger: Outcome.seen, Signal.suicide: Outcome.ask},
    because=(Because(Signal.danger, "lexicon:danger.fr.1", 3, 9),),
    entities=(Entity("age", "13", 0, 2),),
    confidence=0.5,
    likely=(Intent.greet, Intent.quit, Intent.thanks),
)


@dataclass
class Own:
    """A reader that sees the same in every message: here it only matters that nothing of it is lost."""

    reading: Reading = READ
    asked: list[tuple[str, str]] = field(default_factory=list)
    closed: int = 0

    async def read(self, text: str, *, hint: str = "") -> Reading:
        self.asked.append((text, hint))
        return self.reading

    async def close(self) -> None:
        self.closed += 1


@pytest.fixture
def own() -> Own:
    return Own()


@dataclass
class Server:
    """A small HTTP server on loopback that answers as a test wants it to, and remembers what it was asked."""

    answer: bytes = told("ask_call")
    status: int = 200
    echoes: bool = False
    """The words themselves are the name of the intent."""
    stalls: bool = False
    """Headers are sent, then nothing more comes."""
    drips: bool = False
    """One byte at a time, without end: every wait is short, and the answer is never whole."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    talks: list[Any] = field(default_factory=list)
    """One task a line; it ends when the other side hangs up."""
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def stop(self, listening: asyncio.Server) -> None:
        listening.close()
        for talk in self.talks:
            talk.cancel()
        await asyncio.gather(*self.talks, return_exceptions=True)

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.talks.append(asyncio.current_task())
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                assert head.startswith("post /model/parse ")
                length = int(head.partition("content-length:")[2].split("\r\n")[0])
                self.asked.append(json.loads(await reader.readexactly(length)))
                if self.echoes:
                    self.answer = told(self.asked[-1]["text"])
                await self._reply(writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def _reply(self, writer: asyncio.StreamWriter) -> None:
        length = 10 * LARGEST_ANSWER if self.stalls or self.drips else len(self.answer)
        head = f"HTTP/1.1 {self.status} said\r\nContent-Length: {length}\r\nLocation: http://127.0.0.1:1/\r\n\r\n"
        writer.write(head.encode())
        while self.drips:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)  # a server that is slow on purpose
        if not self.stalls:
            writer.write(self.answer)
        await writer.drain()


@pytest.fixture
async def serving() -> AsyncIterator[Callable[[Server], Awaitable[Server]]]:
    async with contextlib.AsyncExitStack() as stack:

        async def start(server: Server) -> Server:
            listening = await asyncio.start_server(server.meet, "127.0.0.1", 0)
            stack.push_async_callback(server.stop, listening)
            server.port = listening.sockets[0].getsockname()[1]
            return server

        yield start


@contextlib.asynccontextmanager
async def asking(own: Own, server: Server, **more: Any) -> AsyncIterator[Rasa]:
    rasa = Rasa(own, server.url, **{"seconds": SECONDS, **more})
    try:
        yield rasa
    finally:
        await rasa.close()


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


# An answer


async def test_the_intent_is_the_servers_and_everything_else_is_read_here(own: Own, serving: Any) -> None:
    server = await serving(Server(told("ask_call", 0.75)))
    text = "il est devant chez moi avec un couteau, sur snap jai 13 ans"
    async with asking(own, server) as rasa:
        reading = await rasa.read(text, hint="fr")
        assert (reading.intent, reading.confidence) == (Intent.ask_call, 0.75)
    assert reading == replace(READ, intent=reading.intent, confidence=reading.confidence, likely=reading.likely)
    assert own.asked == [(text, "fr")]


async def test_the_servers_ranking_is_what_is_offered_and_ours_fills_it_up(own: Own, serving: Any) -> None:
    server = await serving(Server(told("deny", 0.4, "affirm", "nlu_fallback", "unsure", "other")))
    async with asking(own, server) as rasa:
        assert (await rasa.read("bof")).likely == (Intent.deny, Intent.affirm, Intent.unsure)
        server.answer = told("deny", 0.4, ["deny"], 7)
        assert (await rasa.read("bof")).likely == (Intent.deny, Intent.greet, Intent.quit)
        server.answer = b'{"intent": {"name": "deny", "confidence": 1}, "intent_ranking": {"name": "quit"}}'
        assert (await rasa.read("bof")).likely == (Intent.deny, Intent.greet, Intent.quit)


async def test_a_message_is_asked_about_as_it_was_typed_and_once(own: Own, serving: Any) -> None:
    server = await serving(Server())
    async with asking(own, server) as rasa:
        await rasa.read("Jpeux parler à\nqqn 🙏 ??  \ud800")
    assert server.asked == [{"text": "Jpeux parler à\nqqn 🙏 ??  \ud800"}]


@pytest.mark.parametrize("text", ["/ask_human", " // /ask_human", "/\u00a0/ask_human", "\n/ask_human\n"])
async def test_nobody_can_give_the_server_a_command(own: Own, serving: Any, text: str) -> None:
    server = await serving(Server())
    async with asking(own, server) as rasa:
        await rasa.read(text)
    assert server.asked == [{"text": "ask_human"}]


@pytest.mark.parametrize("text", ["", "  \n", "/", "bonjour " * LONGEST], ids=["empty", "blank", "slash", "long"])
async def test_what_has_no_words_or_is_read_in_parts_is_not_asked_about(own: Own, serving: Any, text: str) -> None:
    server = await serving(Server())
    async with asking(own, server) as rasa:
        assert await rasa.read(text) == own.reading
    assert server.asked == []


async def test_many_people_at_once_each_get_the_reading_of_their_own_words(own: Own, serving: Any) -> None:
    server = await serving(Server())
    texts = [*Intent]
    server.echoes = True
    async with asking(own, server, seconds=5) as rasa:
        readings = await asyncio.gather(*(rasa.read(text) for text in texts))
    assert [one.intent for one in readings] == texts


# No answer


SILENT: dict[str, dict[str, Any]] = {
    "stalls": {"stalls": True},
    "drips": {"drips": True},
    "an error": {"status": 500},
    "elsewhere": {"status": 302},
    "not JSON": {"answer": b"<html>"},
    "no intent": {"answer": b"{}"},
    "an intent nobody knows": {"answer": told("nlu_fallback")},
    "no number": {"answer": told("greet", "sure")},
    "surer than sure": {"answer": told("greet", 7)},
    "too long": {"answer": told("greet") + b" " * LARGEST_ANSWER},
    "too deep": {"answer": b"[" * 60_000},
}


@pytest.mark.parametrize("kind", SILENT)
async def test_without_a_usable_answer_in_time_the_built_in_intent_stands(own: Own, serving: Any, kind: str) -> None:
    server = await serving(Server(**SILENT[kind]))
    started = time.monotonic()
    async with asking(own, server) as rasa:
        assert await rasa.read("bonjour") == own.reading
    assert time.monotonic() - started < SECONDS * 10  # without a limit, two of these never end
    assert server.asked


async def test_a_server_that_is_down_costs_nobody_their_reading(own: Own) -> None:
    async with asking(own, Server(port=1)) as rasa:
        assert await rasa.read("je veux mourir") == own.reading
        assert (rasa.messages, rasa.told) == (1, 0)


async def test_a_server_that_fails_is_left_alone_and_tried_again_later(
    own: Own, serving: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server, clock = await serving(Server(status=500)), Clock()
    async with asking(own, server, breaker=Breaker(patience=2, rest=30), clock=clock) as rasa:
        for _ in range(5):
            assert (await rasa.read("bonjour")).intent is Intent.greet
        assert len(server.asked) == 2
        server.status, clock.now = 200, 31.0
        for _ in range(3):
            assert (await rasa.read("bonjour")).intent is Intent.ask_call
        assert (len(server.asked), rasa.told, rasa.messages) == (5, 3, 8)
    assert [record.levelno for record in caplog.records if record.name == "nlu.rasa"] == [logging.WARNING] * 2


async def test_no_word_reaches_a_log_whatever_the_server_does(
    own: Own, serving: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for status, answer in ((200, told("greet")), (500, b"wisteria"), (200, b"wisteria"), (200, told("wisteria"))):
        server = await serving(Server(answer, status))
        async with asking(own, server, breaker=Breaker(patience=1)) as rasa:
            await rasa.read("wisteria, je veux mourir")
    assert caplog.records
    assert "wisteria" not in caplog.text
    assert "mourir" not in caplog.text


async def test_closing_hangs_up(own: Own, serving: Any) -> None:
    server = await serving(Server())
    async with asking(own, server) as rasa:
        await rasa.read("bonjour")
        await rasa.read("bonsoir")
        assert [talk.done() for talk in server.talks] == [False]
    async with asyncio.timeout(5):
        await server.talks[0]
    assert own.closed == 1


# The breaker


def test_the_breaker_lets_one_try_through_after_each_rest() -> None:
    breaker = Breaker(patience=3, rest=10)
    assert [breaker.failed(at) for at in (0.0, 1.0)] == [False, False]
    assert breaker.lets_through(1.5)
    assert breaker.failed(2.0)
    assert [breaker.lets_through(at) for at in (2.0, 11.9, 12.0, 12.0, 21.9, 22.0)] == [0, 0, 1, 0, 0, 1]
    assert not breaker.failed(23.0)  # told once, not at every try
    assert [breaker.lets_through(at) for at in (32.9, 33.0)] == [False, True]


def test_one_answer_forgives_all_failures() -> None:
    breaker = Breaker(patience=2, rest=10)
    assert not breaker.failed(0.0)
    assert not breaker.answered()
    assert not breaker.failed(1.0)
    assert breaker.failed(2.0)
    assert breaker.answered()
    assert breaker.lets_through(2.0)


# What is asked and told


def test_an_answer_of_single_precision_may_be_a_hair_over_sure() -> None:
    assert guess_of(told("quit", 1.0000001)) == Guess((Intent.quit,), 1.0)
    with pytest.raises(AnswerError):
        guess_of(b'{"intent": {"name": "quit", "confidence": NaN}}')


def test_only_blanks_and_slashes_before_the_words_are_left_out() -> None:
    assert as_asked(" et/ou //x ") == "et/ou //x"


# The configuration


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:5005", "http://localhost:5005/", "http://[::1]:5005", "https://rasa.example.org/nlu"]
)
def test_words_may_go_to_this_machine_or_over_tls(url: str) -> None:
    assert RasaSettings(url=url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.4:5005",
        "http://rasa.example.org",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org",
        "https://me:secret@example.org",
        "https://example.org/?token=x",
        "ftp://127.0.0.1",
        "127.0.0.1:5005",
        "https://",
        "http://127.0.0.1:port",
        "http://127.0.0.1:5005\n",
        "",
    ],
)
def test_words_go_nowhere_else(url: str) -> None:
    with pytest.raises(ValidationError):
        RasaSettings(url=url)


async def test_one_word_in_the_configuration_is_enough(serving: Any) -> None:
    assert NluSettings(engine="rasa").rasa == RasaSettings(url="http://127.0.0.1:5005", timeout_ms=300)
    server = await serving(Server())
    chosen = open_reader(NluSettings(engine="rasa", rasa=RasaSettings(url=server.url, timeout_ms=5000)))
    reading = await chosen.read("bonjour")
    await chosen.close()
    assert reading.intent is Intent.ask_call


async def read_by_command(config: Path, *texts: str) -> tuple[list[dict[str, Any]], str]:
    """Run `havre read --engine rasa`; return the readings, and what it said beside them."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "read", "--engine", "rasa", "--config", str(config)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, said = await process.communicate("".join(json.dumps({"text": text}) + "\n" for text in texts).encode())
    assert process.returncode == 0, said
    return [json.loads(line) for line in out.splitlines()], said.decode()


async def test_the_command_line_says_how_many_intents_the_server_told(serving: Any, tmp_path: Path) -> None:
    server, config = await serving(Server()), tmp_path / "config.yml"
    shipped = (ROOT / "config.yml").read_text(encoding="utf-8")
    line = '  # rasa: {url: "http://127.0.0.1:5005", timeout_ms: 300}'
    assert line in shipped
    config.write_text(shipped.replace(line, f'  rasa: {{url: "{server.url}", timeout_ms: 5000}}'), encoding="utf-8")
    readings, said = await read_by_command(config, "bonjour", "je veux mourir")
    assert [one["intent"] for one in readings] == ["ask_call", "ask_call"]
    assert (readings[1]["signals"], readings[1]["severity"]) == (["suicide"], "critical")
    assert "told 2 of 2 intents" in said
    server.answer = b"{}"
    readings, said = await read_by_command(config, "bonjour")
    assert (readings[0]["intent"], "told 0 of 1 intents" in said) == ("greet", True)

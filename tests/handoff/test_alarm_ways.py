from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from handoff.alarm import Ring, TelegramWay, try_out
from handoff.errors import HandoffError, NobodyToRingError
from handoff.pulse import Pulse
from handoff.settings import AlarmSettings, PulseSettings, TelegramAlarmSettings
from nlu.level import Level
from tests.handoff.havens import texts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.conftest import Clock


class Listening:
    """A server that answers everything with one status, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bytes]] = []
        self.status, self.url = 200, ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lengths = [line.split(":")[1] for line in head.splitlines() if line.lower().startswith("content-length")]
        body = await reader.readexactly(int(lengths[0])) if lengths else b""
        self.asked.append((head.split(" ", 2)[1], body))
        writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}".encode())
        await writer.drain()
        writer.close()


@pytest.fixture
async def server() -> AsyncIterator[Listening]:
    listening = Listening()
    bound = await asyncio.start_server(listening.serve, "127.0.0.1", 0)
    listening.url = f"http://127.0.0.1:{bound.sockets[0].getsockname()[1]}"
    yield listening
    bound.close()
    await bound.wait_closed()


def _settings(server: Listening, **more: Any) -> dict[str, Any]:
    return {"token": "12:secret", "chat": 77, "api": server.url, **more}


def _ring(clock: Clock, who: str = "on_call") -> Ring:
    return Ring("Urgence", "Une situation attend.", "https://desk.example/alarm/t", Level.emergency, who, 1, clock.now)


async def test_on_call_is_rung_in_their_chat_with_the_link_to_stop_it(server: Listening, clock: Clock) -> None:
    await TelegramWay(TelegramAlarmSettings(**_settings(server))).send(_ring(clock))
    ((path, body),) = server.asked
    assert path == "/bot12:secret/sendMessage"
    assert json.loads(body)["chat_id"] == 77
    assert json.loads(body)["text"] == "Une situation attend.\nhttps://desk.example/alarm/t"


async def test_a_supervisors_ring_goes_to_their_chat_or_says_that_there_is_none(
    server: Listening, clock: Clock
) -> None:
    with pytest.raises(NobodyToRingError):
        await TelegramWay(TelegramAlarmSettings(**_settings(server))).send(_ring(clock, "supervisor"))
    await TelegramWay(TelegramAlarmSettings(**_settings(server, supervisors=-9))).send(_ring(clock, "supervisor"))
    assert [json.loads(body)["chat_id"] for _, body in server.asked] == [-9]


async def test_a_ring_that_is_not_taken_says_so_without_the_token(server: Listening, clock: Clock) -> None:
    server.status = 403
    with pytest.raises(HandoffError) as refused:
        await TelegramWay(TelegramAlarmSettings(**_settings(server))).send(_ring(clock))
    assert "secret" not in repr(refused.value)


async def test_a_trial_ring_goes_by_every_way_and_names_what_failed(server: Listening, clock: Clock) -> None:
    alarm = AlarmSettings(telegram=_settings(server), webhook={"url": "http://127.0.0.1:9/nobody"})  # type: ignore[arg-type]
    assert set(await try_out(alarm, texts(), "https://desk.example", clock.now)) == {
        ("webhook", "on_call", "ConnectError"), ("webhook", "supervisor", "ConnectError"),
        ("telegram", "on_call", ""), ("telegram", "supervisor", "NobodyToRingError"),
    }  # fmt: skip
    assert "essai" in json.loads(server.asked[0][1])["text"]


async def test_a_sign_of_life_is_given_every_few_minutes_and_only_while_all_is_well(
    server: Listening, clock: Clock
) -> None:
    well = [True]
    pulse = Pulse(PulseSettings(url=f"{server.url}/alive", every=5), lambda _: well[0])
    assert [await pulse.tick(clock.now), await pulse.tick(clock.now)] == [True, False]
    well[0] = False
    assert not await pulse.tick(clock.now + timedelta(minutes=6))
    well[0] = True
    assert await pulse.tick(clock.now + timedelta(minutes=6))
    assert [path for path, _ in server.asked] == ["/alive", "/alive"]

"""Slow requests on loopback: whoever drips is let go, whoever is slow but comes is served."""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.doors import Address, Door, bind
from bot.patience import HEAD_BYTES, Patience

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

SHORT = Patience(head=0.3, grace=0.3, rate=100, step=0.1)
HEAD = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n"


async def counting(_scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the number of bytes that came, and once more a second later."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"%d bytes" % size, "more_body": True})
    await asyncio.sleep(1)  # an answer that goes on, as the stream of letters does
    await send({"type": "http.response.body", "body": b" and still here", "more_body": False})


@asynccontextmanager
async def connected(patience: Patience = SHORT) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    socket = bind("a door", Address("127.0.0.1", 0))
    door = Door(counting, patience)
    serving = asyncio.create_task(door.serve([socket]))
    reader, writer = await asyncio.open_connection(*socket.getsockname())
    try:
        async with asyncio.timeout(20):
            yield reader, writer
    finally:
        writer.close()
        door.should_exit = True
        await serving


async def let_go(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, drip: bytes) -> bool:
    """Send one byte after another until the other side has closed."""
    closed = asyncio.create_task(reader.read())
    for place in range(len(drip)):
        await asyncio.wait({closed}, timeout=0.05)
        if closed.done():
            return closed.exception() is not None or closed.result() == b""
        writer.write(drip[place : place + 1])
    return False


async def test_a_head_that_drips_is_let_go() -> None:
    async with connected() as (reader, writer):
        assert await let_go(reader, writer, b"GET / HTTP/1.1\r\nhost: x\r\nx: " + b"a" * 1000)


async def test_a_connection_that_says_nothing_is_let_go() -> None:
    async with connected() as (reader, _):
        assert await reader.read() == b""


async def test_a_body_that_drips_is_let_go() -> None:
    async with connected() as (reader, writer):
        writer.write(HEAD)
        assert await let_go(reader, writer, b"a" * 1000)


async def test_a_second_request_on_the_same_connection_is_bound_as_well() -> None:
    async with connected() as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        await reader.readuntil(b"still here")
        await reader.readuntil(b"\r\n\r\n")
        assert await let_go(reader, writer, b"GET / HTTP/1.1\r\nhost: x\r\nx: " + b"a" * 1000)


async def test_a_head_without_end_is_not_read_to_its_end() -> None:
    async with connected(Patience(head=60)) as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nx: " + b"a" * 2 * HEAD_BYTES)
        with contextlib.suppress(ConnectionError):  # closed so hard that the rest could not be sent
            assert await reader.read() == b""


async def test_a_slow_phone_that_keeps_coming_is_served_and_its_answer_is_not_cut_short() -> None:
    async with connected() as (reader, writer):
        writer.write(HEAD)
        for _ in range(10):
            await asyncio.sleep(0.1)  # a second in all: more than head and grace together, at ten times the least pace
            writer.write(b"a" * 100)
        answer = await reader.readuntil(b"still here")
        assert b"1000 bytes" in answer

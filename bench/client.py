"""A small correspondent over raw HTTP/1.1: two kept-alive connections, one for what goes up, one for what comes down.

A full HTTP library would cost more than the server under test, on the same two cores.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(slots=True)
class Correspondent:
    """One person at the web chat."""

    host: str
    port: int
    token: str = ""
    last: str = ""
    letters: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    events: list[str] = field(default_factory=list)
    _up: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _down: asyncio.Task[None] | None = None

    @classmethod
    async def come(cls, host: str, port: int, language: str = "fr") -> Self:
        """Open the page's conversation and its stream."""
        person = cls(host, port)
        person._up = await asyncio.open_connection(host, port)
        person.token = (await person.post("/chat/open", {"lang": language}))["token"]
        person._down = asyncio.create_task(person._listen())
        return person

    async def back(self) -> None:
        """Open both connections again with the token at hand, and hear what is new since the last letter."""
        self._up = await asyncio.open_connection(self.host, self.port)
        self._down = asyncio.create_task(self._listen())

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send one JSON request and return the JSON answer."""
        assert self._up is not None
        reader, writer = self._up
        payload = json.dumps(body).encode()
        head = self._head("POST", path) + f"content-type: application/json\r\ncontent-length: {len(payload)}\r\n\r\n"
        writer.write(head.encode() + payload)
        status, headers = await _read_head(reader)
        content = await reader.readexactly(int(headers.get("content-length", "0")))
        if status >= 400:
            raise RuntimeError(f"{path} answered {status}")
        return dict(json.loads(content)) if content else {}

    async def say(self, **what: str) -> None:
        """Write a text or tap a choice."""
        await self.post("/chat/say", {"key": secrets.token_hex(8), **what})

    async def heard(self) -> dict[str, Any]:
        """Wait for the next letter."""
        return await asyncio.wait_for(self.letters.get(), 30)

    async def go(self) -> None:
        """Shut the page."""
        if self._down:
            self._down.cancel()
            await asyncio.gather(self._down, return_exceptions=True)
        if self._up:
            self._up[1].close()

    def _head(self, method: str, path: str) -> str:
        bearer = f"authorization: Bearer {self.token}\r\n" if self.token else ""
        origin = f"origin: http://{self.host}:{self.port}\r\n"
        return f"{method} {path} HTTP/1.1\r\nhost: {self.host}:{self.port}\r\n{origin}{bearer}"

    async def _listen(self) -> None:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            since = f"last-event-id: {self.last}\r\n" if self.last else ""
            writer.write((self._head("GET", "/chat/stream") + f"accept: text/event-stream\r\n{since}\r\n").encode())
            await _read_head(reader)
            event = ""
            while line := await reader.readline():
                name, _, value = line.decode().strip().partition(": ")
                if name == "id":
                    event = value
                elif name == "data":
                    self.events.append(event)
                    self.last = event
                    self.letters.put_nowait(json.loads(value))
        finally:
            writer.close()


async def _read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    status = int((await reader.readline()).split()[1])
    headers: dict[str, str] = {}
    while line := (await reader.readline()).decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return status, headers

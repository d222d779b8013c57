"""Somebody who hangs up in the middle of what they send, or is cut for being too slow: the server's side of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Scope


async def hangs_up(app: ASGIApp, path: str) -> list[Message]:
    """Post half a body to `path` and be gone; return what the app would still have answered."""
    answered: list[Message] = []
    comes: list[Message] = [
        {"type": "http.request", "body": b'{"text": "je ', "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return comes.pop(0) if len(comes) > 1 else comes[0]

    async def send(message: Message) -> None:
        answered.append(message)

    head: dict[str, Any] = {"headers": [(b"host", b"desk"), (b"sec-fetch-site", b"same-origin")]}
    scope: Scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
                    "scheme": "http", "http_version": "1.1", "client": ("127.0.0.1", 4711), "server": ("desk", 80),
                    "root_path": "", **head}  # fmt: skip
    await app(scope, receive, send)
    return answered

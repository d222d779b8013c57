"""What stands before every page: headers on the way out, the origin of posts on the way in.

Lives here: plain ASGI, no page. The form key is compared in `frame`, where the session is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "content-security-policy": CONTENT_POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "x-robots-tag": "noindex, nofollow",
}
READING = frozenset({"GET", "HEAD"})


class Guard:
    """Sets the headers of every answer and refuses posts that other sites sent."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self._app, self._public_url = app, public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message), scope["path"])
            await send(message)

        if scope["method"] not in READING and not self._from_here(scope):
            await PlainTextResponse("403", status_code=403)(scope, receive, dressed)
            return
        await self._app(scope, receive, dressed)

    def _dress(self, headers: MutableHeaders, path: str) -> None:
        for name, value in ALWAYS.items():
            headers.setdefault(name, value)
        headers["cache-control"] = "private, max-age=3600" if path.startswith("/assets/") else "no-store"
        if self._public_url.startswith("https://"):
            headers["strict-transport-security"] = "max-age=31536000"

    def _from_here(self, scope: Scope) -> bool:
        # Under `no-referrer` a browser sends `Origin: null` with plain forms; `Sec-Fetch-Site` then says where from.
        headers = Headers(scope=scope)
        origin, site = headers.get("origin", "null"), headers.get("sec-fetch-site")
        if origin == "null":
            return site == "same-origin"
        return origin == (self._public_url or f"{scope['scheme']}://{headers.get('host', '')}") or (
            site == "same-origin" and urlsplit(origin).netloc == headers.get("host")
        )


class Calm:
    """Answers an error nobody foresaw like any other: its text, which may hold anything, reaches no page and no log."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Awaitable[Response]]) -> None:
        self._app, self._answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            response = await self._answer(Request(scope, receive), error)
            await response(scope, receive, send)

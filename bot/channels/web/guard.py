"""What stands before every answer of the web chat: headers on the way out, the origin of posts on the way in.

Lives here: plain ASGI that knows no page. No answer is ever cached: a phone must not keep what was read on it.
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

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
ALWAYS = {
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow, noarchive",
}
READING = frozenset({"GET", "HEAD"})
FROM_HERE = frozenset({"same-origin", "none"})


class Guard:
    """Dresses every answer and refuses what other sites post."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self._app, self._public_url = app, public_url.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message))
            await send(message)

        if scope["method"] in READING or self._from_here(Headers(scope=scope)):
            await self._app(scope, receive, dressed)
        else:
            await PlainTextResponse("403", status_code=403)(scope, receive, dressed)

    def _dress(self, headers: MutableHeaders) -> None:
        narrower = headers.get("content-security-policy", POLICY)  # a file somebody sent is allowed nothing at all
        headers.update({**ALWAYS, "content-security-policy": narrower})
        if self._public_url.startswith("https://"):
            headers["strict-transport-security"] = "max-age=31536000"

    def _from_here(self, headers: Headers) -> bool:
        # No cookie exists, so a forged post could speak for nobody; it is refused all the same. A browser says where
        # a post comes from by Sec-Fetch-Site, an older one by Origin; what says neither is no browser.
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site in FROM_HERE
        return origin is None or origin == self._public_url or urlsplit(origin).netloc == headers.get("host")


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

"""A file straight from the network into the vault: no form parser, no clear byte on any disk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from bot.channels.web.faults import UnreadableError
from bot.channels.web.visitor import NAME, key_in
from vault.errors import TooLargeError
from vault.evidence import Part

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.requests import Request

    from bot.channels.web.visitor import House, Visitors

NAME_CHARACTERS = 120
CLOSED = 499  # nobody reads it: the page is gone
COUNT = re.compile(r"[0-9]{1,15}")
SHA256 = re.compile(r"[0-9a-f]{64}")
KIND = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,80}")
UNKNOWN_KIND = "application/octet-stream"


class Pieces:
    """Takes files."""

    def __init__(self, house: House, visitors: Visitors) -> None:
        self._house, self._visitors = house, visitors

    async def keep(self, request: Request) -> Response:
        """Keep the body as one piece; answers the code of its receipt once it is durable."""
        correspondent = await self._visitors.who(request)
        key = key_in(request.headers.get("x-key", ""))
        if _announced(request) > self._house.max_file_bytes:
            raise TooLargeError("announced as larger than the limit")
        try:
            receipt = await self._house.deposits.keep(
                NAME,
                correspondent,
                request.stream(),
                name=tidy(request.headers.get("x-name", "")),
                declared=kind(request.headers.get("content-type", "")),
                key=key,
                announced=_announced(request),
            )
        except ClientDisconnect:
            return Response(status_code=CLOSED)
        return JSONResponse({"code": receipt.code})

    async def keep_part(self, request: Request) -> Response:
        """Keep the body as one part of a piece; answers which part is missing, or the code once none is."""
        correspondent = await self._visitors.who(request)
        headers = request.headers
        key, part = key_in(headers.get("x-key", "")), _part(headers)
        named = {"name": tidy(headers.get("x-name", "")), "declared": kind(headers.get("content-type", ""))}
        try:
            progress = await self._house.deposits.keep_part(
                NAME, correspondent, request.stream(), part, key=key, **named
            )
        except ClientDisconnect:
            return Response(status_code=CLOSED)
        if progress.receipt is None:
            return JSONResponse({"missing": progress.missing})
        return JSONResponse({"code": progress.receipt.code})


def _part(headers: Headers) -> Part:
    number, whole, sha256 = (headers.get(f"x-{name}", "") for name in ("part", "whole", "sha256"))
    if not (COUNT.fullmatch(number) and COUNT.fullmatch(whole) and SHA256.fullmatch(sha256)):
        raise UnreadableError("no part")
    return Part(int(number), sha256, int(whole))


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdecimal() and len(length) < len(str(2**63)) else 0


def tidy(encoded: str) -> str:
    """Return a file's own name without folders, control characters and excess; "" where none was told."""
    name = unquote(encoded, errors="replace").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in name if sign.isprintable())[:NAME_CHARACTERS].strip()


def kind(declared: str) -> str:
    """Return the media type a browser declared, without parameters; nobody trusts it, so a strange one is dropped."""
    bare = declared.partition(";")[0].strip().lower()
    return bare if KIND.fullmatch(bare) else UNKNOWN_KIND

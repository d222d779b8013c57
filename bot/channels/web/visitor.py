"""Who asks, in which language, and what they sent: the way from a request to a correspondent and back to an answer.

Lives here: the bearer token, bodies read within a limit, errors told in the person's language. Does not live here: any
one route.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from bot.channels.web.faults import BodyTooLargeError, EndedError, UnreadableError, fault_of
from vault.turnstile import Lanes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.channels.web.ports import Deposits, OpenNumbers, Texts
    from bot.channels.web.settings import WebSettings
    from bot.mailroom import Mailroom

NAME = "web"
"""The channel's name wherever channels are told apart."""
BODY_BYTES = 64 * 1024
"""The largest JSON body: 4096 characters, each escaped, and room to spare."""
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
LETTER = re.compile(r"[0-9a-f]{32}")
"""What a page calls a letter by."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    """What the web chat is given to work with."""

    mailroom: Mailroom
    deposits: Deposits
    texts: Texts
    settings: WebSettings
    languages: tuple[str, ...]
    open_numbers: OpenNumbers
    name: str
    max_file_bytes: int
    clock: Callable[[], datetime]


class Visitors:
    """Reads requests."""

    def __init__(self, house: House) -> None:
        self._house, self._lanes = house, Lanes()

    def lane(self, request: Request) -> str:
        """Return whose turn it is while somebody hammers: the network asked from, under a key of this process."""
        return self._lanes.of(request.client.host if request.client else "")

    def language(self, request: Request) -> str:
        """Return the language of an answer: what the address asks for, else the first the browser prefers."""
        asked = request.query_params.get("lang", "")
        if asked in self._house.languages:
            return asked
        return preferred(request.headers.get("accept-language", ""), self._house.languages)

    def token(self, request: Request) -> str:
        """Return the token somebody shows, "" for none."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return token if scheme.lower() == "bearer" and TOKEN.fullmatch(token) else ""

    async def who(self, request: Request) -> str:
        """Return the correspondent a token speaks for. Raises EndedError."""
        token = self.token(request)
        correspondent = await self._house.mailroom.known(NAME, token) if token else None
        if correspondent is None:
            raise EndedError("the token speaks for nobody")
        return correspondent

    async def fault(self, request: Request, error: Exception) -> Response:
        """Tell an error: a sentence in the person's language, and whether to try again."""
        fault = fault_of(error, self._house.max_file_bytes)
        if fault.name == "unforeseen" and not isinstance(error, ClientDisconnect):  # who hung up is no fault of ours
            log.error("web chat request failed: %s", type(error).__name__)
        sentence = self._house.texts.say(fault.text, self.language(request), "tu", **fault.arguments)
        answer = JSONResponse({"error": sentence, "again": fault.again, "why": fault.text}, fault.status)
        if "minutes" in fault.arguments:
            answer.headers["retry-after"] = str(int(fault.arguments["minutes"]) * 60)
        return answer


async def body_of(request: Request) -> dict[str, Any]:
    """Read a JSON object within the limit. Raises BodyTooLargeError, UnreadableError."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise BodyTooLargeError("body too large")
    try:
        said = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise UnreadableError("no JSON") from None
    if not isinstance(said, dict):
        raise UnreadableError("no JSON object")
    return said


def words_in(said: dict[str, Any], name: str) -> str:
    """Return a field of words, "" where it is missing. A lone half of a character becomes U+FFFD."""
    value = said.get(name, "")
    if not isinstance(value, str):
        raise UnreadableError("a field is no text")
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def key_in(value: str) -> str:
    """Return the key under which one message or file is stored once. Raises UnreadableError."""
    if not KEY.fullmatch(value):
        raise UnreadableError("no key")
    return value


def preferred(accepted: str, languages: tuple[str, ...]) -> str:
    """Return the first language of an Accept-Language header that is spoken here, else the house's own."""
    wishes = []
    for place, part in enumerate(accepted.split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        wishes.append((-_weight(weight), place, tag.split("-")[0].lower()))
    return next((tag for weight, _, tag in sorted(wishes) if weight and tag in languages), languages[0])


def _weight(value: str) -> float:
    try:
        return float(value) if value else 1.0
    except ValueError:
        return 0.0

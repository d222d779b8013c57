"""The intent asked of a Rasa server, and everything else read here: an edge, imported only where it is configured.

Lives here: the client of `POST /model/parse`, its time limit, and the breaker that leaves a silent server alone. Does
not live here: type, signals, entities and language (always `nlu.reader`'s), and the server's own pipeline (`rasa/`).
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import httpx

from nlu.errors import NluError
from nlu.reader import LONGEST, Off
from nlu.reading import Intent

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlu.reader import Reader
    from nlu.reading import Reading

log = logging.getLogger(__name__)

LARGEST_ANSWER = 64 * 1024
"""Bytes of an answer that are read; Rasa's own have about a kilobyte."""

OFFERED = 3
"""How many intents are offered where the likeliest is not sure."""

_COMMAND = re.compile(r"\A[\s/]+")
"""What Rasa takes for a command, and quotes in its log where it is none: never sent."""

_FAILURES = (TimeoutError, httpx.HTTPError, OSError)


class AnswerError(NluError):
    """The server's answer holds no intent of the label guide."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The intents a server thinks likeliest, best first, and how sure it is of the first, 0 to 1."""

    likely: tuple[Intent, ...]
    confidence: float

    def put_into(self, reading: Reading) -> Reading:
        """Return the reading with these intents for its own; where there are few, its own come after them."""
        likely = tuple(dict.fromkeys((*self.likely, *reading.likely)))[:OFFERED]
        return replace(reading, intent=likely[0], likely=likely, confidence=self.confidence)


@dataclass(slots=True)
class Breaker:
    """After `patience` failures in a row a server is left alone for `rest` seconds; then one try is let through.

    Pure: the moment comes from the caller, in seconds of any clock that only goes forward.
    """

    patience: int = 3
    rest: float = 30.0
    _failures: int = 0
    _alone_until: float = -math.inf

    def lets_through(self, now: float) -> bool:
        """Say whether the server may be asked now; after a rest, yes to the first who wants to know."""
        if self._failures < self.patience:
            return True
        if now < self._alone_until:
            return False
        self._alone_until = now + self.rest
        return True

    def failed(self, now: float) -> bool:
        """Take note of a failure; say whether it is the one from which on the server is left alone."""
        self._failures += 1
        self._alone_until = now + self.rest
        return self._failures == self.patience

    def answered(self) -> bool:
        """Take note of an answer; say whether the server was left alone before it."""
        was_alone = self._failures >= self.patience
        self._failures = 0
        return was_alone


class Rasa:
    """A reader whose intent is a Rasa server's while that answers in time; all else, always, is `own`'s.

    Of the `messages` read, `told` have their intent from the server.
    """

    def __init__(
        self,
        own: Reader,
        url: str,
        *,
        seconds: float = 0.3,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.messages = 0
        self.told = 0
        self._own = own
        self._seconds = seconds
        self._breaker = breaker or Breaker()
        self._clock = clock
        self._place = f"{url.rstrip('/')}/model/parse"
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        self._client = httpx.AsyncClient(timeout=seconds, trust_env=False, headers=headers)

    async def read(self, text: str, *, hint: str = "") -> Reading:
        """Read one message; it takes at most the server's time limit longer than here alone."""
        reading = await self._own.read(text, hint=hint)
        guess = await self._guess(text)
        self.messages += 1
        if guess is None:
            return reading
        self.told += 1
        return guess.put_into(reading)

    async def close(self) -> None:
        """Close the lines to the server."""
        await self._client.aclose()
        await self._own.close()

    async def _guess(self, text: str) -> Guess | None:
        """Ask the server, or return None: nothing to ask, left alone, or no answer that can be used."""
        wanted = as_asked(text)
        if not wanted or not self._breaker.lets_through(self._clock()):
            return None
        try:
            guess = guess_of(await self.answer(wanted))
        except (*_FAILURES, AnswerError):
            if self._breaker.failed(self._clock()):
                log.warning("the Rasa server is left alone for a while: intents are the built-in reader's")
            return None
        if self._breaker.answered():
            log.warning("the Rasa server answers again")
        return guess

    async def answer(self, wanted: str) -> bytes:
        """Return the body of the server's answer to one message. Raises httpx's errors, TimeoutError, AnswerError."""
        body = json.dumps({"text": wanted}).encode()
        answer = b""
        async with asyncio.timeout(self._seconds), self._client.stream("POST", self._place, content=body) as response:
            response.raise_for_status()
            async for part in response.aiter_raw():
                answer += part
                if len(answer) > LARGEST_ANSWER:
                    raise AnswerError("the answer is too long")
        return answer


async def try_out(url: str, seconds: float) -> str | None:
    """Ask a server for the intent of a greeting; return the kind of what went wrong, None where it told one."""
    rasa = Rasa(Off(), url, seconds=seconds)
    try:
        guess_of(await rasa.answer("bonjour"))
    except (*_FAILURES, AnswerError) as error:
        return type(error).__name__
    finally:
        await rasa.close()
    return None


def as_asked(text: str) -> str:
    """Return what a Rasa server is asked about a message: the message without blanks and slashes before it.

    Empty for one without words, and for one that the built-in reader reads in parts: only there are parts weighed.
    """
    return "" if len(text) > LONGEST else _COMMAND.sub("", text).rstrip()


def guess_of(answer: bytes) -> Guess:
    """Read the body of an answer, or raise AnswerError."""
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        raise AnswerError("the answer is not JSON") from None
    match told:
        case {"intent": {"name": str(name), "confidence": float() | int() as sure}, **more} if (
            name in Intent.__members__ and 0 <= sure < 1.01  # noqa: PLR2004 - single precision rounds a little over 1
        ):
            likely = dict.fromkeys([Intent(name), *_ranked(more.get("intent_ranking"))])
            return Guess(tuple(likely)[:OFFERED], min(float(sure), 1.0))
    raise AnswerError("the answer names no intent of the label guide")


def _ranked(ranking: object) -> list[Intent]:
    """Read the names of a ranking, leaving out what the label guide does not know."""
    if not isinstance(ranking, list):
        return []
    names = [one.get("name") for one in ranking if isinstance(one, dict)]
    return [Intent(name) for name in names if isinstance(name, str) and name in Intent.__members__]

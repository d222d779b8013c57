"""What goes to listeners and to the group: within Telegram's limits, one chat's trouble never another's.

Lives here: the pace, and Telegram's refusals in words the desk acts on. Does not live here: what is said.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

os.environ.setdefault("PTB_TIMEDELTA", "true")
"""The library warns of its own error at every 429 unless it may count in lengths of time."""
MINUTE = 60.0
MOST = 58
"""How many messages one person is sent in a minute at the most."""
A_MOMENT = 2.0
"""How long a turn is waited for; for anything longer one comes back."""
AWAY = 60.0
"""Seconds for which a chat that is closed to the bot is not tried again, unless its owner is back before."""
LOST_TOPIC = ("thread not found", "topic_deleted", "topic_id_invalid", "topic_closed")
NO_TOPICS = ("not a forum", "chat is not a forum", "topics are not", "not enough rights to create")
UNCHANGED = ("not modified", "not_modified")
GONE = ("message to edit not found", "message to delete not found", "message can't be", "message_id_invalid")


class LaterError(Exception):
    """This chat wants to be left alone for `seconds`; what was to be said is said then."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"later: {seconds:.0f} s")
        self.seconds = seconds


class AwayError(Exception):
    """The listener has blocked the bot, or is gone."""


class NoTopicError(Exception):
    """The topic is not there (any more)."""


class TopicsOffError(Exception):
    """There are no topics in this chat."""


class MovedError(Exception):
    """The group has a new number."""

    def __init__(self, number: int) -> None:
        super().__init__("moved")
        self.number = number


class GoneError(Exception):
    """The message is not there, or too old to be changed."""


class Pace:
    """How often a chat may be written to: `gap` seconds apart, and at most `most` in a minute."""

    def __init__(self, gap: float, most: int) -> None:
        self._gap, self._most = gap, most
        self._sent: deque[float] = deque(maxlen=most)
        self._not_before = 0.0

    def turn(self, longest: float) -> float:
        """Book the next message's moment; return the seconds until then. Raises LaterError where it is not so soon."""
        now = asyncio.get_running_loop().time()
        full = self._sent[0] + MINUTE if len(self._sent) == self._most else 0.0
        last = self._sent[-1] + self._gap if self._sent else 0.0
        at = max(now, full, last, self._not_before)
        if at - now > longest:
            raise LaterError(at - now)
        self._sent.append(at)
        return at - now

    def rest(self, seconds: float) -> None:
        """Leave the chat alone."""
        self._not_before = asyncio.get_running_loop().time() + seconds


class Outgoing:
    """The pace of every chat. `gap`: seconds between two messages to one person."""

    def __init__(self, board: Pace | None = None, gap: float = 1.05) -> None:
        self._board, self.gap = board or Pace(0.2, 18), gap
        self._private: dict[int, Pace] = {}
        self._away: dict[int, float] = {}

    def pace(self, chat: int) -> Pace:
        """Return a chat's pace."""
        return self._board if chat < 0 else self._private.setdefault(chat, Pace(self.gap, MOST))

    def is_away(self, chat: int) -> bool:
        """Tell whether this chat was found closed to the bot a moment ago."""
        return asyncio.get_running_loop().time() < self._away.get(chat, 0.0)

    def back(self, chat: int) -> None:
        """Try this chat again from now on: its owner has just done something in it."""
        self._away.pop(chat, None)

    @asynccontextmanager
    async def to(self, chat: int, *, patient: bool = True) -> AsyncIterator[None]:
        """Wait for this chat's turn, then do one thing to it; LaterError where that is not now.

        Raises AwayError, NoTopicError, TopicsOffError, MovedError, GoneError; what is unchanged is done.
        """
        if self.is_away(chat):
            raise LaterError(AWAY)
        pace = self.pace(chat)
        await asyncio.sleep(pace.turn(A_MOMENT if patient else 0.0))
        try:
            yield
        except RetryAfter as error:
            after = error.retry_after
            seconds = float(after) if isinstance(after, int) else after.total_seconds()
            pace.rest(seconds)
            raise LaterError(seconds) from None
        except ChatMigrated as error:
            raise MovedError(error.new_chat_id) from None
        except Forbidden:
            self._away[chat] = asyncio.get_running_loop().time() + AWAY
            raise AwayError("forbidden") from None
        except BadRequest as error:
            _refused(error)


def _refused(error: BadRequest) -> None:
    said = error.message.lower()
    if any(word in said for word in UNCHANGED):
        return
    for words, kind in ((LOST_TOPIC, NoTopicError), (NO_TOPICS, TopicsOffError), (GONE, GoneError)):
        if any(word in said for word in words):
            raise kind(kind.__name__) from None
    raise error

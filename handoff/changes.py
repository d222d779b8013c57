"""Who wants to know that something changed: pages and streams wait here instead of asking every second.

Lives here: topics (`board`, `case:<id>`, `mail:<correspondent>`) and those who wait on them, in this process. Does not
live here: what changed; whoever wakes looks it up. Call `tell` through `Transaction.afterwards`, never before:
`tell_of` does.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from vault.database import Transaction

BOARD = "board"
URGENT = "urgent"
"""Told beside the board when a case has become grave: whoever gathers changes for a moment shows this one at once."""


def of_case(case_id: str) -> str:
    """Return the topic of one case's room."""
    return f"case:{case_id}"


def of_mail(correspondent: str) -> str:
    """Return the topic of one correspondent's letters."""
    return f"mail:{correspondent}"


class Watch:
    """One who waits on some topics, between `async with` and its end."""

    def __init__(self, changes: Changes, topics: tuple[str, ...]) -> None:
        self._changes = changes
        self.topics = topics
        self._heard: set[str] = set()
        self._bell = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._changes.enter(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._changes.leave(self)

    def hear(self, topic: str) -> None:
        """Note that a topic changed."""
        self._heard.add(topic)
        self._bell.set()

    def forget(self) -> None:
        """Take what was heard so far for seen."""
        self._heard.clear()
        self._bell.clear()

    async def wait(self, timeout: float) -> set[str]:  # noqa: ASYNC109 - a timeout is an answer here, not an error
        """Return the topics told since the last wait; an empty set after `timeout` seconds without any."""
        try:
            async with asyncio.timeout(timeout):
                await self._bell.wait()
        except TimeoutError:
            return set()
        heard, self._heard = self._heard, set()
        self._bell.clear()
        return heard


class Changes:
    """Where those who change things tell it and those who show things hear it."""

    def __init__(self) -> None:
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)

    def tell(self, topic: str) -> None:
        """Wake everyone who watches `topic`."""
        for watch in tuple(self._watches.get(topic, ())):
            watch.hear(topic)

    def tell_of(self, tx: Transaction, case_ids: Iterable[str]) -> None:
        """Wake the board and the rooms of these cases once `tx` is durable."""
        topics = (BOARD, *(of_case(case_id) for case_id in case_ids))

        def tell() -> None:
            for topic in topics:
                self.tell(topic)

        tx.afterwards(tell)

    def tell_urgent(self, tx: Transaction) -> None:
        """Wake those who wait for what is grave, once `tx` is durable, after those who wait for anything."""
        tx.afterwards(lambda: self.tell(URGENT))

    def watch(self, *topics: str) -> Watch:
        """Return an async context manager; inside it, `wait` tells which of `topics` changed."""
        return Watch(self, topics)

    def enter(self, watch: Watch) -> None:
        """Begin to wake this watch."""
        for topic in watch.topics:
            self._watches[topic].add(watch)

    def leave(self, watch: Watch) -> None:
        """Stop waking this watch, and forget topics nobody watches."""
        for topic in watch.topics:
            self._watches[topic].discard(watch)
            if not self._watches[topic]:
                del self._watches[topic]

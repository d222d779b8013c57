"""The ticks that look for what is due. What is due lives in tables, so a missed or doubled tick does no harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.observe import Observer


class Schedule:
    """APScheduler as a ticker: every tick runs alone, and one that fails is told and tried again next time."""

    def __init__(self, observer: Observer) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._observer = observer
        self._last: dict[str, tuple[datetime, float]] = {}

    def every(self, seconds: float, name: str, tick: Callable[[], Awaitable[object]]) -> None:
        """Call `tick` every so many seconds, never twice at once."""

        async def run() -> None:
            try:
                await tick()
                self._last[name] = (datetime.now(UTC), seconds)
            except Exception as error:  # noqa: BLE001 - the next tick must come whatever happened to this one
                self._observer.failed(f"tick_{name}", error)

        self._last[name] = (datetime.now(UTC), seconds)
        self._scheduler.add_job(run, "interval", seconds=seconds, id=name, max_instances=1, coalesce=True)

    def healthy(self, now: datetime) -> bool:
        """Tell whether every tick came to its end lately: within three times its own time, a minute at the least."""
        late = (now - at > timedelta(seconds=max(60, 3 * seconds)) for at, seconds in self._last.values())
        return bool(self._last) and not any(late)

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking; a tick under way is finished by its own transaction or not at all."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

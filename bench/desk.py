"""The desk under load, on SQLite in a folder that goes away: `python -m bench.desk`.

Measured: fifty listeners who race for five thousand cases; the next case taken with a million closed cases behind it
and fifty thousand waiting, beside the same with a thousand; and the web board (`bench.board`). Ends with 1 where a case
went to two, a time doubled, or the board was too slow.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import board
from handoff import queue
from handoff.records.tables import cases
from nlu.level import Level
from vault.database import Database, connect
from vault.migrations import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
AT_ONCE = 20_000
LISTENERS, RACED = 50, 5_000
FEW, MANY, ENDED = 1_000, 50_000, 1_000_000
TAKEN = 200
TWICE = 2.0


def _rows(count: int, state: str, chance: random.Random) -> Iterator[dict[str, Any]]:
    for _ in range(count):
        level = chance.choice([Level.medium, Level.medium, Level.high, Level.critical])
        since = NOW - timedelta(minutes=chance.uniform(0, 600))
        times = {"opened_at": since, "waiting_since": since, "last_word_at": since, "place": queue.place(level, since)}
        case_id = secrets.token_hex(16)
        who = {"id": case_id, "designation": case_id, "correspondent": case_id, "channel": "web", "language": "fr"}
        ended = {"closed_at": since if state == "closed" else None}
        yield {**who, **times, **ended, "state": state, "level": int(level), "contacts": 1, "called": ""}


async def _fill(database: Database, count: int, state: str) -> None:
    rows = list(_rows(count, state, random.Random(count)))
    for start in range(0, count, AT_ONCE):
        async with database.transaction() as tx:
            await tx.run(cases.insert(), rows[start : start + AT_ONCE])


async def _fresh(folder: Path, name: str) -> Database:
    database = connect(f"sqlite+aiosqlite:///{folder / name}")
    await upgrade(database)
    return database


async def _takes(database: Database, listener: str) -> str | None:
    async with database.transaction() as tx:
        return await queue.claim_next(tx, listener, NOW)


async def race(folder: Path) -> bool:
    """Let fifty listeners take all there is; tell whether every case went to exactly one."""
    database = await _fresh(folder, "race.db")
    await _fill(database, RACED, "waiting")
    taken: Counter[str] = Counter()

    async def works(listener: str) -> None:
        while (case_id := await _takes(database, listener)) is not None:
            taken[case_id] += 1

    begun = time.perf_counter()
    await asyncio.gather(*(works(f"l{number}") for number in range(LISTENERS)))
    seconds = time.perf_counter() - begun
    await database.close()
    fair = len(taken) == RACED and set(taken.values()) == {1}
    print(f"race: {LISTENERS} listeners, {RACED} cases, {len(taken)} taken, most holders {max(taken.values())}, "
          f"{RACED / seconds:.0f} claims/s")  # fmt: skip
    return fair


async def taking(folder: Path, waiting: int, ended: int) -> float:
    """Return the median milliseconds of taking the next case."""
    database = await _fresh(folder, f"taking{waiting}.db")
    await _fill(database, ended, "closed")
    await _fill(database, waiting, "waiting")
    times = []
    for number in range(TAKEN):
        begun = time.perf_counter()
        await _takes(database, f"l{number}")
        times.append((time.perf_counter() - begun) * 1000)
    await database.close()
    half, most = statistics.median(times), sorted(times)[TAKEN * 99 // 100]
    print(f"take-next: {waiting} waiting, {ended} closed: median {half:.2f} ms, p99 {most:.2f} ms")
    return half


async def main() -> int:
    """Run everything; 0 where what is promised holds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fair = await race(folder)
        few = await taking(folder, FEW, 0)
        many = await taking(folder, MANY, ENDED)
    print(f"with {MANY} waiting and {ENDED} closed: {many / few:.2f} times the time at {FEW}")
    return 0 if fair and many <= TWICE * few else 1


if __name__ == "__main__":
    taken = asyncio.run(main())
    sys.exit(0 if board.measured() and taken == 0 else 1)

"""What tests of every room share: a migrated database on each engine, keys that cost little, a clock that stands still.

`database` comes on SQLite always, and on PostgreSQL too when HAVRE_TEST_POSTGRES holds a `postgresql+psycopg://` URL.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
import sqlalchemy as sa

from vault.database import Database, connect
from vault.keys import Cost, HouseKeys, load_keys
from vault.migrations import upgrade

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
    from pathlib import Path

POSTGRES = os.environ.get("HAVRE_TEST_POSTGRES", "")
ENGINES = ["sqlite", "postgres"] if POSTGRES else ["sqlite"]
Answer = TypeVar("Answer")
CHEAP = Cost(memory=64, passes=1, lanes=1)


class Clock:
    """A moment that changes only when a test says so; called, it tells the moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float = 0, **more: float) -> datetime:
        """Let time pass (`forward(90)`, `forward(days=3)`); return the new moment."""
        self.now += timedelta(seconds=seconds, **more)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 24, 18, 0, tzinfo=UTC))  # a Tuesday, 19:00 in Paris


@pytest.fixture
def keys(tmp_path: Path) -> HouseKeys:
    return load_keys(tmp_path / "keys", cost=CHEAP)


@pytest.fixture
async def database(fresh_database: Callable[[Path], str], tmp_path: Path) -> AsyncIterator[Database]:
    database = connect(fresh_database(tmp_path))
    yield database
    await database.close()


@pytest.fixture(params=ENGINES)
def fresh_database(request: pytest.FixtureRequest) -> Callable[[Path], str]:
    """What returns the URL of a database with every table and no row; its file, if it has one, is made in a folder.

    On PostgreSQL there is one, emptied each time.
    """
    migrated = request.getfixturevalue(f"migrated_{request.param}")
    if request.param == "sqlite":
        return lambda folder: f"sqlite+aiosqlite:///{shutil.copy(migrated, folder / 'havre.db')}"

    def emptied(_folder: Path) -> str:
        url, emptying = migrated
        _alone(_execute(url, emptying))
        return str(url)

    return emptied


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and no row, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "havre.db"
    _alone(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[tuple[str, str]]:
    """The URL of a schema of this run's own with every table, and what empties it: several runs may share a server."""
    schema = f"havre_{secrets.token_hex(6)}"
    url = sa.make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={schema} -clock_timeout=10s"})
    text = url.render_as_string(hide_password=False)
    _alone(_execute(POSTGRES, f"CREATE SCHEMA {schema}"))
    try:
        _alone(_migrate(text))
        yield text, _alone(_emptying(text))
    finally:
        _alone(_execute(POSTGRES, f"DROP SCHEMA {schema} CASCADE"))


def _alone(work: Coroutine[object, object, Answer]) -> Answer:
    """Run a coroutine on a loop of its own: the test's loop, or a browser's, may be running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _migrate(url: str) -> None:
    database = connect(url)
    await upgrade(database)
    await database.close()


async def _execute(url: str, statement: str) -> None:
    database = connect(url)
    async with database.transaction() as tx:
        await tx.run(sa.text(statement))
    await database.close()


async def _emptying(url: str) -> str:
    """Return what deletes every row: where tables are small, ten times faster than TRUNCATE."""
    database = connect(url)
    async with database.reading() as tx:
        tables = await tx.connection.run_sync(
            lambda connection: sa.inspect(connection).get_sorted_table_and_fkc_names()
        )
    await database.close()
    names = [name for name, _ in reversed(tables) if name and name != "alembic_version"]
    return "; ".join(f"DELETE FROM {name}" for name in names)  # noqa: S608 - the names are our own

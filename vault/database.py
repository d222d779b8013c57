"""The database: one engine, transactions that tell when they are durable, and the column types all records share.

Lives here: everything that knows which database is underneath. Does not live here: any table (see the `records`
module of each package) and any key (see `vault.keys`).
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from vault.errors import VaultError
from vault.onehop import NAME

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)
"""Every table of Havre is declared on this one, so that a single migration history covers the four packages."""

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an acknowledged message survives a power cut, not only a crash
    "PRAGMA temp_store=MEMORY",  # no clear temporary file, ever
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=10000",
)


class DatabaseError(VaultError):
    """The database cannot be used as it is; the message says what to do."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment in UTC; a naive one is refused. SQLite forgets the zone of a DateTime, this type does not."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn a moment into UTC on its way in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise DatabaseError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give a moment its zone back on its way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Ordinal = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""An ever-growing primary key: SQLite only counts upwards by itself for a plain INTEGER."""


class Transaction:
    """One unit of work: all of it is durable when the `async with` block ends, or none of it is."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self._afterwards: list[Callable[[], None]] = []

    async def run(
        self, statement: sa.Executable, rows: Sequence[Mapping[str, Any]] | None = None
    ) -> sa.CursorResult[Any]:
        """Execute a statement, once for each of `rows` where they are given."""
        return await self.connection.execute(statement, rows)

    async def rows(self, statement: sa.Executable, values: Mapping[str, Any] | None = None) -> Sequence[sa.Row[Any]]:
        """Return every row of a query, with the values of its parameters where it was written with some."""
        return (await self.connection.execute(statement, values)).all()

    async def row(self, statement: sa.Executable, values: Mapping[str, Any] | None = None) -> sa.Row[Any] | None:
        """Return the first row of a query, or None."""
        return (await self.connection.execute(statement, values)).first()

    def afterwards(self, call: Callable[[], None]) -> None:
        """Have `call` run once this transaction is durable, and never if it is not."""
        self._afterwards.append(call)

    def durable(self) -> None:
        """Run what was waiting for the commit. Only `Database.transaction` calls this."""
        for call in self._afterwards:
            call()


class Database:
    """The one way to the tables. Writers stand in line on SQLite, where there is only one pen."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._pen: asyncio.Lock | None = asyncio.Lock() if self.is_sqlite else None
        self._check: Callable[[Transaction], Awaitable[None]] | None = None

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is a single file."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Open a unit of work that may write; commit at the end of the block, roll back on any error."""
        async with self._pen or nullcontext(), self._open() as tx:
            if self._check is not None:
                await self._check(tx)
            yield tx
        tx.durable()

    def fenced(self, check: Callable[[Transaction], Awaitable[None]]) -> Database:
        """Return the same database for work that only goes on while `check` passes: every unit that may write asks."""
        twin = Database(self.engine)
        twin._pen, twin._check = self._pen, check
        return twin

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Open a unit of work that only reads: it waits for no writer."""
        async with self.engine.connect() as connection:
            yield Transaction(await connection.execution_options(havre_reads=True))

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[Transaction]:
        """Open a unit of work for one single query, which is consistent by itself: it costs one trip, not three.

        Also for several, where what they tell need not be of one moment.
        """
        async with self.engine.connect() as connection:
            yield Transaction(await connection.execution_options(havre_glance=True))

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[Transaction]:
        async with self.engine.begin() as connection:
            yield Transaction(connection)

    async def reach(self) -> None:
        """Raise DatabaseError where the database does not answer, or cannot be written."""
        try:
            async with self._open() as tx:
                await tx.run(sa.text("SELECT 1"))
        except (sa.exc.SQLAlchemyError, OSError) as error:
            kind = type(getattr(error, "orig", None) or error).__name__
            raise DatabaseError(
                f"store.database cannot be opened ({kind}): is it there, and may this user write it?"
            ) from None

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


def connect(url: str) -> Database:
    """Open the database behind `url` (`sqlite+aiosqlite:///…` or `postgresql+psycopg://…`).

    What it raises never tells the values of a statement.
    """
    if url.startswith("sqlite"):
        file = f"{NAME}{url.removeprefix('sqlite+aiosqlite')}"
        engine = create_async_engine(file, pool_size=4, max_overflow=4, hide_parameters=True)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    else:
        engine = create_async_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True, hide_parameters=True)
    return Database(engine)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not open transactions behind our back
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A deferred BEGIN lets two read-then-write transactions lose one another's update without an error.
    options = connection.get_execution_options()
    if not options.get("havre_glance"):
        connection.exec_driver_sql("BEGIN" if options.get("havre_reads") else "BEGIN IMMEDIATE")

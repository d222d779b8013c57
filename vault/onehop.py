"""aiosqlite with one trip to its thread for each statement: SQLAlchemy's own adapter makes four.

A statement that takes 30 microseconds waits ten times as long for threads to change hands; most of a message's time was
that. Lives here: a cursor that opens, executes, fetches and closes within one trip. Does not live here: any policy.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util.concurrency import await_only

if TYPE_CHECKING:
    from collections.abc import Callable
    from sqlite3 import Cursor

NAME = "sqlite+onehop"


class OneHopCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor whose results are at hand when `execute` returns."""

    __slots__ = ("_description", "_last", "_touched")

    arraysize = 1

    def _make_new_cursor(self, connection: Any) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        return None  # one is opened, used and closed within each trip

    def _aenter_cursor(self, cursor: Any) -> Any:
        self._description: Any = None
        self._touched, self._last = -1, 0
        return cursor

    @property
    def description(self) -> Any:
        """Name the columns of the last statement."""
        return self._description

    @property
    def rowcount(self) -> int:
        """Count the rows the last statement touched."""
        return self._touched

    @property
    def lastrowid(self) -> int:
        """Return the key of the last row inserted."""
        return self._last

    def close(self) -> None:
        """Forget the rows; nothing is open."""
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        return

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        def work(cursor: Cursor) -> Any:
            return cursor.execute(operation) if parameters is None else cursor.execute(operation, parameters)

        await self._trip(work)
        return self

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        await self._trip(lambda cursor: cursor.executemany(operation, seq_of_parameters))
        return self

    async def _trip(self, work: Callable[[Cursor], Any]) -> None:
        connection: Any = self._connection

        def there() -> tuple[Any, int, int | None, deque[Any]]:
            cursor = connection._conn.cursor()  # noqa: SLF001 - the connection of aiosqlite's own thread, used in it
            try:
                work(cursor)
                rows = deque(cursor.fetchall()) if cursor.description else deque()
                return cursor.description, cursor.rowcount, cursor.lastrowid, rows
            finally:
                cursor.close()

        async with self._adapt_connection._execute_mutex:  # noqa: SLF001 - as the adapter's own cursor does
            told = await connection._execute(there)  # noqa: SLF001 - aiosqlite's one way into its thread
        self._description, self._touched, last, self._rows = told
        self._last = last or 0


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    """A connection that hands out such cursors."""

    __slots__ = ()

    _cursor_cls = OneHopCursor

    def rollback(self) -> None:
        """Roll back where something was begun; a single read begins nothing."""
        connection = self._connection._connection  # noqa: SLF001 - as the adapter does
        if connection is not None and connection.in_transaction:
            super().rollback()


class OneHopDbapi(AsyncAdapt_aiosqlite_dbapi):
    """The adapter's module, with these connections."""

    def connect(self, *arg: Any, **kw: Any) -> OneHopConnection:
        """Open a connection, its thread a daemon as the adapter has it."""
        connection = self.aiosqlite.connect(*arg, **kw)
        connection._thread.daemon = True  # noqa: SLF001 - as the adapter does
        return OneHopConnection(self, await_only(connection))


class OneHopDialect(SQLiteDialect_aiosqlite):
    """SQLAlchemy's dialect for aiosqlite, with these connections."""

    driver = "onehop"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> OneHopDbapi:
        """Return the module."""
        return OneHopDbapi(__import__("aiosqlite"), __import__("sqlite3"))


registry.register("sqlite.onehop", __name__, "OneHopDialect")

"""Bringing a database to the version this program knows: one history for the four packages, in numbered files.

Lives here: finding the versions and running those that are missing. Does not live here: any table.
Each file of `versions/` has `revision = "0004"`, `down_revision = "0003"` and an `upgrade()` that calls `alembic.op`;
names of constraints follow from the naming convention of `vault.database`. The chain of parents is the order, not the
numbers.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vault.database import DatabaseError, metadata

if TYPE_CHECKING:
    from vault.database import Database

FOLDER = Path(__file__).parent
LINK = re.compile(r"^revision = \"(\w+)\"\s+down_revision = (?:\"(\w+)\"|None)", re.MULTILINE)
LOCK = 0x4A7E  # any number, as long as every process of Havre asks PostgreSQL for the same one


def newest() -> str:
    """Return the newest version this program knows, such as "0003": the one no other follows."""
    parents = _parents()
    (head,) = parents.keys() - parents.values()
    return head


def knows(version: str) -> bool:
    """Tell whether a database of this version can be used or brought up to date here: "" is one without tables."""
    return not version or version in _parents()


@cache
def _parents() -> dict[str, str]:
    """Return every version with the one before it, "" before the first."""
    found = (LINK.search(file.read_text(encoding="utf-8")) for file in (FOLDER / "versions").glob("[0-9]*_*.py"))
    return {link[1]: link[2] or "" for link in found if link is not None}


async def current(database: Database) -> str:
    """Return the version a database is of; "" where it has no tables yet."""
    async with database.reading() as tx:
        return await tx.connection.run_sync(_stored)


async def upgrade(database: Database) -> None:
    """Bring the database to `newest()`, all of it or nothing. Raises DatabaseError where it is newer than that."""
    stored = await current(database)
    if stored == newest():
        return
    if not knows(stored):
        raise DatabaseError(
            f"the database is of version {stored}, this program knows {newest()}: "
            "start the newer program, or restore the backup made before it first ran"
        )
    async with database.transaction() as tx:
        await tx.connection.run_sync(_run)


def _stored(connection: sa.Connection) -> str:
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""


def _run(connection: sa.Connection) -> None:
    # alembic takes a third of a second to import: only a database that is not up to date pays for it
    from alembic.config import Config  # noqa: PLC0415 - idem
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415 - idem
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - idem

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")  # two processes starting at once
    script = ScriptDirectory(str(FOLDER))

    def steps(revision: Any, _context: object) -> Any:
        return script._upgrade_revs("head", revision)  # noqa: SLF001 - what alembic's own upgrade command calls

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
        environment.run_migrations()

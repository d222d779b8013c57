"""Transactions: what is durable when, and who waits for whom. Migrations: one history, and no way back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from vault import migrations, records
from vault.database import DatabaseError, metadata
from vault.lease_records import leases

if TYPE_CHECKING:
    from vault.database import Database

OURS = {name for name in records.metadata.tables if name.startswith(("vault", "team"))}


async def value(database: Database, name: str = "a") -> bytes | None:
    async with database.reading() as tx:
        return await records.house_value(tx, name)


async def test_all_of_a_transaction_is_kept_or_nothing(database: Database) -> None:
    async with database.transaction() as tx:
        await records.replace_house(tx, "a", b"1")
    with pytest.raises(RuntimeError):
        await write_and_fail(database)
    assert (await value(database), await value(database, "b")) == (b"1", None)


async def write_and_fail(database: Database) -> None:
    async with database.transaction() as tx:
        await records.replace_house(tx, "a", b"2")
        await records.replace_house(tx, "b", b"2")
        raise RuntimeError


async def test_what_waits_for_the_commit_happens_after_it_and_never_without_it(database: Database) -> None:
    told: list[str] = []
    async with database.transaction() as tx:
        tx.afterwards(lambda: told.append("one"))
        await records.replace_house(tx, "a", b"1")
        assert told == []
    assert told == ["one"]
    with pytest.raises(RuntimeError):
        await wait_and_fail(database, told)
    assert told == ["one"]


async def wait_and_fail(database: Database, told: list[str]) -> None:
    async with database.transaction() as tx:
        tx.afterwards(lambda: told.append("two"))
        raise RuntimeError


async def test_a_reader_waits_for_no_writer(database: Database) -> None:
    async with asyncio.timeout(5), database.transaction() as tx:
        await records.replace_house(tx, "a", b"1")
        assert await value(database) is None
    assert await value(database) == b"1"


async def test_writers_who_hold_the_same_row_follow_one_another(database: Database) -> None:
    async with database.transaction() as tx:
        await records.attempts_of(tx, b"k", datetime.now(UTC))

    async def count() -> None:
        async with database.transaction() as tx:
            row = await records.attempts_of(tx, b"k", datetime.now(UTC))
            assert row is not None
            await asyncio.sleep(0)
            await records.count_attempts(tx, b"k", datetime.now(UTC), row.failures + 1)

    await asyncio.gather(*(count() for _ in range(10)))
    async with database.transaction() as tx:
        row = await records.attempts_of(tx, b"k", datetime.now(UTC))
    assert row is not None
    assert row.failures == 10


async def test_a_moment_comes_back_in_utc_and_one_without_a_zone_is_refused(database: Database) -> None:
    there = datetime(2026, 11, 24, 23, 10, tzinfo=timezone(timedelta(hours=1)))
    async with database.transaction() as tx:
        await records.attempts_of(tx, b"k", there)
        row = await records.attempts_of(tx, b"k", there)
        with pytest.raises(sa.exc.StatementError) as refused:
            await records.attempts_of(tx, b"l", datetime(2026, 11, 24))  # noqa: DTZ001 - what is refused
    assert row is not None
    assert (row.last_at, row.last_at.tzinfo) == (there, UTC)
    assert isinstance(refused.value.orig, DatabaseError)


async def test_a_statement_that_fails_tells_nothing_of_what_it_was_to_write(database: Database) -> None:
    row = {"name": b"1", "holder": "a word", "fence": 1, "until": datetime.now(UTC)}
    async with database.transaction() as tx:
        await tx.run(sa.insert(leases).values(**row))
    with pytest.raises(sa.exc.IntegrityError) as told:
        async with database.transaction() as tx:
            await tx.run(sa.insert(leases).values(**row))
    assert "word" not in str(told.value)


async def test_the_tables_are_those_the_migrations_make(database: Database) -> None:
    def look(connection: sa.Connection) -> list[object]:
        def ours(name: str | None, kind: str, parents: object) -> bool:
            return kind != "table" or name in OURS

        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        kept = sa.MetaData(naming_convention=metadata.naming_convention)
        for table in metadata.sorted_tables:
            if table.name in OURS:
                table.to_metadata(kept)
        return list(compare_metadata(context, kept))

    async with database.reading() as tx:
        assert await tx.connection.run_sync(look) == []


async def test_migrating_again_changes_nothing_and_a_newer_database_is_refused(database: Database) -> None:
    assert await migrations.current(database) == migrations.newest()
    await migrations.upgrade(database)
    async with database.transaction() as tx:
        await tx.run(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(DatabaseError, match="start the newer program"):
            await migrations.upgrade(database)
    finally:
        async with database.transaction() as tx:
            await tx.run(sa.text("UPDATE alembic_version SET version_num = :it").bindparams(it=migrations.newest()))

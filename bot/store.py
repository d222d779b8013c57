"""The store, opened and closed: the database at this program's version, the keys, the vault.

Lives here: what a command needs before anything else. Does not live here: tables (`records`), keys and files (`vault`).
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from bot.errors import BotError
from bot.settings import resolve
from vault import migrations
from vault.database import Database, connect
from vault.house import VaultHouse, open_vault_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.settings import Settings


def database_url(settings: Settings, config: Path) -> str:
    """Return the database's URL as SQLAlchemy reads it; a plain path is a SQLite file beside the configuration."""
    written = settings.store.database
    if written.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + written.partition("://")[2]
    if "://" in written:
        return written
    return f"sqlite+aiosqlite:///{resolve(config, written)}"


def prepare_folder(settings: Settings, config: Path) -> None:
    """Make the folder of a database file. Raises BotError where the machine does not let us."""
    if "://" in settings.store.database:
        return
    folder = resolve(config, settings.store.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BotError(f"store.database: the folder {folder} cannot be made: {error.strerror}") from None


@contextlib.asynccontextmanager
async def migrated(settings: Settings, config: Path) -> AsyncIterator[Database]:
    """Open the database and bring it to this program's version; closed again at the end."""
    prepare_folder(settings, config)
    database = connect(database_url(settings, config))
    try:
        await database.reach()
        await migrations.upgrade(database)
        yield database
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def opened(settings: Settings, config: Path) -> AsyncIterator[tuple[Database, VaultHouse]]:
    """Open the whole store: the migrated database, the keys, the vault; closed again at the end."""
    async with migrated(settings, config) as database:
        house = await open_vault_house(settings.store, lambda path: resolve(config, path), database)
        try:
            yield database, house
        finally:
            await house.close()


async def migrate_database(settings: Settings, config: Path, say: Callable[[str], object]) -> int:
    """Bring the database to this program's version, and say which that is."""
    async with migrated(settings, config):
        say(f"the database is of version {migrations.newest()}")
    return 0

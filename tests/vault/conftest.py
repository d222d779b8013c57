"""A vault over either engine, with its stores in a folder of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.vault.vaults import Vaults

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from vault.database import Database
    from vault.keys import HouseKeys


@pytest.fixture
async def vaults(
    tmp_path: Path, database: Database, keys: HouseKeys, clock: Callable[[], datetime]
) -> AsyncIterator[Vaults]:
    vaults = Vaults(tmp_path, database, keys, clock)
    yield vaults
    await vaults.evidence.settle()
    vaults.shreds.close()

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handoff.havens import Haven, a_haven

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from handoff.listener import Session
    from tests.conftest import Clock
    from vault.database import Database
    from vault.keys import HouseKeys


@pytest.fixture
async def haven(database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock) -> AsyncIterator[Haven]:
    async with a_haven(database, keys, tmp_path, clock) as built:
        yield built


@pytest.fixture
async def grace(haven: Haven) -> Session:
    """The first supervisor, signed in."""
    return await haven.first_supervisor()


@pytest.fixture
async def ada(haven: Haven, grace: Session) -> Session:
    """A listener, signed in."""
    return await haven.enrolled(grace, "ada")

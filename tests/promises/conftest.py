"""Promises are tried on a whole haven wherever one can be had; else at a desk of its own, `here`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handoff.havens import Haven, a_haven
from tests.haven import chromium, desktop, haven, make_haven, phone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from handoff.listener import Session
    from tests.conftest import Clock
    from vault.database import Database
    from vault.keys import HouseKeys

__all__ = ["chromium", "desktop", "haven", "make_haven", "phone"]


@pytest.fixture
async def here(database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock) -> AsyncIterator[Haven]:
    async with a_haven(database, keys, tmp_path, clock) as built:
        yield built


@pytest.fixture
async def grace(here: Haven) -> Session:
    """The first supervisor, signed in."""
    return await here.first_supervisor()


@pytest.fixture
async def ada(here: Haven, grace: Session) -> Session:
    """A listener, signed in."""
    return await here.enrolled(grace, "ada")

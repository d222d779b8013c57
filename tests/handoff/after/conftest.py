from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from handoff.listener import Session


@pytest.fixture
def haven_with_folder(haven, tmp_path):
    haven.shreds_folder = tmp_path / "own"
    return haven


@pytest.fixture
async def mine(haven_with_folder, ada: Session) -> str:
    case_id = await haven_with_folder.comes("lea", words="ils m'insultent", facts={"age": "13_14"})
    await haven_with_folder.desk.take_next(ada)
    return case_id

"""What an open page hears: several changes become one, but what burns is told at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from handoff.changes import BOARD, URGENT, Changes
from handoff.desks.web.live import LiveStream
from nlu.severity import Level

if TYPE_CHECKING:
    from tests.handoff.havens import Haven

LONG = 3600.0


async def test_a_change_waits_for_others_and_a_grave_one_for_nothing() -> None:
    changes = Changes()
    events = LiveStream(None, changes)._events(BOARD, LONG)  # type: ignore[arg-type]  # no page is asked for here
    assert "open" in await anext(events)
    changes.tell(BOARD)
    assert "now" in await anext(events)
    changes.tell(BOARD)
    further = asyncio.ensure_future(anext(events))
    done, _ = await asyncio.wait([further], timeout=0.1)
    assert not done
    changes.tell(BOARD)
    changes.tell(URGENT)
    assert "now" in await asyncio.wait_for(further, 10)
    await events.aclose()


async def test_what_was_grave_before_it_was_shown_hurries_nothing_afterwards() -> None:
    changes = Changes()
    events = LiveStream(None, changes)._events(BOARD, LONG)  # type: ignore[arg-type]  # idem
    await anext(events)
    changes.tell(BOARD)
    changes.tell(URGENT)
    await anext(events)
    changes.tell(BOARD)
    further = asyncio.ensure_future(anext(events))
    done, _ = await asyncio.wait([further], timeout=0.1)
    assert not done
    further.cancel()
    await asyncio.gather(further, return_exceptions=True)
    await events.aclose()


async def test_a_case_that_becomes_grave_is_urgent_once_and_no_other_is(haven: Haven) -> None:
    async with haven.changes.watch(URGENT) as urgent:
        case_id = await haven.comes("julie", Level.medium, "bonsoir")
        assert await urgent.wait(0) == set()
        await haven.writes(case_id, "je veux mourir", level=Level.emergency)
        assert await urgent.wait(1) == {URGENT}
        await haven.writes(case_id, "tu es là ?", level=Level.emergency)
        assert await urgent.wait(0) == set()

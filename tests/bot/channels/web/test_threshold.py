"""Beginning a conversation under a flood: everybody comes in, the flood waits, and is told kindly."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.channels.web.faults import CrowdedError
from bot.channels.web.threshold import FREE, Threshold
from tests.bot.channels.web.house import Person
from vault.turnstile import MOST, Turnstile

if TYPE_CHECKING:
    from tests.bot.channels.web.house import House


class Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


async def _begin(threshold: Threshold, count: int, lane: str = "flood") -> None:
    for _ in range(count):
        await threshold.step_over(lane)


async def test_a_whole_school_that_comes_at_once_begins_at_once() -> None:
    threshold = Threshold(Turnstile(pause=3600, most=0))
    began = [await threshold.step_over("school") for _ in range(FREE)]  # no place to wait in: who must is turned away
    assert len(began) == FREE


async def test_a_flood_waits_and_is_told_to_come_back() -> None:
    clock = Clock()
    threshold = Threshold(Turnstile(most=0), clock)
    await _begin(threshold, FREE)
    with pytest.raises(CrowdedError):
        await threshold.step_over("flood")


async def test_whoever_comes_from_elsewhere_has_the_next_turn_while_a_network_floods() -> None:
    threshold = Threshold(Turnstile(pause=0.01), Clock())
    await _begin(threshold, FREE)
    order: list[str] = []

    async def comes(lane: str) -> None:
        await threshold.step_over(lane)
        order.append(lane)

    await asyncio.gather(*(comes(lane) for lane in (*["flood"] * MOST, "a child")))
    assert order.index("a child") <= 1


async def test_seconds_later_as_many_more_begin_without_a_wait() -> None:
    clock = Clock()
    threshold = Threshold(Turnstile(most=0), clock)
    await _begin(threshold, FREE)
    clock.at += 3
    await _begin(threshold, 3)
    with pytest.raises(CrowdedError):
        await threshold.step_over("flood")


def test_a_flood_at_the_door_writes_nothing_down_and_is_answered_kindly(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_self: Turnstile, _lane: str) -> bool:
        return False

    monkeypatch.setattr("bot.channels.web.threshold.FREE", 0)
    monkeypatch.setattr(Turnstile, "enter", full)
    before = len(house.parlour.what("start"))
    with Person(house) as person:
        answer = person.post("/chat/open", json={"lang": "fr"})
    assert (answer.status_code, answer.json()["again"]) == (429, True)
    assert answer.json()["error"] == "Beaucoup de monde arrive en même temps. On peut réessayer dans un instant."
    assert len(house.parlour.what("start")) == before

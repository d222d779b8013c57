"""Turns at a door somebody hammers at: fair between networks, closed to nobody."""

from __future__ import annotations

import asyncio

from vault.turnstile import Lanes, Turnstile


async def test_a_child_from_elsewhere_passes_before_the_crowd() -> None:
    turnstile, passed = Turnstile(pause=0.001), []

    async def comes(lane: str) -> None:
        assert await turnstile.enter(lane)
        passed.append(lane)

    crowd = [asyncio.create_task(comes("crowd")) for _ in range(15)]
    await asyncio.sleep(0)
    await comes("child")
    assert passed.index("child") <= 2
    await asyncio.gather(*crowd)
    assert len(passed) == 16


async def test_too_many_of_one_network_are_told_to_come_back_and_others_are_not() -> None:
    turnstile = Turnstile(pause=0.001, most=3)
    tries = [asyncio.create_task(turnstile.enter("crowd")) for _ in range(9)]
    assert await turnstile.enter("child")
    assert sorted(await asyncio.gather(*tries)) == [False] * 6 + [True] * 3


async def test_whoever_goes_away_while_waiting_holds_up_nobody() -> None:
    turnstile = Turnstile(pause=0.001)
    gone = [asyncio.create_task(turnstile.enter("crowd")) for _ in range(5)]
    await asyncio.sleep(0)
    for one in gone[1:]:
        one.cancel()
    assert await turnstile.enter("crowd")
    assert await turnstile.enter("child")


async def test_those_who_come_during_the_pauses_find_the_line_no_longer_than_the_others_did() -> None:
    turnstile, told, first = Turnstile(pause=0.1, most=3), [], asyncio.Event()

    async def comes() -> None:
        told.append(await turnstile.enter("crowd"))
        if told[-1]:
            first.set()

    line = [asyncio.create_task(comes()) for _ in range(4)]
    await first.wait()  # one has passed, two wait, and the next turn is a pause away
    line += [asyncio.create_task(comes()) for _ in range(9)]
    await asyncio.gather(*line)
    assert told.count(True) == 4
    assert told.count(False) == 9


async def test_whoever_went_away_keeps_no_place_from_the_next() -> None:
    turnstile = Turnstile(pause=0.001, most=3)
    line = [asyncio.create_task(turnstile.enter("crowd")) for _ in range(3)]
    await asyncio.sleep(0)
    for one in line:
        one.cancel()
    await asyncio.gather(*line, return_exceptions=True)
    assert await turnstile.enter("crowd")


def test_neighbours_share_a_lane_and_no_lane_tells_an_address() -> None:
    lanes = Lanes()
    assert lanes.of("192.0.2.7") == lanes.of("192.0.2.200") != lanes.of("198.51.100.7")
    assert lanes.of("2001:db8:0:12::1") == lanes.of("2001:db8:0:ff:2::9") != lanes.of("2001:db8:1::1")
    assert lanes.of("192.0.2.7") != Lanes().of("192.0.2.7")
    assert lanes.of("") == lanes.of("")

"""Fifty people and ten listeners at once: no word in a wrong room, none lost, none out of order."""

from __future__ import annotations

import asyncio
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, given, settings

from tests.handoff.desks.telegram.conftest import House, Seat, running
from tests.telegram.houses import BOARD, DESK_TOKEN, TOKEN
from tests.telegram.server import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Sequence

PEOPLE, LISTENERS, EACH = 50, 10, 5
STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, PEOPLE - 1)), min_size=150, max_size=250)


@settings(
    max_examples=2, deadline=None, phases=[Phase.generate], database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(steps=STEPS)
def test_no_word_of_fifty_people_is_in_a_wrong_room_or_lost_or_out_of_order(steps: Sequence[tuple[bool, int]]):
    with tempfile.TemporaryDirectory() as folder, FakeTelegram(limits=False) as telegram:
        asyncio.run(_a_night(telegram, Path(folder), steps))
        assert telegram.world.violations == []


async def _a_night(telegram: FakeTelegram, folder: Path, steps: Sequence[tuple[bool, int]]) -> None:
    world = telegram.world
    account = telegram.call(world.add_bot, TOKEN, "havre_bot")
    desk_account = telegram.call(world.add_bot, DESK_TOKEN, "havre_desk_bot")
    telegram.call(world.add_group, BOARD)
    async with running(telegram, account, desk_account, folder, {"capacity: 3": "capacity: 12"}) as house:
        seats = [await house.enrol(f"listener {number}", 8001 + number) for number in range(LISTENERS)]
        people = [telegram.call(world.add_person, 7001 + number) for number in range(PEOPLE)]
        for person in people:
            await telegram.acall(world.write, account, person, text=f"c{person.id} mot 0")
        await house.until(lambda: _count(house, "cases", PEOPLE), within=120)
        holders = await _claim_all(house, seats)
        said, answered = await _talk(house, seats, holders, steps)
        await _heard_whole(house, seats, holders, said)
        await _answered_whole(house, holders, answered)


async def _count(house: House, table: str, count: int) -> bool:
    return (await house.rows(f"SELECT count(*) AS n FROM {table}"))[0].n == count  # noqa: S608 - a name of this test


async def _claim_all(house: House, seats: list[Seat]) -> dict[int, tuple[Seat, int]]:
    """Let every listener take five, from the telephone; return who holds whom, in which topic."""
    for place in range(PEOPLE):
        seat = seats[place % LISTENERS]
        await seat.phone.taps_in_group(BOARD, "next")
        await house.until(lambda place=place: _claimed(house, place + 1), within=60)
    found: dict[int, tuple[Seat, int]] = {}
    for seat in seats:
        await seat.phone.until(lambda seat=seat: len(_first_words(house, seat)) == EACH, within=120)
        for thread, person in _first_words(house, seat).items():
            assert person not in found
            found[person] = (seat, thread)
    assert len(found) == PEOPLE
    return found


async def _claimed(house: House, count: int) -> bool:
    return len(await house.rows("SELECT id FROM cases WHERE claimed_by IS NOT NULL")) == count


def _messages(house: House, seat: Seat) -> list[dict[str, Any]]:
    return list(house.telegram.world.sent(house.desk_account, seat.phone.number))


def _first_words(house: House, seat: Seat) -> dict[int, int]:
    """Return whose words stand in which topic."""
    found = {}
    for message in _messages(house, seat):
        for line in message.get("text", "").splitlines():
            if line.startswith("👤 c") and "message_thread_id" in message:
                found[message["message_thread_id"]] = int(line.split()[1][1:])
    return found


async def _talk(
    house: House, seats: list[Seat], holders: dict[int, tuple[Seat, int]], steps: Sequence[tuple[bool, int]]
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    world = house.telegram.world
    said: dict[int, list[str]] = {7001 + number: [f"c{7001 + number} mot 0"] for number in range(PEOPLE)}
    answered: defaultdict[int, list[str]] = defaultdict(list)

    def all_at_once() -> None:
        for by_listener, place in steps:
            person = 7001 + place
            if by_listener:
                seat, thread = holders[person]
                words = f"pour c{person} : {len(answered[person])}"
                answered[person].append(words)
                world.write(
                    house.desk_account, seat.phone.person, text=words, message_thread_id=thread, is_topic_message=True
                )
            else:
                words = f"c{person} mot {len(said[person])}"
                said[person].append(words)
                world.write(house.account, world.people[person], text=words)

    await house.telegram.acall(all_at_once)
    return said, answered


async def _heard_whole(
    house: House, seats: list[Seat], holders: dict[int, tuple[Seat, int]], said: dict[int, list[str]]
) -> None:
    def told(seat: Seat, thread: int) -> list[str]:
        lines = [
            line
            for message in _messages(house, seat)
            if message.get("message_thread_id") == thread
            for line in message.get("text", "").splitlines()
        ]
        return [line.removeprefix("👤 ") for line in lines if line.startswith("👤 c")]

    for person, words in said.items():
        seat, thread = holders[person]
        try:
            await seat.phone.until(lambda s=seat, t=thread, w=words: len(told(s, t)) >= len(w), within=180)
        finally:
            assert await house.telegram.acall(told, seat, thread) == words


async def _answered_whole(house: House, holders: dict[int, tuple[Seat, int]], answered: dict[int, list[str]]) -> None:
    world = house.telegram.world
    for person in holders:

        def heard(person: int = person) -> list[str]:
            return [one["text"] for one in world.sent(house.account, person) if one["text"].startswith("pour c")]

        wanted = answered.get(person, [])
        seat = holders[person][0]
        try:
            await seat.phone.until(lambda h=heard, w=wanted: len(h()) >= len(w), within=180)
        finally:
            assert await house.telegram.acall(heard) == wanted

"""The pace of letters: each chat in its turn, and nothing is remembered of a chat whose turn has come."""

from __future__ import annotations

from bot.carrier import Pace


async def test_a_night_of_many_chats_leaves_nothing_of_them_in_memory():
    pace = Pace(chat=0.0, overall=0.0)
    for number in range(50):
        await pace.turn(f"chat {number}")
        pace.settle()
    assert not pace._next_of


async def test_a_chat_that_wants_to_be_left_alone_is_left_alone_whoever_is_written_to_meanwhile():
    pace = Pace(chat=0.0, overall=0.0)
    pace.rest("hers", 60)
    await pace.turn("his")
    pace.settle()
    assert list(pace._next_of) == ["hers"]

"""Sweeping a chat: a hundred at once, what is noted is never asked for again, and what had not gone waits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot import records
from bot.channels.channel import RefusedError, SlowDownError
from bot.mailroom import Mailroom
from bot.observe import Observer
from bot.sweeping import Sweeping
from handoff.changes import Changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vault.database import Database
    from vault.keys import HouseKeys

WHO, AT = "w" * 32, datetime.now(UTC)


@dataclass
class Chat:
    """A messenger that takes five at once, and what still stands in its chat."""

    stands: set[str]
    stubborn: set[str] = field(default_factory=set)
    asked: list[list[str]] = field(default_factory=list)
    slow_at: int = 0
    most: int = 5
    reach: timedelta = timedelta(hours=47)

    async def sweep(self, address: str, numbers: Sequence[str]) -> None:
        if self.slow_at and len(self.asked) + 1 == self.slow_at:
            self.slow_at = 0
            raise SlowDownError(3)
        if self.stubborn & set(numbers):
            raise RefusedError("one of them")
        self.asked.append(list(numbers))
        self.stands -= set(numbers)

    async def take_back(self, address: str, number: str) -> None:
        if number in self.stubborn:
            raise RefusedError("this one")
        self.stands.discard(number)


@pytest.fixture
def mailroom(database: Database, keys: HouseKeys) -> Mailroom:
    return Mailroom(database, keys.service, Changes(), Observer())


async def turn() -> None:
    """No pace in this test."""


async def sent(database: Database, *numbers: str, state: str = "sent", ago: timedelta = timedelta()) -> None:
    async with database.transaction() as tx:
        known = await records.conversations(tx, [WHO])
        if not known:
            person = {"id": WHO, "channel": "telegram", "language": "fr", "created_at": AT}
            await records.add_correspondent(tx, person)
        for number in numbers:
            row = {
                "ref": secrets.token_hex(16),
                "correspondent_id": WHO,
                "body": None,
                "state": state,
                "entry_id": None,
            }
            when = {"created_at": AT - ago, "delivered_at": AT - ago}
            await records.post(tx, [{**row, **when, "sent_as": number}])


async def states(database: Database) -> list[str]:
    async with database.reading() as tx:
        return [row.state for row in await tx.rows(records.outbox.select().order_by(records.outbox.c.id))]


def sweeping(database: Database, mailroom: Mailroom, chat: Chat) -> Sweeping:
    return Sweeping(chat, database=database, mailroom=mailroom, turn=turn)


async def test_a_chat_is_swept_in_handfuls_and_a_letter_of_several_messages_goes_at_once(
    database: Database, mailroom: Mailroom
):
    await sent(database, "1", "2", "3", "4,5,6", "7", "8")
    chat = Chat({str(number) for number in range(1, 9)})
    await sweeping(database, mailroom, chat).clear(WHO, "a", 1 << 40)
    assert chat.asked == [["1", "2", "3"], ["4", "5", "6", "7", "8"]]
    await sweeping(database, mailroom, chat).clear(WHO, "a", 1 << 40)
    assert len(chat.asked) == 2


async def test_what_is_too_old_or_of_a_later_letter_is_left(database: Database, mailroom: Mailroom):
    await sent(database, "1", ago=timedelta(hours=48))
    await sent(database, "2", "3")
    chat = Chat({"1", "2", "3"})
    async with database.reading() as tx:
        last = max(row.id for row in await tx.rows(records.outbox.select()))
    await sweeping(database, mailroom, chat).clear(WHO, "a", last)
    assert chat.stands == {"1", "3"}


async def test_a_messenger_that_wants_to_be_left_alone_is_asked_later_for_the_rest_only(
    database: Database, mailroom: Mailroom
):
    await sent(database, *(str(number) for number in range(1, 13)))
    chat = Chat({str(number) for number in range(1, 13)}, slow_at=2)
    with pytest.raises(SlowDownError):
        await sweeping(database, mailroom, chat).clear(WHO, "a", 1 << 40)
    await sweeping(database, mailroom, chat).clear(WHO, "a", 1 << 40)
    assert sorted(int(number) for numbers in chat.asked for number in numbers) == list(range(1, 13))


async def test_one_that_may_not_be_removed_keeps_no_other(database: Database, mailroom: Mailroom):
    await sent(database, "1", "2", "3")
    chat = Chat({"1", "2", "3"}, stubborn={"2"})
    await sweeping(database, mailroom, chat).clear(WHO, "a", 1 << 40)
    assert chat.stands == {"2"}


async def test_what_had_not_gone_is_held_back_and_the_word_they_left_by_is_swept(
    database: Database, mailroom: Mailroom
):
    await sent(database, "1")
    async with database.transaction() as tx:
        await mailroom.post(tx, WHO, {"paragraphs": ["pas encore"]})
    chat = Chat({"1", "9"})
    await sweeping(database, mailroom, chat).hold_back(WHO, 9, AT)
    assert await states(database) == ["sent", "away", "sent"]
    await sweeping(database, mailroom, chat).clear(WHO, "a", 1 << 40)
    assert chat.stands == set()

"""After the talk, told on Telegram: both sides at their telephones, and the web desk for what a chat cannot carry.

French by polling, English by webhook: each way of receiving is told once.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from tests.afterwards import WORDS, dossier, mail_server, passed_on, removed, reported, takedown, time_goes_by
from tests.story import ROOM, Listener, picture
from tests.telegram.houses import BOARD, account, both, desk_account, make_telegram_haven, telegram
from tests.telegram.phones import CHILD, LISTENER, ListenerPhone, Phone

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.afterwards import Mailbox
    from tests.haven import Haven
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

ANSWERS = ("danger:no", "screen:no")

__all__ = ["account", "desk_account", "make_telegram_haven", "telegram"]


@pytest.mark.parametrize(("language", "way"), [("fr", "polling"), ("en", "webhook")])
async def test_on_telegram_reported_removed_at_minute_41_a_dossier_corrected_passed_on_and_asked_three_days_later(
    telegram: FakeTelegram,
    account: Account,
    desk_account: Account,
    make_telegram_haven: Callable[..., Haven],
    language: str,
    way: str,
):
    words = WORDS[language]
    with mail_server() as (box, port):
        haven = make_telegram_haven({**both(telegram, way), **takedown(port)})
        with Listener(haven) as ada, Listener(haven) as bob:
            await asyncio.to_thread(_team, ada, bob)
            child = Phone(telegram, account, CHILD, language)
            listener = ListenerPhone(telegram, desk_account, LISTENER, ada)
            await listener.links()
            await _written(child, words)
            thread, room = await _taken(listener, words["told"])
            await _helped(haven, (ada, bob, listener), child, (room, thread), words, box)
        time_goes_by(haven, days=3)
        await child.hears(words["seen"], "received:not_yet")
        await child.tap("received:yes")
        await child.hears()
        assert haven.stop() == 0
    log = haven.log()
    secrets = (words["told"], str(CHILD), str(LISTENER), account.token, desk_account.token)
    assert not any(one in log for one in secrets), log


def _team(ada: Listener, bob: Listener) -> None:
    ada.enrols()
    invited = ada.act("/invite", role="listener")
    found = re.search(r"/enrol/[\w-]+", invited.text)
    assert found is not None
    bob.enrols("bob", found[0])


async def _written(child: Phone, words: dict[str, str]) -> None:
    """Answer the first questions, tell, send a screenshot that the team may see."""
    await child.start()
    for answer in ANSWERS:
        await child.hears(answer)
        await child.tap(answer)
    await child.write(words["told"])
    await child.confides(picture())


async def _taken(listener: ListenerPhone, told: str) -> tuple[int, str]:
    """Take the next case from the group; return its topic and its room at the web desk, as the topic names it."""
    await listener.taps_in_group(BOARD, "next")
    thread = next(iter(await listener.until(listener.topics)))
    heard = await listener.hears(told)
    assert heard["message_thread_id"] == thread
    found = [ROOM.search(one.get("text", "")) for one in listener.shown()]
    room = next(match[0] for match in found if match is not None)
    return thread, room


async def _helped(
    haven: Haven,
    desk: tuple[Listener, Listener, ListenerPhone],
    child: Phone,
    place: tuple[str, int],
    words: dict[str, str],
    box: Mailbox,
) -> None:
    (ada, bob, listener), (room, thread) = desk, place
    notice = await reported(ada, bob, child, room, words, box)
    time_goes_by(haven, minutes=41)
    ada.reads(room)  # after a restart, one look at the web desk opens the listener's key again
    reminded = await listener.hears(words["late"], within=20)
    assert reminded["message_thread_id"] == thread
    await removed(ada, child, notice, words)
    await dossier(ada, child, room, words)
    corrected = await listener.hears(words["fix"])
    assert corrected["message_thread_id"] == thread
    await passed_on(ada, child, room, words)
    assert len(box.got) == 1

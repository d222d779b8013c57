"""The story with both bots: somebody writes on Telegram, a listener answers from their own telephone."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.story import Listener
from tests.telegram import told
from tests.telegram.houses import BOARD, account, both, desk_account, make_telegram_haven, telegram, way
from tests.telegram.phones import CHILD, LISTENER, ListenerPhone, Phone

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.haven import Haven
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

__all__ = ["account", "desk_account", "make_telegram_haven", "telegram", "way"]

STORY = os.environ.get("HAVRE_STORY", "")
"""A folder for the story's texts and buttons, to be read in the documentation."""

WORDS = {
    "fr": (
        "il menace de tout montrer si je ne paie pas",
        "Bonsoir, je suis là.",
        "Bonsoir, je suis bien là.",
        "On a retenu",
    ),
    "en": ("he will show everything if i dont pay", "Hello, I am here.", "Hello, I really am here.", "What we keep"),
}


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_case_is_claimed_answered_corrected_and_closed_without_leaving_telegram(
    telegram: FakeTelegram,
    account: Account,
    desk_account: Account,
    make_telegram_haven: Callable[..., Haven],
    way: str,
    language: str,
):
    words, answer, corrected, retained = WORDS[language]
    haven = make_telegram_haven(both(telegram, way))
    with Listener(haven) as web:
        await asyncio.to_thread(web.enrols)
        ada = ListenerPhone(telegram, desk_account, LISTENER, web)
        await ada.links()
        child = Phone(telegram, account, CHILD, language)
        await _comes(child, words)
        await ada.taps_in_group(BOARD, "take:")
        thread = next(iter(await ada.until(ada.topics)))
        seen = await ada.hears(words)
        assert seen["message_thread_id"] == thread
        in_group = " ".join(one["text"] for one in await telegram.acall(telegram.world.sent, desk_account, BOARD))
        assert words not in in_group
        assert str(CHILD) not in in_group + str(ada.shown())

        first = await _answered(ada, thread, child, answer, corrected)
        await _thanked(ada, thread, child, first)
        room = next(
            re.search(r"/room/[0-9a-f]{32}", one["text"]) for one in ada.shown() if "/room/" in one.get("text", "")
        )
        _marked(await asyncio.to_thread(web.reads, room[0]), (answer, corrected), ("merci", "merci beaucoup"))
        await _closes(ada, thread)
        end = await child.hears("garder les captures")
        assert retained in end["text"]
        await ada.until(lambda: ada.topics()[thread].startswith("✓"))
        assert "équipe" not in " ".join(one["text"] for one in child.shown() if "à revoir" in one["text"])
        if STORY and way == "polling":
            await _tell(telegram, account, desk_account, language)
    assert haven.stop() == 0
    log = haven.log()
    assert not any(one in log for one in (words, answer, str(CHILD), str(LISTENER), desk_account.token)), log


async def _comes(child: Phone, words: str) -> None:
    """Write, in danger."""
    await child.write(words)
    await child.hears("act:danger")
    await child.tap("act:danger")
    await child.hears("act:place")


async def _answered(ada: ListenerPhone, thread: int, child: Phone, answer: str, corrected: str) -> dict[str, Any]:
    """Answer, keep a note, correct the answer; return it as the child has it."""
    said = await ada.in_topic(thread, answer)
    first = await child.hears(answer)
    await ada.until(lambda: said.get("reaction_of_bot") == ["👍"])
    await ada.in_topic(thread, "// à revoir avec l'équipe")
    await ada.hears("note")
    await ada.edit(said, text=corrected)
    await ada.until(lambda: child_sees(child.telegram, child.account, first["message_id"]) == corrected)
    return first


async def _thanked(ada: ListenerPhone, thread: int, child: Phone, first: dict[str, Any]) -> None:
    """Reply to the answer, and correct the reply: each stands with the listener where it belongs."""
    thanks = await child.write("merci", reply_to_message=first)
    heard = await ada.hears("merci")
    assert heard["message_thread_id"] == thread
    await child.edit(thanks, text="merci beaucoup")
    again = await ada.hears("merci beaucoup")
    assert again["reply_to_message"]["message_id"] == heard["message_id"]


async def _closes(ada: ListenerPhone, thread: int) -> None:
    """Close with outcome, kind and the direct question by buttons, and one point in words."""
    await ada.in_topic(thread, "/fermer")
    await ada.hears("end:helped")
    await ada.tap("end:helped")
    await ada.hears("end:helped:sextortion")
    await ada.tap("end:helped:sextortion")
    await ada.hears("end:helped:sextortion:no")
    await ada.tap("end:helped:sextortion:no")
    await ada.hears("/non")
    await ada.in_topic(thread, "garder les captures")


def _marked(page: str, *corrections: tuple[str, str]) -> None:
    """At the web desk both wordings stand, the earlier one marked as corrected, the later one pointing to it."""
    lines = dict(re.findall(r'<li id="e-(\w+)" class="entry(.*?)</li>', page, re.DOTALL))
    for before, after in corrections:
        (earlier,) = [one for one, line in lines.items() if f'<p class="said">{before}</p>' in line]
        (later,) = [one for one, line in lines.items() if f'<p class="said">{after}</p>' in line]
        assert f'href="#e-{earlier}"' in lines[later]
        assert "corrigée plus bas" in lines[earlier]
        assert "corrigée plus bas" not in lines[later]


async def _tell(telegram: FakeTelegram, account: Account, desk_account: Account, language: str) -> None:
    """Write the whole story down for the documentation."""
    world = telegram.world
    group = await telegram.acall(lambda: list(world.chats[0, BOARD].messages.values()))
    listener = await telegram.acall(lambda: list(world.private(desk_account, LISTENER).messages.values()))
    child = await telegram.acall(lambda: list(world.private(account, CHILD).messages.values()))
    chats = [
        told.chat("The person who writes", child, account.id),
        told.chat("The group", group, desk_account.id),
        told.chat("The listener", listener, desk_account.id),
    ]
    told.write(Path(STORY) / f"telegram-story-{language}.md", f"A story on Telegram ({language})", chats)


def child_sees(telegram: FakeTelegram, account: Account, number: int) -> str:
    return str(telegram.world.private(account, CHILD).messages[number]["text"])

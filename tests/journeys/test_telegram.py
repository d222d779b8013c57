"""The story of the web, told on Telegram: both languages, by polling and by webhook."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.story import Listener
from tests.telegram.houses import account, telegram, telegram_haven, way
from tests.telegram.phones import Phone, buttons_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.haven import Haven
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

__all__ = ["account", "telegram", "telegram_haven", "way"]

WORDS = {
    "fr": ("ils ont fait un groupe pour se moquer de moi avec mes photos", "Bonsoir, je suis là. Merci de l'écrire.",
           "On a retenu", "tu es là ?"),
    "en": ("they made a group to laugh at me with my pictures", "Hello, I am here. Thank you for writing it.",
           "What we keep", "are you there?"),
}  # fmt: skip


def picture(red: int = 180) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 1136), (red, 40, 90)).save(out, "PNG")
    return out.getvalue()


async def _until(what: Callable[[], bool]) -> bool:
    for _ in range(200):
        if await asyncio.to_thread(what):
            return True
        await asyncio.sleep(0.05)
    return False


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_child_on_telegram_is_judged_urgent_is_claimed_answered_and_told_goodbye(
    telegram: FakeTelegram, account: Account, telegram_haven: Haven, language: str
):
    words, answer, retained, last = WORDS[language]
    child = Phone(telegram, account, 7001, language)
    await child.start()
    await child.hears("act:human")
    await child.write(words)
    await child.hears("danger:no")
    await child.tap("danger:thinks_of_dying")
    await child.hears("direct:sometimes")
    await child.tap("direct:sometimes")
    await child.hears("3114")
    await child.hears("act:write")
    await child.write("/captures" if language == "fr" else "/evidence")
    await child.hears("act:consent_yes")
    await child.tap("act:consent_yes")
    await child.photo(picture())
    receipt = await child.hears("tidy")
    code = receipt["text"][-receipt["entities"][0]["length"] :]
    assert len(code.replace("-", "").replace(" ", "")) >= 16
    with Listener(telegram_haven) as ada:
        ada.enrols()
        assert words not in ada.reads("/")
        room = ada.takes_next()
        assert await _until(lambda: "/evidence/" in ada.reads(f"{room}/parts"))
        seen = ada.reads(room)
        assert words in seen
        assert "Zoé" not in seen
        assert "7001" not in seen
        ada.says(room, answer)
        assert buttons_of(await child.hears(answer)) == {}
        await child.write(last)
        assert await _until(lambda: last in ada.reads(f"{room}/parts"))
        item = seen.split("/evidence/")[1].split("/")[0]
        assert ada.act(f"{room}/evidence/{item}/original").content == picture()
        closed = ada.act(
            f"{room}/close", point_1="bloquer, garder les captures", outcome="helped", type="bullying", again="no"
        )
        assert closed.status_code == 303
    end = await child.hears("bloquer, garder les captures")
    assert retained in end["text"]
    assert all(message["has_protected_content"] for message in child.shown())
    assert telegram_haven.stop() == 0
    log = telegram_haven.log()
    assert "failed" not in log, log
    assert not any(secret in log for secret in (words, account.token, "7001"))

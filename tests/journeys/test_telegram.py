"""The story of the web, told on Telegram: both languages, by polling and by webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story import WORDS, Listener, picture, until
from tests.telegram.houses import account, telegram, telegram_haven, way
from tests.telegram.phones import CHILD, Phone, buttons_of

if TYPE_CHECKING:
    from tests.haven import Haven
    from tests.telegram.server import FakeTelegram
    from tests.telegram.world import Account

__all__ = ["account", "telegram", "telegram_haven", "way"]


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_child_on_telegram_is_judged_urgent_is_claimed_answered_and_told_goodbye(
    telegram: FakeTelegram, account: Account, telegram_haven: Haven, language: str
):
    words, answer, retained, last = WORDS[language]
    child = Phone(telegram, account, CHILD, language)
    await _tells(child, words)
    receipt = await child.confides(picture())
    code = receipt["text"][-receipt["entities"][0]["length"] :]
    assert len(code.replace("-", "").replace(" ", "")) >= 16
    with Listener(telegram_haven) as ada:
        ada.enrols()
        assert words not in ada.reads("/")
        room = ada.takes_next()
        assert await until(lambda: "/evidence/" in ada.reads(f"{room}/parts"))
        seen = ada.reads(room)
        assert words in seen
        assert "Zoé" not in seen
        assert str(CHILD) not in seen
        ada.says(room, answer)
        assert buttons_of(await child.hears(answer)) == {}
        await child.write(last)
        assert await until(lambda: last in ada.reads(f"{room}/parts"))
        item = seen.split("/evidence/")[1].split("/")[0]
        assert ada.act(f"{room}/evidence/{item}/original").content == picture()
        ada.closes(room, "bloquer, garder les captures")
    end = await child.hears("bloquer, garder les captures")
    assert retained in end["text"]
    assert all(message["has_protected_content"] for message in child.shown())
    assert telegram_haven.stop() == 0
    log = telegram_haven.log()
    assert "failed" not in log, log
    assert not any(secret in log for secret in (words, account.token, str(CHILD)))


async def _tells(child: Phone, words: str) -> None:
    """Write, and answer that they think of dying, sometimes: the numbers are shown at once."""
    await child.start()
    await child.hears("act:human")
    await child.write(words)
    await child.hears("danger:no")
    await child.tap("danger:thinks_of_dying")
    await child.hears("direct:sometimes")
    await child.tap("direct:sometimes")
    await child.hears("3114")
    await child.hears("act:write")

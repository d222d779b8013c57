"""After the talk: content reported and removed, a dossier corrected and made, somebody passed on and asked later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.afterwards import (
    WORDS,
    counted,
    dossier,
    mail_server,
    passed_on,
    removed,
    reported,
    seen_again,
    takedown,
    time_goes_by,
)
from tests.story import Listener, Writer, picture, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.afterwards import Mailbox
    from tests.haven import Haven


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_reported_removed_at_minute_41_a_dossier_corrected_and_made_passed_on_and_asked_three_days_later(
    make_haven: Callable[..., Haven], language: str
):
    with mail_server() as (box, port):
        haven = make_haven(changes=takedown(port))
        child = await _comes(haven, WORDS[language], language)
        child = await _helped(haven, box, WORDS[language], child)
        await child.go()
        time_goes_by(haven, days=3)
        child = await child.again()
        assert WORDS[language]["seen"] in str(await child.hears("received:not_yet"))
        await child.tap("received:yes")
        await child.hears()
        await child.go()


async def _comes(haven: Haven, words: dict[str, str], language: str) -> Writer:
    """Answer the first questions, tell, send a screenshot that the team may see."""
    child = await Writer.at(haven, language)
    await child.hears("danger:no")
    for tap in ("danger:no", "age:13_14", "what:insults", "author:school"):
        await child.tap(tap)
    await child.write(words["told"])
    await child.opens_the_vault()
    code = await child.send(picture())
    await child.hears(code)
    return child


async def _helped(haven: Haven, box: Mailbox, words: dict[str, str], child: Writer) -> Writer:
    """Do all that two listeners do for the child in one evening; return the child, who came back meanwhile."""
    with Listener(haven) as ada, Listener(haven) as bob:
        ada.enrols()
        invited = ada.act("/invite", role="listener")
        bob.enrols("bob", re.search(r"/enrol/[\w-]+", invited.text)[0])
        room = ada.takes_next()
        assert "/notices" in ada.reads(room)
        seen_again(ada, room)
        notice = await reported(ada, bob, child, room, words, box)
        await child.go()
        time_goes_by(haven, minutes=41)
        child = await child.again()
        assert await until(lambda: words["late"] in ada.reads(f"{room}/parts"))
        assert "Demandes sans réponse" in ada.reads("/board")
        assert "Next step: Write once more" in ada.reads("/?lang=en")
        await removed(ada, child, notice, words)
        await dossier(ada, child, room, words)
        await passed_on(ada, child, room, words)
        assert len(box.got) == 1
        counted(ada, bob)
    return child

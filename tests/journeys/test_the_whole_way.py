"""The whole way, once: from a first message to a listener's answer, told over plain HTTP in both languages."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from tests.story import WORDS, Listener, Writer, picture, until

if TYPE_CHECKING:
    from tests.haven import Haven


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_child_writes_is_judged_urgent_is_claimed_answered_and_told_goodbye(haven: Haven, language: str):
    words, answer, retained, last = WORDS[language]
    child = await Writer.at(haven, language)
    assert (await child.hears("paragraphs"))["from"] == "bot"
    await _tells(child, words)
    await child.opens_the_vault()
    receipt = await child.send(picture())
    assert (await child.hears(receipt))["code"] == receipt

    with Listener(haven) as ada:
        ada.enrols()
        board = ada.reads("/")
        assert words not in board
        room = ada.takes_next()
        seen = ada.reads(room)
        assert words in seen
        assert "piece" in seen or "pièce" in seen.lower()
        ada.says(room, answer)
        assert (await child.hears(answer))["from"] == "listener"
        await child.write(last)
        assert await until(lambda: last in ada.reads(f"{room}/parts"))
        item = seen.split("/evidence/")[1].split("/")[0]
        original = ada.act(f"{room}/evidence/{item}/original")
        assert original.content == picture()
        shown = _texts_of(ada.act(f"{room}/close/preview", point_1="bloquer, garder les captures").text)
        ada.closes(room, "bloquer, garder les captures")
    end = await child.hears("bloquer, garder les captures")
    assert any(retained in paragraph for paragraph in end["paragraphs"])
    assert shown == [*end["paragraphs"], *(choice["label"] for choice in (*end["numbers"], *end["choices"]))]
    await child.go()
    assert haven.stop() == 0


def _texts_of(part: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r"<(?:p|li)>([^<]+)</", part)]


async def _tells(child: Writer, words: str) -> None:
    """Answer that they think of dying, sometimes: the numbers are shown at once; then write."""
    await child.hears("danger:no")
    await child.tap("danger:thinks_of_dying")
    await child.hears("direct:sometimes")
    await child.tap("direct:sometimes")
    await child.hears("3114")
    await child.write(words)
    await child.hears("paragraphs")


async def test_two_listeners_who_reach_for_the_same_case_never_both_get_it(haven: Haven):
    child = await Writer.at(haven)
    await child.hears("danger:no")
    await child.write("y a quelqu'un ?")
    await child.hears("paragraphs")
    with Listener(haven) as ada, Listener(haven) as also_ada:
        ada.enrols()
        also_ada.signs_in()
        rooms = [ada.takes_next(), also_ada.takes_next()]
    assert sorted(map(bool, rooms)) == [False, True]
    await child.go()


async def test_what_was_said_survives_a_restart_and_the_talk_goes_on(haven: Haven):
    child = await Writer.at(haven)
    await child.hears("danger:no")
    await child.write("je reviens après")
    await child.hears("paragraphs")
    await child.go()
    assert haven.stop() == 0
    haven.start()
    again = await child.again()
    await again.write("me revoilà")
    await again.hears("paragraphs")
    with Listener(haven) as ada:
        ada.enrols()
        seen = ada.reads(ada.takes_next())
    assert seen.index("je reviens après") < seen.index("me revoilà")
    await again.go()


async def test_whoever_erased_everything_is_told_so_and_can_write_again(haven: Haven):
    child = await Writer.at(haven)
    await child.hears("danger:no")
    await child.write("on se moque de moi")
    await child.hears("paragraphs")
    await child.tap("act:erase")
    await child.hears("act:erase_yes")
    await child.tap("act:erase_yes")
    gone = await child.hears("C'est effacé ici.")
    assert gone["widget"] == "erased"
    await child.write("coucou")
    await child.hears("paragraphs")
    await child.tap("act:danger")
    screen = await child.hears("3114")
    assert screen["numbers"]
    await child.go()
